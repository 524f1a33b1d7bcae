// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/ledger"
)

func TestEventsAreCounted(t *testing.T) {
	tests := map[string]struct {
		events []Event
		want   []string
	}{
		"the first reply by a person counts from the handoff": {
			events: []Event{
				newEvent("message.sent", minute(3), `{"actor":"human","private":true}`),
				newEvent("message.sent", minute(4), `{"actor":"automation"}`),
				newEvent("message.sent", minute(12), `{"actor":"human"}`),
				newEvent("message.sent", minute(13), `{"actor":"human"}`),
			},
			want: []string{`first_response_seconds {"channel":"web","responder":"human"} 600`},
		},
		"a burst is one wait, and a bot's reply ends one": {
			events: []Event{
				newEvent("message.received", minute(20), ""),
				newEvent("message.received", minute(21), ""),
				newEvent("message.sent", minute(25), `{"actor":"human"}`),
				newEvent("message.sent", minute(26), `{"actor":"human"}`),
				newEvent("message.received", minute(30), ""),
				newEvent("message.sent", minute(31), `{"actor":"bot"}`),
				newEvent("message.sent", minute(32), `{"actor":"human"}`),
				newEvent("message.received", minute(40), ""),
				newEvent("message.sent", minute(41), `{"actor":"human"}`),
			},
			want: []string{
				`first_response_seconds {"channel":"web","responder":"human"} 1380`,
				`response_seconds {"channel":"web","responder":"human"} 300`,
				`response_seconds {"channel":"web","responder":"human"} 60`,
			},
		},
		"thanks before the end need no reply": {
			events: []Event{
				newEvent("message.received", minute(20), ""),
				newEvent("conversation.resolved", minute(21), ""),
				newEvent("conversation.reopened", minute(50), ""),
				newEvent("message.received", minute(50), ""),
				newEvent("message.sent", minute(52), `{"actor":"human"}`),
			},
			want: []string{
				`contacts_total {"channel":"web","result":"reopened"} 0`,
				`first_response_seconds {"channel":"web","responder":"human"} 3000`,
				`resolution_seconds {"channel":"web","cycle":"first","intent":"parcel"} 1260`,
				`response_seconds {"channel":"web","responder":"human"} 120`,
			},
		},
		"the first resolution and the last, from the beginning": {
			events: []Event{
				newEvent("conversation.resolved", minute(60), `{"by":"human"}`),
				newEvent("conversation.resolved", minute(61), `{"by":"auto"}`),
				newEvent("conversation.reopened", minute(90), ""),
				newEvent("conversation.reopened", minute(91), ""),
				newEvent("conversation.resolved", minute(120), `{"by":"human"}`),
			},
			want: []string{
				`contacts_total {"channel":"web","result":"reopened"} 0`,
				`resolution_seconds {"channel":"web","cycle":"first","intent":"parcel"} 3600`,
				`resolution_seconds {"channel":"web","cycle":"full","intent":"parcel"} 7200`,
			},
		},
		"what is reopened after three days had stayed resolved": {
			events: []Event{
				newEvent("conversation.resolved", minute(60), ""),
				newEvent("conversation.reopened", minute(60).Add(72*time.Hour+time.Minute), ""),
				newEvent("conversation.resolved", minute(60).Add(73*time.Hour), ""),
			},
			want: []string{
				`contacts_total {"channel":"web","result":"reopened"} 0`,
				`resolution_seconds {"channel":"web","cycle":"first","intent":"parcel"} 3600`,
				`resolution_seconds {"channel":"web","cycle":"full","intent":"parcel"} 3600`,
			},
		},
		"what is reopened before, and stays open, has no last resolution": {
			events: []Event{
				newEvent("conversation.resolved", minute(60), ""),
				newEvent("conversation.reopened", minute(60).Add(72*time.Hour-time.Minute), ""),
			},
			want: []string{
				`contacts_total {"channel":"web","result":"reopened"} 0`,
				`resolution_seconds {"channel":"web","cycle":"first","intent":"parcel"} 3600`,
			},
		},
		"work at the same time counts once for an agent, and agents add up": {
			events: []Event{
				newEvent("agent.work", minute(20), `{"agent":"bo","kind":"active","start":"2026-03-02T12:10:00Z","end":"2026-03-02T12:20:00Z"}`),
				newEvent("agent.work", minute(21), `{"agent":"bo","kind":"hold","start":"2026-03-02T12:15:00Z","end":"2026-03-02T12:18:00Z"}`),
				newEvent("agent.work", minute(22), `{"agent":"cy","kind":"active","start":"2026-03-02T12:15:00Z","end":"2026-03-02T12:16:00Z"}`),
				newEvent("conversation.resolved", minute(23), ""),
				newEvent("agent.work", minute(25), `{"agent":"bo","kind":"wrapup","start":"2026-03-02T12:19:00Z","end":"2026-03-02T12:22:00Z"}`),
			},
			want: []string{
				`contacts_total {"channel":"web","result":"first_contact"} 0`,
				`handle_seconds {"channel":"web","intent":"parcel"} 780`,
				`resolution_seconds {"channel":"web","cycle":"first","intent":"parcel"} 1380`,
				`resolution_seconds {"channel":"web","cycle":"full","intent":"parcel"} 1380`,
			},
		},
		"work on a conversation that is never resolved counts after a day": {
			events: []Event{newEvent("agent.work", minute(20), `{"agent":"bo","kind":"active","start":"2026-03-02T12:10:00Z","end":"2026-03-02T12:20:00Z"}`)},
			want:   []string{`handle_seconds {"channel":"web","intent":"parcel"} 600`},
		},
		"service levels that are met, missed and never resolved": {
			events: []Event{
				newEvent("sla.applied", minute(1), `{"target":"first_response","priority":"High","dueAt":"2026-03-02T12:30:00Z"}`),
				newEvent("sla.applied", minute(1), `{"target":"resolution","priority":"P1 of ours","dueAt":"2026-03-02T18:00:00Z"}`),
				newEvent("sla.fulfilled", minute(10), `{"target":"first_response"}`),
			},
			want: []string{
				`sla_total {"priority":"high","result":"hit","target":"first_response"} 0`,
				`sla_total {"priority":"other","result":"missed","target":"resolution"} 0`,
			},
		},
		"what happened first counts, in whatever order it is reported": {
			events: []Event{
				newEvent("sla.fulfilled", minute(11), `{"target":"first_response"}`),
				newEvent("sla.breached", minute(10), `{"target":"first_response"}`),
				newEvent("sla.breached", minute(11), `{"target":"resolution"}`),
				newEvent("sla.fulfilled", minute(10), `{"target":"resolution"}`),
			},
			want: []string{
				`sla_total {"priority":"none","result":"hit","target":"resolution"} 0`,
				`sla_total {"priority":"none","result":"missed","target":"first_response"} 0`,
			},
		},
		"a target that is fulfilled long after it was due is missed": {
			events: []Event{
				newEvent("sla.applied", minute(60), `{"target":"first_response","dueAt":"2026-03-02T12:30:00Z"}`),
				newEvent("sla.fulfilled", minute(41), `{"target":"first_response"}`),
				newEvent("sla.applied", minute(60), `{"target":"resolution","dueAt":"2026-03-02T12:30:00Z"}`),
				newEvent("sla.fulfilled", minute(40), `{"target":"resolution"}`),
			},
			want: []string{
				`sla_total {"priority":"none","result":"hit","target":"resolution"} 0`,
				`sla_total {"priority":"none","result":"missed","target":"first_response"} 0`,
			},
		},
		"a target that was breached is not met later": {
			events: []Event{
				newEvent("sla.breached", minute(10), `{"target":"resolution"}`),
				newEvent("sla.fulfilled", minute(10), `{"target":"resolution"}`),
			},
			want: []string{`sla_total {"priority":"none","result":"missed","target":"resolution"} 0`},
		},
		"answers to surveys": {
			events: []Event{
				newEvent("survey.offered", minute(60), `{"survey":"csat"}`),
				newEvent("survey.offered", minute(60), `{"survey":"nps"}`),
				newEvent("survey.responded", minute(61), `{"survey":"csat","score":4}`),
				newEvent("survey.responded", minute(62), `{"survey":"nps","score":10}`),
				newEvent("review.labelled", minute(63), `{"quality":5,"reviewer":"dee"}`),
			},
			want: []string{
				`nps_total {"score":"10"} 0`,
				`ratings_total {"channel":"web","handled_by":"mixed","intent":"parcel","rating":"4"} 0`,
				`reviews_total {"intent":"parcel","quality":"5"} 0`,
				`rollout_ratings_total {"evidence":"limited","kind":"new","rating":"4","rollout":"batch-1","step":"p25","track":"candidate"} 0`,
				`surveys_offered_total {"channel":"web","handled_by":"mixed","survey":"csat"} 0`,
				`surveys_offered_total {"channel":"web","handled_by":"mixed","survey":"nps"} 0`,
			},
		},
		"a late rating counts, and not for the rollout": {
			events: []Event{newEvent("survey.responded", after(30*time.Hour), `{"survey":"csat","score":1,"handledBy":"human"}`)},
			want: []string{
				`ratings_total {"channel":"web","handled_by":"human","intent":"parcel","rating":"1"} 0`,
				`surveys_offered_total {"channel":"web","handled_by":"human","survey":"csat"} 0`,
			},
		},
		"what the bot knows itself is accepted and counts nothing": {
			events: []Event{
				newEvent("conversation.started", noon, `{"channel":"web"}`),
				newEvent("conversation.assigned", minute(3), `{"agent":"bo"}`),
				newEvent("turn.classified", minute(1), `{"intent":"parcel"}`),
				newEvent("handoff.requested", minute(2), `{"handoffId":"c1-h1"}`),
				newEvent("handoff.completed", minute(3), `{"handoffId":"somebody-else's"}`),
			},
		},
		"the states of a handoff": {
			events: []Event{
				newEvent("handoff.completed", minute(30), `{"handoffId":"c1-h1"}`),
				newEvent("handoff.returned", minute(31), ""),
			},
			want: []string{`handoffs_total {"state":"completed"} 0`, `handoffs_total {"state":"returned"} 0`},
		},
		"what reviewers say of the handoff": {
			events: []Event{
				newEvent("review.labelled", minute(60), `{"escalationWarranted":false}`),
				newEvent("review.labelled", minute(61), `{"escalationWarranted":true,"quality":3}`),
			},
			want: []string{
				`escalation_reviews_total {"handed_over":"true","intent":"parcel","warranted":"false"} 0`,
				`escalation_reviews_total {"handed_over":"true","intent":"parcel","warranted":"true"} 0`,
				`reviews_total {"intent":"parcel","quality":"3"} 0`,
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, entries, verdicts := replay(handedOver(), after(11*24*time.Hour), atOnce, tc.events...)
			if diff := cmp.Diff(strings.Join(tc.want, "\n"), lines(entries)); diff != "" {
				t.Errorf("ledger (-want +got):\n%s", diff)
			}
			for i, v := range verdicts {
				if v.Result != Accepted {
					t.Errorf("event %d: %s (%s), want accepted", i, v.Result, v.Message)
				}
			}
		})
	}
}

