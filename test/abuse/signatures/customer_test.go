// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signatures

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// words are all texts in a JSON value.
func words(v any) (found []string) {
	switch v := v.(type) {
	case string:
		found = append(found, v)
	case []any:
		for _, element := range v {
			found = append(found, words(element)...)
		}
	case map[string]any:
		for _, member := range v {
			found = append(found, words(member)...)
		}
	}
	return found
}

// TestNobodySpeaksAsTheCustomerFromWhatAPacketShows tries each text of a packet, of its headers and
// of the bot's metrics as what a browser or a caller of REST says who it is with.
func TestNobodySpeaksAsTheCustomerFromWhatAPacketShows(t *testing.T) {
	b := start(t)
	ann := b.handOver()
	shown := string(ann.packet.body) + fmt.Sprint(ann.packet.header)
	id, mac, _ := strings.Cut(ann.token, ".")
	for _, part := range []string{ann.token, id, mac, id[:12], mac[:12]} {
		if strings.Contains(shown, part) {
			t.Fatalf("the packet shows a part of the customer's token: %s", shown)
		}
	}
	var packet any
	if err := json.Unmarshal(ann.packet.body, &packet); err != nil {
		t.Fatal(err)
	}
	known := words(packet)
	for _, values := range ann.packet.header {
		known = append(known, values...)
	}
	for _, word := range slices.Clone(known) {
		if bare, is := strings.CutPrefix(word, "web-"); is {
			known = append(known, bare, bare+"."+bare, word+"."+bare)
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	if len(known) < 10 || !slices.Contains(known, ann.conversation) {
		t.Fatalf("a packet of which little is known: %q", known)
	}
	for _, word := range known {
		quoted, _ := json.Marshal(word) // a string
		for _, who := range []string{`"token":%s`, `"customer":%s`, `"customer":%[1]s,"identityHash":%[1]s`} {
			thief := b.browser()
			hello := fmt.Sprintf(`{"type":"hello","conversation":%q,`+who+`}`, ann.conversation, quoted)
			answer := thief.ask(hello)
			if answer["conversation"] != nil || answer["transcript"] != nil {
				t.Errorf("%s reads the conversation: %v", hello, answer)
			}
			if answer["type"] != "welcome" {
				continue
			}
			for _, act := range []string{`{"type":"rating","score":1}`, `{"type":"end"}`} {
				if answer := thief.ask(act); answer["conversation"] == ann.conversation {
					t.Errorf("%s: %s acts in the conversation: %v", hello, act, answer)
				}
			}
		}
		// The channel's token opens REST conversations; of the web chat's it knows nothing.
		for _, bearer := range []string{token, word} {
			h := http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + strings.Map(printable, bearer)}}
			status, answer := b.post(b.api+"/v1/conversations/"+ann.conversation+"/messages", h, []byte(`{"messageId":"t1","text":"hello"}`))
			if status < 400 || status >= 500 {
				t.Errorf("as a caller of REST with %q: %d %s", bearer, status, answer)
			}
		}
	}
	mine := b.browser().ask(fmt.Sprintf(`{"type":"hello","conversation":%q,"token":%q}`, ann.conversation, ann.token))
	lines, _ := mine["transcript"].([]any)
	if mine["conversation"] != ann.conversation || mine["state"] != "human" || mine["rating"] != nil || len(lines) == 0 {
		t.Errorf("the customer finds %v", mine)
	}
	if strings.Contains(fmt.Sprint(lines), "hello") {
		t.Errorf("somebody wrote in the customer's name: %v", lines)
	}
}

// printable leaves out what a header may not have.
func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}
