// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

var nan = math.NaN()

type wanted struct {
	value   float64
	samples int64
}

// Every story has one more conversation, of which there is nothing but the start; it is too
// young for all but the volume.
func TestKPIs(t *testing.T) {
	tests := map[string]struct {
		story    string
		kpi      v1alpha1.KPI
		want     wanted
		series   map[string]wanted
		censored float64
		p90      float64
	}{
		// a: the bot acknowledges at 2 s (any 2), answers at 10 s (bot 10); handoff at 60 s
		// and again at 100 s, a person at 160 s (human 160 - 100 = 60). b: a private note at
		// 5 s does not count, an automation at 6 s neither; a person without a handoff at
		// 30 s (any 30, human 30). c: the bot answers at 4 s, a person was asked for at 5 s
		// and never came: any and bot 4, human unanswered. Of people's: (60 + 30)/2 = 45, p90
		// 30 + 0.9·30 = 57, and one of three is missing.
		"first response tells bot from person": {
			story: `
				0s conversation.started a
				2s message.sent a {"actor":"bot","kind":"ack"}
				10s message.sent a {"actor":"bot","kind":"answer"}
				60s handoff.requested a {"reason":"user_requested"}
				100s handoff.requested a {"reason":"user_requested"}
				160s message.sent a {"actor":"human"}
				0s conversation.started b
				5s message.sent b {"actor":"human","private":true}
				6s message.sent b {"actor":"automation"}
				30s message.sent b {"actor":"human"}
				90s message.sent b {"actor":"human"}
				0s conversation.started c
				4s message.sent c {"actor":"bot","kind":"clarify"}
				5s handoff.requested c {"reason":"low_confidence"}`,
			kpi: kpi.FirstResponseTime, want: wanted{45, 2}, p90: 57, censored: 1.0 / 3,
			series: map[string]wanted{"any": {4, 3}, "bot": {7, 2}, "human": {45, 2}},
		},
		// a: a burst at 0, 5 and 8 s, a private note at 10 s, the bot at 20 s: one wait of
		// 20 s. The bot again at 25 s: nobody waits. Customer at 100 s, person at 160 s: 60 s.
		// A last word at 200 s needs no reply, since the conversation is resolved. b: customer
		// at 0 s, nobody comes: unanswered. Median of 20 and 60: 40.
		"a burst is one wait": {
			story: `
				0s conversation.started a
				0s message.received a
				5s message.received a
				8s message.received a
				10s message.sent a {"actor":"human","private":true}
				20s message.sent a {"actor":"bot","kind":"answer"}
				25s message.sent a {"actor":"bot","kind":"answer"}
				100s message.received a
				160s message.sent a {"actor":"human"}
				200s message.received a
				210s conversation.resolved a {"by":"human"}
				0s conversation.started b
				0s message.received b`,
			kpi: kpi.AverageResponseTime, want: wanted{40, 2}, p90: 56, censored: 1.0 / 3,
			series: map[string]wanted{"any": {40, 2}, "bot": {20, 1}, "human": {60, 1}},
		},
		// x in a: active 0..60 and hold 40..100 overlap: 0..100. x in b: 50..150. Both at once
		// 50..100, shared: a has 50 + 25 = 75, b 25 + 50 = 75. y in a: wrap-up 200..230, 30
		// more: a 105. c has no agent. d is open, though worked on. (105 + 75)/2 = 90.
		"an agent's time is shared": {
			story: `
				0s conversation.started a
				0s conversation.started b
				0s conversation.started c
				0s conversation.started d
				60s agent.work a {"agent":"x","start":@0s,"end":@60s,"kind":"active"}
				100s agent.work a {"agent":"x","start":@40s,"end":@100s,"kind":"hold"}
				150s agent.work b {"agent":"x","start":@50s,"end":@150s,"kind":"active"}
				180s conversation.resolved a {"by":"human"}
				180s conversation.resolved b {"by":"human"}
				180s conversation.resolved c {"by":"bot"}
				230s agent.work a {"agent":"y","start":@200s,"end":@230s,"kind":"wrapup"}
				999s agent.work d {"agent":"z","start":@300s,"end":@999s,"kind":"active"}`,
			kpi: kpi.AverageHandleTime, want: wanted{90, 2}, censored: 1.0 / 3,
			series: map[string]wanted{"median": {90, 2}},
		},
		// a: resolved at 100 s, reopened at 200 s, resolved at 500 s: first 100, full 500,
		// cycles 100 and 300. b: resolved at 300 s by a timer. c: resolved at 50 s and
		// reopened: first 50, full open. d: open. e: abandoned, which is not a resolution to wait
		// for. Full (500 + 300)/2 = 400, p90 480; c, d and the last one are open: 3 of 5.
		"resolution first and full": {
			story: `
				0s conversation.started a
				100s conversation.resolved a {"by":"human"}
				200s conversation.reopened a
				500s conversation.resolved a {"by":"human"}
				0s conversation.started b
				300s conversation.resolved b {"by":"auto"}
				0s conversation.started c
				50s conversation.resolved c {"by":"human"}
				60s conversation.reopened c
				0s conversation.started d
				0s conversation.started e
				60s conversation.abandoned e`,
			kpi: kpi.ResolutionTime, want: wanted{400, 2}, p90: 480, censored: 3.0 / 5,
			series: map[string]wanted{
				"full": {400, 2}, "first": {100, 3}, "cycle": {200, 4}, // of 50, 100, 300 and 300
				"autoClosed": {1.0 / 3, 3}, "reopened": {2.0 / 3, 3},
			},
		},
		// a: resolved at 100 s and reopened a minute before three days have passed: full is the
		// second resolution. b: reopened after three days: the first had lasted, and stays. c:
		// resolved three days less a second before the last event: it may be reopened yet.
		"a resolution must last": {
			story: `
				0s conversation.started a
				100s conversation.resolved a
				259240s conversation.reopened a
				359000s conversation.resolved a
				0s conversation.started b
				200s conversation.resolved b
				73h conversation.reopened b
				74h conversation.resolved b
				27d conversation.started c
				27d1s conversation.resolved c`,
			kpi: kpi.ResolutionTime, want: wanted{(359000 + 200) / 2, 2}, p90: 200 + 0.9*(359000-200), censored: 0.5,
			series: map[string]wanted{
				"full": {(359000 + 200) / 2, 2}, "first": {100, 3}, "cycle": {200, 5}, // of 1, 100, 200, 3600 and 99760
				"autoClosed": {0, 3}, "reopened": {2.0 / 3, 3},
			},
		},
		// a: given up at 60 s, taken up at 100 s and resolved at 150 s: first and full 150 s, the
		// cycle 50 s. Resolved again at 170 s without a reopening: full 170, and no cycle more.
		"resolution of what was given up": {
			story: `
				0s conversation.started a
				60s conversation.abandoned a
				100s conversation.reopened a
				150s conversation.resolved a {"by":"human"}
				170s conversation.resolved a {"by":"auto"}`,
			kpi: kpi.ResolutionTime, want: wanted{170, 1}, censored: 0.5,
			series: map[string]wanted{
				"full": {170, 1}, "first": {150, 1}, "cycle": {50, 1}, "autoClosed": {1, 1}, "reopened": {1, 1},
			},
		},
		// a: contained. b: handed over. c: abandoned. d: its customer is back 71 h after its
		// end, as e, which is contained itself. f: its customer is back after 73 h, as g. h:
		// abandoned, reopened and resolved: contained. 5 of 8.
		"deflection sees who comes back": {
			story: `
				0s conversation.started a {"customer":"A"}
				60s conversation.resolved a {"by":"bot"}
				0s conversation.started b {"customer":"B"}
				60s handoff.requested b {"policyRequired":true}
				0s conversation.started c {"customer":"C"}
				60s conversation.abandoned c
				0s conversation.started d {"customer":"D"}
				1h conversation.resolved d {"by":"bot"}
				72h conversation.started e {"customer":"D"}
				73h conversation.resolved e {"by":"bot"}
				0s conversation.started f {"customer":"F"}
				1h conversation.resolved f {"by":"bot"}
				74h conversation.started g {"customer":"F"}
				75h conversation.resolved g {"by":"bot"}
				0s conversation.started h {"customer":"H"}
				60s conversation.abandoned h
				90s conversation.reopened h
				99s conversation.resolved h {"by":"bot"}`,
			kpi: kpi.DeflectionRate, want: wanted{5.0 / 8, 8}, censored: 1.0 / 9,
			series: map[string]wanted{"repeatContact": {1.0 / 8, 8}, "abandoned": {1.0 / 8, 8}, "noPerson": {5.0 / 8, 8}},
		},
		// The bot has a part in a, b, c and d. c is handed over by policy, d on request; b is
		// abandoned, which containment takes for success: 2 of 4.
		"containment counts who gave up": {
			story: bots, kpi: kpi.ContainmentRate, want: wanted{0.5, 4},
			series: map[string]wanted{"abandoned": {0.25, 4}},
		},
		// Of the same four, d alone is an escalation. e is handed over without the bot's part.
		// Of three reviewed, a should have been handed over and was not.
		"escalation leaves policy apart": {
			story: bots, kpi: kpi.EscalationRate, want: wanted{0.25, 4},
			series: map[string]wanted{
				"policyRequired": {0.25, 4}, "reason:user_requested": {0.25, 4}, "missed": {1.0 / 3, 3},
				"reviewed": {1, 1}, "unwarranted": {0, 1},
			},
		},
		// a: both met. b: first response missed and met late, which stays missed; resolution
		// past due, and nobody said a word: missed. c: not due before 40 d: not judged. d: high
		// is replaced by low before it came due, and low is met. 3 of 5.
		"service levels": {
			story: `
				0s conversation.started a
				0s sla.applied a {"target":"first_response","priority":"high","dueAt":@60s}
				0s sla.applied a {"target":"resolution","priority":"high","dueAt":@2h}
				30s sla.fulfilled a {"target":"first_response"}
				1h sla.fulfilled a {"target":"resolution"}
				0s conversation.started b
				0s sla.applied b {"target":"first_response","priority":"high","dueAt":@60s}
				0s sla.applied b {"target":"resolution","priority":"high","dueAt":@2h}
				60s sla.breached b {"target":"first_response"}
				90s sla.fulfilled b {"target":"first_response"}
				0s conversation.started c
				0s sla.applied c {"target":"resolution","priority":"low","dueAt":@40d}
				0s conversation.started d
				0s sla.applied d {"target":"resolution","priority":"high","dueAt":@2h}
				5s sla.applied d {"target":"resolution","priority":"low","dueAt":@2d}
				1d sla.fulfilled d {"target":"resolution"}`,
			kpi: kpi.SLAHitRate, want: wanted{0.6, 5}, censored: 1.0 / 6,
			series: map[string]wanted{
				"first_response": {0.5, 2}, "first_response/high": {0.5, 2},
				"resolution": {2.0 / 3, 3}, "resolution/high": {0.5, 2}, "resolution/low": {1, 1},
				"priorityChanged": {0.25, 4}, "lateP95:first_response": {30, 1},
			},
		},
		// a: once and for all. b: reopened. c: its customer is back after 6 days, as d. e: as c,
		// but after 8 days, as f. g is open: not resolved. h: resolved again without a reopening,
		// which is not a second contact, and reopened a day too late. Of a to f and h, b and c did
		// not succeed: 5 of 7.
		"first contact": {
			story: `
				0s conversation.started a {"customer":"A"}
				1h conversation.resolved a
				0s conversation.started b {"customer":"B"}
				1h conversation.resolved b
				2h conversation.reopened b
				3h conversation.resolved b
				0s conversation.started c {"customer":"C"}
				1h conversation.resolved c
				6d conversation.started d {"customer":"C"}
				6d1h conversation.resolved d
				0s conversation.started e {"customer":"E"}
				1h conversation.resolved e
				8d2h conversation.started f {"customer":"E"}
				8d3h conversation.resolved f
				0s conversation.started g {"customer":"G"}
				0s conversation.started h {"customer":"H"}
				1h conversation.resolved h
				2h conversation.resolved h
				8d2h conversation.reopened h`,
			kpi: kpi.FirstContactResolution, want: wanted{5.0 / 7, 7},
			series: map[string]wanted{"reopened": {1.0 / 7, 7}, "repeatContact": {1.0 / 7, 7}},
		},
		// 5, 4, 1 and 4: 14/4. Top box 3 of 4. Three of four conversations are asked, and two of
		// those answer, d twice. Who handled d is not told: the bot replied, then a person.
		"ratings": {
			story: `
				0s conversation.started a
				1h survey.offered a {"survey":"csat","handledBy":"bot"}
				2h survey.responded a {"survey":"csat","score":5,"handledBy":"bot"}
				0s conversation.started b
				1h survey.offered b {"survey":"csat"}
				0s conversation.started c
				1h survey.responded c {"survey":"nps","score":10}
				0s conversation.started d
				5s message.sent d {"actor":"bot","kind":"answer"}
				9s message.sent d {"actor":"human"}
				1h survey.offered d {"survey":"csat"}
				2h survey.responded d {"survey":"csat","score":4}
				3h survey.responded d {"survey":"csat","score":1,"handledBy":"human"}
				4h survey.responded d {"survey":"csat","score":4,"handledBy":"human"}`,
			kpi: kpi.CSAT, want: wanted{3.5, 4}, censored: 1.0 / 5,
			series: map[string]wanted{
				"bot": {5, 1}, "mixed": {4, 1}, "human": {2.5, 2}, "topBox": {0.75, 4}, "lowest": {0.25, 4},
				"offerRate": {0.75, 4}, "responseRate": {2.0 / 3, 3},
			},
		},
		// 9 and 10 promote, 7 and 8 do neither, 6 and 0 detract: (2 - 2)/6 and one more 10.
		"promoters": {
			story: `
				0s conversation.started a
				1h survey.responded a {"survey":"nps","score":9}
				1h survey.responded a {"survey":"nps","score":10}
				1h survey.responded a {"survey":"nps","score":10}
				1h survey.responded a {"survey":"nps","score":7}
				1h survey.responded a {"survey":"nps","score":8}
				1h survey.responded a {"survey":"nps","score":6}
				1h survey.responded a {"survey":"nps","score":0}
				1h survey.responded a {"survey":"csat","score":1}`,
			kpi: kpi.NPS, want: wanted{100.0 / 7, 7},
			series: map[string]wanted{"promoters": {3.0 / 7, 7}, "detractors": {2.0 / 7, 7}, "responseRate": {1, 1}},
		},
		// 5 and 2: 3.5. One of three conversations is reviewed.
		"quality": {
			story: `
				0s conversation.started a
				0s conversation.started b
				1d review.labelled a {"quality":5,"reviewer":"r"}
				1d review.labelled a {"quality":2,"reviewer":"s"}
				1d review.labelled b {"escalationWarranted":false,"reviewer":"s"}`,
			kpi: kpi.ResponseQuality, want: wanted{3.5, 2},
			series: map[string]wanted{"reviewed": {1.0 / 3, 3}},
		},
		"volume": {
			story: `
				0s conversation.started a {"channel":"web"}
				0s conversation.started b {"channel":"web"}
				0s conversation.started c {"channel":"email"}`,
			kpi: kpi.ChatVolume, want: wanted{4, 4},
			series: map[string]wanted{"web": {2, 2}, "email": {1, 1}, "_none": {1, 1}},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := tell(t, tc.story)
			got := value(t, h.Report(Options{MinSamples: 1}), tc.kpi)
			if events := h.Events(); len(events.Refused)+len(events.Unknown) > 0 {
				t.Fatalf("events %+v", events)
			}
			wantStat(t, "headline", got.Stat, tc.want.value, tc.want.samples)
			for series, want := range tc.series {
				wantStat(t, series, got.Series[series], want.value, want.samples)
			}
			if len(got.Series) != len(tc.series) {
				t.Errorf("series %v", slices.Sorted(maps.Keys(got.Series)))
			}
			if got.Censored != nil && math.Abs(float64(*got.Censored)-tc.censored) > 1e-9 {
				t.Errorf("censored %v, want %v", *got.Censored, tc.censored)
			}
			if tc.p90 != 0 {
				wantStat(t, "p90", *got.P90, tc.p90, tc.want.samples)
			}
			if got.State != Measured || got.Low > got.Value || got.High < got.Value {
				t.Errorf("state %s, %v (%v to %v)", got.State, got.Value, got.Low, got.High)
			}
		})
	}
}