func TestInvalidEventsAreRefused(t *testing.T) {
	now := after(8 * 24 * time.Hour)
	nearlyLate := after(7 * 24 * time.Hour)
	tests := map[string]struct {
		event Event
		want  Result
		says  string
	}{
		"an unknown type":               {newEvent("coffee.made", nearlyLate, ""), UnknownType, "type"},
		"a type of another vendor":      {Event{Type: "com.example.message.sent", Time: nearlyLate}, UnknownType, "type"},
		"no time":                       {newEvent("message.received", time.Time{}, ""), BadData, "time"},
		"tomorrow":                      {newEvent("message.received", now.Add(time.Hour), ""), Future, "ahead"},
		"eight days ago":                {newEvent("message.received", noon.Add(-time.Minute), ""), TooOld, "7 days"},
		"data that is not an object":    {newEvent("message.sent", nearlyLate, `[1,2]`), BadData, "JSON object"},
		"data that is not JSON":         {newEvent("message.sent", nearlyLate, `{`), BadData, "JSON object"},
		"no actor":                      {newEvent("message.sent", nearlyLate, `{}`), BadData, "data.actor"},
		"six stars":                     {newEvent("survey.responded", nearlyLate, `{"survey":"csat","score":6}`), OutOfScale, "data.score"},
		"no star":                       {newEvent("survey.responded", nearlyLate, `{"survey":"csat","score":0}`), OutOfScale, "data.score"},
		"half a star":                   {newEvent("survey.responded", nearlyLate, `{"survey":"csat","score":3.5}`), OutOfScale, "data.score"},
		"no score":                      {newEvent("survey.responded", nearlyLate, `{"survey":"csat"}`), BadData, "data.score"},
		"eleven of ten":                 {newEvent("survey.responded", nearlyLate, `{"survey":"nps","score":11}`), OutOfScale, "data.score"},
		"another survey":                {newEvent("survey.responded", nearlyLate, `{"survey":"ces","score":1}`), BadData, "data.survey"},
		"served by a cat":               {newEvent("survey.responded", nearlyLate, `{"survey":"csat","score":1,"handledBy":"cat"}`), BadData, "data.handledBy"},
		"a quality of zero":             {newEvent("review.labelled", nearlyLate, `{"quality":0}`), OutOfScale, "data.quality"},
		"a review of nothing":           {newEvent("review.labelled", nearlyLate, `{"reviewer":"dee"}`), BadData, "data.quality"},
		"work that ends before":         {newEvent("agent.work", nearlyLate, `{"agent":"bo","kind":"active","start":"2026-03-03T12:10:00Z","end":"2026-03-03T12:09:00Z"}`), NegativeDuration, "data.end"},
		"work before the conversation":  {newEvent("agent.work", nearlyLate, `{"agent":"bo","kind":"active","start":"2026-03-01T12:10:00Z","end":"2026-03-01T12:20:00Z"}`), NegativeDuration, "data.start"},
		"work of two days":              {newEvent("agent.work", nearlyLate, `{"agent":"bo","kind":"active","start":"2026-03-03T12:10:00Z","end":"2026-03-05T12:20:00Z"}`), OutOfScale, "data.end"},
		"work in the future":            {newEvent("agent.work", nearlyLate, `{"agent":"bo","kind":"active","start":"2026-03-10T12:00:00Z","end":"2026-03-10T13:00:00Z"}`), Future, "data.end"},
		"work without an agent":         {newEvent("agent.work", nearlyLate, `{"kind":"active"}`), BadData, "data.agent"},
		"work of another kind":          {newEvent("agent.work", nearlyLate, `{"agent":"bo","kind":"nap","start":"2026-03-03T12:10:00Z","end":"2026-03-03T12:11:00Z"}`), BadData, "data.kind"},
		"a target without a time":       {newEvent("sla.applied", nearlyLate, `{"target":"resolution"}`), BadData, "data.dueAt"},
		"a target due before the start": {newEvent("sla.applied", nearlyLate, `{"target":"resolution","dueAt":"2020-01-01T00:00:00Z"}`), NegativeDuration, "data.dueAt"},
		"another target":                {newEvent("sla.breached", nearlyLate, `{"target":"world_peace"}`), BadData, "data.target"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			state := handedOver()
			out, verdicts := Apply(state, []Event{tc.event}, now, dayRules)
			if out.Changed || len(out.Ledger)+len(out.Claims)+len(out.Due) > 0 {
				t.Errorf("it changed something: %+v", out)
			}
			if v := verdicts[0]; v.Result != tc.want || !strings.Contains(v.Message, tc.says) {
				t.Errorf("%s (%s), want %s with %q", v.Result, v.Message, tc.want, tc.says)
			}
		})
	}
	t.Run("a message before the conversation began", func(t *testing.T) {
		_, verdicts := Apply(handedOver(), []Event{newEvent("message.received", noon.Add(-time.Hour), "")}, noon, dayRules)
		if verdicts[0].Result != NegativeDuration {
			t.Errorf("%s, want %s", verdicts[0].Result, NegativeDuration)
		}
	})
}

