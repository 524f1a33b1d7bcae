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
		want        Choice
	}{
		"nothing is known":                 {want: Choice{}},
		"sure":                             {predictions: []Prediction{{"track", 0.9}, {"cancel", 0.05}}, want: Choice{Intent: "track"}},
		"exactly at the threshold":         {predictions: []Prediction{{"track", 0.85}}, want: Choice{Intent: "track"}},
		"an intent's own threshold":        {predictions: []Prediction{{"refund", 0.61}}, want: Choice{Intent: "refund"}},
		"not sure enough":                  {predictions: []Prediction{{"track", 0.8}, {"cancel", 0.1}, {"hours", 0.05}, {"refund", 0.02}}, want: Choice{Offered: []string{"track", "cancel", "hours"}}},
		"two near intents":                 {predictions: []Prediction{{"refund", 0.62}, {"cancel", 0.55}}, margin: 0.1, want: Choice{Offered: []string{"refund", "cancel"}}},
		"noise":                            {predictions: []Prediction{{"track", 0.005}, {"cancel", 0.005}}, want: Choice{}},
		"an intent that is not served":     {predictions: []Prediction{{"old", 0.95}, {"cancel", 0.04}}, want: Choice{Offered: []string{"cancel"}}},
		"only intents that are not served": {predictions: []Prediction{{"old", 0.95}}, want: Choice{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, Choose(tc.predictions, of, tc.margin)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
