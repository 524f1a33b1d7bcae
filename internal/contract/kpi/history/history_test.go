// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const healthy = `
	0s conversation.started a {"channel":"web","customer":"A"}
	1s message.received a {"messageId":"1"}
	2s turn.classified a {"intent":"track","confidence":0.9,"threshold":0.7,"decision":"reply"}
	3s message.sent a {"actor":"bot","kind":"answer"}
	1h survey.responded a {"survey":"csat","score":4,"handledBy":"bot"}`

func TestBadEventsDisturbNothing(t *testing.T) {
	event := func(id, eventType, subject, data string) string {
		return `{"specversion":"1.0","id":"` + id + `","source":"/x","type":"` + eventType + `","subject":"` + subject +
			`","time":"2026-03-02T09:00:30Z","data":` + data + `}`
	}
	tests := map[string]struct {
		line string
		want Reason
	}{
		"no JSON":                 {`{"specversion":"1.0"`, Malformed},
		"another specification":   {strings.Replace(event("1", "dev.intentops.message.received", "a", "{}"), "1.0", "0.3", 1), Malformed},
		"without an id":           {event("", "dev.intentops.message.received", "a", "{}"), Malformed},
		"without a conversation":  {event("1", "dev.intentops.message.received", "", "{}"), Malformed},
		"a score that is a list":  {event("1", "dev.intentops.survey.responded", "a", `{"survey":"csat","score":[5]}`), Malformed},
		"data that is text":       {event("1", "dev.intentops.message.received", "a", `"hello"`), Malformed},
		"a time of long ago":      {strings.Replace(event("1", "dev.intentops.message.received", "a", "{}"), "2026", "0001", 1), BadValue},
		"an unknown actor":        {event("1", "dev.intentops.message.sent", "a", `{"actor":"dog"}`), BadValue},
		"a rating of 6":           {event("1", "dev.intentops.survey.responded", "a", `{"survey":"csat","score":6}`), OutsideScale},
		"a rating of 0":           {event("1", "dev.intentops.survey.responded", "a", `{"survey":"csat","score":0}`), OutsideScale},
		"no rating":               {event("1", "dev.intentops.survey.responded", "a", `{"survey":"csat"}`), OutsideScale},
		"a rating of 4.5":         {event("1", "dev.intentops.survey.responded", "a", `{"survey":"csat","score":4.5}`), OutsideScale},
		"a rating beyond numbers": {event("1", "dev.intentops.survey.responded", "a", `{"survey":"csat","score":1e999}`), OutsideScale},
		"an NPS of 11":            {event("1", "dev.intentops.survey.responded", "a", `{"survey":"nps","score":11}`), OutsideScale},
		"a quality of 9":          {event("1", "dev.intentops.review.labelled", "a", `{"quality":9}`), OutsideScale},
		"work that ends before it begins": {event("1", "dev.intentops.agent.work", "a",
			`{"agent":"x","kind":"active","start":"2026-03-02T09:01:00Z","end":"2026-03-02T09:00:00Z"}`), NegativeDuration},
		"work without an agent": {event("1", "dev.intentops.agent.work", "a",
			`{"kind":"active","start":"2026-03-02T09:00:00Z","end":"2026-03-02T09:01:00Z"}`), BadValue},
		"a target without a time":          {event("1", "dev.intentops.sla.applied", "a", `{"target":"resolution"}`), BadValue},
		"an unknown conversation":          {event("1", "dev.intentops.message.received", "zz", "{}"), UnknownConversation},
		"before the conversation":          {strings.Replace(event("1", "dev.intentops.conversation.resolved", "a", "{}"), "09:00", "08:59", 1), BeforeStart},
		"a second start":                   {event("1", "dev.intentops.conversation.started", "a", `{"customer":"B"}`), StartedTwice},
		"an id again, with another answer": {strings.Replace(event("4", "dev.intentops.survey.responded", "a", `{"survey":"csat","score":1}`), "/x", "/test", 1), DifferentContent},
		"from the future":                  {strings.Replace(event("1", "dev.intentops.message.received", "a", "{}"), "2026", "2190", 1), InFuture},
		"a line without end":               {strings.Repeat("x", MaxLine+1), TooLong},
	}
	want := report(t, story(t, healthy))
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := report(t, story(t, healthy)+tc.line+"\n")
			if got.Events.Refused[tc.want] != 1 || len(got.Events.Refused) != 1 || got.Events.FirstRefused[tc.want] != 6 {
				t.Errorf("events %+v, want one %s on line 6", got.Events, tc.want)
			}
			got.Events = want.Events
			if diff := cmp.Diff(text(t, want), text(t, got)); diff != "" {
				t.Errorf("it changed the report (-without +with):\n%s", diff)
			}
		})
	}
}

func report(t testing.TB, file string) *Report {
	t.Helper()
	h := New(day0.AddDate(1, 0, 0))
	if err := h.Collect(Read(strings.NewReader(file))); err != nil {
		t.Fatal(err)
	}
	return h.Report(Options{MinSamples: 1})
}