func TestASecondRatingIsRefused(t *testing.T) {
	rated := newEvent("survey.responded", after(time.Hour), `{"survey":"csat","score":4}`)
	again := newEvent("survey.responded", after(2*time.Hour), `{"survey":"csat","score":1}`)
	_, entries, verdicts := replay(handedOver(), after(48*time.Hour), atOnce, rated, again)
	if verdicts[1].Result != Repeated || len(entries) != 3 {
		t.Errorf("second rating: %s with %d entries in all, want repeated and 3", verdicts[1].Result, len(entries))
	}
}

func TestMarksOfAConversationAreBounded(t *testing.T) {
	var events []Event
	for i := range 500 {
		events = append(events, newEvent("message.received", after(time.Duration(i)*time.Second), ""))
	}
	out, verdicts := Apply(handedOver(), events, after(time.Hour), dayRules)
	if n := len(out.State.Helpdesk.Marks); n != conversation.MaxHelpdeskMarks {
		t.Errorf("%d marks, want %d", n, conversation.MaxHelpdeskMarks)
	}
	if r := verdicts[499].Result; r != Full {
		t.Errorf("the last one is %s, want %s", r, Full)
	}
}

// TestOrderOfEventsDoesNotMatter gives the same story in any order within the time that events wait.
func TestOrderOfEventsDoesNotMatter(t *testing.T) {
	story := []Event{
		newEvent("message.received", after(5*time.Minute), ""),
		newEvent("message.sent", after(6*time.Minute), `{"actor":"human"}`),
		newEvent("message.received", after(8*time.Minute), ""),
		newEvent("message.received", after(9*time.Minute), ""),
		newEvent("message.sent", after(18*time.Minute), `{"actor":"human"}`),
		newEvent("sla.applied", after(time.Minute), `{"target":"resolution","priority":"low","dueAt":"2026-03-02T18:00:00Z"}`),
		newEvent("sla.fulfilled", after(20*time.Minute), `{"target":"resolution"}`),
		newEvent("agent.work", after(19*time.Minute), `{"agent":"bo","kind":"active","start":"2026-03-02T12:05:00Z","end":"2026-03-02T12:19:00Z"}`),
		newEvent("conversation.resolved", after(20*time.Minute), ""),
		newEvent("conversation.reopened", after(30*time.Minute), ""),
		newEvent("conversation.resolved", after(40*time.Minute), ""),
	}
	_, straight, _ := replay(handedOver(), after(48*time.Hour), func(Event) time.Time { return after(time.Hour) }, story...)
	for range 50 {
		rand.Shuffle(len(story), func(i, j int) { story[i], story[j] = story[j], story[i] })
		_, shuffled, _ := replay(handedOver(), after(48*time.Hour), func(Event) time.Time { return after(time.Hour) }, story...)
		if diff := cmp.Diff(lines(straight), lines(shuffled)); diff != "" {
			t.Fatalf("ledger (-in order +shuffled):\n%s", diff)
		}
	}
}

