// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "testing"

// TestTrainingLeavesOutWhatIsExplained: passes over texts that teach nothing more are what a
// large release would spend most of its time on.
func TestTrainingLeavesOutWhatIsExplained(t *testing.T) {
	var texts []vector
	var labels []int
	for range 500 {
		texts = append(texts, vector{{bucket: 1, value: 1}}, vector{{bucket: 2, value: 1}})
		labels = append(labels, 0, 1)
	}
	r := fit(texts, labels, 2)
	scores := make([]float32, 2)
	for i, text := range texts[:2] {
		r.scores(scores, text)
		softmax(scores, 1)
		if p := scores[labels[i]]; p < 0.94 || p > 0.98 {
			t.Errorf("class %d: the right class has the probability %.4f, want that from which on a text is left out", i, p)
		}
	}
}
