// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package survey

import (
	"fmt"
	"testing"
)

func TestThroughHelpdesk(t *testing.T) {
	const n = 10_000
	for _, share := range []float64{0, 0.3, 1} {
		asked := 0
		for i := range n {
			if ThroughHelpdesk(fmt.Sprintf("conversation-%d", i), share) {
				asked++
			}
		}
		// Six standard deviations of the widest.
		if got := float64(asked) / n; got < share-0.03 || got > share+0.03 {
			t.Errorf("%.2f of the conversations are asked, want %.2f", got, share)
		}
	}
}
