// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/server"
)

// TestOneVisitorTakesAllPlaces: one visitor writes real messages in more chats than there may be, so
// that each keeps its place, and connects again whatever is closed.
func TestOneVisitorTakesAllPlaces(t *testing.T) {
	for name, visitor := range map[string]struct {
		from func(i int) string
		// same is true for one conversation in all sockets.
		same bool
	}{
		"many conversations, from one network":  {from: func(int) string { return "203.0.113.1" }},
		"one conversation, in many browsers":    {from: func(int) string { return "203.0.113.1" }, same: true},
		"one conversation, from many networks":  {from: func(i int) string { return fmt.Sprintf("203.0.%d.1", i) }, same: true},
		"many conversations, from two networks": {from: func(i int) string { return fmt.Sprintf("203.0.%d.1", i%2) }},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, func(c *server.Config) { c.MaxChats, c.NetworkConversations, c.NewConversations = 40, 100_000, 100_000 })
			token := ""
			if visitor.same {
				token = welcomed(t, b)
			}
			var taken atomic.Int64
			failed := 0
			b.during(func(ctx context.Context) {
				var all sync.WaitGroup
				for i := range 60 {
					all.Go(func() { occupy(ctx, b, visitor.from(i), token, i, &taken) })
				}
				for begin := time.Now(); taken.Load() < 20 && time.Since(begin) < 30*time.Second; {
					pause(ctx, 50*time.Millisecond)
				}
				for i := range 20 {
					if err := customer(b, i); err != nil {
						if failed++; failed == 1 {
							t.Log(err)
						}
					}
				}
				all.Wait()
			}, func() bool { return taken.Load() >= 20 })
			if failed > 0 {
				t.Errorf("%d of 20 customers were not answered", failed)
			}
		})
	}
}

// welcomed is the token of a browser.
func welcomed(t *testing.T, b *bot) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	socket, err := dial(ctx, b, "203.0.113.1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.CloseNow() }()
	answer, err := ask(ctx, socket, `{"type":"hello"}`)
	var welcome struct{ Token string }
	if err == nil {
		err = json.Unmarshal([]byte(answer), &welcome)
	}
	if err != nil || welcome.Token == "" {
		t.Fatalf("%s, %v", answer, err)
	}
	return welcome.Token
}

// occupy keeps a place with messages that the bot takes.
func occupy(ctx context.Context, b *bot, from, token string, i int, taken *atomic.Int64) {
	for round := range 200 {
		socket, err := dial(ctx, b, from)
		if err == nil {
			_, err = ask(ctx, socket, fmt.Sprintf(`{"type":"hello","token":%q}`, token))
		}
		for n := 0; err == nil && ctx.Err() == nil; n++ {
			if _, err = ask(ctx, socket, fmt.Sprintf(`{"type":"message","messageId":"m%d-%d-%d","text":"when are you open"}`, i, round, n)); err == nil {
				taken.Add(1)
				pause(ctx, 500*time.Millisecond)
			}
		}
		if socket != nil {
			_ = socket.CloseNow()
		}
		if ctx.Err() != nil {
			return
		}
		pause(ctx, 500*time.Millisecond)
	}
}
