// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/model"
	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/contract/kpi"
	scorecard "github.com/intentops/intentops/internal/contract/kpi/history"
)

// TestLiveAndFileAgree lets random customers, a bot and agents do random things, and compares
// every KPI as the operator reads it from the bot's metrics with the scorecard of the same
// events in a file. What may differ is in docs/kpis.md and does not happen here: a bot's
// conversation that goes on after its outcome, handoffs after it, several answers to one
// survey, work that is told late or without a resolution.
func TestLiveAndFileAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := openShop(t)
		plan := &plan{t: t, shop: s}
		for i := range rapid.IntRange(1, 7).Draw(t, "conversations") {
			plan.conversation(i)
		}
		if plan.maybe("a timer resolves, and the customer comes back") {
			plan.comesBack()
		}
		plan.run()
		s.closeBooks(plan.ids)
		// The last event is long after all others: everything is as old as it has to be.
		s.advance(start.Add(40 * 24 * time.Hour))
		s.say(s.open("the last one"), "the last one", "when are you open?")
		compare(t, s)
	})
}

func compare(t *rapid.T, s *shop) {
	report := s.file.Report(scorecard.Options{MinSamples: 1})
	if e := s.file.Events(); len(e.Refused)+len(e.Unknown) > 0 {
		t.Fatalf("the file is refused: %+v", e)
	}
	counts := countsOf(t, s.store.Ledger())
	durations := durationsOf(s.store.Ledger())
	for _, value := range report.KPIs {
		d, _ := kpi.Lookup(value.KPI)
		live, some := d.Measure(counts, "")
		if live.Samples != value.Samples {
			t.Errorf("%s: %d samples live, %d in the file", value.KPI, live.Samples, value.Samples)
			continue
		}
		if some && d.Unit != kpi.Seconds && math.Abs(live.Value-float64(value.Value)) > 1e-9 {
			t.Errorf("%s: %v live, %v in the file, of %d", value.KPI, live.Value, value.Value, live.Samples)
		}
		switch value.KPI {
		case kpi.AverageHandleTime:
			if some && math.Abs(live.Value-float64(value.Value)) > 0.001 {
				t.Errorf("%s: %v live, %v in the file", value.KPI, live.Value, value.Value)
			}
		case kpi.FirstResponseTime, kpi.AverageResponseTime, kpi.ResolutionTime:
			for _, series := range map[string][]string{
				string(kpi.FirstResponseTime): {"any", "bot", "human"}, string(kpi.AverageResponseTime): {"bot", "human"},
				string(kpi.ResolutionTime): {"first", "full"},
			}[string(value.KPI)] {
				sameTimes(t, string(value.KPI)+" "+series, durations[string(value.KPI)+" "+series], value.Series[series])
			}
		}
	}
}

// sameTimes compares observed seconds with what a file says of them.
func sameTimes(t *rapid.T, what string, live []float64, file scorecard.Stat) {
	slices.Sort(live)
	if int64(len(live)) != file.Samples {
		t.Errorf("%s: %v live, %d in the file", what, live, file.Samples)
		return
	}
	for name, q := range map[string]float64{"median": 0.5, "p90": 0.9} {
		e, some := kpi.OfQuantile(live, q)
		got := file.Value
		if q == 0.9 && file.P90 != nil {
			got = file.P90.Value
		}
		if some && math.Abs(e.Value-float64(got)) > 1e-6 {
			t.Errorf("%s: %s %v live, %v in the file", what, name, e.Value, got)
		}
	}
}

// durationsOf are the seconds that the bot observed, by KPI and series.
func durationsOf(entries []ledger.Entry) map[string][]float64 {
	out := map[string][]float64{}
	for _, e := range entries {
		name := map[string]string{
			ledger.FirstResponse: string(kpi.FirstResponseTime), ledger.Response: string(kpi.AverageResponseTime),
			ledger.Resolution: string(kpi.ResolutionTime),
		}[e.Metric] + " " + e.Labels["responder"] + e.Labels["cycle"]
		out[name] = append(out[name], e.Value)
	}
	return out
}

// records is a ledger's log of one record.
type records []byte

func (records) End(context.Context) (uint64, error)        { return 1, nil }
func (records) Snapshot(context.Context) ([]byte, error)   { return nil, nil }
func (records) SaveSnapshot(context.Context, []byte) error { return nil }
func (r records) Follow(_ context.Context, _ uint64, apply func(uint64, []byte)) error {
	apply(1, r)
	return nil
}

