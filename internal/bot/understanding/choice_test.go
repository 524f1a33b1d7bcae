// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChoose(t *testing.T) {
	thresholds := map[string]float64{"track": 0.85, "cancel": 0.85, "refund": 0.6, "hours": 0.85}
	of := func(intent string) (float64, bool) { t, ok := thresholds[intent]; return t, ok }
	for name, tc := range map[string]struct {
		predictions []Prediction
		margin      float64
		want        string
		offered     []string
	}{
		"nothing is known":             {},
		"sure":                         {predictions: []Prediction{{"track", 0.9}, {"cancel", 0.05}}, want: "track", offered: []string{"track", "cancel"}},
		"exactly at the threshold":     {predictions: []Prediction{{"track", 0.85}}, want: "track", offered: []string{"track"}},
		"an intent's own threshold":    {predictions: []Prediction{{"refund", 0.61}}, want: "refund", offered: []string{"refund"}},
		"not sure enough":              {predictions: []Prediction{{"track", 0.8}, {"cancel", 0.1}, {"hours", 0.05}, {"refund", 0.02}}, offered: []string{"track", "cancel", "hours"}},
		"two near intents":             {predictions: []Prediction{{"refund", 0.62}, {"cancel", 0.55}}, margin: 0.1, offered: []string{"refund", "cancel"}},
		"noise":                        {predictions: []Prediction{{"track", 0.005}, {"cancel", 0.005}}},
		"an intent that is not served": {predictions: []Prediction{{"old", 0.95}, {"cancel", 0.04}}},
		"the second is not served":     {predictions: []Prediction{{"track", 0.5}, {"old", 0.3}, {"cancel", 0.1}}, offered: []string{"track", "cancel"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Choose(tc.predictions, of, tc.margin); got != tc.want {
				t.Errorf("%q is answered, want %q", got, tc.want)
			}
			if diff := cmp.Diff(tc.offered, Offers(tc.predictions, func(intent string) bool { _, served := of(intent); return served })); diff != "" {
				t.Errorf("offered (-want +got):\n%s", diff)
			}
		})
	}
}