const bots = `
	0s conversation.started a
	1s turn.classified a {"intent":"track","decision":"reply"}
	0s conversation.started b
	1s turn.classified b {"intent":"track","decision":"clarify"}
	60s conversation.abandoned b
	0s conversation.started c
	1s turn.classified c {"intent":"refund","decision":"escalate"}
	2s handoff.requested c {"policyRequired":true,"reason":"policy_required"}
	0s conversation.started d
	1s turn.classified d {"intent":"track","decision":"reply"}
	2s handoff.requested d {"reason":"user_requested"}
	0s conversation.started e
	2s handoff.requested e {"reason":"user_requested"}
	1d review.labelled a {"escalationWarranted":true,"reviewer":"r"}
	1d review.labelled b {"escalationWarranted":false,"reviewer":"r"}
	1d review.labelled d {"escalationWarranted":true,"reviewer":"r"}`

// Before there was a bot nothing was handed over, and nothing deflected.
func TestDeflectionNeedsABot(t *testing.T) {
	people := `
		0s conversation.started a
		9s message.sent a {"actor":"human"}
		60s conversation.resolved a`
	got := value(t, tell(t, people).Report(Options{}), kpi.DeflectionRate)
	wantStat(t, "without a bot", got.Stat, nan, 0)
	// A person who replies unasked is not a handoff; the series noPerson tells them apart.
	got = value(t, tell(t, people+`
		0s conversation.started b
		9s message.sent b {"actor":"bot"}
		60s conversation.resolved b`).Report(Options{}), kpi.DeflectionRate)
	wantStat(t, "with a bot", got.Stat, 1, 2)
	wantStat(t, "without a person", got.Series["noPerson"], 0.5, 2)
}

