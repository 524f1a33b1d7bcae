// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// ByIntent is the CSAT of one intent.
type ByIntent struct {
	Intent string `json:"intent"`
	Stat
}

// Handling is what stands out in agents' work.
type Handling struct {
	// Outliers took longer than Fence: three quartile distances above the upper quartile.
	Fence    Number    `json:"fence"`
	Outliers []Outlier `json:"outliers"`
	// OutlierCount is how many there are; the longest are listed.
	OutlierCount int `json:"outlierCount"`
	// CSAT is the rank correlation (Spearman) of handle time with rating; its interval is
	// Fisher's with Bonett and Wright's variance.
	CSAT Stat `json:"csatCorrelation"`
}

// Outlier is one conversation.
type Outlier struct {
	Conversation string `json:"conversation"`
	Intent       string `json:"intent,omitempty"`
	Seconds      Number `json:"seconds"`
}

const maxOutliers = 10

func (h *History) handling(of []*conversation) Handling {
	var all, rated, ratings []float64
	for _, c := range of {
		if !c.worked || c.open {
			continue
		}
		all = append(all, c.handled)
		if len(c.csat) > 0 {
			sum := 0.0
			for _, a := range c.csat {
				sum += float64(a.score)
			}
			rated, ratings = append(rated, c.handled), append(ratings, sum/float64(len(c.csat)))
		}
	}
	out := Handling{Fence: Number(math.NaN()), Outliers: []Outlier{}, CSAT: correlation(rated, ratings)}
	kpi.Sorted(all)
	lower, some := kpi.OfQuantile(all, 0.25)
	upper, _ := kpi.OfQuantile(all, 0.75)
	if !some {
		return out
	}
	fence := upper.Value + 3*(upper.Value-lower.Value)
	out.Fence = Number(fence)
	for _, c := range of {
		if c.worked && !c.open && c.handled > fence {
			out.OutlierCount++
			out.Outliers = append(out.Outliers, Outlier{h.conversations.texts[c.id], h.names.texts[c.intent], Number(c.handled)})
		}
	}
	slices.SortStableFunc(out.Outliers, func(a, b Outlier) int { return cmp.Compare(b.Seconds, a.Seconds) })
	out.Outliers = out.Outliers[:min(len(out.Outliers), maxOutliers)]
	return out
}

// correlation of ranks. Fewer than ten pairs say nothing.
func correlation(x, y []float64) Stat {
	n := float64(len(x))
	r := math.NaN()
	if n >= 10 {
		r = stat.Correlation(ranks(x), ranks(y), nil)
	}
	s := Stat{Value: Number(r), Low: Number(math.NaN()), High: Number(math.NaN()), Samples: int64(n)}
	if math.IsNaN(r) {
		return s // too few, or all alike
	}
	half := 1.959963984540054 * math.Sqrt((1+r*r/2)/(n-3))
	z := math.Atanh(min(max(r, -1+1e-12), 1-1e-12))
	s.Low, s.High = Number(math.Tanh(z-half)), Number(math.Tanh(z+half))
	return s
}

// ranks from 1; equal values share the mean of their ranks.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	out := make([]float64, len(values))
	for begin := 0; begin < len(order); {
		end := begin
		for end < len(order) && values[order[end]] == values[order[begin]] {
			end++
		}
		for _, i := range order[begin:end] {
			out[i] = float64(begin+end+1) / 2
		}
		begin = end
	}
	return out
}

// csatByIntent has all intents with a rating, the lowest first.
func (h *History) csatByIntent(of []*conversation) []ByIntent {
	counts := map[uint32]*[5]int64{}
	for _, c := range of {
		if !h.old(c.start, ratingAge) {
			continue
		}
		for _, a := range c.csat {
			if counts[c.intent] == nil {
				counts[c.intent] = &[5]int64{}
			}
			counts[c.intent][a.score-1]++
		}
	}
	out := []ByIntent{}
	for _, intent := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, ByIntent{Intent: h.intent(intent), Stat: statOf(kpi.OfRatings(*counts[intent]))})
	}
	slices.SortStableFunc(out, func(a, b ByIntent) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Intent, b.Intent))
	})
	return out
}

func (h *History) intent(i uint32) string {
	if i == 0 {
		return kpi.None
	}
	return h.names.texts[i]
}

// segments are the channels, and the most frequent intents.
func (h *History) segments(of []*conversation, minSamples int64) []Segment {
	channels, intents := map[uint32][]*conversation{}, map[uint32][]*conversation{}
	for _, c := range of {
		channels[c.channel] = append(channels[c.channel], c)
		intents[c.intent] = append(intents[c.intent], c)
	}
	out := []Segment{}
	for _, i := range h.mostFrequent(channels) {
		out = append(out, Segment{Channel: h.channel(channels[i][0]), KPIs: h.score(channels[i], minSamples)})
	}
	for _, i := range h.mostFrequent(intents) {
		out = append(out, Segment{Intent: h.intent(i), KPIs: h.score(intents[i], minSamples)})
	}
	return out
}

func (h *History) mostFrequent(of map[uint32][]*conversation) []uint32 {
	keys := slices.Collect(maps.Keys(of))
	slices.SortFunc(keys, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(of[b]), len(of[a])), cmp.Compare(h.names.texts[a], h.names.texts[b]))
	})
	return keys[:min(len(keys), maxSegments)]
}
