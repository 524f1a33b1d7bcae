// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAConversationOverREST(t *testing.T) {
	b := newBot(t, nil)
	id := b.open("", `{"customer":"ann","locale":"en-GB","tier":"gold"}`)
	path := "/v1/conversations/" + id

	status, answer, header := b.call("POST", path+"/messages", "", `{"messageId":"m1","text":"are you open?"}`)
	want := map[string]any{
		"conversation": id, "state": "bot",
		"messages": []any{map[string]any{"seq": 2.0, "kind": "answer", "text": "Nine to five.", "intent": "hours"}},
	}
	if diff := cmp.Diff(want, answer); status != http.StatusOK || diff != "" {
		t.Errorf("message: %d (-want +got):\n%s", status, diff)
	}
	if _, on := header[HeaderTrack]; on {
		t.Errorf("header %s without a rollout", HeaderTrack)
	}
	again, answer, _ := b.call("POST", path+"/messages", "", `{"messageId":"m1","text":"are you open?"}`)
	if diff := cmp.Diff(want, answer); again != http.StatusOK || diff != "" {
		t.Errorf("same message again: %d (-want +got):\n%s", again, diff)
	}

	status, answer, _ = b.call("POST", path+"/messages", "", `{"messageId":"m2","text":"I want to talk to a person"}`)
	if status != http.StatusOK || answer["state"] != "waiting" || answer["handoff"].(map[string]any)["reason"] != "user_requested" {
		t.Errorf("asking for a person: %d %v", status, answer)
	}
	if err := b.processor.Accepted(t.Context(), id, id+"-h1"); err != nil {
		t.Fatal(err)
	}
	status, answer, _ = b.call("GET", path+"?after=2", "", "")
	if status != http.StatusOK || answer["state"] != "human" || len(answer["messages"].([]any)) != 2 || answer["lastSeq"] != 4.0 {
		t.Errorf("reading after line 2: %d %v", status, answer)
	}
	status, answer, _ = b.call("POST", path+"/messages", "", `{"messageId":"m3","text":"hello?"}`)
	if status != http.StatusOK || len(answer["messages"].([]any)) != 0 {
		t.Errorf("with a person: %d %v, want silence", status, answer)
	}
	status, answer, _ = b.call("POST", path+"/end", "", "")
	if status != http.StatusOK || answer["state"] != "ended" {
		t.Errorf("end: %d %v", status, answer)
	}
	status, answer, _ = b.call("POST", path+"/rating", "", `{"score":4}`)
	if status != http.StatusOK || answer["rating"] != 4.0 {
		t.Errorf("rating: %d %v", status, answer)
	}
}

