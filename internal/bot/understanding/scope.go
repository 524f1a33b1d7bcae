package understanding

// scope estimates how likely it is that a text is about any of the intents at
// all.
type scope struct {
	known map[uint64]struct{}
}

func newScope(c *corpus, _ []answer, _ float64) *scope {
	s := &scope{known: map[uint64]struct{}{}}
	for i := range c.docs {
		for _, w := range c.docs[i].vocab {
			s.known[w] = struct{}{}
		}
	}
	return s
}

func (s *scope) probability(doc *document, _ []float32) float64 {
	for _, w := range doc.vocab {
		if _, ok := s.known[w]; ok {
			return 1
		}
	}
	return 0.25
}
