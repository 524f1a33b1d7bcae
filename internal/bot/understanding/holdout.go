package understanding

const (
	folds = 5
	// manyExamples is where one held-out part is large enough to calibrate on,
	// and five more fits begin to cost seconds.
	manyExamples = 5000
	// Of so many examples every tenth is held out, and never more than
	// maxHoldout: a temperature needs no more.
	holdoutStride = 10
	maxHoldout    = 2000

	foldSeed = 2
)

// answer is what a model said about a text it was not trained on.
type answer struct {
	scores []float32
	label  int // the right class
	doc    *document
}

// heldOut returns answers for texts the answering model has not seen: every
// text once by five-fold cross-validation, or one part of a large corpus.
func (c *corpus) heldOut() []answer {
	order := c.spread()
	if n := len(c.docs); n >= manyExamples {
		stride := max(holdoutStride, n/maxHoldout)
		return c.hold(order, func(position int) bool { return position%stride == 0 })
	}
	var all []answer
	for fold := range folds {
		all = append(all, c.hold(order, func(position int) bool { return position%folds == fold })...)
	}
	return all
}

// spread orders the examples at random inside each intent, intents one after
// the other, so that taking every n-th takes a share of every intent.
func (c *corpus) spread() []int {
	order := sequence(len(c.docs))
	random := splitMix(foldSeed)
	for start := 0; start < len(order); {
		end := start
		for end < len(order) && c.labels[end] == c.labels[start] {
			end++
		}
		random.shuffle(order[start:end])
		start = end
	}
	return order
}

// hold trains without the positions that out selects, and answers those.
// Intents with nothing left to learn from are not asked about.
func (c *corpus) hold(order []int, out func(position int) bool) []answer {
	var docs []document
	var labels, asked []int
	taught := make([]bool, len(c.intents))
	for position, i := range order {
		if out(position) {
			asked = append(asked, i)
			continue
		}
		docs = append(docs, c.docs[i])
		labels = append(labels, c.labels[i])
		taught[c.labels[i]] = true
	}
	if len(docs) == 0 {
		return nil
	}
	idf, r := learn(docs, labels, len(c.intents))
	var answers []answer
	var v vector
	for _, i := range asked {
		if !taught[c.labels[i]] {
			continue
		}
		v = idf.apply(v[:0], &c.docs[i])
		scores := make([]float32, len(c.intents))
		r.scores(scores, v)
		answers = append(answers, answer{scores: scores, label: c.labels[i], doc: &c.docs[i]})
	}
	return answers
}

// learn weighs the documents and fits a model to them.
func learn(docs []document, labels []int, classes int) (weighting, *regression) {
	idf := newWeighting(docs)
	vectors := make([]vector, len(docs))
	for i := range docs {
		vectors[i] = idf.apply(make(vector, 0, len(docs[i].words)+len(docs[i].chars)), &docs[i])
	}
	return idf, fit(vectors, labels, classes)
}
