// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// figures are the numbers of a batch or an Intent that grow with every conversation. Statuses have
// them only now and then, to spare the API server; the metrics have them as they are.
type figures struct {
	Escalation v1alpha1.Value `json:"escalation,omitempty"`
	CSAT       v1alpha1.Value `json:"csat,omitempty"`
	// Conversations are those with the batch; of an Intent those of the last day.
	Conversations int64 `json:"conversations"`
	// Stable are those without the batch; nil for an Intent.
	Stable *int64 `json:"stableConversations,omitempty"`
	// From is where they were read.
	From figuresFrom `json:"from"`
	// AgeSeconds is how long ago Prometheus heard of the bot, or the status was written; nil:
	// that is not known.
	AgeSeconds *int64 `json:"ageSeconds,omitempty"`
	// Note says why they are those of the status although the metrics were asked.
	Note string `json:"note,omitempty"`
}

// figuresFrom is where figures were read.
type figuresFrom string

const (
	fromMetrics figuresFrom = "metrics"
	fromStatus  figuresFrom = "status"
)

// source says where the figures are from and how old they are.
func (f *figures) source() string {
	if f.AgeSeconds == nil {
		return string(f.From)
	}
	return fmt.Sprintf("%s %s ago", f.From, f.age())
}

func (f *figures) age() string {
	return duration.HumanDuration(time.Duration(*f.AgeSeconds) * time.Second)
}

// counts are the conversations of a batch with it and without it, or those of an Intent.
func (f *figures) counts() string {
	if f.Stable == nil {
		return fmt.Sprint(f.Conversations)
	}
	return fmt.Sprintf("%d, %d", f.Conversations, *f.Stable)
}

// aged sets the age of figures.
func (f *figures) aged(age time.Duration) { f.AgeSeconds = new(int64(max(0, age) / time.Second)) }

// written sets the age of figures of a status: each write of it writes them all.
func (f *figures) written(now time.Time, fields []metav1.ManagedFieldsEntry) {
	var last time.Time
	for _, entry := range fields {
		if entry.Subresource == "status" && entry.Time != nil && entry.Time.After(last) {
			last = entry.Time.Time
		}
	}
	if !last.IsZero() {
		f.aged(now.Sub(last))
	}
}

// measured is what the metrics say of all bots at one time.
type measured struct {
	rollouts metricsource.RolloutSnapshot
	loaded   metricsource.LoadedSnapshot
	// lastDay is empty where batches are shown.
	lastDay metricsource.KPISnapshot
}

// measure asks Prometheus for all batches and bots at once: the same few queries however many there
// are. Without an address, or an answer, there is nothing measured: the statuses have to do.
func (o *getOptions) measure(ctx context.Context) *measured {
	if o.source == nil {
		return nil
	}
	m := &measured{}
	var err error
	if m.rollouts, err = o.source.Rollouts(ctx); err == nil {
		m.loaded, err = o.source.Loaded(ctx)
	}
	if err != nil {
		o.warnOfMetrics(err)
		return nil
	}
	return m
}

// measureIntents is measure for Intents. One reading of the last day does for all of them: figures of
// different moments would not compare.
func (o *getOptions) measureIntents(ctx context.Context) *measured {
	m := o.measure(ctx)
	if m == nil {
		return nil
	}
	var err error
	if m.lastDay, err = o.source.KPIs(ctx, metricsource.MeasurementsWindow); err != nil {
		o.warnOfMetrics(err)
		return nil
	}
	return m
}

func (o *getOptions) warnOfMetrics(err error) {
	fmt.Fprintf(o.ErrOut, "Warning: --prometheus: %v. The figures are those of the statuses.\n", err)
}

// heard says how long ago Prometheus heard of a bot, or why its figures cannot be used.
func (m *measured) heard(bot metricsource.BotKey) (age time.Duration, note string) {
	if bad := m.loaded.Bad[bot]; bad != nil {
		return 0, bad.Error()
	}
	age, known := m.loaded.Age(bot)
	if !known {
		return 0, fmt.Sprintf("Prometheus has not heard of Bot %s in the last minutes: is it the one that scrapes it?", bot.Bot)
	}
	return age, ""
}

