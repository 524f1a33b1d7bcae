// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import "github.com/intentops/intentops/internal/bot/understanding/vectors"

// Alike is the cosine of two words in small letters, -1..1, by their English meanings; 0: one has none.
func Alike(a, b string) float32 {
	m := meanings{vectors.English()}
	first, second := m.of(nil, []string{a}), m.of(nil, []string{b})
	if len(first) == 0 || len(second) == 0 {
		return 0
	}
	return dot(first, second)
}
