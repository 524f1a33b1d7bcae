// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTables(t *testing.T) {
	printed := `NAMESPACE   NAME      ROLLING   READY
demo        support             True

NAME     STEP     CSAT
week-1   all      4.2
week-2   shadow   
`
	want := []Table{{
		Columns: []string{"NAMESPACE", "NAME", "ROLLING", "READY"},
		Rows:    []map[string]string{{"NAMESPACE": "demo", "NAME": "support", "ROLLING": "", "READY": "True"}},
	}, {
		Columns: []string{"NAME", "STEP", "CSAT"},
		Rows: []map[string]string{
			{"NAME": "week-1", "STEP": "all", "CSAT": "4.2"},
			{"NAME": "week-2", "STEP": "shadow", "CSAT": ""},
		},
	}}
	if diff := cmp.Diff(want, Tables(printed)); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
}
