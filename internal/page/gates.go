// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

// gatePart is a gate as it is drawn.
type gatePart struct {
	Name    string           `json:"name"`
	Title   string           `json:"title"`
	Verdict v1alpha1.Verdict `json:"verdict"`
	// Means is what the verdict says.
	Means   string `json:"means"`
	Rule    string `json:"rule,omitempty"`
	Message string `json:"message,omitempty"`
	// Candidate and Stable are the values with the batch and without it.
	Candidate v1alpha1.Value `json:"candidate,omitempty"`
	Stable    v1alpha1.Value `json:"stable,omitempty"`
	Samples   int64          `json:"samples"`
	Needed    int64          `json:"needed,omitempty"`
	// Sample is what Samples counts, named for many.
	Sample string         `json:"sample"`
	Low    v1alpha1.Value `json:"low,omitempty"`
	High   v1alpha1.Value `json:"high,omitempty"`
	Bound  v1alpha1.Value `json:"bound,omitempty"`
	// Difference says that the interval is that of the difference from what is live.
	Difference bool           `json:"difference,omitempty"`
	Interval   *view.Interval `json:"interval,omitempty"`
	// WorseBelow says that customers are worse off below the bound; else above.
	WorseBelow bool `json:"worseBelow,omitempty"`
	// Points are the interval over time, oldest first.
	Points []point `json:"points,omitempty"`
}

// point is an interval at a time.
type point struct {
	At time.Time `json:"at"`
	view.Interval
}

var gateTitles = map[v1alpha1.GateMetric]string{
	v1alpha1.MetricEscalation:       "Handed to a person",
	v1alpha1.MetricCSAT:             "Customer rating",
	v1alpha1.MetricMissedEscalation: "Should have reached a person",
}

func gateParts(gates []v1alpha1.GateStatus) []gatePart {
	var parts []gatePart
	for i := range gates {
		parts = append(parts, gatePartOf(&gates[i]))
	}
	return parts
}

func gatePartOf(g *v1alpha1.GateStatus) gatePart {
	part := gatePart{
		Name: g.Name, Title: gateTitles[g.Metric], Verdict: g.Verdict, Means: view.Meaning(g.Verdict), Rule: g.Rule, Message: g.Message,
		Candidate: g.Candidate, Stable: g.Stable, Samples: g.CandidateSamples, Sample: "conversations",
		Low: g.Low, High: g.High, Bound: g.Bound, Difference: g.Compare == v1alpha1.CompareStable,
		Interval: view.IntervalOf(g), WorseBelow: g.Metric == v1alpha1.MetricCSAT,
	}
	if part.Title == "" {
		part.Title = g.Name
	}
	if g.Metric == v1alpha1.MetricCSAT {
		part.Sample = "ratings"
	}
	if g.Needed > g.CandidateSamples {
		part.Needed = g.Needed
	}
	switch g.IntentKind {
	case v1alpha1.IntentNew:
		part.Title += ", new intents"
	case v1alpha1.IntentChanged:
		part.Title += ", changed intents"
	}
	return part
}

// withHistory adds to the gates what they said at each decision of the rollout, and what they say
// now.
func withHistory(parts []gatePart, status *v1alpha1.IntentBatchStatus, now time.Time) {
	for i := range parts {
		p := &parts[i]
		for _, d := range status.History {
			if d.Rollout != status.Rollout {
				continue
			}
			for j := range d.Gates {
				if g := &d.Gates[j]; g.Name == p.Name {
					if interval := view.IntervalOf(g); interval != nil {
						p.Points = append(p.Points, point{d.At.Time, *interval})
					}
				}
			}
		}
		if p.Interval != nil && status.Result == "" {
			p.Points = append(p.Points, point{now, *p.Interval})
		}
	}
}
