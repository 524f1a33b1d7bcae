// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamespaces(t *testing.T) {
	for name, tc := range map[string]struct {
		list    string
		want    []string
		wantErr string
	}{
		"one":                {list: "shop", want: []string{"shop"}},
		"several, one twice": {list: "shop, bank,shop", want: []string{"shop", "bank"}},
		"none": {list: "", wantErr: `"" is not a valid name of a namespace: a lowercase RFC 1123 label must consist of lower case ` +
			`alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', ` +
			`regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`},
		"a comma too many": {list: "shop,", wantErr: `"" is not a valid name of a namespace: a lowercase RFC 1123 label must consist of lower case ` +
			`alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', ` +
			`regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := namespaces(tc.list)
			said := ""
			if err != nil {
				said = err.Error()
			}
			if diff := cmp.Diff(tc.want, got); diff != "" || said != tc.wantErr {
				t.Errorf("error %q, (-want +got):\n%s", said, diff)
			}
		})
	}
}

func TestLimitMemory(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	if err := limitMemory(""); err != nil || debug.SetMemoryLimit(-1) != before {
		t.Errorf("no limit: %v, heap %d", err, debug.SetMemoryLimit(-1))
	}
	if err := limitMemory("800"); err != nil || debug.SetMemoryLimit(-1) != 700 {
		t.Errorf("800 bytes: %v, heap %d, want 700", err, debug.SetMemoryLimit(-1))
	}
	debug.SetMemoryLimit(before)
	for _, wrong := range []string{"256Mi", "0", "-1"} {
		if err := limitMemory(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestGarbageIsCollectedEarlierUnlessGOGCSaysWhen(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	collectGarbage("100")
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("GOGC=100 was overridden by %d", got)
	}
	collectGarbage("")
	if got := debug.SetGCPercent(100); got != collectAt {
		t.Errorf("garbage is collected at %d%%, want %d%%", got, collectAt)
	}
}
