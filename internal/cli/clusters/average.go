// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package clusters

import (
	"slices"

	"gonum.org/v1/gonum/blas/blas32"
)

// group is some points. Its sum is all that average linkage needs: the mean similarity of the
// points of two groups is the product of their sums, divided by how many pairs there are.
type group struct {
	members []int
	sum     []float32
}

func (g *group) similarity(h *group) float32 {
	return dot(g.sum, h.sum) / float32(len(g.members)*len(h.members))
}

// average puts the first n points into groups by average linkage: the two groups that are most
// alike become one, until no two are alike enough. It follows chains of nearest neighbours, which
// gives the same groups as looking at all pairs each time (Murtagh, 1983), in the time of the
// square of n and the memory of n.
func (s *space) average(n int) []group {
	left := make([]*group, n)
	for i := range left {
		left[i] = &group{members: []int{i}, sum: slices.Clone(s.at(i))}
	}
	var done []group
	var chain []*group
	for len(left) > 0 {
		if len(chain) == 0 {
			chain = append(chain, left[0])
		}
		last := chain[len(chain)-1]
		var before *group
		if len(chain) > 1 {
			before = chain[len(chain)-2]
		}
		near, similarity := nearest(last, before, left)
		switch {
		case near == nil || similarity < alike:
			// Merging others makes none of them more alike to this one.
			done, left = append(done, *last), without(left, last)
			chain = chain[:len(chain)-1]
		case near == before:
			chain = chain[:len(chain)-2]
			left = without(left, last)
			before.members = append(before.members, last.members...)
			blas32.Axpy(1, dense(last.sum), dense(before.sum))
		default:
			chain = append(chain, near)
		}
	}
	return done
}

// nearest finds the group that is most alike; of those that are equally alike, the one before in
// the chain, which ends it, and then the first.
func nearest(to, before *group, among []*group) (best *group, similarity float32) {
	if before != nil {
		best, similarity = before, to.similarity(before)
	}
	for _, g := range among {
		if g == to || g == before {
			continue
		}
		if is := to.similarity(g); best == nil || is > similarity {
			best, similarity = g, is
		}
	}
	return best, similarity
}

func without(all []*group, one *group) []*group {
	at := slices.Index(all, one)
	return slices.Delete(all, at, at+1)
}

// join puts a further point into the group that is most alike, and leaves it out where none is.
func (s *space) join(groups []group, i int) []group {
	point := group{members: []int{i}, sum: s.at(i)}
	best, similarity := -1, float32(alike)
	for at := range groups {
		if is := point.similarity(&groups[at]); is >= similarity {
			best, similarity = at, is
		}
	}
	if best < 0 {
		return groups // one text alone, of so many, is not what customers ask
	}
	groups[best].members = append(groups[best].members, i)
	blas32.Axpy(1, dense(point.sum), dense(groups[best].sum))
	return groups
}
