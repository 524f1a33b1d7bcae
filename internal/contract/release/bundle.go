// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"
)

const (
	// MaxPartBytes is the size of a bundle's part. A ConfigMap holds 1 MiB at most, keys
	// and metadata included.
	MaxPartBytes = 900 << 10
	// MaxReleaseBytes is the size of a release before compression that Pack makes and
	// Unpack accepts.
	MaxReleaseBytes = 64 << 20
)

// Errors of Unpack, for errors.Is.
var (
	// ErrCorrupt means that the parts are not what Pack made: one is missing, out of order
	// or damaged.
	ErrCorrupt = errors.New("bundle is corrupt")
	// ErrTooLarge means that the release is larger than MaxReleaseBytes.
	ErrTooLarge = errors.New("release is too large")
	// ErrVersion means that the content has a format that this program does not know.
	ErrVersion = errors.New("format version is not supported")
)

// Bundle is a release as it is stored.
type Bundle struct {
	// Release is the hash of the content.
	Release string
	// Parts in order, each of at most MaxPartBytes.
	Parts [][]byte
}

// Ref returns where the parts of a Bot's bundle are kept.
func (b Bundle) Ref(bot string) BundleRef {
	ref := BundleRef{Release: b.Release}
	for i := range b.Parts {
		ref.ConfigMaps = append(ref.ConfigMaps, PartName(bot, b.Release, i))
	}
	return ref
}

// compressor is one for all: its tables take megabytes. With one worker and a fixed level the
// output depends on nothing but the input; who comes while it works waits.
var compressor = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(true))
})

// decompressors are used again. They read streams, with a bound, instead of trusting the size
// that a header claims; with one worker they run no goroutine.
var decompressors = sync.Pool{New: func() any {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderMaxMemory(MaxReleaseBytes), zstd.WithDecoderMaxWindow(MaxReleaseBytes))
	if err != nil {
		return err
	}
	return d
}}

// Pack compresses a release and splits it. The same release always gives the same bytes.
func Pack(r Release) (Bundle, error) { return pack(r, MaxReleaseBytes) }

func pack(r Release, limit int) (Bundle, error) {
	if r.Version != FormatVersion {
		return Bundle{}, fmt.Errorf("%w: release has %q, this is %q", ErrVersion, r.Version, FormatVersion)
	}
	raw, err := Canonical(r)
	if err != nil {
		return Bundle{}, err
	}
	if len(raw) > limit {
		return Bundle{}, fmt.Errorf("%w: %d bytes, at most %d: use fewer or shorter utterances", ErrTooLarge, len(raw), limit)
	}
	encoder, err := compressor()
	if err != nil {
		return Bundle{}, fmt.Errorf("creating compressor: %w", err)
	}
	packed := encoder.EncodeAll(raw, nil)

	bundle := Bundle{Release: hashOf(kindRelease, raw)}
	for len(packed) > MaxPartBytes {
		bundle.Parts = append(bundle.Parts, packed[:MaxPartBytes:MaxPartBytes])
		packed = packed[MaxPartBytes:]
	}
	bundle.Parts = append(bundle.Parts, packed)
	return bundle, nil
}

// Unpack returns the release whose hash is want. The parts are not trusted: memory is
// bounded by MaxReleaseBytes, and content with another hash is refused.
func Unpack(want string, parts [][]byte) (Release, error) {
	var size int
	for _, part := range parts {
		size += len(part)
	}
	if size == 0 {
		return Release{}, fmt.Errorf("%w: it has no content", ErrCorrupt)
	}
	if size > MaxReleaseBytes {
		return Release{}, fmt.Errorf("%w: %d bytes compressed, at most %d", ErrTooLarge, size, MaxReleaseBytes)
	}
	decoder, ok := decompressors.Get().(*zstd.Decoder)
	if !ok {
		return Release{}, errors.New("creating decompressor: its options are not accepted")
	}
	defer func() {
		if decoder.Reset(nil) == nil { // it keeps no part of what it read
			decompressors.Put(decoder)
		}
	}()
	if err := decoder.Reset(bytes.NewReader(bytes.Join(parts, nil))); err != nil {
		return Release{}, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	raw, err := io.ReadAll(io.LimitReader(decoder, MaxReleaseBytes+1))
	switch {
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded), len(raw) > MaxReleaseBytes:
		return Release{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, MaxReleaseBytes)
	case err != nil:
		return Release{}, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if got := hashOf(kindRelease, raw); got != want {
		return Release{}, fmt.Errorf("%w: content has hash %s, want %s", ErrCorrupt, got, want)
	}
	return decodeRelease(raw)
}

// decodeRelease reads a release whose hash was checked. The version comes first: content
// of a newer format may not fit these types at all.
func decodeRelease(raw []byte) (Release, error) {
	if err := checkVersion(raw); err != nil {
		return Release{}, err
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	// A member that this program does not know may change what the bot should say.
	decoder.DisallowUnknownFields()
	var r Release
	if err := decoder.Decode(&r); err != nil {
		return Release{}, fmt.Errorf("decoding release: %w", err)
	}
	return r, nil
}

func checkVersion(raw []byte) error {
	var header struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(raw, &header); err != nil {
		return fmt.Errorf("decoding version: %w", err)
	}
	if header.Version != FormatVersion {
		return fmt.Errorf("%w: content has %q, this program knows %q: use the bot image that belongs to the operator", ErrVersion, header.Version, FormatVersion)
	}
	return nil
}
