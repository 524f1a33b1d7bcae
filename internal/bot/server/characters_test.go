// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// nasty is JSON for characters that must not get through: NUL, escape, bell, delete, one of C1,
// an override of direction, half a character, a noncharacter.
const nasty = `\u0000\u001b[31m\u0007\u007f\u009b\u202e\ud800\uffff`

// walk shows every string of a JSON value.
func walk(v any, see func(string)) {
	switch v := v.(type) {
	case string:
		see(v)
	case []any:
		for _, item := range v {
			walk(item, see)
		}
	case map[string]any:
		for key, item := range v {
			see(key)
			walk(item, see)
		}
	}
}

// receiver is a helpdesk that fails on control characters, as real ones do.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	got []string
}

func newDesk(t *testing.T) *receiver {
	d := &receiver{}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var doc any
		if err == nil {
			err = json.Unmarshal(body, &doc)
		}
		walk(doc, func(s string) {
			if chars.Clean(s) != s {
				err = fmt.Errorf("%+q", s)
			}
		})
		if err != nil {
			t.Errorf("the helpdesk got %v", err)
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		d.got = append(d.got, string(body))
	}))
	t.Cleanup(d.Close)
	return d
}

// has waits for a delivery with a text in it.
func (d *receiver) has(t *testing.T, text string) {
	t.Helper()
	eventually(t, "the helpdesk has "+text, func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return strings.Contains(strings.Join(d.got, "\n"), text)
	})
}

// chat says one thing in the chat.
func chat(t *testing.T, base, message string) {
	t.Helper()
	socket, _, err := websocket.Dial(t.Context(), strings.Replace(base, "http", "ws", 1)+"/chat/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.CloseNow() }()
	for _, m := range []string{`{"type":"hello"}`, `{"type":"message","messageId":"m1","text":"` + message + `"}`} {
		if err := socket.Write(t.Context(), websocket.MessageText, []byte(m)); err != nil {
			t.Fatal(err)
		}
		if _, answer, err := socket.Read(t.Context()); err != nil || strings.Contains(string(answer), `"error"`) {
			t.Fatalf("%s: %s %v", m, answer, err)
		}
	}
}

// TestNoControlCharacterReachesAHelpdesk goes through all ways by which text comes in.
func TestNoControlCharacterReachesAHelpdesk(t *testing.T) {
	engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Text string `json:"text"`
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || chars.Fold(asked.Text) != asked.Text {
			t.Errorf("the engine was asked %+q (%v), want the normal form", asked.Text, err)
		}
		intent := "hours" + nasty
		if strings.Contains(asked.Text, "parcel") {
			intent = "parcel"
		}
		_, _ = fmt.Fprintf(w, `{"predictions":[{"intent":"%s","confidence":0.9}]}`, intent)
	}))
	defer engine.Close()
	var bad string
	if err := json.Unmarshal([]byte(`"`+nasty+`"`), &bad); err != nil {
		t.Fatal(err)
	}
	for name, engineURL := range map[string]string{"built in": "", "an engine that answers anything": engine.URL} {
		t.Run(name, func(t *testing.T) {
			receiver := newDesk(t)
			r := sample("nine to five"+bad, receiver.URL)
			r.Intents[1].Fields[0].Pattern, r.Intents[1].Fields[0].Prompt = "", "Which one?"+bad
			r.Policy.Rules[0].Queue = "first" + bad + "-line"
			c := config(t)
			if engineURL != "" {
				r.Understanding = &release.Understanding{Engine: release.EngineHTTP, URL: engineURL}
			}
			c.ReleaseDir = folder(t, r, 60)
			c.Events.Events = "desk"
			if err := os.MkdirAll(filepath.Join(c.SecretsDir, "desk"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(c.SecretsDir, "desk", "key"), []byte(eventsKey), 0o600); err != nil {
				t.Fatal(err)
			}
			bot := run(t, c)
			bot.ready()
			write := func(conversation, id, text string) {
				status, answer, err := post(http.DefaultClient, conversation+"/messages", `{"messageId":"`+id+`","text":"`+text+`"}`)
				if err != nil || status != 200 {
					t.Fatalf("%s: %d %v %v", text, status, answer, err)
				}
			}

			ann := open(t, bot.url, "ann")
			write(ann, "m1", "are you open"+nasty+" today?")
			write(ann, "m2", `hu\u0000\u001bman\u200f`)
			receiver.has(t, `"queue":"first[31m-line"`)
			receiver.has(t, `"text":"human`)
			write(ann, "m3", "after the handoff"+nasty)
			receiver.has(t, `"text":"after the handoff[31m"`)

			bob := open(t, bot.url, "bob")
			write(bob, "m1", "track my parcel")
			write(bob, "m2", "the blue one"+nasty)
			write(bob, "m3", "let me talk to a human"+nasty)
			receiver.has(t, `"id":"the blue one[31m"`)

			chat(t, bot.chat, "I want to talk to a person"+nasty)
			receiver.has(t, `"goal":"I want to talk to a person[31m"`)

			event := happened("1", path.Base(ann), "message.sent", `{"actor":"human","text":"x`+nasty+`","name":"`+nasty+`"}`)
			if status, answer := tell(t, bot.events, eventsKey, event); status != 200 || !strings.Contains(answer, `"accepted"`) {
				t.Errorf("event: %d %s", status, answer)
			}
			for _, conversation := range []string{ann, bob} {
				_, body := get(conversation)
				var doc any
				if err := json.Unmarshal([]byte(body), &doc); err != nil {
					t.Fatal(err)
				}
				walk(doc, func(s string) {
					if chars.Clean(s) != s {
						t.Errorf("the transcript has %+q", s)
					}
				})
			}
			if _, body := get(ann); !strings.Contains(body, "human\u200f") {
				t.Errorf("the transcript does not have what was written: %s", body)
			}
		})
	}
}