func text(t testing.TB, r *Report) string {
	t.Helper()
	out, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestRepeatedAndUnknownEvents(t *testing.T) {
	file := story(t, healthy)
	want := report(t, file)
	lines := strings.Split(strings.TrimSpace(file), "\n")
	// The same event with its members in another order and its time in another zone.
	again := strings.Replace(strings.Replace(lines[4], `"specversion":"1.0",`, "", 1), "T10:00:00Z", "T12:00:00+02:00", 1)
	got := report(t, file+file+again+"\n\n"+
		`{"specversion":"1.0","id":"n","source":"/test","type":"dev.intentops.mood.changed","subject":"a","time":"2026-03-02T09:00:00Z","data":"sour"}`+"\n"+
		`{"specversion":"1.0","id":"o","source":"/test","type":"com.example.order","data":[1]}`)
	wantEvents := Events{
		Read: 13, Duplicates: 6,
		Unknown: map[string]int64{"dev.intentops.mood.changed": 1, "com.example.order": 1},
		Refused: map[Reason]int64{}, FirstRefused: map[Reason]int64{},
	}
	if diff := cmp.Diff(wantEvents, got.Events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	got.Events = want.Events
	if diff := cmp.Diff(text(t, want), text(t, got)); diff != "" {
		t.Errorf("they changed the report (-without +with):\n%s", diff)
	}
}

// Events arrive late and in disorder. A report does not depend on it.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	var file strings.Builder
	generate(&file, 300, 7)
	lines := strings.Split(strings.TrimSpace(file.String()), "\n")
	want := text(t, report(t, file.String()))
	r := rand.New(rand.NewPCG(3, 4))
	for range 5 {
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		if diff := cmp.Diff(want, text(t, report(t, strings.Join(lines, "\n")))); diff != "" {
			t.Fatalf("after a shuffle (-before +after):\n%s", diff)
		}
	}
}

// An event a little before the start of its conversation comes from another clock.
func TestClockSkew(t *testing.T) {
	h := tell(t, `
		10s conversation.started a
		6s message.received a
		15s message.sent a {"actor":"human"}`)
	r := h.Report(Options{})
	wantStat(t, "response", value(t, r, "AverageResponseTime").Stat, 5, 1)
	if len(r.Events.Refused) != 0 {
		t.Errorf("refused %v", r.Events.Refused)
	}
}

func TestBeforeAndAfter(t *testing.T) {
	h := tell(t, `
		0s conversation.started a
		60s message.sent a {"actor":"human"}
		61s handoff.requested a {}
		1d conversation.started b
		1d30s message.sent b {"actor":"human"}
		2d conversation.started c
		2d20s message.sent c {"actor":"human"}
		9d conversation.started d
		9d10s message.sent d {"actor":"human"}`)
	r := h.Report(Options{SplitAt: day0.AddDate(0, 0, 1), MilestoneDays: []int{7, 28, 60}, MinSamples: 1})
	first := value(t, r, "FirstResponseTime")
	wantStat(t, "current", first.Stat, 20, 3)
	wantStat(t, "baseline", *first.Baseline, 60, 1)
	if first.Change.Value != -40 || first.Change.Trend != "Steady" {
		t.Errorf("change %+v, want -40 of which chance says nothing", first.Change)
	}
	if len(r.Milestones) != 2 || r.Milestones[0].Day != 7 || r.Milestones[1].Day != 28 {
		t.Fatalf("milestones %+v, want days 7 and 28: 60 is not over", r.Milestones)
	}
	// Day 7 shows those from 1d to 8d, b and c; day 28 those from 22d on: none.
	if got := r.Milestones[0].KPIs[0]; got.KPI != "FirstResponseTime" || got.Value != 25 {
		t.Errorf("day 7: %s %v, want 25 s", got.KPI, got.Value)
	}
	if got := r.Milestones[1].KPIs[0]; got.State != NoData {
		t.Errorf("day 28: %s, want NoData", got.State)
	}
}

// Fewer conversations are handed over, and customers are less happy: that is not progress.
func TestAGuardrailIsBreached(t *testing.T) {
	var file strings.Builder
	for i := range 400 {
		c := conversationOf{&file, "c" + itoa(i), day0.Add(time.Duration(i) * time.Hour), 0}
		c.add(0, "conversation.started", `{"channel":"web"}`)
		c.add(1, "turn.classified", `{"intent":"track","decision":"reply"}`)
		after := i >= 200
		if !after && i%2 == 0 || i%10 == 0 {
			c.add(2, "handoff.requested", `{"reason":"user_requested"}`)
		}
		score := "5"
		if after && i%2 == 0 {
			score = "1"
		}
		c.add(3600, "survey.responded", `{"survey":"csat","score":`+score+`}`)
	}
	r := read(t, file.String()).Report(Options{SplitAt: day0.Add(200 * time.Hour), MinSamples: 100})
	got := value(t, r, "EscalationRate")
	if got.State != GuardrailBreached || got.Change.Trend != "Improving" || len(got.Change.BreachedGuardrails) != 1 || got.Change.BreachedGuardrails[0] != "CSAT" {
		t.Errorf("escalation is %s, %+v; want GuardrailBreached by CSAT", got.State, got.Change)
	}
	if csat := value(t, r, "CSAT"); csat.State != Measured || csat.Change.Trend != "Worsening" {
		t.Errorf("CSAT is %s, %+v", csat.State, csat.Change)
	}
}
