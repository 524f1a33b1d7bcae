// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/vuln/scan"
)

const (
	vulnDatabase = "https://vuln.go.dev"
	// vulnModule has the same reports, and comes through the module proxy.
	vulnModule = "golang.org/x/vulndb"
	// findings is the exit code of govulncheck for vulnerabilities that are called.
	findings = 3
)

// database of known vulnerabilities.
type database struct {
	url string
	// words say which one, and how old it is.
	words string
}

// checker looks for vulnerabilities in programs of the module in dir.
type checker struct {
	dir      string
	programs []string
	// goVersion is the Go that releases are built with.
	goVersion string
	// stamp is a file that remembers what was found clean; empty: none.
	stamp string
	out   io.Writer
}

func vulncheck(ctx context.Context, out io.Writer) error {
	version, err := releaseGo("Dockerfile")
	if err != nil {
		return err
	}
	return checker{dir: ".", programs: programs, goVersion: version, stamp: filepath.Join("bin", "supply", "vulncheck"), out: out}.check(ctx)
}

// check fails when the programs call something with a known vulnerability. Without a database
// nothing is known: then it says that it did not look, and does not fail, as a change must be
// possible while somebody else's server is away.
func (c checker) check(ctx context.Context) error {
	db, err := vulnerabilities(ctx)
	if err != nil {
		fmt.Fprintf(c.out, "NOT CHECKED for known vulnerabilities: the vulnerability database cannot be reached: not checked (%v)\n", err)
		return nil
	}
	c.warn(ctx)
	key, err := c.key(db)
	if err != nil {
		return err
	}
	if known, err := os.ReadFile(c.stamp); err == nil && string(known) == key {
		fmt.Fprintf(c.out, "No known vulnerabilities by %s; nothing has changed since\n", db.words)
		return nil
	}
	fmt.Fprintf(c.out, "Looking for known vulnerabilities by %s (a minute)\n", db.words)
	cmd := scan.Command(ctx, append([]string{"-C", c.dir, "-db", db.url}, c.programs...)...)
	cmd.Stdout, cmd.Stderr = c.out, c.out
	cmd.Env = append(os.Environ(), "GOVERSION="+c.goVersion)
	if err := cmd.Start(); err != nil {
		return err
	}
	err = cmd.Wait()
	if code, is := err.(interface{ ExitCode() int }); is && code.ExitCode() == findings {
		return errors.New("the programs call what has known vulnerabilities: update the modules that are named above, or the Go that the Dockerfile names")
	}
	if err != nil || c.stamp == "" {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.stamp), 0o755); err != nil {
		return err
	}
	return os.WriteFile(c.stamp, []byte(key), 0o644)
}

// warn tells of a Go here that is not the one of releases: what it builds may have
// vulnerabilities that releases do not have.
func (c checker) warn(ctx context.Context) {
	printed, err := exec.CommandContext(ctx, "go", "env", "GOVERSION").Output()
	if local := strings.TrimSpace(string(printed)); err == nil && local != c.goVersion {
		fmt.Fprintf(c.out, "The Dockerfile builds with %s, which is what is checked; this machine has %s: do not release what is built here\n", c.goVersion, local)
	}
}

// vulnerabilities finds the database: Go's own, or its reports as a module.
func vulnerabilities(ctx context.Context) (database, error) {
	url := vulnDatabase
	if own := os.Getenv("GOVULNDB"); own != "" {
		url = own
	}
	modified, first := reach(ctx, url)
	if first == nil {
		return database{url, url + ", changed " + modified}, nil
	}
	dir, version, err := vulnReports(ctx)
	if err != nil {
		return database{}, fmt.Errorf("%w; %w", first, err)
	}
	return database{"file://" + filepath.ToSlash(filepath.Join(dir, "data", "osv")), vulnModule + " " + version}, nil
}

// reach returns when the database last changed.
func reach(ctx context.Context, url string) (modified string, err error) {
	if strings.HasPrefix(url, "file:") {
		return time.Now().UTC().Format(time.RFC3339Nano), nil // nobody knows
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/index/db.json", nil)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s answers %s", url, resp.Status)
	}
	var index struct{ Modified string }
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&index); err != nil {
		return "", fmt.Errorf("%s: %w", url, err)
	}
	return index.Modified, nil
}

// vulnReports downloads the newest reports as a module, outside of ours.
func vulnReports(ctx context.Context) (dir, version string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", vulnModule+"@latest")
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	printed, err := cmd.Output()
	var got struct{ Dir, Version, Error string }
	if errJSON := json.NewDecoder(bytes.NewReader(printed)).Decode(&got); errJSON == nil && got.Error != "" {
		return "", "", errors.New(got.Error)
	}
	if err != nil || got.Dir == "" {
		return "", "", fmt.Errorf("downloading %s: %w", vulnModule, err)
	}
	return got.Dir, got.Version, nil
}