// TestLateEventsAreCountedOnce lets each event come up to six days late, alone.
func TestLateEventsAreCountedOnce(t *testing.T) {
	for range 50 {
		story := []Event{
			newEvent("message.received", after(5*time.Minute), ""),
			newEvent("message.sent", after(6*time.Minute), `{"actor":"human"}`),
			newEvent("conversation.resolved", after(20*time.Minute), ""),
			newEvent("conversation.reopened", after(30*time.Minute), ""),
			newEvent("conversation.resolved", after(40*time.Minute), ""),
		}
		rand.Shuffle(len(story), func(i, j int) { story[i], story[j] = story[j], story[i] })
		n := 0
		_, entries, verdicts := replay(handedOver(), after(12*24*time.Hour), func(Event) time.Time {
			n++
			return after(time.Duration(n) * 24 * time.Hour)
		}, story...)
		for _, v := range verdicts {
			if v.Result != Accepted {
				t.Fatalf("%s (%s), want accepted", v.Result, v.Message)
			}
		}
		got := lines(entries)
		for metric, want := range map[string]int{
			"first_response_seconds": 1, "\nresponse_seconds": 1, `"cycle":"first"`: 1, `"cycle":"full"`: 1,
			"contacts_total": 1,
		} {
			if n := strings.Count("\n"+got, metric); n != want {
				t.Fatalf("%s counted %d times, want %d:\n%s", metric, n, want, got)
			}
		}
	}
}

