// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/intentops/intentops/hack/simulator/internal/botclient"
	"github.com/intentops/intentops/hack/simulator/internal/report"
	"github.com/intentops/intentops/hack/simulator/internal/scenario"
)

// fakeBot is a bot that understands the words "money", "refund" and "back" as the intent
// refund, "open" and "when" as hours, and hands over who asks for a person or is not
// understood twice. It counts like the real one: each message id once.
type fakeBot struct {
	mu            sync.Mutex
	conversations map[string]*talk
	opened        int
	// break lets an attempt fail: before anything was done, after it was done, or not.
	breakAttempt func(attempt int, path string) (before, after bool)
	attempts     int
	transcript   []string
	counts       report.Counts
}

type talk struct {
	seen     map[string]botclient.Answer
	misses   int
	asked    bool
	handed   bool
	answered bool
	ended    bool
	rated    int
	customer string
}

func (b *fakeBot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.attempts++
	before, after := false, false
	if b.breakAttempt != nil {
		before, after = b.breakAttempt(b.attempts, r.URL.Path)
	}
	if before {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	recorder := httptest.NewRecorder()
	b.serve(recorder, r)
	if after {
		panic(http.ErrAbortHandler) // the answer is lost
	}
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(recorder.Body.Bytes())
}

func (b *fakeBot) serve(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Customer, MessageID, Text string
		Score                     int
	}
	_ = json.NewDecoder(r.Body).Decode(&body)
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) == 2 {
		b.opened++
		id := fmt.Sprintf("c%d", b.opened)
		b.conversations[id] = &talk{seen: map[string]botclient.Answer{}, customer: body.Customer}
		fmt.Fprintf(w, `{"conversation":%q}`, id)
		return
	}
	c := b.conversations[parts[2]]
	switch parts[3] {
	case "messages":
		answer, again := c.seen[body.MessageID]
		if !again {
			answer = b.reply(c, body.Text)
			c.seen[body.MessageID] = answer
		}
		if len(c.customer)%2 == 0 {
			w.Header().Set("Intentops-Track", "candidate")
		}
		_ = json.NewEncoder(w).Encode(answer)
	case "rating":
		if c.rated > 0 {
			w.WriteHeader(http.StatusConflict)
			return
		}
		c.rated = body.Score
		b.counts.Ratings[body.Score-1]++
	case "end":
		if c.ended {
			w.WriteHeader(http.StatusConflict)
			return
		}
		c.ended = true
	}
}

func (b *fakeBot) reply(c *talk, text string) botclient.Answer {
	b.transcript = append(b.transcript, c.customer+": "+text)
	if len(c.seen) == 0 {
		b.counts.Conversations++
	}
	b.counts.Messages++
	intent, kind := "", "clarify"
	switch {
	case c.handed:
		kind = "notice"
	case strings.Contains(text, "person"), c.misses >= 2:
		kind, c.handed = "handoff", true
		b.counts.Handoffs++
	case c.asked:
		kind, intent, c.asked = "answer", "refund", false
	case strings.Contains(text, "money"), strings.Contains(text, "refund"):
		kind, intent, c.asked = "field", "refund", true
	case strings.Contains(text, "back"), strings.Contains(text, "open"):
		kind, intent = "answer", map[bool]string{true: "hours", false: "refund"}[strings.Contains(text, "open")]
	default:
		c.misses++
	}
	c.answered = c.answered || kind == "answer"
	out := botclient.Answer{}
	data := fmt.Sprintf(`{"state":"bot","messages":[{"kind":%q,"text":"What is your ORDER number?","intent":%q}]}`, kind, intent)
	if c.handed {
		data = fmt.Sprintf(`{"state":"waiting","handoff":{"id":"h","reason":"user_requested"},"messages":[{"kind":%q,"text":"","intent":""}]}`, kind)
	}
	_ = json.Unmarshal([]byte(data), &out)
	return out
}

type simulation struct {
	bot     *fakeBot
	traffic *Traffic
	report  *report.Recorder
}

