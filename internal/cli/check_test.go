// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const broken = `apiVersion: intentops.dev/v1alpha1
kind: Bot
metadata: {name: support}
`

func TestAFolderIsChecked(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bot.yaml"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		"what is well":               {[]string{"check", "../../config/samples"}, exitDone, "objects, 0 errors", ""},
		"what is well, strictly":     {[]string{"lint", "../../config/samples", "--strict"}, exitFindings, "warning [doubtful]", ""},
		"a mistake":                  {[]string{"lint", dir}, exitFindings, "error [schema] Bot support", ""},
		"a mistake as JSON":          {[]string{"check", dir, "-o", "json"}, exitFindings, `"rule": "schema"`, ""},
		"a mistake as SARIF":         {[]string{"check", dir, "-o", "sarif"}, exitFindings, `"ruleId": "schema"`, ""},
		"a mistake as JUnit":         {[]string{"test", dir, "-o", "junit"}, exitFindings, `<testcase classname="schema"`, ""},
		"a folder that is not there": {[]string{"lint", dir + "/none"}, exitFailed, "", "no such file or directory"},
		"an unknown format":          {[]string{"lint", dir, "-o", "html"}, exitFailed, "", "-o html: use text, json, sarif, junit"},
		"a report without a file":    {[]string{"lint", dir, "--report", "sarif"}, exitFailed, "", "--report sarif: write FORMAT=FILE"},
		"two reports in one file":    {[]string{"lint", dir, "--report", "sarif=x", "--report", "junit=x"}, exitFailed, "", "--report junit=x: another report has this file already"},
		"a report in a folder":       {[]string{"lint", dir, "--report", "sarif=" + dir}, exitFailed, "", "is a folder: name a file"},
		"a diff with nothing":        {[]string{"diff", dir}, exitFailed, "", "--since is missing"},
		"a commit of no folder":      {[]string{"check", "-", "--since", "main"}, exitFailed, "", "--since needs a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := run("", tc.args...)
			if code != tc.code || !strings.Contains(stdout, tc.stdout) || !strings.Contains(stderr, tc.stderr) || tc.stdout == "" && stdout != "" {
				t.Errorf("exit %d, stdout %s, stderr %s", code, stdout, stderr)
			}
		})
	}
}

func TestReportsAreWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bot.yaml"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	sarif, junit := filepath.Join(dir, "check.sarif"), filepath.Join(dir, "check.xml")
	if _, stderr, code := run("", "check", dir, "--report", "sarif="+sarif, "--report", "junit="+junit); code != exitFindings || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for file, want := range map[string]string{sarif: `"version": "2.1.0"`, junit: "<testsuites>"} {
		if content, err := os.ReadFile(file); err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s: %v: %s", file, err, content)
		}
	}
	if _, _, code := run("", "check", dir, "--report", "sarif="+filepath.Join(dir, "none", "check.sarif")); code != exitFailed {
		t.Errorf("exit %d for a report that cannot be written", code)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("%v: %v: something is left over", err, entries)
	}
}

// TestAReportReplacesNothingButAFile: whoever runs as root, as CI systems do, could replace what
// the whole machine writes to.
func TestAReportReplacesNothingButAFile(t *testing.T) {
	dir := t.TempDir()
	manifests := filepath.Join(dir, "manifests")
	if err := os.Mkdir(manifests, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(manifests, "bot.yaml"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	report := func(to string) {
		t.Helper()
		if _, stderr, code := run("", "lint", manifests, "--report", "sarif="+to); code != exitFindings || stderr != "" {
			t.Fatalf("exit %d: %s", code, stderr)
		}
	}
	whole := func(what string, content []byte) {
		t.Helper()
		if !json.Valid(content) {
			t.Errorf("%s has %q", what, content)
		}
	}

	kept := filepath.Join(dir, "kept.sarif")
	if err := os.WriteFile(kept, []byte("of the last run"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.sarif")
	if err := os.Symlink("kept.sarif", link); err != nil {
		t.Fatal(err)
	}
	report(link)
	if about, err := os.Lstat(link); err != nil || about.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v, %v", about, err)
	}
	content, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	whole("the file that a link points at", content)
	if about, err := os.Stat(kept); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("a file that others may not read has become one that they may: %v, %v", about.Mode(), err)
	}

	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan []byte, 1)
	go func() {
		content, _ := os.ReadFile(pipe)
		read <- content
	}()
	report(pipe)
	whole("the pipe", <-read)
	if about, err := os.Lstat(pipe); err != nil || about.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe was replaced: %v, %v", about, err)
	}
}
