// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"os"
	"regexp"
	"testing"
)

// TestEveryReasonIsExplained: whoever reads a reason finds it in the table of
// docs/troubleshooting.md, and the table has no reason that nothing gives.
func TestEveryReasonIsExplained(t *testing.T) {
	declared := found(t, "../../api/v1alpha1/conditions.go", `(?m)^\tReason\w+ +=[ ]"(\w+)"$`)
	explained := found(t, "../../docs/troubleshooting.md", "(?m)^\\| `(\\w+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$")
	if len(declared) < 50 {
		t.Fatalf("%d reasons found", len(declared))
	}
	for reason := range declared {
		if !explained[reason] {
			t.Errorf("docs/troubleshooting.md: no row for %s", reason)
		}
	}
	for reason := range explained {
		if !declared[reason] {
			t.Errorf("docs/troubleshooting.md: %s is not a reason", reason)
		}
	}
}

func found(t *testing.T, file, pattern string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1) {
		names[match[1]] = true
	}
	return names
}