// countsOf sends a bot's ledger all the way: added up, exported, and read as the operator
// reads it.
func countsOf(t *rapid.T, entries []ledger.Entry) kpi.Counts {
	record, err := ledger.Encode(entries)
	if err != nil {
		t.Fatal(err)
	}
	totals, err := ledger.New(ledger.Options{Log: records(record), Namespace: "shop", Bot: "support", Logger: logr.Discard()})
	if err != nil {
		t.Fatal(err)
	}
	if err := totals.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(totals)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	bot := &botReading{intents: map[string]kpi.Counts{}, channels: map[string]kpi.Counts{}}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			if family.GetName() == "intentops_ledger_rejected_total" && m.GetCounter().GetValue() > 0 {
				t.Fatalf("the ledger rejected %v entries: %v", m.GetCounter().GetValue(), m.GetLabel())
			}
			for _, sample := range samplesOf(family.GetName(), m) {
				if bad := bot.add(sample); bad != nil {
					t.Fatal(bad)
				}
			}
		}
	}
	return bot.total
}

func samplesOf(name string, m *dto.Metric) []*model.Sample {
	sample := func(suffix string, value float64, extra ...string) *model.Sample {
		series := model.Metric{model.MetricNameLabel: model.LabelValue(name + suffix)}
		for _, l := range m.GetLabel() {
			series[model.LabelName(l.GetName())] = model.LabelValue(l.GetValue())
		}
		for i := 0; i < len(extra); i += 2 {
			series[model.LabelName(extra[i])] = model.LabelValue(extra[i+1])
		}
		return &model.Sample{Metric: series, Value: model.SampleValue(value)}
	}
	if m.Histogram == nil {
		return []*model.Sample{sample("", m.GetCounter().GetValue())}
	}
	out := []*model.Sample{
		sample("_sum", m.GetHistogram().GetSampleSum()),
		sample("_bucket", float64(m.GetHistogram().GetSampleCount()), "le", "+Inf"),
	}
	for _, b := range m.GetHistogram().GetBucket() {
		out = append(out, sample("_bucket", float64(b.GetCumulativeCount()), "le", strconv.FormatFloat(b.GetUpperBound(), 'g', -1, 64)))
	}
	return out
}

// plan is what will happen, and when.
type plan struct {
	t     *rapid.T
	shop  *shop
	ids   []string
	steps []step
}

type step struct {
	at time.Time
	do func()
}

func (p *plan) at(when time.Time, do func()) { p.steps = append(p.steps, step{when, do}) }

