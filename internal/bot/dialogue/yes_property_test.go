// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"pgregory.net/rapid"
)

// TestNothingIsDoneWithoutAYesToTheQuestionThatStandsLast talks at random. Whatever was said before,
// what may do harm is answered only to a yes, only when the bot's last line asks for it, and with the
// values of that line.
func TestNothingIsDoneWithoutAYesToTheQuestionThatStandsLast(t *testing.T) {
	yeses := []string{"yes", "yes please", "ok", "👍", "1", "of course", "yes please, thanks a lot", "yes, cancel the order", "Yes. Thank you very much!"}
	others := []string{
		"cancel my order", "cancel AB123456", "cancel AB123456 and AB123457", "AB123456", "AB654321", "no, it's AB777777", "no", "never mind",
		"when do you open", "when do you open and cancel AB123456", "cancel AB123456. also change the address", "new address", "12 Mill Lane, and when do you open?",
		"hm", "?", "🤔", "thanks", "hello", "perhaps", "the second one", "2", "3", "cancel order", "don't cancel AB123456", "yes and when do you open?",
		"no, track the parcel instead", "yes but not that one", "what would that mean?", "book a table for 4 and track parcel AB123456", "four",
		"yes. I moved last week though", "yes, all except the shoes", "ok my parcel is here", "yes I want my order", "sure, AB654321",
		"cancel everything except AB123456", "cancel all but AB654321", "don't cancel AB123456, cancel AB654321", "cancel AB654321, not AB123456",
		"cancel AB123456, change the address and also book a table", "track parcel AB777777", "can you cancel it?", "no, but when do you open?", "forget it",
	}
	rapid.Check(t, func(rt *rapid.T) {
		w := shop(t)
		for _, text := range rapid.SliceOfN(rapid.SampledFrom(slices.Concat(yeses, yeses, others)), 1, 14).Draw(rt, "says") {
			before := w.state.Turns
			w.say(text)
			now := slices.DeleteFunc(slices.Clone(w.state.Turns), func(line conversation.Turn) bool {
				return len(before) > 0 && line.Seq <= before[len(before)-1].Seq
			})
			for _, line := range now {
				if line.Kind != conversation.KindAnswer || line.Intent != "cancel-order" {
					continue
				}
				number := strings.TrimSuffix(strings.TrimPrefix(line.Text, "To cancel "), ", open My orders.")
				last := before[len(before)-1]
				read := wording.IsAssent(text) && before[len(before)-2].Role == conversation.RoleBot
				// A yes may name the order that it was asked about, and no other.
				yes := slices.Contains(yeses, text) || text == "sure, "+number
				if !yes || read || last.Kind != conversation.KindConfirm || !strings.HasSuffix(last.Text, "Cancel order "+number+"?") {
					rt.Fatalf("after %q, %q is answered %q", last.Text, text, line.Text)
				}
			}
			if asked := questions(now); asked > 1 {
				rt.Fatalf("%q is answered with %d questions", text, asked)
			}
			if w.state.Handoff != nil {
				return
			}
		}
	})
}

// questions counts what a turn asks the customer.
func questions(lines []conversation.Turn) int {
	n := 0
	for _, line := range lines {
		if line.Kind == conversation.KindField || line.Kind == conversation.KindConfirm || line.Kind == conversation.KindOffer {
			n++
		}
	}
	return n
}