// batch returns the figures of a batch, and a copy of it with the counts of each step. Once a
// rollout has ended the figures are those by which it did.
func (m *measured) batch(b *v1alpha1.IntentBatch, now time.Time) (figures, *v1alpha1.IntentBatch) {
	f := figures{Escalation: b.Status.Escalation, CSAT: b.Status.CSAT, From: fromStatus}
	f.written(now, b.ManagedFields)
	f.add(b)
	if m == nil || b.Status.Result != "" || len(b.Status.Steps) == 0 {
		return f, b
	}
	bot := metricsource.BotKey{Namespace: b.Namespace, Bot: b.Spec.BotRef.Name}
	age, note := m.heard(bot)
	if note == "" {
		live, problem := m.stepsOf(b)
		if problem == "" {
			f = figures{From: fromMetrics}
			f.aged(age)
			f.Escalation, f.CSAT = gate.Headline(gateSteps(live))
			f.add(live)
			return f, live
		}
		note = problem
	}
	f.Note = note
	return f, b
}

// add counts the conversations of all steps.
func (f *figures) add(b *v1alpha1.IntentBatch) {
	var stable int64
	for i := range b.Status.Steps {
		f.Conversations += b.Status.Steps[i].Candidate.Conversations
		stable += b.Status.Steps[i].Stable.Conversations
	}
	f.Stable = &stable
}

func gateSteps(b *v1alpha1.IntentBatch) []gate.Step {
	var steps []gate.Step
	for i := range b.Status.Steps {
		steps = append(steps, gate.Step{Candidate: b.Status.Steps[i].Candidate})
	}
	return steps
}

// stepsOf is the batch with the counts of the metrics, or what is wrong with these: what the operator
// would not believe is not shown either.
func (m *measured) stepsOf(b *v1alpha1.IntentBatch) (live *v1alpha1.IntentBatch, problem string) {
	counts, err := m.rollouts.For(metricsource.Key{Namespace: b.Namespace, Bot: b.Spec.BotRef.Name, Rollout: b.Status.Rollout})
	if err != nil {
		return nil, err.Error()
	}
	live = b.DeepCopy()
	for i := range live.Status.Steps {
		step := &live.Status.Steps[i]
		now := counts[step.Name].EvidenceCounts
		if b.Status.Evidence == v1alpha1.EvidenceVerified {
			now = counts[step.Name].Verified
		}
		for _, track := range []struct {
			name     string
			was, now *v1alpha1.TrackCounts
		}{{"candidate", &step.Candidate, &now.Candidate}, {"stable", &step.Stable, &now.Stable}} {
			if err := gate.CheckCounts(*track.now); err != nil {
				return nil, fmt.Sprintf("step %s, %s: %v", step.Name, track.name, err)
			}
			if err := gate.CheckGrowth(*track.was, *track.now); err != nil {
				return nil, fmt.Sprintf("step %s, %s: %v", step.Name, track.name, err)
			}
			*track.was = *track.now
		}
	}
	return live, ""
}

// intent returns the figures of an Intent over the last day.
func (m *measured) intent(i *v1alpha1.Intent, now time.Time) figures {
	f := ofMeasurements(i.Status.Measurements, fromStatus)
	f.written(now, i.ManagedFields)
	if m == nil {
		return f
	}
	bot := metricsource.BotKey{Namespace: i.Namespace, Bot: i.Spec.BotRef.Name}
	age, note := m.heard(bot)
	if note != "" {
		f.Note = note
		return f
	}
	live, err := m.lastDay.Measurements(bot, i.Name)
	if err != nil {
		f.Note = err.Error()
		return f
	}
	f = ofMeasurements(live, fromMetrics)
	f.aged(age)
	return f
}

func ofMeasurements(m *v1alpha1.IntentMeasurements, from figuresFrom) figures {
	f := figures{From: from}
	if m != nil {
		f.Escalation, f.CSAT = m.Escalation, m.CSAT
		if m.Conversations != nil {
			f.Conversations = *m.Conversations
		}
	}
	return f
}
