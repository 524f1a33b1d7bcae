// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"os"
	"path/filepath"
	"strings"
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
