// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package image makes a container image of one static binary, without a daemon
// or a registry. The same inputs give the same digest.
package image

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// Spec says what is in an image.
type Spec struct {
	Name       string   // reference with a tag, as in a pod's spec
	Binary     string   // static binary on this machine
	Entrypoint string   // its place in the image
	User       int      // that the entry point runs as, unless the pod names another
	Dirs       []string // writable for the user and for any in group 0, besides /tmp
}

// Write makes the image, saves it as an archive that docker, ctr and kind load,
// and returns its digest.
func Write(s Spec, out string) (v1.Hash, error) {
	fail := func(err error) (v1.Hash, error) { return v1.Hash{}, fmt.Errorf("image %s: %w", s.Name, err) }
	tag, err := name.NewTag(s.Name)
	if err != nil {
		return fail(err)
	}
	img, err := Build(s)
	if err != nil {
		return fail(err)
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return fail(err)
	}
	// Renamed when whole: somebody may be loading the file that was there.
	next := out + ".next"
	defer func() { _ = os.Remove(next) }() // there only after a failure
	if err := tarball.WriteToFile(next, tag, img); err != nil {
		return fail(err)
	}
	if err := os.Rename(next, out); err != nil {
		return fail(err)
	}
	digest, err := img.Digest()
	if err != nil {
		return fail(err)
	}
	return digest, nil
}

// Build makes the image in memory. It has no creation time, or no two builds
// would be the same.
func Build(s Spec) (v1.Image, error) {
	layer, err := tarball.LayerFromOpener(
		s.files, tarball.WithCompressionLevel(gzip.BestSpeed))
	if err != nil {
		return nil, err
	}
	img, err := mutate.AppendLayers(empty.Image, layer)
	if err != nil {
		return nil, err
	}
	file, err := img.ConfigFile()
	if err != nil {
		return nil, err
	}
	file = file.DeepCopy()
	file.OS, file.Architecture = "linux", runtime.GOARCH
	file.Config = v1.Config{
		// A number, because runAsNonRoot does not believe a name. The group is that of a user
		// whom the cluster chooses, so that what works for the one works for the other.
		User:       fmt.Sprintf("%d:0", s.User),
		Entrypoint: []string{s.Entrypoint},
		Env:        []string{"PATH=/usr/local/bin:/usr/bin:/bin:/"},
		WorkingDir: "/",
	}
	return mutate.ConfigFile(img, file)
}
