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

// surroundings are what a text is near to in the library.
type surroundings struct {
	own     float32 // greatest cosine to a meaning of the best class, at least from
	foreign float32 // the same to one that is none of the bot's business, at least 0
	rival   float32 // best match with a sentence of the nearest meanings that are not the best class's, 0..1
}

// look at what is near to a text with a meaning of unit length. The best class is the nearest, from is the
// cosine to its middle.
func (a around) look(w *workspace, meaning []float32, best int, from float32) surroundings {
	w.dots = grow(w.dots, a.centres.len())
	a.centres.dot(w.dots, meaning)
	s := surroundings{own: from}
	w.rivals.begin()
	for at, cosine := range w.dots {
		whose := a.whose[at]
		switch whose {
		case int32(best):
			s.own = max(s.own, cosine)
		case foreigner:
			s.foreign = max(s.foreign, cosine)
		}
		if whose != int32(best) && whose != untaught && at < len(a.library.said.sentences) {
			w.rivals.meet(at, cosine)
		}
	}
	s.rival = w.rivals.match(&a.library.said, &w.text)
	return s
}
