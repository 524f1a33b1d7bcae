// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi"
)

var support = BotKey{Namespace: "shop", Bot: "support"}

func total(name, labels string) string {
	return "__name__=intentops_" + name + ",namespace=shop,bot=support," + labels
}

const (
	hourAgo  = "offset 3600000ms"
	hoursAgo = "offset 7200000ms"
)

func TestKPIsAreDifferencesOfTotals(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("intentops_(", series{
		total("conversations_total", "channel=web"):                                                              "100",
		total("conversation_outcomes_total", "intent=refund,outcome=contained,reason=none"):                      "60",
		total("conversation_outcomes_total", "intent=refund,outcome=escalated,reason=asked"):                     "12",
		total("conversation_outcomes_total", "intent=refund,outcome=escalated,reason=unsure"):                    "8",
		total("conversation_outcomes_total", "intent=_none,outcome=abandoned,reason=none"):                       "4",
		total("conversation_outcomes_total", "intent=_none,outcome=policy_escalated,reason=automation_disabled"): "3",
		total("ratings_total", "intent=refund,rating=5"):                                                         "30",
		total("ratings_total", "intent=refund,rating=1"):                                                         "2",
		total("surveys_offered_total", "handled_by=bot"):                                                         "50",
		total("contacts_total", "result=repeat"):                                                                 "6",
		total("first_response_seconds_bucket", "responder=bot,le=1"):                                             "70",
		total("first_response_seconds_bucket", "responder=bot,le=+Inf"):                                          "90",
		total("release_loaded", "track=stable"):                                                                  "3",
		"__name__=intentops_release_loaded,namespace=bank,bot=new":                                               "1",
	})
	f.set(hourAgo, series{
		total("conversations_total", "channel=web"):                                          "60",
		total("conversation_outcomes_total", "intent=refund,outcome=contained,reason=none"):  "30",
		total("conversation_outcomes_total", "intent=refund,outcome=escalated,reason=asked"): "5",
		total("ratings_total", "intent=refund,rating=5"):                                     "10",
		total("first_response_seconds_bucket", "responder=bot,le=1"):                         "50",
		total("first_response_seconds_bucket", "responder=bot,le=+Inf"):                      "60",
	})
	f.set(hoursAgo, series{
		total("conversations_total", "channel=web"): "55",
	})
	s, _, _ := newTestSource(t, f)

	got, err := s.KPIs(t.Context(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	inf := math.Inf(1)
	want := map[BotKey]BotKPIs{
		support: {
			Current: kpi.Counts{
				Conversations:  40,
				Outcomes:       kpi.Outcomes{Contained: 30, Escalated: 15, Abandoned: 4, Unattended: 3},
				Ratings:        [5]int64{2, 0, 0, 0, 20},
				SurveysOffered: 50,
				Contacts:       kpi.Contacts{Repeat: 6},
				FirstResponse:  map[string]kpi.Histogram{"bot": {1: 20, inf: 30}},
			},
			Previous: kpi.Counts{
				Conversations: 5,
				Outcomes:      kpi.Outcomes{Contained: 30, Escalated: 5},
				Ratings:       [5]int64{0, 0, 0, 0, 10},
				FirstResponse: map[string]kpi.Histogram{"bot": {1: 50, inf: 60}},
			},
			HasPrevious: true,
			Intents: map[string]kpi.Counts{
				"refund": {Outcomes: kpi.Outcomes{Contained: 30, Escalated: 15}, Ratings: [5]int64{2, 0, 0, 0, 20}},
				"_none":  {Outcomes: kpi.Outcomes{Abandoned: 4, Unattended: 3}},
			},
			Channels: map[string]kpi.Counts{"web": {Conversations: 40}},
		},
		{Namespace: "bank", Bot: "new"}: {Intents: map[string]kpi.Counts{}, Channels: map[string]kpi.Counts{}},
	}
	if diff := cmp.Diff(want, got.Bots); diff != "" {
		t.Errorf("bots (-want +got):\n%s", diff)
	}
}

func TestKPIsOfPeopleAndHelpdesks(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("intentops_(", series{
		total("response_seconds_bucket", "channel=web,responder=human,le=60"):               "10",
		total("response_seconds_bucket", "channel=web,responder=human,le=+Inf"):             "12",
		total("response_seconds_bucket", "channel=mail,responder=human,le=60"):              "1",
		total("response_seconds_bucket", "channel=mail,responder=human,le=+Inf"):            "30",
		total("handle_seconds_bucket", "intent=refund,le=300"):                              "4",
		total("handle_seconds_bucket", "intent=refund,le=+Inf"):                             "5",
		total("handle_seconds_sum", "intent=refund"):                                        "1500.25",
		total("resolution_seconds_bucket", "intent=refund,le=3600"):                         "3",
		total("resolution_seconds_bucket", "intent=refund,cycle=full,le=+Inf"):              "8",
		total("resolution_seconds_bucket", "intent=refund,cycle=first,le=+Inf"):             "9",
		total("sla_total", "result=hit"):                                                    "94",
		total("sla_total", "result=missed"):                                                 "6",
		total("nps_total", "score=0"):                                                       "2",
		total("nps_total", "score=10"):                                                      "7",
		total("reviews_total", "intent=refund,quality=4"):                                   "9",
		total("contacts_total", "channel=web,result=first_contact"):                         "80",
		total("contacts_total", "channel=web,result=reopened"):                              "5",
		total("ratings_total", "channel=mail,intent=refund,rating=2"):                       "3",
		total("conversation_outcomes_total", "channel=mail,intent=other,outcome=escalated"): "4",
	})
	f.set("offset", series{})
	s, _, _ := newTestSource(t, f)

	got, err := s.KPIs(t.Context(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	inf := math.Inf(1)
	refund := kpi.Counts{
		Handle: kpi.Histogram{300: 4, inf: 5}, HandleMilliseconds: 1500250,
		Resolution: map[string]kpi.Histogram{"full": {3600: 3, inf: 8}, "first": {inf: 9}},
		Reviews:    [5]int64{3: 9}, Ratings: [5]int64{1: 3},
	}
	want := BotKPIs{
		Current: kpi.Counts{
			Response: map[string]kpi.Histogram{"human": {60: 11, inf: 42}},
			Handle:   refund.Handle, HandleMilliseconds: refund.HandleMilliseconds,
			Resolution: refund.Resolution,
			SLA:        kpi.Targets{Hit: 94, Missed: 6},
			NPS:        [11]int64{0: 2, 10: 7},
			Reviews:    [5]int64{3: 9},
			Contacts:   kpi.Contacts{First: 80, Reopened: 5},
			Ratings:    [5]int64{1: 3},
			Outcomes:   kpi.Outcomes{Escalated: 4},
		},
		Intents: map[string]kpi.Counts{"refund": refund, "other": {Outcomes: kpi.Outcomes{Escalated: 4}}},
		Channels: map[string]kpi.Counts{
			"web": {
				Response: map[string]kpi.Histogram{"human": {60: 10, inf: 12}},
				Contacts: kpi.Contacts{First: 80, Reopened: 5},
			},
			"mail": {
				Response: map[string]kpi.Histogram{"human": {60: 1, inf: 30}},
				Ratings:  [5]int64{1: 3}, Outcomes: kpi.Outcomes{Escalated: 4},
			},
		},
	}
	if diff := cmp.Diff(want, got.Bots[support]); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	for name, wantValue := range map[v1alpha1.KPI]float64{
		v1alpha1.KPIAverageHandleTime: 300.05, v1alpha1.KPISLAHitRate: 0.94, v1alpha1.KPIResponseQuality: 4,
		v1alpha1.KPINPS: 500.0 / 9, v1alpha1.KPIEscalationRate: 1, v1alpha1.KPIContainmentRate: 0,
	} {
		d, _ := kpi.Lookup(name)
		if e, counted := d.Measure(got.Bots[support].Current, ""); !counted || math.Abs(e.Value-wantValue) > 1e-9 {
			t.Errorf("%s is %v (counted: %v), want %v", name, e.Value, counted, wantValue)
		}
	}
}

func TestKPIsOfALedgerThatBeganAnew(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("intentops_(", series{
		total("conversations_total", "channel=web"):      "7",
		total("ratings_total", "intent=refund,rating=5"): "4",
	})
	f.set(hourAgo, series{
		total("conversations_total", "channel=web"):      "900",
		total("ratings_total", "intent=refund,rating=5"): "2", // below by luck, and yet of the old ledger
	})
	s, _, _ := newTestSource(t, f)

	got, err := s.KPIs(t.Context(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	want := kpi.Counts{Conversations: 7, Ratings: [5]int64{0, 0, 0, 0, 4}}
	if diff := cmp.Diff(want, got.Bots[support].Current); diff != "" {
		t.Errorf("current (-want +got):\n%s", diff)
	}
}

func TestKPIsOfABotWithBadData(t *testing.T) {
	tests := map[string]struct{ labels, value, wantProblem string }{
		"a count that is not a number": {total("conversations_total", "channel=web"), "NaN", "the value is not a number"},
		"an outcome of its own":        {total("conversation_outcomes_total", "outcome=won"), "1", "label outcome must be contained, escalated, policy_escalated or abandoned"},
		"a rating of 0":                {total("ratings_total", "rating=0"), "1", "label rating must be 1, 2, 3, 4 or 5"},
		"a contact of its own":         {total("contacts_total", "result=third"), "1", "label result must be first_contact, repeat or reopened"},
		"a promise half kept":          {total("sla_total", "result=late"), "1", "label result must be hit or missed"},
		"a review out of scale":        {total("reviews_total", "quality=6"), "1", "label quality must be 1, 2, 3, 4 or 5"},
		"a promoter out of scale":      {total("nps_total", "score=11"), "1", "label score must be from 0 to 10"},
		"time that runs back":          {total("handle_seconds_sum", "intent=refund"), "-3", "a sum of times below 0"},
		"time without end":             {total("handle_seconds_sum", "intent=refund"), "+Inf", "the value is not a number"},
		"a bucket without a bound":     {total("first_response_seconds_bucket", "responder=bot"), "1", "label le must be a number of seconds or +Inf"},
		"a bucket below 0":             {total("first_response_seconds_bucket", "responder=bot,le=-1"), "1", "label le must be a number of seconds or +Inf"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakePrometheus(t)
			f.set("intentops_(", series{
				tc.labels: tc.value,
				"__name__=intentops_conversations_total,namespace=bank,bot=help": "8",
			})
			f.set("offset", series{})
			s, _, registry := newTestSource(t, f)
			got, err := s.KPIs(t.Context(), time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			bad := got.Bots[support].Bad
			if bad == nil || bad.Problem != tc.wantProblem {
				t.Errorf("bad data: %v, want %q", bad, tc.wantProblem)
			}
			if n := got.Bots[BotKey{Namespace: "bank", Bot: "help"}].Current.Conversations; n != 8 {
				t.Errorf("the other bot has %d conversations, want 8", n)
			}
			_, err = s.Measurements(t.Context(), "shop", "support", "refund")
			var badErr *BadDataError
			if !errors.As(err, &badErr) {
				t.Errorf("Measurements: error %v, want bad data", err)
			}
			if counted(t, registry)["kpi bad_data"] == 0 {
				t.Error("the answer was not counted as bad")
			}
		})
	}
}

func TestMeasurements(t *testing.T) {
	f := newFakePrometheus(t)
	f.set("intentops_(", series{
		total("conversation_outcomes_total", "intent=refund,outcome=contained"): "77",
		total("conversation_outcomes_total", "intent=refund,outcome=escalated"): "23",
		total("ratings_total", "intent=refund,rating=4"):                        "7",
		total("ratings_total", "intent=refund,rating=5"):                        "3",
	})
	f.set("offset", series{}) // nothing is known from before
	s, _, _ := newTestSource(t, f)
	tests := map[string]struct {
		bot, intent string
		want        *v1alpha1.IntentMeasurements
	}{
		"an intent with conversations": {
			bot: "support", intent: "refund",
			want: &v1alpha1.IntentMeasurements{Escalation: "23%", CSAT: "4.3", Conversations: new(int64(100))},
		},
		"an intent nobody asked for": {
			bot: "support", intent: "voucher",
			want: &v1alpha1.IntentMeasurements{Conversations: new(int64(0))},
		},
		"a bot nobody scraped": {bot: "other", intent: "refund", want: nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := s.Measurements(t.Context(), "shop", tc.bot, tc.intent)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("measurements (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKPIsBoundsWindows(t *testing.T) {
	f := newFakePrometheus(t)
	s, clock, _ := newTestSource(t, f)
	for _, length := range []time.Duration{0, time.Millisecond, 100 * 365 * 24 * time.Hour} {
		if _, err := s.KPIs(t.Context(), length); err == nil || !strings.Contains(err.Error(), "window") {
			t.Errorf("a window of %v: error %v", length, err)
		}
	}
	// Lengths of which none is twice another need two readings each.
	used := 0
	var err error
	for i := 0; err == nil && i < 100; i++ {
		_, err = s.KPIs(t.Context(), time.Hour+time.Duration(i)*time.Second)
		used++
	}
	if !errors.Is(err, ErrTooManyWindows) || used != 32 {
		t.Fatalf("window %d: error %v, want too many at the 32nd", used, err)
	}
	if got := len(f.asked()); got > maxReadings {
		t.Errorf("%d queries", got)
	}
	// Those that nobody uses any more make room.
	clock.SetTime(start.Add(3 * DefaultKPITick))
	if _, err := s.KPIs(t.Context(), 30*time.Hour); err != nil {
		t.Errorf("after the others went idle: %v", err)
	}
}

func TestReadingQuery(t *testing.T) {
	now, past := readingQuery(0), readingQuery(7*24*time.Hour)
	for _, query := range []string{now, past} {
		if strings.Contains(query, "increase") || strings.Contains(query, "rate(") {
			t.Errorf("the query extrapolates: %s", query)
		}
	}
	if want := fmt.Sprintf("[1d] offset %dms", 7*24*3600*1000); !strings.Contains(past, want) {
		t.Errorf("query %s, want %s", past, want)
	}
	if strings.Contains(now, "offset") {
		t.Errorf("query %s, want none of the past", now)
	}
}
