// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
	"github.com/intentops/intentops/internal/contract/kpi/history"
	"github.com/intentops/intentops/internal/operator/metricsource"
	"github.com/intentops/intentops/internal/view"
)

const (
	// queryTimeout bounds one query of Prometheus.
	queryTimeout = 20 * time.Second
	// defaultWindow and defaultMinSamples are those of a KPITarget that names none.
	defaultWindow     = v1alpha1.Duration("7d")
	defaultMinSamples = 100
	// fewShare is the part of minSamples that a segment needs to be compared, as in a status.
	fewShare = 10
)

// addMeasured asks Prometheus for what a status has no room for: every channel and intent of
// each KPI, over the KPITarget's own window, and the series that belong beside its value.
func addMeasured(ctx context.Context, address string, card *clusterCard, targets []v1alpha1.KPITarget) error {
	source, err := metricsource.New(address, metricsource.WithTimeout(queryTimeout))
	if err != nil {
		return fmt.Errorf("--prometheus: %w", err)
	}
	key := metricsource.BotKey{Namespace: card.Namespace, Bot: card.Bot}
	for i := range card.KPIs {
		k, t := &card.KPIs[i], &targets[i]
		def := view.DefinitionOf(t)
		if def.Source != nil {
			continue // its data is elsewhere, without channels and intents
		}
		window, err := cmp.Or(def.Window, defaultWindow).Parse()
		if err != nil {
			continue // its condition says so
		}
		snapshot, err := source.KPIs(ctx, window)
		if err != nil {
			return fmt.Errorf("--prometheus: %w", err)
		}
		counts, known := snapshot.Bots[key]
		switch {
		case !known:
			return fmt.Errorf("--prometheus: it has no metrics of Bot %s in namespace %s from the last 5 minutes: is it the Prometheus that scrapes the bot?", key.Bot, key.Namespace)
		case counts.Bad != nil:
			return fmt.Errorf("--prometheus: %w", counts.Bad)
		}
		k.add(def, counts)
	}
	return nil
}

func (k *clusterKPI) add(def v1alpha1.KPIDefinition, counts metricsource.BotKPIs) {
	definition, _ := kpi.Lookup(k.KPI)
	few := int64(defaultMinSamples)
	if def.MinSamples != nil {
		few = *def.MinSamples
	}
	k.Segments = nil
	for _, by := range []struct {
		segment v1alpha1.Segment
		parts   map[string]kpi.Counts
	}{{v1alpha1.SegmentChannel, counts.Channels}, {v1alpha1.SegmentIntent, counts.Intents}} {
		var segments []clusterSegment
		for name, part := range by.parts {
			if e, counted := definition.Measure(part, def.Series); counted {
				segments = append(segments, clusterSegment{
					By: by.segment, Name: name, Stat: statOf(e), Few: definition.Interval != "" && e.Samples*fewShare < few,
				})
			}
		}
		k.Segments = append(k.Segments, worstFirst(segments, definition.Better)...)
	}
	k.Series = seriesOfCounts(definition, counts.Current)
}

// worstFirst sorts segments, those with few samples last: chance makes them extreme. Where
// neither direction is better the largest comes first.
func worstFirst(segments []clusterSegment, better kpi.Direction) []clusterSegment {
	sign := 1
	if better == kpi.HigherIsBetter {
		sign = -1
	}
	slices.SortFunc(segments, func(a, b clusterSegment) int {
		if a.Few != b.Few {
			if a.Few {
				return 1
			}
			return -1
		}
		return cmp.Or(sign*cmp.Compare(b.Value, a.Value), cmp.Compare(a.Name, b.Name))
	})
	return segments
}

// seriesOfCounts are the series of a KPI that metrics know.
func seriesOfCounts(d kpi.Definition, c kpi.Counts) map[string]history.Stat {
	out := map[string]history.Stat{}
	for _, series := range d.Series {
		if e, counted := d.Measure(c, series); counted {
			out[strings.ToLower(string(series))] = statOf(e)
		}
	}
	for name, of := range shares(d.KPI, c) {
		// Who was asked before the window may answer in it: no share above all of them.
		if e, counted := kpi.OfRatio(min(of[0], of[1]), of[1]); counted {
			s := statOf(e)
			s.Unit = kpi.Ratio.Name()
			out[name] = s
		}
	}
	return out
}

// shares are the ratios beside what people say: hits and all.
func shares(name v1alpha1.KPI, c kpi.Counts) map[string][2]int64 {
	total := func(counts []int64) (n int64) {
		for _, of := range counts {
			n += of
		}
		return n
	}
	switch name {
	case kpi.CSAT:
		all := total(c.Ratings[:])
		return map[string][2]int64{
			"topBox":       {total(c.Ratings[3:]), all},
			"lowest":       {total(c.Ratings[:2]), all},
			"offerRate":    {c.SurveysOffered, c.Conversations},
			"responseRate": {all, c.SurveysOffered},
		}
	case kpi.NPS:
		all := total(c.NPS[:])
		return map[string][2]int64{
			"promoters":    {total(c.NPS[9:]), all},
			"detractors":   {total(c.NPS[:7]), all},
			"responseRate": {all, c.NPSOffered},
		}
	default:
		return nil
	}
}

func statOf(e kpi.Estimate) history.Stat {
	return history.Stat{Value: history.Number(e.Value), Low: history.Number(e.Low), High: history.Number(e.High), Samples: e.Samples}
}
