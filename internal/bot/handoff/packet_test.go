// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

var (
	noon    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	allPart = []string{"CustomerGoal", "TranscriptSummary", "AttemptedSteps", "Sentiment", "Priority", "Fields"}
)

// handedOver is a conversation about a refund.
func handedOver() conversation.State {
	return conversation.State{
		ID: "abc", Customer: "k-77", Tier: "gold", Locale: "en-GB", Channel: "web",
		FirstMessageAt: noon, LastMessageAt: noon.Add(3 * time.Minute), Messages: 2,
		Intent: "refund", IntentRevision: "refund-0a1b2c3d4e", Confidence: 0.62, Answered: true,
		Fields:    map[string]string{"order": "A-1234"},
		Sentiment: -0.6,
		Turns: []conversation.Turn{
			{Seq: 1, Role: conversation.RoleCustomer, At: noon, Text: "I want my money back"},
			{Seq: 2, Role: conversation.RoleBot, At: noon, Kind: conversation.KindAnswer, Text: "A refund takes 5 days."},
			{Seq: 3, Role: conversation.RoleCustomer, At: noon.Add(3 * time.Minute), Text: "let me talk to somebody"},
		},
		Attempted: []conversation.Attempt{{At: noon, Decision: "reply", Intent: "refund", Confidence: 0.91}},
		Handoff: &conversation.Handoff{ID: "abc-h1", State: conversation.HandoffRequested, At: noon.Add(3 * time.Minute),
			Reason: conversation.ReasonUserRequested, Priority: "High", Queue: "billing", Intent: "refund"},
		Assignment: &conversation.Assignment{Rollout: "refunds-3f2a", Step: "10", Track: conversation.TrackCandidate},
	}
}

func TestPacketHoldsWhatAnAgentNeeds(t *testing.T) {
	got, err := Build(handedOver())
	if err != nil {
		t.Fatal(err)
	}
	want := Packet{
		PacketVersion: "v1", HandoffID: "abc-h1", Conversation: "abc", Channel: "web", CreatedAt: noon.Add(3 * time.Minute),
		Customer: Customer{Key: "k-77", Tier: "gold", Locale: "en-GB"},
		Reason:   Reason{Code: "user_requested"},
		Priority: "High", Queue: "billing",
		Intent: &Intent{Name: "refund", Revision: "refund-0a1b2c3d4e", Confidence: 0.62},
		Goal:   "I want my money back",
		Summary: "It is about refund, as far as the bot understood (confidence 62 %). The customer wrote 2 messages over 3m0s, " +
			"the bot gave an answer. Handed over because the customer asked for a person.",
		AttemptedSteps: []Step{{At: noon, Action: "reply", Intent: "refund", Confidence: 0.91}},
		Fields:         map[string]string{"order": "A-1234"},
		Missing:        []string{},
		Sentiment:      Sentiment{Score: -0.6, Label: "negative"},
		Transcript: []Line{
			{At: noon, From: "customer", Text: "I want my money back"},
			{At: noon, From: "bot", Text: "A refund takes 5 days."},
			{At: noon.Add(3 * time.Minute), From: "customer", Text: "let me talk to somebody"},
		},
		Rollout: &Rollout{ID: "refunds-3f2a", Step: "10", Track: "candidate"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packet (-want +got):\n%s", diff)
	}
}

func TestAConversationWithoutMessagesMakesAPacket(t *testing.T) {
	s := conversation.State{ID: "a", Customer: "k", Channel: "web",
		Handoff: &conversation.Handoff{ID: "a-h1", At: noon, Reason: conversation.ReasonAutomationDisabled}}
	body, err := Packer{}.Pack(s, release.Handoff{Require: allPart})
	if err != nil {
		t.Fatal(err)
	}
	var p Packet
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	if p.Goal != "not said" || p.Priority != "Normal" || p.Intent != nil || p.Sentiment.Label != "neutral" {
		t.Errorf("packet %+v", p)
	}
	if !strings.Contains(p.Summary, "did not find out what it is about") || !strings.Contains(p.Summary, "switched off") {
		t.Errorf("summary %q", p.Summary)
	}
}

func TestAFieldThatWasAskedForIsListedAsMissing(t *testing.T) {
	s := handedOver()
	s.Collecting = &conversation.Collecting{Intent: "refund", Field: "iban"}
	p, err := Build(s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"iban"}, p.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

func TestPacketNeedsAHandoff(t *testing.T) {
	if _, err := (Packer{}).Pack(conversation.State{ID: "a"}, release.Handoff{}); err == nil || !strings.Contains(err.Error(), "Handoff") {
		t.Errorf("error %v, want one that names Handoff", err)
	}
}

// TestEveryConversationMakesAPacket is the promise of Pack: no text, number or length keeps a
// customer from a person.
func TestEveryConversationMakesAPacket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := handedOver()
		text := func(label string) string {
			return strings.Repeat(rapid.String().Draw(t, label), rapid.SampledFrom([]int{1, 1, 50, 900}).Draw(t, label+" times"))
		}
		number := rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 0.3, 1, 7})
		s.Turns = nil
		for range rapid.IntRange(0, 40).Draw(t, "turns") {
			s.Turns = append(s.Turns, conversation.Turn{At: noon, Role: rapid.SampledFrom([]string{conversation.RoleBot, conversation.RoleCustomer}).Draw(t, "role"), Text: text("text")})
		}
		s.Fields = map[string]string{"order": text("order")}
		s.Sentiment, s.Confidence = number.Draw(t, "sentiment"), number.Draw(t, "confidence")
		s.Attempted[0].Confidence = number.Draw(t, "attempt")
		s.Intent = rapid.SampledFrom([]string{"", "refund"}).Draw(t, "intent")
		s.Messages = rapid.IntRange(0, 50).Draw(t, "messages")
		body, err := Packer{}.Pack(s, release.Handoff{Require: allPart})
		if err != nil {
			t.Fatal(err)
		}
		if len(body) > MaxBytes {
			t.Fatalf("%d bytes, want at most %d", len(body), MaxBytes)
		}
	})
}

