// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestTimelineSeesWhatMustNeverBe(t *testing.T) {
	step := func(batch, rollout string, percent int32, result v1alpha1.BatchResult) moment {
		return moment{batch: batch, rollout: rollout, percent: percent, result: result}
	}
	tests := map[string]struct {
		moments []moment
		want    string
	}{
		"a batch that is promoted, edited and rolled back": {[]moment{
			step("a", "", 0, ""), step("a", "a-1", 0, ""), step("a", "a-1", 25, ""), step("a", "a-1", 100, v1alpha1.ResultPromoted),
			step("b", "b-1", 25, ""), step("b", "b-1", 0, v1alpha1.ResultRolledBack),
			step("a", "a-2", 0, ""), step("a", "a-2", 25, ""), step("a", "a-2", 0, v1alpha1.ResultRolledBack),
		}, ""},
		"a share that rises after a rollback": {[]moment{
			step("a", "a-1", 0, v1alpha1.ResultRolledBack), step("a", "a-1", 25, v1alpha1.ResultRolledBack),
		}, "came back"},
		"a rollout that begins again under its name": {[]moment{
			step("a", "a-1", 50, ""), step("a", "a-1", 25, ""),
		}, "fell"},
		"a promotion that does not last": {[]moment{
			step("a", "a-1", 100, v1alpha1.ResultPromoted), step("a", "a-1", 100, ""),
		}, "was promoted and then was not"},
		"two batches at once": {[]moment{
			step("a", "a-1", 25, ""), step("b", "b-1", 0, ""),
		}, "roll at once"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := strings.Join((&timeline{moments: tc.moments}).violations(), "; ")
			if (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
				t.Errorf("violations %q, want %q", got, tc.want)
			}
		})
	}
}