// TestInvisibleCharactersChangeNoAnswer: what is invisible changes nothing, the transcript keeps what was
// written, and control characters are gone, whichever channel they came by.
func TestInvisibleCharactersChangeNoAnswer(t *testing.T) {
	b := newBot(t, nil)
	for name, tc := range map[string]struct{ text, state, intent, stored string }{
		"wish for a person, with a mark of direction": {`human\u200f`, "waiting", "", "human\u200f"},
		"a wish in letters of full width":             {`ａｇｅｎｔ　ｐｌｅａｓｅ`, "waiting", "", "ａｇｅｎｔ　ｐｌｅａｓｅ"},
		"a word with what is invisible":               {`are you o\u00adpe\u200bn?`, "bot", "hours", "are you o\u00adpe\u200bn?"},
		"control characters":                          {`\u001b[31mopen\u0000\u202e?\r\n`, "bot", "hours", "[31mopen?\n"},
	} {
		t.Run(name, func(t *testing.T) {
			id := b.open("", `{"customer":"ann"}`)
			_, overREST, _ := b.call("POST", "/v1/conversations/"+id+"/messages", "", `{"messageId":"m1","text":"`+tc.text+`"}`)
			w := b.connect(`{"type":"hello","token":"ann"}`)
			w.receive()
			overSocket := w.ask(`{"type":"message","messageId":"m1","text":"` + tc.text + `"}`)
			for channel, answer := range map[string]map[string]any{"REST": overREST, "WebSocket": overSocket} {
				if answer["state"] != tc.state {
					t.Errorf("%s: %v, want state %s", channel, answer, tc.state)
					continue
				}
				state, _, err := b.store.Load(t.Context(), answer["conversation"].(string))
				if err != nil || state.Turns[0].Text != tc.stored || state.Intent != tc.intent {
					t.Errorf("%s: kept %+q as %q (%v), want %+q as %q", channel, state.Turns[0].Text, state.Intent, err, tc.stored, tc.intent)
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	const message = "/v1/conversations/{id}/messages"
	long := strings.Repeat("x", MaxTextCharacters+1)
	tests := map[string]struct {
		method, path, token, body string
		before                    func(b *bot, id string)
		wantStatus                int
		wantField, wantMessage    string
		wantRetry                 bool
	}{
		"no body":                {path: "/v1/conversations", wantStatus: 400, wantMessage: "no body"},
		"malformed JSON":         {path: "/v1/conversations", body: `{"customer": ann}`, wantStatus: 400, wantMessage: "malformed JSON at byte 14: invalid character 'a'"},
		"JSON that ends early":   {path: "/v1/conversations", body: `{"customer":"ann"`, wantStatus: 400, wantMessage: "malformed JSON at byte 17: it ends too early"},
		"two objects":            {path: "/v1/conversations", body: `{"customer":"ann"}{}`, wantStatus: 400, wantMessage: "there is text after the object"},
		"unknown member":         {path: "/v1/conversations", body: `{"customer":"ann","vip":true}`, wantStatus: 400, wantField: "vip", wantMessage: "leave it out"},
		"wrong type":             {path: "/v1/conversations", body: `{"customer":7}`, wantStatus: 400, wantField: "customer", wantMessage: "want a string, got number"},
		"no customer":            {path: "/v1/conversations", body: `{}`, wantStatus: 400, wantField: "customer", wantMessage: "is missing"},
		"long customer":          {path: "/v1/conversations", body: `{"customer":"` + strings.Repeat("x", 129) + `"}`, wantStatus: 400, wantField: "customer", wantMessage: "longer than 128 bytes"},
		"customer not printable": {path: "/v1/conversations", body: `{"customer":"a\u0000"}`, wantStatus: 400, wantField: "customer", wantMessage: "are not printable"},
		"customer cut in half":   {path: "/v1/conversations", body: `{"customer":"a\ud800"}`, wantStatus: 400, wantField: "customer", wantMessage: "are not printable"},
		"tier turned around":     {path: "/v1/conversations", body: `{"customer":"ann","tier":"\u202edlog"}`, wantStatus: 400, wantField: "tier", wantMessage: "are not printable"},
		"not UTF-8":              {path: message, body: "{\"messageId\":\"m1\",\"text\":\"caf\xe9\"}", wantStatus: 400, wantMessage: "not UTF-8"},
		"locale":                 {path: "/v1/conversations", body: `{"customer":"ann","locale":"English, please"}`, wantStatus: 400, wantField: "locale", wantMessage: "not a language tag"},
		"tier":                   {path: "/v1/conversations", body: `{"customer":"ann","tier":"` + strings.Repeat("g", 41) + `"}`, wantStatus: 400, wantField: "tier", wantMessage: "longer than 40 bytes"},
		"unknown channel":        {path: "/v1/conversations", body: `{"customer":"ann","channel":"fax"}`, wantStatus: 400, wantField: "channel", wantMessage: "not the name of a channel"},
		"chat over REST":         {path: "/v1/conversations", body: `{"customer":"ann","channel":"web"}`, wantStatus: 400, wantField: "channel", wantMessage: "not the name of a channel of type REST"},
		"no token":               {path: "/v1/conversations", body: `{"customer":"ann","channel":"partner"}`, wantStatus: 401, wantMessage: "Authorization: Bearer"},
		"wrong token":            {path: "/v1/conversations", token: "guess", body: `{"customer":"ann","channel":"partner"}`, wantStatus: 401, wantMessage: "Authorization: Bearer"},
		"secret missing":         {path: "/v1/conversations", token: "x", body: `{"customer":"ann","channel":"lost"}`, wantStatus: 503, wantMessage: "cannot answer now", wantRetry: true},
		"oversize":               {path: "/v1/conversations", body: `{"customer":"` + strings.Repeat("x", MaxBodyBytes) + `"}`, wantStatus: 413, wantMessage: "larger than 16384 bytes"},

		"no such conversation":     {path: "/v1/conversations/nothere/messages", body: `{"messageId":"m1","text":"hi"}`, wantStatus: 404, wantMessage: "no such conversation"},
		"id of another form":       {path: "/v1/conversations/A.b>/messages", body: `{"messageId":"m1","text":"hi"}`, wantStatus: 404, wantMessage: "no such conversation"},
		"no messageId":             {path: message, body: `{"text":"hi"}`, wantStatus: 400, wantField: "messageId", wantMessage: "is missing"},
		"no text":                  {path: message, body: `{"messageId":"m1","text":" \n"}`, wantStatus: 400, wantField: "text", wantMessage: "is empty"},
		"invisible text":           {path: message, body: `{"messageId":"m1","text":"\u200b\u0000\ud800\u3164"}`, wantStatus: 400, wantField: "text", wantMessage: "is empty"},
		"long text":                {path: message, body: `{"messageId":"m1","text":"` + long + `"}`, wantStatus: 413, wantField: "text", wantMessage: "longer than 4000 characters"},
		"messageId of another one": {path: message, body: `{"messageId":"m0","text":"other words"}`, wantStatus: 409, wantField: "messageId", wantMessage: "another message", before: func(b *bot, id string) { b.say(id, "m0", "open?") }},
		"after the end":            {path: message, body: `{"messageId":"m1","text":"hi"}`, wantStatus: 409, wantMessage: "has ended", before: func(b *bot, id string) { b.call("POST", "/v1/conversations/"+id+"/end", "", "") }},
		"without a release":        {path: message, body: `{"messageId":"m1","text":"hi"}`, wantStatus: 503, wantMessage: "with the same messageId", wantRetry: true, before: func(b *bot, _ string) { b.views.view.Store(nil) }},
		"without the store":        {path: message, body: `{"messageId":"m1","text":"hi"}`, wantStatus: 503, wantMessage: "with the same messageId", wantRetry: true, before: func(b *bot, _ string) { b.store.Away(true) }},
		"too fast":                 {path: message, body: `{"messageId":"m1","text":"hi"}`, wantStatus: 429, wantMessage: "wait and try again", wantRetry: true, before: func(b *bot, id string) { b.exhaust(id) }},

		"rating of nothing":   {path: "/v1/conversations/{id}/rating", body: `{"score":3}`, wantStatus: 409, wantMessage: "has not written anything"},
		"rating out of scale": {path: "/v1/conversations/{id}/rating", body: `{"score":6}`, wantStatus: 400, wantField: "score", wantMessage: "from 1 to 5"},
		"half a rating":       {path: "/v1/conversations/{id}/rating", body: `{"score":3.5}`, wantStatus: 400, wantField: "score", wantMessage: "want a whole number"},
		"second rating": {path: "/v1/conversations/{id}/rating", body: `{"score":3}`, wantStatus: 409, wantMessage: "rated already", before: func(b *bot, id string) {
			b.say(id, "m0", "open?")
			b.call("POST", "/v1/conversations/"+id+"/rating", "", `{"score":5}`)
		}},
		"late rating": {path: "/v1/conversations/{id}/rating", body: `{"score":3}`, wantStatus: 410, wantMessage: "no longer counted", before: func(b *bot, id string) {
			b.say(id, "m0", "open?")
			b.clock.Step(601 * time.Second)
		}},
		"after is not a number": {method: "GET", path: "/v1/conversations/{id}?after=x", wantStatus: 400, wantField: "after", wantMessage: "must be a message's seq"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBot(t, nil)
			id := b.open("", `{"customer":"ann"}`)
			if tc.before != nil {
				tc.before(b, id)
			}
			method := tc.method
			if method == "" {
				method = "POST"
			}
			status, answer, header := b.call(method, strings.ReplaceAll(tc.path, "{id}", id), tc.token, tc.body)
			if status != tc.wantStatus {
				t.Fatalf("status %d %v, want %d", status, answer, tc.wantStatus)
			}
			failure, _ := answer["error"].(map[string]any)
			field, _ := failure["field"].(string)
			message, _ := failure["message"].(string)
			if field != tc.wantField || !strings.Contains(message, tc.wantMessage) {
				t.Errorf("error %v, want field %q and %q", failure, tc.wantField, tc.wantMessage)
			}
			if got := header.Get("Retry-After") != ""; got != tc.wantRetry {
				t.Errorf("Retry-After %q, want one: %t", header.Get("Retry-After"), tc.wantRetry)
			}
			if len(tc.body) > 20 && strings.Contains(message, "other words") {
				t.Errorf("the answer repeats what the customer wrote: %q", message)
			}
		})
	}
}

func (b *bot) say(id, messageID, text string) {
	b.t.Helper()
	body := fmt.Sprintf(`{"messageId":%q,"text":%q}`, messageID, text)
	if status, answer, _ := b.call("POST", "/v1/conversations/"+id+"/messages", "", body); status != http.StatusOK {
		b.t.Fatalf("say: %d %v", status, answer)
	}
}

// exhaust uses up the customer's rate; the clock stands still.
func (b *bot) exhaust(id string) {
	b.t.Helper()
	for i := range 200 {
		status, _, _ := b.call("POST", "/v1/conversations/"+id+"/messages", "", fmt.Sprintf(`{"messageId":"x%d","text":"open"}`, i))
		if status == http.StatusTooManyRequests {
			return
		}
	}
	b.t.Fatal("200 messages at once, and no end")
}

func TestOtherCustomersAreNotLimited(t *testing.T) {
	b := newBot(t, nil)
	b.exhaust(b.open("", `{"customer":"ann"}`))
	b.say(b.open("", `{"customer":"bob"}`), "m1", "open?")
}

func TestTheRateLimitRecovers(t *testing.T) {
	b := newBot(t, nil)
	id := b.open("", `{"customer":"ann"}`)
	b.exhaust(id)
	b.clock.Step(time.Second)
	b.say(id, "later", "open?")
}

func TestAConversationIsServedOnItsChannelOnly(t *testing.T) {
	b := newBot(t, nil)
	id := b.open("a-token-of-partner", `{"customer":"ann","channel":"partner"}`)
	for token, want := range map[string]int{"a-token-of-partner": 200, "guess": 404, "": 404} {
		if status, answer, _ := b.call("GET", "/v1/conversations/"+id, token, ""); status != want {
			t.Errorf("token %q: %d %v, want %d", token, status, answer, want)
		}
	}
	t.Run("and a caller without a token is refused when all channels have one", func(t *testing.T) {
		b := newBot(t, func(o *RESTOptions, _ *ChatOptions) { o.Channels = o.Channels[1:2] })
		status, _, header := b.call("GET", "/v1/conversations/whatever", "", "")
		if status != http.StatusUnauthorized || !strings.HasPrefix(header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("status %d, header %v", status, header)
		}
	})
	t.Run("and a Bot without REST says so", func(t *testing.T) {
		b := newBot(t, func(o *RESTOptions, _ *ChatOptions) { o.Channels = o.Channels[3:] })
		for _, path := range []string{"/v1/conversations", "/v1/conversations/x/end"} {
			if status, answer, _ := b.call("POST", path, "", `{"customer":"ann"}`); status != http.StatusNotFound {
				t.Errorf("%s: %d %v", path, status, answer)
			}
		}
	})
}

func TestParseConfig(t *testing.T) {
	tests := map[string]struct {
		want    Config
		wantErr string
	}{
		"api=REST:Anonymous": {want: Config{Name: "api", Type: TypeREST}},
		"api=REST":           {wantErr: "say who may call it: api=REST:SECRET with the Secret of its token, or api=REST:Anonymous for everybody"},
		"api=REST:..":        {wantErr: `".." is not a valid Secret name`},
		"api=REST:partner":   {want: Config{Name: "api", Type: TypeREST, Secret: "partner"}},
		"web-1=WebChat":      {want: Config{Name: "web-1", Type: TypeWebChat}},
		"web=WebChat:x":      {wantErr: "a secret goes with type REST"},
		"api":                {wantErr: "the type must be REST or WebChat"},
		"api=Fax":            {wantErr: "the type must be REST or WebChat"},
		"A=REST":             {wantErr: "small letters"},
		"=REST":              {wantErr: "small letters"},
		"api=REST:../x":      {wantErr: "not a valid Secret name"},
	}
	for in, tc := range tests {
		t.Run(in, func(t *testing.T) {
			got, err := ParseConfig(in)
			if tc.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tc.wantErr) {
					t.Errorf("error %v, want %q", err, tc.wantErr)
				}
				return
			}
			if diff := cmp.Diff(tc.want, got); err != nil || diff != "" {
				t.Errorf("error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}
