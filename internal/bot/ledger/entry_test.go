// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestJoinedRecordsCountAsTheyDoOneByOne: the totals are the same, and so is how many commits they hold.
func TestJoinedRecordsCountAsTheyDoOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.Custom(randomRecord), 1, 30).Draw(t, "records")
		apart, together := newTotals(Families), newTotals(Families)
		var all []byte
		for _, record := range records {
			apart.apply(1, record)
			if longer, joined := Join(all, record); joined {
				all = longer
				continue
			}
			if all != nil {
				together.apply(1, all)
			}
			all = append([]byte(nil), record...)
		}
		together.apply(1, all)
		if diff := cmp.Diff(canonical(apart), canonical(together)); diff != "" {
			t.Fatalf("(-one by one +joined):\n%s", diff)
		}
	})
}
