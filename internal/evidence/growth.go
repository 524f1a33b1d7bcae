// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

import "fmt"

// CheckGrowth refuses counts that cannot follow from earlier ones: outcomes are
// counted once and for ever, so a count that falls, a segment that vanishes or
// a share that changes within a segment means the source is not to be trusted.
// The error is a *FieldError; the caller holds.
func CheckGrowth(before, after []Segment) error {
	if len(after) < len(before) {
		return fieldErrorf("segments", "fell from %d to %d", len(before), len(after))
	}
	for k := range before {
		b, a := &before[k], &after[k]
		if a.Share != b.Share {
			return segmentErrorf(k, "share", "changed from %v to %v; a new share starts a new segment", b.Share, a.Share)
		}
		if a.Baseline != b.Baseline {
			return segmentErrorf(k, "baseline", "changed from %v to %v; it is fixed before the segment starts", b.Baseline, a.Baseline)
		}
		if err := checkGrowth(k, "cand", b.Cand, a.Cand); err != nil {
			return err
		}
		if err := checkGrowth(k, "stable", b.Stable, a.Stable); err != nil {
			return err
		}
	}
	return nil
}

func checkGrowth(k int, field string, before, after []int64) error {
	if len(before) != len(after) {
		return segmentErrorf(k, field, "went from %d counts to %d", len(before), len(after))
	}
	for i := range before {
		if after[i] < before[i] {
			return segmentErrorf(k, fmt.Sprintf("%s[%d]", field, i), "fell from %d to %d", before[i], after[i])
		}
	}
	return nil
}
