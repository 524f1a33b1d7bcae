// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lines are a transcript's, as "seq role messageId".
func lines(m map[string]any) []string {
	var all []string
	turns, _ := m["transcript"].([]any)
	for _, turn := range turns {
		turn := turn.(map[string]any)
		all = append(all, fmt.Sprint(turn["seq"], " ", turn["role"], " ", turn["messageId"]))
	}
	return all
}

func TestATabShowsWhatHappenedInAnother(t *testing.T) {
	b := newBot(t, nil)
	one := b.connect(`{"type":"hello","token":"ann"}`)
	one.receive()
	two := b.connect(`{"type":"hello","token":"ann"}`)
	two.receive()
	id := one.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)["conversation"].(string)
	hello := func(after int) string {
		return fmt.Sprintf(`{"type":"hello","token":"ann","conversation":%q,"after":%d}`, id, after)
	}

	m := two.ask(hello(0))
	if diff := cmp.Diff([]string{"1 customer m1", "2 bot <nil>"}, lines(m)); diff != "" || m["type"] != "welcome" {
		t.Errorf("the second page hears (-want +got):\n%s", diff)
	}
	if m := two.ask(`{"type":"message","messageId":"m2","text":"open?"}`); m["conversation"] != id || m["lastSeq"] != 4.0 {
		t.Errorf("the second page writes: %v, want it to be in the same conversation", m)
	}
	if diff := cmp.Diff([]string{"3 customer m2", "4 bot <nil>"}, lines(one.ask(hello(2)))); diff != "" {
		t.Errorf("the first page hears (-want +got):\n%s", diff)
	}
	one.ask(`{"type":"end"}`)
	if m := two.ask(hello(4)); m["state"] != "ended" || lines(m) != nil {
		t.Errorf("after the end: %v", m)
	}

	if m := two.ask(`{"type":"hello","token":"eve","conversation":"` + id + `"}`); m["type"] != "welcome" || m["conversation"] != nil {
		t.Errorf("as a stranger: %v", m)
	}
	if m := two.ask(`{"type":"message","messageId":"m3","text":"open?"}`); m["conversation"] == id {
		t.Errorf("a stranger writes in %v", m)
	}
	if m := two.ask(`{"type":"hello","customer":"ann"}`); m["type"] != "error" {
		t.Errorf("a hello that is wrong: %v", m)
	}
	if m := two.ask(`{"type":"message","messageId":"m4","text":"open?"}`); text(m) != "Nine to five." {
		t.Errorf("afterwards: %v", m)
	}
}

func TestAStoreThatIsDownDoesNotLoseAConversation(t *testing.T) {
	b := newBot(t, nil)
	one := b.connect(`{"type":"hello","token":"ann"}`)
	one.receive()
	id := one.ask(`{"type":"message","messageId":"m1","text":"are you open?"}`)["conversation"].(string)
	hello := `{"type":"hello","token":"ann","conversation":"` + id + `"}`

	b.store.Away(true)
	for name, w := range map[string]*browser{"a new connection": b.connect(hello), "an old one": one} {
		if w == one {
			w.send(hello)
		}
		if m := w.receive(); m["type"] != "error" || m["retryAfterSeconds"] != 2.0 {
			t.Errorf("%s gets %v, want the request to try again", name, m)
		}
	}
	b.store.Away(false)
	if m := one.ask(`{"type":"message","messageId":"m2","text":"are you open?"}`); m["conversation"] != id {
		t.Errorf("afterwards: %v, want the same conversation", m)
	}
}

func TestTranscriptsHaveTheSendersMessageIDs(t *testing.T) {
	b := newBot(t, nil)
	id := b.open("a-token-of-partner", `{"customer":"c-4711","channel":"partner"}`)
	b.call("POST", "/v1/conversations/"+id+"/messages", "a-token-of-partner", `{"messageId":"order 7","text":"are you open?"}`)
	status, answer, _ := b.call("GET", "/v1/conversations/"+id, "a-token-of-partner", "")
	messages, _ := answer["messages"].([]any)
	if status != http.StatusOK || len(messages) != 2 || messages[0].(map[string]any)["messageId"] != "order 7" {
		t.Errorf("%d %v", status, answer)
	}
}
