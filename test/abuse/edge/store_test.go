// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/intentops/intentops/internal/bot/server"

	"github.com/intentops/intentops/test/abuse/target"
)

// storeSize is the smallest that a bot may have.
const storeSize = 16 << 20

// TestAStoreThatFillsUp begins conversations from many networks, with the largest messages that
// the bot takes: newcomers are refused, those who talk already go on, and the store keeps to its
// size. Then the attackers fill the rest from the conversations that they have.
func TestAStoreThatFillsUp(t *testing.T) {
	b := start(t, func(c *server.Config) {
		c.StoreSize, c.NewConversations, c.NetworkConversations = storeSize, 100_000, 100_000
		// Others have filled most of it.
		target.Write(t, filepath.Join(c.DataDir, "store", "of-others"), make([]byte, 11<<20))
	})
	ann := b.known()
	var mu sync.Mutex
	var open []string
	fill := func(ctx context.Context, attacker func(i, n int) bool) {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				for n := 0; n < 2000 && ctx.Err() == nil && attacker(i, n); n++ {
				}
			})
		}
		all.Wait()
	}
	b.during(func(ctx context.Context) {
		fill(ctx, func(i, n int) bool {
			id, from := fmt.Sprintf("fill-%d-%d", i, n), fmt.Sprintf("203.%d.%d.1", i, n%250)
			status, conversation, header := b.open(id, from)
			if status == http.StatusCreated {
				mu.Lock()
				open = append(open, conversation)
				mu.Unlock()
				_, _, _ = b.write(conversation, "m1", from)
				return true
			}
			if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
				t.Errorf("a newcomer is refused with %d %v", status, header)
			}
			return false
		})
	}, b.sheds("store_size"))
	b.within(storeSize)

	// What is moved from the journal makes room for a while, so that they go on until a short message
	// is refused, too.
	for round := 0; ; round++ {
		status, answer := 0, ""
		fill(t.Context(), func(i, n int) bool {
			s, a, _ := b.write(open[(i+8*n)%len(open)], fmt.Sprintf("again-%d-%d-%d", round, i, n), fmt.Sprintf("203.%d.%d.1", i, n%250))
			mu.Lock()
			defer mu.Unlock()
			if s != http.StatusOK {
				status, answer = s, a
			}
			return status == 0
		})
		if status != http.StatusServiceUnavailable || !strings.Contains(answer, "the bot has no room for more at the moment: try again") {
			t.Fatalf("a message to a full store is refused with %d %s", status, answer)
		}
		status, _, _, err := b.do(b.api+"/v1/conversations/"+ann.id+"/messages", fmt.Appendf(nil, `{"messageId":"last-%d","text":"hi"}`, round),
			"Authorization", "Bearer "+token, "X-Forwarded-For", "198.51.100.7")
		if err == nil && status == http.StatusServiceUnavailable {
			break
		}
		if err != nil || status != http.StatusOK || round == 100 {
			t.Fatalf("a customer of before, in a full store: %d %v", status, err)
		}
	}
	if status, answer, err := b.signed([]byte(`[]`)); err != nil || status != http.StatusOK {
		t.Errorf("events are not taken any more: %d %s %v", status, answer, err)
	}
	b.within(storeSize)
}

// write sends the largest message that the bot takes.
func (b *bot) write(conversation, id, from string) (status int, answer string, err error) {
	status, answer, _, err = b.do(b.api+"/v1/conversations/"+conversation+"/messages",
		fmt.Appendf(nil, `{"messageId":%q,"text":%q}`, id, strings.Repeat("😀", 3000)), "Authorization", "Bearer "+token, "X-Forwarded-For", from)
	return status, answer, err
}

// within checks the size that the bot itself says its store has.
func (b *bot) within(size float64) {
	b.t.Helper()
	if used := b.metric("intentops_bot_store_bytes", ""); used == 0 || used > size {
		b.t.Errorf("the store has %.0f bytes, of %.0f that it may have", used, size)
	}
}