func TestLongTranscriptLosesItsOldestLines(t *testing.T) {
	s := handedOver()
	s.Turns = nil
	for i := range conversation.MaxTurns {
		// Four bytes each, which JSON makes into six.
		s.Turns = append(s.Turns, conversation.Turn{Seq: int64(i), Role: conversation.RoleCustomer, At: noon, Text: strings.Repeat("\u2028", 3000)})
	}
	s.Turns[len(s.Turns)-1].Text = "the last"
	body, err := Packer{}.Pack(s, release.Handoff{Require: allPart})
	if err != nil {
		t.Fatal(err)
	}
	var p Packet
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	if n := len(p.Transcript); n == 0 || n >= maxLines || p.Transcript[n-1].Text != "the last" {
		t.Errorf("%d lines kept, the last %q", n, p.Transcript[n-1].Text)
	}
}

func TestALongTextIsCutBetweenCharacters(t *testing.T) {
	s := handedOver()
	s.Fields = map[string]string{"note": strings.Repeat("é", maxText)}
	p, err := Build(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Fields["note"]; !utf8.ValidString(got) || len(got) > maxText || !strings.HasSuffix(got, "…") {
		t.Errorf("%d bytes, valid: %t", len(got), utf8.ValidString(got))
	}
}

func TestValidate(t *testing.T) {
	change := func(f func(map[string]any)) string {
		p, err := Build(handedOver())
		if err != nil {
			t.Fatal(err)
		}
		body, err := p.encode()
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]any{}
		if err := json.Unmarshal(body, &m); err != nil {
			t.Fatal(err)
		}
		f(m)
		out, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	cases := map[string]struct {
		packet  string
		require []string
		want    string
	}{
		"as built":                            {packet: change(func(map[string]any) {}), require: allPart},
		"not JSON":                            {packet: "{", want: "not JSON"},
		"a list":                              {packet: "[]", want: "does not fit"},
		"without a handoff id":                {packet: change(func(m map[string]any) { delete(m, "handoffId") }), want: "required"},
		"a score out of range":                {packet: change(func(m map[string]any) { m["sentiment"].(map[string]any)["score"] = 3 }), want: "/sentiment/score: maximum"},
		"an unknown priority":                 {packet: change(func(m map[string]any) { m["priority"] = "Panic" }), want: "/priority: enum"},
		"a time that is none":                 {packet: change(func(m map[string]any) { m["createdAt"] = "yesterday" }), want: "/createdAt: format"},
		"without a goal that is required":     {packet: change(func(m map[string]any) { delete(m, "goal") }), require: allPart, want: "CustomerGoal"},
		"an empty goal that is required":      {packet: change(func(m map[string]any) { m["goal"] = "" }), require: allPart, want: "CustomerGoal"},
		"without a goal that is not required": {packet: change(func(m map[string]any) { delete(m, "goal") }), require: []string{"Sentiment"}},
		"without steps that are required":     {packet: change(func(m map[string]any) { delete(m, "attemptedSteps") }), require: allPart, want: "AttemptedSteps"},
		"without fields that are required":    {packet: change(func(m map[string]any) { delete(m, "fields") }), require: allPart, want: "Fields"},
		"an unknown part":                     {packet: change(func(map[string]any) {}), require: []string{"Mood"}, want: "use one of"},
		"more than is known":                  {packet: change(func(m map[string]any) { m["new"] = 1 })},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			err := Validate([]byte(tc.packet), tc.require)
			if tc.want == "" {
				if err != nil {
					t.Errorf("error %v, want none", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want one with %q", err, tc.want)
			}
		})
	}
}

func TestValidationErrorsQuoteNoValues(t *testing.T) {
	const secret = "my card is 4111"
	for _, packet := range []string{
		`{"goal": {"` + secret + `": 1}}`,
		`{"priority": "` + secret + `", "packetVersion": "` + secret + `"}`,
		`{"transcript": [{"from": "` + secret + `"}]}`,
		`{"` + secret,
	} {
		err := Validate([]byte(packet), nil)
		if err == nil {
			t.Fatalf("%s is valid", packet)
		}
		if strings.Contains(err.Error(), "4111") {
			t.Errorf("error quotes the packet: %v", err)
		}
	}
}
