// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

// around are centres of the library's meanings, less the direction that the bot's meanings share.
type around struct {
	own     [][][]float32 // those that are nearest to each intent or class
	foreign [][]float32   // those that are none of the bot's business
}

// of the classes that intents became.
func (a around) of(taught map[int]int) around {
	if a.own == nil {
		return a
	}
	classes := make([][][]float32, len(taught))
	for label, class := range taught {
		classes[class] = a.own[label]
	}
	return around{classes, a.foreign}
}

// nearest is the greatest cosine of a meaning at unit length to one of the centres, at least from.
func nearest(meaning []float32, centres [][]float32, from float32) float32 {
	for _, centre := range centres {
		from = max(from, dot(meaning, centre))
	}
	return from
}
