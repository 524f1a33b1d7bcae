// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// report says that Repeat of the package strings is vulnerable in every Go before 1.99.
const report = `{"schema_version": "1.3.1", "id": "GO-2000-0001", "modified": "2026-01-01T00:00:00Z", "published": "2026-01-01T00:00:00Z",
 "summary": "Too much of the same", "details": "It is repeated.", "affected": [{"package": {"name": "stdlib", "ecosystem": "Go"},
  "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.99.0"}]}],
  "ecosystem_specific": {"imports": [{"path": "strings", "symbols": ["Repeat"]}]}}],
 "database_specific": {"url": "https://pkg.go.dev/vuln/GO-2000-0001", "review_status": "REVIEWED"}}`

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAVulnerabilityFailsOnlyWhoCallsIt(t *testing.T) {
	db := t.TempDir()
	write(t, db, map[string]string{"GO-2000-0001.json": report})
	t.Setenv("GOVULNDB", "file://"+db)
	for name, tc := range map[string]struct{ call, goVersion, wantErr string }{
		"it is called":            {`strings.Repeat("a", 2)`, "go1.26.10", "known vulnerabilities"},
		"another one is called":   {`strings.ToUpper("a")`, "go1.26.10", ""},
		"releases have it mended": {`strings.Repeat("a", 2)`, "go1.99.0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, map[string]string{
				"go.mod":          "module example.test/program\n\ngo 1.26.0\n",
				"cmd/one/main.go": "package main\n\nimport \"strings\"\n\nfunc main() { _ = " + tc.call + " }\n",
			})
			var out bytes.Buffer
			err := checker{dir: dir, programs: []string{"./cmd/..."}, goVersion: tc.goVersion, out: &out}.check(t.Context())
			if tc.wantErr == "" && err != nil || tc.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tc.wantErr)) {
				t.Errorf("%v, want %q\n%s", err, tc.wantErr, &out)
			}
			if found := strings.Contains(out.String(), "GO-2000-0001"); found != (tc.wantErr != "") {
				t.Errorf("it is named: %t\n%s", found, &out)
			}
		})
	}
}

func TestWithoutADatabaseItIsSaidThatNothingWasChecked(t *testing.T) {
	t.Setenv("GOVULNDB", "http://127.0.0.1:1")
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOMODCACHE", t.TempDir())
	var out bytes.Buffer
	if err := (checker{dir: t.TempDir(), programs: programs, goVersion: "go1.26.10", out: &out}).check(t.Context()); err != nil {
		t.Error(err)
	}
	if !strings.HasPrefix(out.String(), "NOT CHECKED for known vulnerabilities: the vulnerability database cannot be reached: not checked") {
		t.Error(out.String())
	}
}

func TestWhatIsCheckedAgain(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"go.mod": "module a\n", "cmd/main.go": "package main\n", "cmd/main_test.go": "package main\n", "docs/a.go": "package docs\n"})
	c := checker{dir: dir, goVersion: "go1.26.10"}
	key := func(c checker, db database) string {
		t.Helper()
		k, err := c.key(db)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	db := database{url: "https://vuln.go.dev", words: "of today"}
	first := key(c, db)
	write(t, dir, map[string]string{"cmd/main_test.go": "package main // another\n", "docs/a.go": "package docs // another\n"})
	if key(c, db) != first {
		t.Error("a test is not part of a program")
	}
	again := map[string]string{"another database": key(c, database{url: db.url, words: "of tomorrow"})}
	c.goVersion = "go1.26.11"
	again["another Go"] = key(c, db)
	c.goVersion = "go1.26.10"
	write(t, dir, map[string]string{"go.sum": "another\n"})
	again["another module"] = key(c, db)
	write(t, dir, map[string]string{"go.sum": "", "internal/a.go": "package internal\n"})
	again["another file"] = key(c, db)
	for what, k := range again {
		if k == first {
			t.Errorf("%s: not checked again", what)
		}
	}
}
