// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestAFileIsReadByConversation(t *testing.T) {
	all, err := Read(strings.NewReader("\ufeff" + `{"text": "hello", "conversation": "a", "agent": "ann"}
{"text": "alone", "locale": "pt_BR", "handleTimeSeconds": 90}
` + "  \r\n" + `{"text": " ", "conversation": "a"}
{"text": "my card is 4111 1111 1111 1111", "conversation": "a"}
{"text": "alone too", "intent": "refund"}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Conversation{
		{"a", []Message{{Text: "hello", HandleSeconds: -1, Line: 1}, {Text: "my card is •••• 1111", HandleSeconds: -1, Line: 5}}},
		{"", []Message{{Text: "alone", Locale: "pt-BR", HandleSeconds: 90, Line: 2}}},
		{"", []Message{{Text: "alone too", HandleSeconds: -1, Intent: "refund", Labelled: true, Line: 6}}},
	}
	if diff := cmp.Diff(want, all); diff != "" || Count(all) != 4 {
		t.Errorf("%d messages (-want +got):\n%s", Count(all), diff)
	}
}

func TestWhatIsWrongWithAFileIsSaidWithoutItsWords(t *testing.T) {
	for name, tc := range map[string]struct{ file, want string }{
		"nothing":            {"", "there is no message in it"},
		"no text":            {`{"message": "secret words"}`, "line 1: text: is missing"},
		"not JSON":           {`{"text": "x"}` + "\nsecret words", "line 2: is not a JSON object"},
		"a list":             {`["secret words"]`, "line 1: is not a JSON object"},
		"a number as text":   {`{"text": 5}`, "line 1: text: is a number, which it may not be"},
		"a negative time":    {`{"text": "secret words", "handleTimeSeconds": -1}`, "line 1: handleTimeSeconds: must be a number of seconds"},
		"a long id":          {`{"text": "x", "conversation": "` + strings.Repeat("x", 201) + `"}`, "line 1: conversation: may have 200 bytes"},
		"a long line":        {`{"text": "` + strings.Repeat("x", 2<<20) + `"}`, "line 1: is longer than 1 MiB"},
		"too many messages":  {strings.Repeat(`{"text":"x"}`+"\n", 6), "line 6: a file may have 5 messages: take those of fewer days"},
		"too long in total":  {strings.Repeat(`{"text":"`+strings.Repeat("x", 300)+`"}`+"\n", 4), "line 4: the texts of a file may have 1000 bytes"},
		"a second file mark": {"\ufeff\ufeff" + `{"text": "x"}`, "line 1: is not a JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(strings.NewReader(tc.file), 5, 1000); err == nil || !strings.HasPrefix(err.Error(), tc.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
}

func shop(t *testing.T) *releases.Loaded {
	t.Helper()
	r, err := release.Compile([]release.Intent{
		{
			Name: "hours", Revision: "hours-1", Risk: "Low", Reply: release.Reply{Text: "Nine to five."},
			Utterances: []string{"when do you open", "opening hours", "are you open on sunday", "what time do you close"},
		},
		{
			Name: "track", Revision: "track-1", Risk: "Low", Reply: release.Reply{Text: "Order {order} is on its way."},
			Utterances: []string{"where is my parcel", "track my order", "has my parcel been sent", "delivery status"},
			Fields:     []release.Field{{Name: "order", Prompt: "Which order?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true}},
		},
	}, release.Policy{
		Name: "p", Revision: "p-1", ConfidencePercent: 60, UnresolvedTurns: 2,
		Rules:   []release.Rule{{Name: "lawyer", When: "message.legalThreat", Priority: "High"}},
		Handoff: release.Handoff{Require: []string{}, URL: "http://desk", AcceptWithinSeconds: 60},
	})
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := releases.Compiler{Engine: releases.Train, Rules: releases.CELRules(logr.Discard())}.Compile("shop", r)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// TestAConversationGoesItsWay: an answer to the bot's question is no question of its own, and a
// person who has the conversation is not spoken over.
func TestAConversationGoesItsWay(t *testing.T) {
	for name, tc := range map[string]struct {
		says, want []string
		understood []bool
	}{
		"a value":                {[]string{"where is my parcel", "AB123456"}, []string{"field track", "answer track"}, []bool{true, true}},
		"a value alone":          {[]string{"AB123456"}, []string{"offer "}, []bool{false}},
		"not understood, twice":  {[]string{"bananas", "more bananas", "hello?"}, []string{"clarify ", "handoff low_confidence", "notice "}, []bool{false, false, true}},
		"a wish for a person":    {[]string{"I want to talk to a person"}, []string{"handoff user_requested"}, []bool{true}},
		"what a rule hands over": {[]string{"my lawyer will sue you"}, []string{"handoff rule lawyer"}, []bool{true}},
		"small talk":             {[]string{"good morning"}, []string{"notice "}, []bool{true}},
	} {
		t.Run(name, func(t *testing.T) {
			c := Conversation{ID: "x"}
			for i, text := range tc.says {
				c.Messages = append(c.Messages, Message{Text: text, Locale: "en", Line: i + 1})
			}
			decisions, err := Decide(t.Context(), shop(t), []Conversation{c}, time.Unix(0, 0).UTC())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			var understood []bool
			for _, d := range decisions[0] {
				text := d.Kind + " " + d.Intent + d.Reason
				if d.Rule != "" {
					text += " " + d.Rule
				}
				got, understood = append(got, text), append(understood, d.Understood())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.understood, understood); diff != "" {
				t.Errorf("understood (-want +got):\n%s", diff)
			}
		})
	}
}
