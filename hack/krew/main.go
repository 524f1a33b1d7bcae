// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command krew makes what `kubectl krew install` needs of a release: an archive of the plugin for
// each platform, and the manifest that names them with their sums. `make krew` runs it.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"

	"sigs.k8s.io/yaml"
)

// platform is one that the plugin is built for.
type platform struct{ os, arch string }

var platforms = []platform{
	{"darwin", "amd64"}, {"darwin", "arm64"}, {"linux", "amd64"}, {"linux", "arm64"}, {"windows", "amd64"},
}

// binary is the name of the plugin's program.
func (p platform) binary() string {
	if p.os == "windows" {
		return "kubectl-intentops.exe"
	}
	return "kubectl-intentops"
}

// packager makes the archives and the manifest of one version.
type packager struct {
	// version is the tag, such as v0.2.0; downloads is where the archives of tags will be.
	version, downloads, dir string
	license                 []byte
	// build returns the program for a platform.
	build func(ctx context.Context, p platform) ([]byte, error)
}

// tags are the versions that krew takes.
var tags = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

func main() {
	p := packager{build: compile}
	flag.StringVar(&p.version, "version", "", "tag of the release, such as v0.2.0")
	flag.StringVar(&p.downloads, "downloads", "https://github.com/intentops/intentops/releases/download", "where the archives of tags will be")
	flag.StringVar(&p.dir, "dir", "bin/krew", "folder for what is made")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if p.license, err = os.ReadFile("LICENSE"); err == nil {
		err = p.run(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "krew:", err)
		os.Exit(1)
	}
}

func (p *packager) run(ctx context.Context) error {
	if !tags.MatchString(p.version) {
		return fmt.Errorf("-version %q: give the tag of a release, such as v0.2.0", p.version)
	}
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return err
	}
	var entries []any
	for _, platform := range platforms {
		fmt.Println("Packing", platform.binary(), "for", platform.os, platform.arch)
		program, err := p.build(ctx, platform)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", platform.os, platform.arch, err)
		}
		archive, err := pack(platform.binary(), program, p.license)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("kubectl-intentops_%s_%s_%s.tar.gz", p.version, platform.os, platform.arch)
		if err := os.WriteFile(filepath.Join(p.dir, name), archive, 0o644); err != nil {
			return err
		}
		sum := sha256.Sum256(archive)
		entries = append(entries, map[string]any{
			"selector": map[string]any{"matchLabels": map[string]string{"os": platform.os, "arch": platform.arch}},
			"uri":      p.downloads + "/" + p.version + "/" + name,
			"sha256":   hex.EncodeToString(sum[:]),
			"bin":      platform.binary(),
		})
	}
	manifest, err := yaml.Marshal(map[string]any{
		"apiVersion": "krew.googlecontainertools.github.com/v1alpha2",
		"kind":       "Plugin",
		"metadata":   map[string]any{"name": "intentops"},
		"spec": map[string]any{
			"version":          p.version,
			"homepage":         "https://github.com/intentops/intentops",
			"shortDescription": "Bring chatbot intents into production step by step",
			"description": "Shows what bots serve, what rolls and why it stands where it stands, checks pull requests,\n" +
				"and makes the changes that people decide on: approve, hold, pin, disable.",
			"caveats":   "Most verbs need the intentops operator in the cluster.",
			"platforms": entries,
		},
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, "intentops.yaml"), manifest, 0o644)
}

// pack makes an archive whose bytes depend on nothing but its content.
func pack(name string, program, license []byte) ([]byte, error) {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	archive := tar.NewWriter(zip)
	for _, file := range []struct {
		name    string
		mode    int64
		content []byte
	}{{name, 0o755, program}, {"LICENSE", 0o644, license}} {
		header := &tar.Header{Name: file.name, Mode: file.mode, Size: int64(len(file.content)), Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(file.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	err := zip.Close()
	return out.Bytes(), err
}

// compile builds the plugin; the flags of the compiler are the arguments of the command.
func compile(ctx context.Context, p platform) ([]byte, error) {
	dir, err := os.MkdirTemp("", "krew")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left is in the folder for such
	file := filepath.Join(dir, p.binary())
	args := append([]string{"build"}, flag.Args()...)
	cmd := exec.CommandContext(ctx, "go", append(args, "-o", file, "./cmd/kubectl-intentops")...) //nolint:gosec // of the Makefile
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}