func simulate(t *testing.T, bot *fakeBot, o Options) simulation {
	t.Helper()
	bot.conversations = map[string]*talk{}
	server := httptest.NewServer(bot)
	t.Cleanup(server.Close)
	s, err := scenario.Load("../../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	recorder := report.NewRecorder(7, time.Now())
	client, err := botclient.New(server.URL, botclient.Options{
		Timeout: 5 * time.Second, RetryFor: 20 * time.Second, Connections: 8, Observer: recorder,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Scenario, o.Seed = s, 7
	if o.PerSecond == 0 {
		o.PerSecond = MaxPerSecond
	}
	if o.Busy == 0 {
		o.Busy = 8
	}
	o.Grace = 30 * time.Second
	return simulation{bot: bot, traffic: New(client, recorder, o), report: recorder}
}

// byCustomer sorts a transcript by customer: which of them comes first differs.
func byCustomer(lines []string) map[string][]string {
	out := map[string][]string{}
	for _, line := range lines {
		who, what, _ := strings.Cut(line, ": ")
		out[who] = append(out[who], what)
	}
	return out
}

func TestSameSeedSameCustomers(t *testing.T) {
	run := func(busy int) simulation {
		s := simulate(t, &fakeBot{}, Options{Conversations: 200, Busy: busy})
		s.traffic.Run(t.Context())
		return s
	}
	one, many := run(1), run(16)
	if diff := cmp.Diff(byCustomer(one.bot.transcript), byCustomer(many.bot.transcript)); diff != "" {
		t.Errorf("what customers wrote (-one at a time +16 at once):\n%s", diff)
	}
	if diff := cmp.Diff(one.report.Report().Counts, many.report.Report().Counts); diff != "" {
		t.Errorf("counts (-one at a time +16 at once):\n%s", diff)
	}
}

func TestReportAddsUp(t *testing.T) {
	s := simulate(t, &fakeBot{}, Options{Conversations: 300})
	if err := s.traffic.SetHarm(map[string]float64{"refund": 0.5}); err != nil {
		t.Fatal(err)
	}
	s.traffic.Run(t.Context())
	r := s.report.Report()

	if r.Started != 300 || r.Conversations != 300 || r.Running != 0 || r.Failed != 0 || r.Uncertain != 0 {
		t.Errorf("started %d, conversations %d, running %d, failed %d, uncertain %d", r.Started, r.Conversations, r.Running, r.Failed, r.Uncertain)
	}
	for name, pair := range map[string][2]int64{
		"conversations": {r.Conversations, s.bot.counts.Conversations},
		"messages":      {r.Messages, s.bot.counts.Messages},
		"handoffs":      {r.Handoffs, s.bot.counts.Handoffs},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%d %s reported, the bot saw %d", pair[0], name, pair[1])
		}
	}
	if diff := cmp.Diff(s.bot.counts.Ratings, r.Ratings); diff != "" {
		t.Errorf("ratings (-bot +report):\n%s", diff)
	}
	for what, by := range map[string]map[string]*report.Counts{"intents": r.Intents, "tracks": r.Tracks} {
		sum := report.Counts{}
		for _, c := range by {
			sum.Conversations += c.Conversations
			sum.Messages += c.Messages
			sum.Handoffs += c.Handoffs
			sum.Harmed += c.Harmed
			sum.Outcomes.Contained += c.Outcomes.Contained
			sum.Outcomes.Escalated += c.Outcomes.Escalated
			sum.Outcomes.Abandoned += c.Outcomes.Abandoned
			for i, n := range c.Ratings {
				sum.Ratings[i] += n
			}
		}
		if diff := cmp.Diff(r.Counts, sum); diff != "" {
			t.Errorf("the sum over %s (-all +sum):\n%s", what, diff)
		}
	}
	if harmed := r.Intents["refund"].Harmed; harmed < 60 || harmed > 140 || r.Harmed != harmed {
		t.Errorf("%d harmed by refund, %d in all; want about half of %d and no others", harmed, r.Harmed, r.Intents["refund"].Conversations)
	}
	if r.HarmSince.IsZero() || r.Harm["refund"] != 0.5 {
		t.Errorf("harm %v since %v", r.Harm, r.HarmSince)
	}
	if r.LatencyMillis.P50 <= 0 || r.LatencyMillis.P99 < r.LatencyMillis.P50 || r.LatencyMillis.Max < r.LatencyMillis.P99 {
		t.Errorf("latency %+v", r.LatencyMillis)
	}
}

func TestRetriesCountOnce(t *testing.T) {
	// Every third attempt fails before the bot did anything, every fifth after it did.
	bot := &fakeBot{breakAttempt: func(n int, _ string) (bool, bool) { return n%3 == 0, n%5 == 0 }}
	s := simulate(t, bot, Options{Conversations: 60, Busy: 32})
	s.traffic.Run(t.Context())
	r := s.report.Report()
	if r.Conversations != 60 || r.Failed != 0 {
		t.Errorf("%d conversations, %d failed; want 60 and none", r.Conversations, r.Failed)
	}
	if r.Messages != bot.counts.Messages || r.Conversations != bot.counts.Conversations || r.Handoffs != bot.counts.Handoffs {
		t.Errorf("reported %+v, the bot counted %+v", r.Counts, bot.counts)
	}
	if diff := cmp.Diff(bot.counts.Ratings, r.Ratings); diff != "" {
		t.Errorf("ratings (-bot +report):\n%s", diff)
	}
	if r.Requests["503"] == 0 || r.Requests["connection"] == 0 {
		t.Errorf("requests %v, want failures of both kinds", r.Requests)
	}
	// The same customers do the same, retries or not.
	calm := simulate(t, &fakeBot{}, Options{Conversations: 60})
	calm.traffic.Run(t.Context())
	if diff := cmp.Diff(byCustomer(calm.bot.transcript), byCustomer(bot.transcript)); diff != "" {
		t.Errorf("what customers wrote (-calm +broken):\n%s", diff)
	}
}

func TestConversationsWithAnUnreachableBotFail(t *testing.T) {
	bot := &fakeBot{breakAttempt: func(int, string) (bool, bool) { return true, false }}
	s := simulate(t, bot, Options{Conversations: 3, Busy: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	s.traffic.options.Grace = 0
	s.traffic.Run(ctx)
	r := s.report.Report()
	if r.Running != 0 || r.Failed != r.Started || r.Started == 0 || r.Conversations != 0 || r.FinishedAt.IsZero() {
		t.Errorf("report %+v; want all who came to have failed", r)
	}
}

func TestControl(t *testing.T) {
	s := simulate(t, &fakeBot{}, Options{Conversations: 5})
	control := httptest.NewServer(s.traffic.Control())
	defer control.Close()
	tests := map[string]struct {
		path, body string
		want       int
		wantText   string
	}{
		"harm":                        {"/harm", `{"refund": 0.9, "hours": 0.2}`, 200, `"refund": 0.9`},
		"harm ends":                   {"/harm", `{"hours": 0}`, 200, `"perSecond"`},
		"harm by a stranger":          {"/harm", `{"song": 0.9}`, 400, "harm.song: the scenario has no such intent"},
		"harm of 9":                   {"/harm", `{"refund": 9}`, 400, "harm.refund: must be from 0 to 1"},
		"harm that is no JSON":        {"/harm", `refund`, 400, "send JSON such as"},
		"a rate":                      {"/rate", `{"perSecond": 50}`, 200, `"perSecond": 50`},
		"a rate below 0":              {"/rate", `{"perSecond": -1}`, 400, "perSecond: must be from 0 to"},
		"a rate of another name":      {"/rate", `{"rps": 1}`, 400, "unknown field"},
		"a rate that is missing":      {"/rate", `{}`, 400, "perSecond: is missing"},
		"a body without an end":       {"/harm", `{"` + strings.Repeat("x", maxBody) + `": 1}`, 400, "too large"},
		"an unknown part of the path": {"/stop", `{}`, 404, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			response, err := http.Post(control.URL+tc.path, "application/json", strings.NewReader(tc.body))
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			var text bytes.Buffer
			_, _ = text.ReadFrom(response.Body)
			if response.StatusCode != tc.want || !strings.Contains(text.String(), tc.wantText) {
				t.Errorf("%d %s, want %d with %q", response.StatusCode, text.String(), tc.want, tc.wantText)
			}
		})
	}
	s.traffic.Run(t.Context())
	response, err := http.Get(control.URL + "/report")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var r report.Report
	if err := json.NewDecoder(response.Body).Decode(&r); err != nil || r.Conversations != 5 {
		t.Errorf("report with %d conversations, error %v", r.Conversations, err)
	}
}

func TestPaceFollowsTheRate(t *testing.T) {
	defer goleak.VerifyNone(t)
	p := newPace(0)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() { gone <- p.wait(ctx) }()
	select {
	case <-gone:
		t.Fatal("a customer came at a rate of 0")
	case <-time.After(20 * time.Millisecond):
	}
	p.set(1000)
	if err := <-gone; err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	for range 100 {
		if err := p.wait(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(begin); took < 90*time.Millisecond {
		t.Errorf("100 customers at 1000 a second came in %v", took)
	}
	cancel()
	if p.wait(ctx) == nil {
		t.Error("a customer came after the end")
	}
}
