// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	. "github.com/intentops/intentops/api/v1alpha1"
)

// TestThePageOnKPITargetsCanBeApplied gives each example of the page to the API server.
func TestThePageOnKPITargetsCanBeApplied(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "kpitarget.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		for document := range strings.SplitSeq(block[1], "---\n") {
			var target KPITarget
			if err := yaml.UnmarshalStrict([]byte(document), &target); err != nil {
				t.Errorf("%v in\n%s", err, document)
				continue
			}
			target.Namespace = "default"
			if err := api.Create(t.Context(), &target, client.DryRunAll); err != nil {
				t.Errorf("%v:\n%s", err, document)
			}
			examples++
		}
	}
	if examples < 5 {
		t.Errorf("%d examples, want 5 or more: is the page where it was?", examples)
	}
}
