// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package clusters

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

var gift = []string{
	"do you sell gift cards", "Do you sell gift cards?", "I would like to buy a gift card", "can I get a gift card as a present", "is there a gift card for children",
}

var jobs = []string{"are there job openings for drivers", "any job openings for drivers", "any job openings at your company"}

// sets are the clusters as texts, each in order.
func sets(texts []string, clusters []Cluster) []string {
	var out []string
	for _, c := range clusters {
		var members []string
		for _, at := range c.Members {
			members = append(members, texts[at])
		}
		slices.Sort(members)
		out = append(out, strings.Join(members, " | "))
	}
	return out
}

func TestTextsThatAskForTheSameAreTogether(t *testing.T) {
	texts := slices.Concat(jobs, []string{"?!", "bananas"}, gift)
	want := sets(texts, []Cluster{{Members: []int{5, 6, 7, 8, 9}}, {Members: []int{0, 1, 2}}, {Members: []int{4}}})
	clusters := Of(texts, vectors.English())
	if diff := cmp.Diff(want, sets(texts, clusters)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if typical := clusters[0].Typical; len(typical) != 4 {
		t.Errorf("%d different texts are typical of %v: want the same text in other letters once", len(typical), gift)
	}
}

func TestTheOrderOfTextsChangesNothing(t *testing.T) {
	texts := slices.Concat(gift, jobs, []string{"bananas"})
	want := sets(texts, Of(texts, vectors.English()))
	for seed := range uint64(5) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
		if diff := cmp.Diff(want, sets(texts, Of(texts, vectors.English()))); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

func TestLanguagesWithoutVectorsGoByTheirWords(t *testing.T) {
	texts := []string{
		"Gutscheine kaufen", "Gutschein kaufen", "kann man Gutscheine kaufen", "Adresse ändern", "meine Adresse ändern", "Adresse falsch",
	}
	for _, table := range []*vectors.Table{nil, vectors.English()} {
		together := false
		for _, set := range sets(texts, Of(texts, table)) {
			together = together || strings.Count(set, "Gutschein") >= 2 && !strings.Contains(set, "Adresse")
		}
		if !together {
			t.Errorf("%q", sets(texts, Of(texts, table)))
		}
	}
}

// TestAverageLinkageIsThatOfAllPairs compares the chains of neighbours with the definition.
func TestAverageLinkageIsThatOfAllPairs(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 20 {
		s := &space{dims: 6}
		for range 60 {
			point := make([]float32, s.dims)
			for i := range point {
				point[i] = float32(random.NormFloat64())
			}
			toLength(point, 1)
			s.points = append(s.points, point...)
		}
		if diff := cmp.Diff(partition(byAllPairs(s, 60)), partition(s.average(60))); diff != "" {
			t.Fatalf("(-all pairs +chains):\n%s", diff)
		}
	}
}

func byAllPairs(s *space, n int) []group {
	var groups []group
	for i := range n {
		groups = append(groups, group{[]int{i}, slices.Clone(s.at(i))})
	}
	for {
		x, y, best := -1, -1, float32(alike)
		for i := range groups {
			for j := range i {
				if is := groups[i].similarity(&groups[j]); is >= best {
					x, y, best = i, j, is
				}
			}
		}
		if x < 0 {
			return groups
		}
		groups[y].members = append(groups[y].members, groups[x].members...)
		for k := range groups[y].sum {
			groups[y].sum[k] += groups[x].sum[k]
		}
		groups = slices.Delete(groups, x, x+1)
	}
}

func partition(groups []group) []string {
	var out []string
	for _, g := range groups {
		slices.Sort(g.members)
		out = append(out, fmt.Sprint(g.members))
	}
	slices.Sort(out)
	return out
}

// TestTextsBeyondTheBoundJoinWhatIsNear: of so many texts not all are compared with one another,
// and none that is like others is lost.
func TestTextsBeyondTheBoundJoinWhatIsNear(t *testing.T) {
	texts := slices.Concat(gift[2:], jobs)
	s := embed(texts, vectors.English())
	compared := len(texts) - 1
	groups := s.average(compared)
	before := len(groups)
	groups = s.join(groups, compared)
	if len(groups) != before || !slices.ContainsFunc(groups, func(g group) bool { return slices.Contains(g.members, compared) && len(g.members) > 1 }) {
		t.Errorf("%v of %d groups", partition(groups), before)
	}
}

func TestNothingHasNoClusters(t *testing.T) {
	for _, texts := range [][]string{nil, {""}, {"?", "…"}} {
		if got := Of(texts, vectors.English()); len(got) > 0 {
			t.Errorf("%q: %v", texts, got)
		}
	}
}