// What is too young is in no value, and the report says how much that is.
func TestTheYoungAreCensored(t *testing.T) {
	r := read(t, story(t, `
		0s conversation.started a {"customer":"A"}
		1s turn.classified a {"intent":"track","decision":"reply"}
		2s conversation.resolved a {"by":"bot"}
		9s survey.responded a {"survey":"csat","score":5}
		4s conversation.started b
		5s turn.classified b {"intent":"track","decision":"reply"}
		29m59s message.sent b {"actor":"bot","kind":"answer"}`)).Report(Options{MinSamples: 1})
	for _, name := range []v1alpha1.KPI{kpi.EscalationRate, kpi.ContainmentRate, kpi.DeflectionRate, kpi.FirstContactResolution, kpi.CSAT} {
		got := value(t, r, name)
		wantStat(t, string(name), got.Stat, nan, 0)
		if got.State != NoData || got.Censored == nil || *got.Censored != 1 {
			t.Errorf("%s: state %s, censored %v", name, got.State, got.Censored)
		}
	}
	// One second later a is old enough for the rate of escalations.
	r = read(t, story(t, `
		0s conversation.started a
		1s turn.classified a {"intent":"track","decision":"reply"}
		4s conversation.started b
		5s turn.classified b {"intent":"track","decision":"reply"}
		30m message.sent b {"actor":"bot","kind":"answer"}`)).Report(Options{MinSamples: 1})
	got := value(t, r, kpi.EscalationRate)
	wantStat(t, "escalation", got.Stat, 0, 1)
	if *got.Censored != 0.5 {
		t.Errorf("censored %v, want one of two", *got.Censored)
	}
}
