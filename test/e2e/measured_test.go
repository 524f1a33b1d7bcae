// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/test/harness"
)

// figure is what a KPI must be.
type figure struct {
	value   float64
	samples int64
	// bucketOf is set for medians, which are known to a bucket of this histogram.
	bucketOf string
}

// figures are what KPITargets must show, by name: computed from what customers and people
// did, and from nothing that the bot or the operator says. Their windows go back to before
// the first customer.
func (s *suite) figures(t *testing.T) map[string]figure {
	t.Helper()
	r, err := s.customers.Report(s.ctx)
	must(t, err)
	desk, err := s.Helpdesk(s.ctx)
	must(t, err)
	people := desk.Team.Observed

	var o harness.Outcomes
	for _, by := range []harness.Outcomes{r.Outcomes, s.own.Outcomes} {
		o.Contained += by.Contained
		o.Escalated += by.Escalated
		o.PolicyEscalated += by.PolicyEscalated
		o.Abandoned += by.Abandoned
	}
	all := o.Contained + o.Escalated + o.PolicyEscalated + o.Abandoned
	// Nobody asked the bot while automation was disabled.
	byBot := all - r.Disabled - s.own.Disabled
	var ratings [5]int64
	for i := range ratings {
		ratings[i] = r.Ratings[i] + people.CSAT[i]
	}
	hit := people.SLA["first_response hit"] + people.SLA["resolution hit"]
	due := hit + people.SLA["first_response missed"] + people.SLA["resolution missed"]
	return map[string]figure{
		"escalation":     ratio(o.Escalated, byBot),
		"containment":    ratio(o.Contained+o.Abandoned, byBot),
		"deflection":     ratio(o.Contained, all), // no customer comes twice
		"sla":            ratio(hit, due),
		"csat":           scores(ratings[:], 1),
		"quality":        scores(people.Quality[:], 1),
		"nps":            promoters(people.NPS),
		"volume":         {float64(all), all, ""},
		"handle-time":    {sum(people.Handle) / float64(len(people.Handle)), int64(len(people.Handle)), ""},
		"human-response": median(people.FirstResponse, `intentops_first_response_seconds_bucket{responder="human"}`),
		"replies":        median(people.Responses, `intentops_response_seconds_bucket{responder="human"}`),
		"resolution":     median(people.Resolution, `intentops_resolution_seconds_bucket{cycle="first"}`),
	}
}

func ratio(k, n int64) figure { return figure{float64(k) / float64(n), n, ""} }

func scores(counts []int64, lowest int) figure {
	total, n := int64(0), int64(0)
	for i, count := range counts {
		total += int64(i+lowest) * count
		n += count
	}
	return figure{float64(total) / float64(n), n, ""}
}

func promoters(counts [11]int64) figure {
	points, n := int64(0), int64(0)
	for score, count := range counts {
		n += count
		switch {
		case score >= 9:
			points += count
		case score <= 6:
			points -= count
		}
	}
	return figure{100 * float64(points) / float64(n), n, ""}
}

func median(values []float64, bucketOf string) figure {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return figure{(sorted[(n-1)/2] + sorted[n/2]) / 2, int64(n), bucketOf}
}

// measured compares what each KPITarget shows with what happened.
func (s *suite) measured(t *testing.T) {
	want := s.figures(t)
	targets := &v1alpha1.KPITargetList{}
	must(t, harness.WaitFor(s.ctx, "KPITargets to show what happened", deskTimeout, func(ctx context.Context) (bool, string) {
		if err := s.List(ctx, targets, client.InNamespace(harness.Namespace)); err != nil {
			return false, err.Error()
		}
		for i := range targets.Items {
			target := &targets.Items[i]
			f, known := want[target.Name]
			if !known {
				continue
			}
			if target.Status.Current == nil || target.Status.Current.Samples == nil || *target.Status.Current.Samples != f.samples {
				return false, fmt.Sprintf("%s is %+v, want %d samples", target.Name, target.Status.Current, f.samples)
			}
		}
		return true, ""
	}))
	for i := range targets.Items {
		target := &targets.Items[i]
		f, known := want[target.Name]
		delete(want, target.Name)
		if !known {
			// What the bot does at once is known to the bot alone: customers see the network too.
			t.Logf("%s: %+v is not compared", target.Name, *target.Status.Current)
			continue
		}
		shown := target.Status.Current.Value
		t.Logf("%s: %s of %d, %s", target.Name, shown, f.samples, target.Status.State)
		definition, _ := kpi.Lookup(target.Spec.KPI)
		if f.bucketOf == "" {
			if want := definition.Unit.Print(f.value); shown != want {
				t.Errorf("%s shows %s, want %s", target.Name, shown, want)
			}
			continue
		}
		value, err := definition.Unit.Parse(shown)
		must(t, err)
		// What is shown has three digits.
		if low, high := s.bucket(t, f); value < low*0.99 || value > high*1.01 {
			t.Errorf("%s shows %s; the median is %.3fs, in the bucket from %gs to %gs", target.Name, shown, f.value, low, high)
		}
	}
	for name := range want {
		t.Errorf("there is no KPITarget %s", name)
	}
	printed, err := s.Kubectl(s.ctx, "get", "kpitargets", "-n", harness.Namespace)
	must(t, err)
	t.Logf("$ kubectl get kpitargets\n%s", printed)
}

// bucket is the one that holds a figure.
func (s *suite) bucket(t *testing.T, f figure) (low, high float64) {
	t.Helper()
	samples, err := s.Query(s.ctx, "group by (le) ("+f.bucketOf+")")
	must(t, err)
	var bounds []float64
	for _, sample := range samples {
		bound, err := strconv.ParseFloat(sample.Labels["le"], 64)
		must(t, err)
		bounds = append(bounds, bound)
	}
	slices.Sort(bounds)
	high = math.Inf(1)
	for _, bound := range bounds {
		if bound >= f.value {
			return low, bound
		}
		low = bound
	}
	return low, high
}
