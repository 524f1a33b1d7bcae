// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package evidence

// describe fills the figures for people: means, counts and the estimate.
func (r *Result) describe(e *engine, segs []Segment) {
	var cand, stable, weight, difference float64
	for k := range segs {
		s := &segs[k]
		values := s.values(e.kind)
		n, m := s.Totals()
		x := weighted(values, s.Cand)
		cand += x
		r.N += n
		r.NStable += m
		if m == 0 {
			continue
		}
		y := weighted(values, s.Stable)
		stable += y
		if n == 0 {
			continue
		}
		// Mantel and Haenszel's weights: differences are taken within a segment
		// only, so drift between steps cannot pose as an effect.
		w := float64(n) * float64(m) / float64(n+m)
		weight += w
		difference += w * (x/float64(n) - y/float64(m))
	}
	if r.N > 0 {
		r.CandMean = cand / float64(r.N)
	}
	if r.NStable > 0 {
		r.StableMean = stable / float64(r.NStable)
	}
	switch {
	case !e.difference:
		r.Estimate = r.CandMean
	case weight > 0:
		r.Estimate = difference / weight
	}
}

// StableBeyondLimit reports whether stable's own mean is beyond the limit of an
// absolute gate. An absolute gate that fails while this holds points to a
// common cause (an incident, a bad hour) and should hold, not roll back. It
// makes sense only where stable answers the intent too. Without stable
// conversations it is false.
func StableBeyondLimit(gate Gate, segs []Segment) (bool, error) {
	if err := validate(gate, segs); err != nil {
		return false, err
	}
	if gate.Kind.difference() {
		return false, fieldErrorf("kind", "%s has no limit", gate.Kind)
	}
	e := newEngine(gate)
	var r Result
	r.describe(&e, segs)
	return r.NStable > 0 && e.d*r.StableMean > gate.theta(), nil
}