// run takes the steps in the order of time.
func (p *plan) run() {
	slices.SortStableFunc(p.steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range p.steps {
		p.shop.advance(s.at)
		s.do()
	}
}

func (p *plan) draw(label string, low, high int) int {
	return rapid.IntRange(low, high).Draw(p.t, label)
}
func (p *plan) maybe(label string) bool { return rapid.Bool().Draw(p.t, label) }

func (p *plan) oneOf(label string, of ...time.Duration) time.Duration {
	return rapid.SampledFrom(of).Draw(p.t, label)
}

// tell plans an event of the helpdesk, which comes up to 20 s late, and perhaps twice.
func (p *plan) tell(i int, eventType string, at time.Time, d data) {
	late := time.Duration(p.draw("delay", 0, 20)) * time.Second
	times := 1 + p.draw("again", 0, 1)
	p.at(at.Add(late), func() { p.shop.tell(eventType, p.ids[i], at, d, times) })
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// conversation plans one.
func (p *plan) conversation(i int) {
	customer := fmt.Sprint("customer-", p.draw("customer", 1, 3))
	// Many at the same time, so that agents have several customers at once.
	begin := start.Add(p.oneOf("day", 0, 72*time.Hour, 160*time.Hour) + seconds(p.draw("start", 0, 1800)))
	p.ids = append(p.ids, "")
	p.at(begin, func() { p.ids[i] = p.shop.open(customer) })
	says := func(at time.Time, text string) { p.at(at, func() { p.shop.say(p.ids[i], customer, text) }) }
	texts := []string{"when are you open?", "blue"}
	for k := range p.draw("messages", 1, 3) {
		says(begin.Add(time.Duration(k)*seconds(p.draw("pause", 1, 480))), rapid.SampledFrom(texts).Draw(p.t, "text"))
	}
	if p.maybe("handed over") {
		handedOver := begin.Add(seconds(p.draw("handoff", 961, 1440)))
		says(handedOver, "I want to talk to a person")
		if p.maybe("given back") {
			p.tell(i, "handoff.returned", handedOver.Add(time.Minute), data{})
			says(handedOver.Add(2*time.Minute), "when are you open?")
			if p.maybe("handed over again") {
				says(handedOver.Add(3*time.Minute), "I want to talk to a person")
			}
		}
		p.human(i, begin.Add(28*time.Minute))
	} else {
		for _, eventType := range []string{"conversation.resolved", "conversation.abandoned", "message.sent"} {
			if p.draw(eventType, 0, 3) == 0 {
				p.tell(i, eventType, begin.Add(seconds(p.draw("until", 961, 1440))), data{"actor": "human", "by": "auto"})
			}
		}
		if p.draw("given up late", 0, 3) == 0 {
			p.tell(i, "conversation.abandoned", begin.Add(p.oneOf("late", time.Hour, 30*time.Hour)), data{})
		}
	}
	p.said(i, begin)
	p.promised(i, begin)
}

// comesBack plans two conversations of one customer: the first goes on after its outcome and
// ends when a timer resolves it, and the second begins about three days later.
func (p *plan) comesBack() {
	const customer = "who comes back"
	begin := start.Add(seconds(p.draw("start", 0, 3600)))
	resolved := begin.Add(p.oneOf("timer", time.Hour, 40*time.Hour))
	for k, at := range []time.Time{begin, resolved.Add(p.oneOf("back after", time.Hour, 71*time.Hour, 72*time.Hour, 73*time.Hour, 8*24*time.Hour))} {
		i := len(p.ids)
		p.ids = append(p.ids, "")
		p.at(at, func() { p.ids[i] = p.shop.open(customer) })
		p.at(at, func() { p.shop.say(p.ids[i], customer, "when are you open?") })
		if k == 0 {
			p.at(at.Add(50*time.Minute), func() { p.shop.say(p.ids[i], customer, "when are you open?") })
			p.tell(i, "conversation.resolved", resolved, data{"by": "auto"})
		}
	}
}

// human plans what agents do: some rounds of messages and work, each with a resolution, and a
// reopening between two.
func (p *plan) human(i int, at time.Time) {
	rounds := p.draw("rounds", 0, 3)
	for k := range rounds {
		for range p.draw("messages of helpdesk", 0, 4) {
			at = at.Add(seconds(p.draw("pause", 1, 1000)))
			switch p.draw("what", 0, 4) {
			case 0, 1:
				p.tell(i, "message.received", at, data{})
			case 2:
				p.tell(i, "message.sent", at, data{"actor": "human", "private": p.maybe("private")})
			case 3:
				p.tell(i, "message.sent", at, data{"actor": "automation"})
			case 4:
				p.work(i, at, "active", 300)
				at = at.Add(5 * time.Minute)
			}
		}
		at = at.Add(seconds(p.draw("pause", 1, 1000)))
		p.tell(i, "conversation.resolved", at, data{"by": "human"})
		if p.maybe("wrap-up") {
			p.work(i, at, "wrapup", 120)
		}
		if p.maybe("again") {
			p.tell(i, "conversation.resolved", at.Add(seconds(p.draw("pause", 1, 1000))), data{"by": "auto"})
		}
		if k < rounds-1 {
			at = at.Add(p.oneOf("reopened after", 5*time.Minute, 20*time.Hour, 71*time.Hour, 73*time.Hour, 5*24*time.Hour, 8*24*time.Hour))
			p.tell(i, "conversation.reopened", at, data{})
		}
	}
}

// work plans a stretch of at most so many seconds.
func (p *plan) work(i int, from time.Time, kind string, most int) {
	to := from.Add(seconds(p.draw("work", 1, most)))
	p.tell(i, "agent.work", to, data{"agent": fmt.Sprint("agent-", p.draw("agent", 1, 2)), "kind": kind, "start": from, "end": to})
}

// said plans what customers and reviewers say.
func (p *plan) said(i int, begin time.Time) {
	hour := begin.Add(time.Hour)
	if p.maybe("csat offered") {
		p.tell(i, "survey.offered", hour, data{"survey": "csat"})
	}
	if p.maybe("csat") {
		p.tell(i, "survey.responded", hour.Add(time.Minute), data{"survey": "csat", "score": p.draw("score", 1, 5)})
	}
	if p.maybe("nps") {
		p.tell(i, "survey.responded", hour.Add(time.Minute), data{"survey": "nps", "score": p.draw("score", 0, 10)})
	}
	for range p.draw("reviews", 0, 2) {
		p.tell(i, "review.labelled", hour.Add(2*time.Minute), data{"quality": p.draw("quality", 1, 5), "escalationWarranted": p.maybe("warranted")})
	}
}

// promised plans service levels, and how they go.
func (p *plan) promised(i int, begin time.Time) {
	for _, target := range []string{"first_response", "resolution"} {
		if !p.maybe(target) {
			continue
		}
		due := begin.Add(p.oneOf("due", 20*time.Minute, 5*time.Hour, 48*time.Hour))
		p.tell(i, "sla.applied", begin.Add(time.Second), data{"target": target, "priority": "high", "dueAt": due})
		switch p.draw("kept", 0, 5) {
		case 0: // nobody says a word
		case 1:
			p.tell(i, "sla.fulfilled", due.Add(-5*time.Minute), data{"target": target})
		case 2:
			p.tell(i, "sla.fulfilled", due.Add(5*time.Minute), data{"target": target})
		case 3:
			p.tell(i, "sla.fulfilled", due.Add(20*time.Minute), data{"target": target})
		case 4:
			p.tell(i, "sla.breached", due, data{"target": target})
		case 5:
			p.tell(i, "sla.breached", due, data{"target": target})
			p.tell(i, "sla.fulfilled", due.Add(time.Second), data{"target": target})
		}
	}
}
