// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package clusters puts texts together that ask for the same. It is pure, and the same texts in any
// order give the same clusters.
package clusters

import (
	"cmp"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/utterances"
	"github.com/intentops/intentops/internal/fnv1a"
)

const (
	// MaxTexts is how many different texts are compared with one another: the time grows with
	// their square, and so many take about a minute of one core and 50 MB. What is beyond joins
	// the cluster that is nearest.
	MaxTexts = 6000
	// alike is the mean similarity of the texts of two clusters from which on they are one. It was
	// chosen with one draw of hidden intents of CLINC150 (hack/bench-backlog).
	alike = 0.42
)

// Cluster is texts that ask for the same.
type Cluster struct {
	// Members are places in what was given, the most typical text first. The same text again is a
	// member too.
	Members []int
	// Typical are the different texts among them, the most typical first: a place for each.
	Typical []int
}

// Of returns the clusters, the largest first; those of the same size by their most typical
// text. Texts without words belong to none. table gives words a meaning; nil: none has any.
func Of(texts []string, table *vectors.Table) []Cluster {
	places := map[string][]int{} // by words
	for i, text := range texts {
		if words := utterances.Normalise(text); words != "" {
			places[words] = append(places[words], i)
		}
	}
	different := make([]string, 0, len(places))
	for words := range places {
		different = append(different, words)
	}
	slices.SortFunc(different, byHash)
	s := embed(different, table)
	compared := min(len(different), MaxTexts)
	groups := s.average(compared)
	for i := compared; i < len(different); i++ {
		groups = s.join(groups, i)
	}
	out := make([]Cluster, 0, len(groups))
	for _, g := range groups {
		out = append(out, clusterOf(s, g, different, places))
	}
	slices.SortFunc(out, func(a, b Cluster) int {
		return cmp.Or(cmp.Compare(len(b.Members), len(a.Members)), cmp.Compare(texts[a.Members[0]], texts[b.Members[0]]))
	})
	return out
}

// byHash orders texts as if at random, but always so: the first of them are a fair sample.
func byHash(a, b string) int {
	hash := func(text string) uint64 { return fnv1a.Mix(fnv1a.Add(fnv1a.Offset, text)) }
	return cmp.Or(cmp.Compare(hash(a), hash(b)), strings.Compare(a, b))
}

func clusterOf(s *space, g group, different []string, places map[string][]int) Cluster {
	nearness := map[int]float32{}
	for _, i := range g.members {
		nearness[i] = dot(s.at(i), g.sum)
	}
	slices.SortFunc(g.members, func(a, b int) int {
		return cmp.Or(cmp.Compare(nearness[b], nearness[a]), strings.Compare(different[a], different[b]))
	})
	var c Cluster
	for _, i := range g.members {
		c.Typical = append(c.Typical, places[different[i]][0])
		c.Members = append(c.Members, places[different[i]]...)
	}
	return c
}
