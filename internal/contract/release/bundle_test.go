// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

func compiled(t testing.TB, intents []Intent) Release {
	t.Helper()
	r, err := Compile(intents, standardPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func packed(t testing.TB, r Release) Bundle {
	t.Helper()
	bundle, err := Pack(r)
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

func TestBundleComesBackAsItWas(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	cases := map[string]struct {
		intents  []Intent
		minParts int
		maxParts int
	}{
		"no intents":                     {nil, 1, 1},
		"two intents":                    {[]Intent{greeting(), orderStatus()}, 1, 1},
		"150 intents, 100 utterances":    {manyIntents(150, 100), 1, 1},
		"5 MB that hardly compresses":    {noise(random, 5<<20), 5, 7},
		"1.2 MB that hardly compresses":  {noise(random, 1200<<10), 2, 2},
		"utterances in several scripts":  {[]Intent{{Name: "a", Utterances: []string{"Où", "где", "どこ", "\u2028x"}, Reply: Reply{Text: "<>&"}}}, 1, 1},
		"no bytes that JSON cannot hold": {[]Intent{{Name: "a", Utterances: []string{"\x01 b"}, Reply: Reply{Text: "\x00"}}}, 1, 1},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			want := Release{Version: FormatVersion, Intents: tc.intents, Policy: standardPolicy()}
			bundle := packed(t, want)
			if bundle.Release != want.Hash() {
				t.Errorf("bundle is of release %s, want %s", bundle.Release, want.Hash())
			}
			if n := len(bundle.Parts); n < tc.minParts || n > tc.maxParts {
				t.Errorf("%d parts, want %d to %d", n, tc.minParts, tc.maxParts)
			}
			for i, part := range bundle.Parts {
				if len(part) > MaxPartBytes {
					t.Errorf("part %d has %d bytes, at most %d fit", i, len(part), MaxPartBytes)
				}
			}
			got, err := Unpack(bundle.Release, bundle.Parts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("release (-want +got):\n%s", diff)
			}
		})
	}
}

// The parts of a release are immutable ConfigMaps named by its hash. When this test fails,
// the compressor writes other bytes than before, and a release that was written half
// before an upgrade and half after it would not load.
func TestPackedBytesStayAsTheyWere(t *testing.T) {
	bundle := packed(t, compiled(t, manyIntents(20, 20)))
	again := packed(t, compiled(t, manyIntents(20, 20)))
	if diff := cmp.Diff(bundle, again); diff != "" {
		t.Fatalf("packed twice (-first +second):\n%s", diff)
	}
	sum := sha256.Sum256(bytes.Join(bundle.Parts, nil))
	const want = "1a0481095f5b718e8708e2e66117ce8b221953007afb7b1967e1a92d7607ed4e"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("bytes have SHA-256 %s, want %s", got, want)
	}
}

func TestUnpackRefuses(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	good := packed(t, Release{Version: FormatVersion, Intents: noise(random, 2<<20)})
	other := packed(t, compiled(t, []Intent{greeting()}))
	compress := func(data []byte, options ...zstd.EOption) []byte {
		encoder, err := zstd.NewWriter(nil, options...)
		if err != nil {
			t.Fatal(err)
		}
		defer encoder.Close()
		return encoder.EncodeAll(data, nil)
	}
	// sealed is well-formed in every way but its content.
	sealed := func(raw string) (string, [][]byte) {
		return hashOf(kindRelease, []byte(raw)), [][]byte{compress([]byte(raw))}
	}
	damaged := slices.Clone(good.Parts[0])
	damaged[len(damaged)/2] ^= 1
	newerHash, newer := sealed(`{"version":"v2","intents":{}}`)
	unknownHash, unknown := sealed(`{"version":"v1","intents":[],"policy":{},"surprise":1}`)
	plainHash, plain := sealed("not JSON")
	bomb := compress(make([]byte, MaxReleaseBytes+1))

	cases := map[string]struct {
		want    string
		parts   [][]byte
		wantErr error
	}{
		"nothing":                         {good.Release, nil, ErrCorrupt},
		"empty parts":                     {good.Release, [][]byte{nil, {}}, ErrCorrupt},
		"random bytes":                    {good.Release, [][]byte{[]byte("hello")}, ErrCorrupt},
		"a part is missing":               {good.Release, good.Parts[:1], ErrCorrupt},
		"parts in the wrong order":        {good.Release, [][]byte{good.Parts[1], good.Parts[0], good.Parts[2]}, ErrCorrupt},
		"a bit flipped":                   {good.Release, append([][]byte{damaged}, good.Parts[1:]...), ErrCorrupt},
		"bytes after the end":             {good.Release, append(slices.Clone(good.Parts), []byte("more")), ErrCorrupt},
		"another release":                 {good.Release, other.Parts, ErrCorrupt},
		"a decompression bomb":            {good.Release, [][]byte{bomb}, ErrTooLarge},
		"a newer format":                  {newerHash, newer, ErrVersion},
		"a member that is not known":      {unknownHash, unknown, nil},
		"content that is not JSON":        {plainHash, plain, nil},
		"more bytes than a release has":   {good.Release, [][]byte{make([]byte, MaxReleaseBytes), {1}}, ErrTooLarge},
		"a window larger than the memory": {good.Release, [][]byte{{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00}}, ErrTooLarge},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Unpack(tc.want, tc.parts)
			if err == nil {
				t.Fatal("unpacked, want an error")
			}
			if tc.wantErr != nil && !errors.Is(err, tc.wantErr) {
				t.Errorf("got %v, want %v", err, tc.wantErr)
			}
		})
	}
}

func TestPackRefuses(t *testing.T) {
	if _, err := Pack(Release{Version: "v0"}); !errors.Is(err, ErrVersion) {
		t.Errorf("got %v, want %v", err, ErrVersion)
	}
	r := compiled(t, []Intent{greeting()})
	raw, err := Canonical(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pack(r, len(raw)); err != nil {
		t.Errorf("got %v for the largest release", err)
	}
	if _, err := pack(r, len(raw)-1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want %v", err, ErrTooLarge)
	}
}

func TestPartNames(t *testing.T) {
	bundle := Bundle{Release: "0123456789abcdef0123", Parts: [][]byte{{1}, {2}}}
	want := BundleRef{Release: bundle.Release, ConfigMaps: []string{"support-0123456789ab-0", "support-0123456789ab-1"}}
	if diff := cmp.Diff(want, bundle.Ref("support")); diff != "" {
		t.Errorf("reference (-want +got):\n%s", diff)
	}
	if got := PartName("b", "abc", 3); got != "b-abc-3" {
		t.Errorf("got %s", got)
	}
}

func FuzzUnpack(f *testing.F) {
	bundle := packed(f, compiled(f, []Intent{orderStatus()}))
	f.Add(bundle.Parts[0])
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8})
	f.Fuzz(func(t *testing.T, part []byte) {
		got, err := Unpack(bundle.Release, [][]byte{part})
		if err == nil && got.Hash() != bundle.Release {
			t.Fatal("content with another hash was accepted")
		}
	})
}

func BenchmarkPack150Intents(b *testing.B) {
	r := compiled(b, manyIntents(150, 100))
	for b.Loop() {
		if _, err := Pack(r); err != nil {
			b.Fatal(err)
		}
	}
}
