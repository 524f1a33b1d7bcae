// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

// around are centres of the library's meanings, less the direction that the bot's meanings share.
type around struct {
	own     []rows // those that are nearest to each intent or class
	foreign rows   // those that are none of the bot's business
}

// of the classes that intents became.
func (a around) of(taught map[int]int) around {
	if a.own == nil {
		return a
	}
	classes := make([]rows, len(taught))
	for label, class := range taught {
		classes[class] = a.own[label]
	}
	return around{classes, a.foreign}
}

// nearest is the greatest cosine of a meaning at unit length to one of the centres, at least from.
// The cosines need room.
func nearest(cosines, meaning []float32, centres rows, from float32) (float32, []float32) {
	cosines = grow(cosines, centres.len())
	centres.dot(cosines, meaning)
	for _, cosine := range cosines {
		from = max(from, cosine)
	}
	return from, cosines
}
