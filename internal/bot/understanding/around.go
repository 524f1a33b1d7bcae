// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

// around is what the library knows besides a bot's intents. The zero value is of a bot that the library
// is not for.
type around struct {
	library *lent
	centres rows    // of the library's meanings and asides, less the direction that the bot's meanings share
	whose   []int32 // class of which each is a meaning, or one of the following
}

const (
	foreigner  int32 = -1 // none of the bot's business
	borderline int32 = -2 // near an intent, or between two
	untaught   int32 = -3 // of an intent that the model was not taught, in training
)

// of the classes that intents became.
func (a around) of(taught map[int]int) around {
	whose := make([]int32, len(a.whose))
	for i, label := range a.whose {
		whose[i] = label
		if label < 0 {
			continue
		}
		whose[i] = untaught
		if class, ok := taught[int(label)]; ok {
			whose[i] = int32(class)
		}
	}
	a.whose = whose
	return a
}

// look tells what is near to a text with a meaning of unit length: the greatest cosine to a meaning of the
// best class, at least from, which is that to the class's middle, and to one that is none of the bot's
// business, at least 0. It notes the rivals of the best class.
func (a around) look(w *workspace, meaning []float32, best int, from float32) (own, foreign float32) {
	w.dots = grow(w.dots, a.centres.len())
	a.centres.dot(w.dots, meaning)
	own = from
	w.rivals.begin()
	for at, cosine := range w.dots {
		switch whose := a.whose[at]; {
		case whose == untaught:
			continue
		case whose == int32(best):
			own = max(own, cosine)
			continue
		case whose == foreigner:
			foreign = max(foreign, cosine)
		}
		if at < len(a.library.said.sentences) { // and no aside
			w.rivals.meet(at, cosine)
		}
	}
	return own, foreign
}