func TestApplyDoesNotChangeTheCallersState(t *testing.T) {
	state, _, _ := replay(handedOver(), after(time.Hour), atOnce, newEvent("message.received", after(time.Minute), ""))
	before := state.Clone()
	Apply(state, []Event{
		newEvent("message.received", noon, ""), newEvent("conversation.resolved", after(time.Minute), ""),
		newEvent("sla.breached", after(time.Minute), `{"target":"resolution"}`),
	}, after(time.Hour), dayRules)
	if diff := cmp.Diff(before, state); diff != "" {
		t.Errorf("the caller's state changed (-before +after):\n%s", diff)
	}
}

func TestWorkIsCountedAfterTheWrapUpTime(t *testing.T) {
	rules := Rules{Settle: time.Second, WrapUp: time.Minute}
	work := newEvent("agent.work", after(6*time.Minute), `{"agent":"ann","kind":"active","start":"2026-03-02T12:03:00Z","end":"2026-03-02T12:05:00Z"}`)
	out, _ := Apply(handedOver(), []Event{work, newEvent("conversation.resolved", after(6*time.Minute), "")}, after(6*time.Minute), rules)
	for _, tc := range []struct {
		at   time.Time
		want int
	}{{after(7*time.Minute - time.Second), 0}, {after(7 * time.Minute), 1}} {
		handled := 0
		for _, e := range Settle(out.State, tc.at, dayRules, Others{}).Ledger {
			if e.Metric == ledger.Handle {
				handled++
			}
		}
		if handled != tc.want {
			t.Errorf("at %s handle time was counted %d times, want %d", tc.at.Format(time.TimeOnly), handled, tc.want)
		}
	}
}
