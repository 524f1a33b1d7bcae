// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/intentops/intentops/internal/bot/server"
)

// TestSlowBodies drips one byte after the other on the ports for REST and events.
func TestSlowBodies(t *testing.T) {
	b := start(t, nil)
	b.during(func(ctx context.Context) {
		var all sync.WaitGroup
		for i := range 300 {
			address, head := b.events, "POST /v1/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 4000000\r\n\r\n["
			if i%2 == 0 {
				address, head = b.api, "POST /v1/conversations HTTP/1.1\r\nHost: bot\r\nAuthorization: Bearer "+token+
					"\r\nContent-Type: application/json\r\nContent-Length: 16000\r\n\r\n{"
			}
			all.Go(func() { drip(ctx, strings.TrimPrefix(address, "http://"), head) })
		}
		all.Wait()
	}, b.sheds("slow_body"))
}

// drip sends a byte twice a second, and connects again when the bot has had enough.
func drip(ctx context.Context, address, head string) {
	for range 100 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		_, err = io.WriteString(conn, head)
		for err == nil && ctx.Err() == nil {
			pause(ctx, 500*time.Millisecond)
			_, err = io.WriteString(conn, " ")
		}
		_ = conn.Close()
		if ctx.Err() != nil {
			return
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// TestIdleConnections opens more connections than a port has, and says nothing on them.
func TestIdleConnections(t *testing.T) {
	b := start(t, func(c *server.Config) { c.MaxConnections = 64 })
	b.during(func(ctx context.Context) {
		var open []net.Conn
		for i := range 400 {
			address := []string{b.events, b.api}[i%2]
			if conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://")); err == nil {
				open = append(open, conn)
			}
		}
		<-ctx.Done()
		for _, conn := range open {
			_ = conn.Close()
		}
	}, b.sheds("connections"))
}

// TestIdleAndChattyChats holds more chats than there may be, from some networks, keeps them busy
// with what is not a message, and connects again whatever is closed.
func TestIdleAndChattyChats(t *testing.T) {
	b := start(t, func(c *server.Config) { c.MaxChats = 20 })
	failed := 0
	b.during(func(ctx context.Context) {
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() { chatter(ctx, b, i) })
		}
		pause(ctx, 500*time.Millisecond)
		for i := range 20 {
			if err := customer(b, i); err != nil {
				if failed++; failed == 1 {
					t.Log(err)
				}
			}
		}
		all.Wait()
	})
	if failed > 0 {
		t.Errorf("%d of 20 customers were not answered", failed)
	}
}

func dial(ctx context.Context, b *bot, from string) (*websocket.Conn, error) {
	socket, _, err := websocket.Dial(ctx, strings.Replace(b.chat, "http", "ws", 1)+"/chat/ws",
		&websocket.DialOptions{HTTPHeader: http.Header{"X-Forwarded-For": {from}}})
	return socket, err
}

func chatter(ctx context.Context, b *bot, i int) {
	for range 200 {
		socket, err := dial(ctx, b, fmt.Sprintf("203.0.%d.1", i%20))
		for err == nil && ctx.Err() == nil {
			frame := `{}`
			if i%2 == 0 {
				frame = `{"type":"hello"}`
			}
			if err = socket.Write(ctx, websocket.MessageText, []byte(frame)); err == nil {
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

// customer connects, writes a message and reads the reply. Like the page, they connect again when
// their place was given to another meanwhile.
func customer(b *bot, i int) (err error) {
	for range 20 {
		if err = say(b, i); err == nil {
			return nil
		}
		pause(b.t.Context(), 100*time.Millisecond)
	}
	return err
}

func say(b *bot, i int) error {
	ctx, cancel := context.WithTimeout(b.t.Context(), 15*time.Second)
	defer cancel()
	socket, err := dial(ctx, b, fmt.Sprintf("192.0.%d.1", i))
	if err != nil {
		return err
	}
	defer func() { _ = socket.CloseNow() }()
	for _, frame := range []string{
		`{"type":"hello"}`, `{"type":"message","messageId":"m1","text":"when are you open"}`,
	} {
		answer, err := ask(ctx, socket, frame)
		if err != nil {
			return err
		}
		if strings.Contains(answer, `"error"`) {
			return fmt.Errorf("%s: %s", frame, answer)
		}
	}
	return nil
}

// TestAFloodOfNewCustomers begins conversations from one client, and then from many networks.
func TestAFloodOfNewCustomers(t *testing.T) {
	b := start(t, func(c *server.Config) { c.NewConversations, c.NetworkConversations = 200, 20 })
	begun, refused := map[string]int{}, 0
	b.during(func(context.Context) {
		for i := range 600 {
			from := "203.0.113.1"
			if i >= 200 {
				from = fmt.Sprintf("203.1.%d.1", i%250)
			}
			switch status, _, header := b.open(fmt.Sprint("fresh-", i), from); {
			case status == http.StatusCreated:
				begun[map[bool]string{true: "one", false: "many"}[i < 200]]++
			case status == http.StatusTooManyRequests && header.Get("Retry-After") != "":
				refused++
			default:
				t.Errorf("conversation %d: %d %v", i, status, header)
			}
		}
	})
	// Some seconds pass, in which a few more may begin.
	if begun["one"] > 60 || begun["one"]+begun["many"] > 500 || refused == 0 {
		t.Errorf("begun %v, refused %d", begun, refused)
	}
	if b.shed("network") == 0 || b.shed("new_conversations") == 0 {
		t.Error("what was shed is not counted")
	}
}

// TestMessagesOfEmoji sends the largest messages that the bot takes, and those that a page can hold.
func TestMessagesOfEmoji(t *testing.T) {
	b := start(t, nil)
	largest, emoji := strings.Repeat("😀", 3000), strings.Repeat("😀", 4000)
	var taken, refused atomic.Int64
	heap := watchHeap(t)
	b.during(func(ctx context.Context) {
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				socket, err := dial(ctx, b, fmt.Sprintf("203.0.%d.1", i))
				if err != nil {
					return
				}
				defer func() { _ = socket.CloseNow() }()
				_, err = ask(ctx, socket, `{"type":"hello"}`)
				for n := 0; n < 30 && err == nil; n++ {
					var answer string
					answer, err = ask(ctx, socket, fmt.Sprintf(`{"type":"message","messageId":"m%d","text":"%s"}`, n, []string{largest, emoji}[n%2]))
					switch {
					case strings.Contains(answer, `"type":"reply"`):
						taken.Add(1)
					case strings.Contains(answer, `"TooLong"`):
						refused.Add(1)
					}
					pause(ctx, time.Second)
				}
			})
		}
		all.Wait()
	}, func() bool { return taken.Load() > 40 && refused.Load() > 40 })
	heap.below(192 << 20)
	status, answer, _, err := b.do(b.api+"/v1/conversations/"+b.known().id+"/messages",
		fmt.Appendf(nil, `{"messageId":"m1","text":%q}`, emoji[:12_004]), "Authorization", "Bearer "+token)
	if err != nil || status != http.StatusRequestEntityTooLarge || !strings.Contains(answer, "longer than 12000 bytes") {
		t.Errorf("%d %s %v", status, answer, err)
	}
}

// ask sends a frame and reads one.
func ask(ctx context.Context, socket *websocket.Conn, frame string) (answer string, err error) {
	if err := socket.Write(ctx, websocket.MessageText, []byte(frame)); err != nil {
		return "", err
	}
	_, data, err := socket.Read(ctx)
	return string(data), err
}

// TestLargeArrays sends eight signed arrays of two million zeros at a time.
func TestLargeArrays(t *testing.T) {
	b := start(t, nil)
	zeros := append(append([]byte("[0"), bytes.Repeat([]byte(",0"), 2_000_000-1)...), ']')
	heap := watchHeap(t)
	b.during(func(ctx context.Context) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for n := 0; n < 3 && ctx.Err() == nil; n++ {
					if status, answer, err := b.signed(zeros); err == nil && status != http.StatusBadRequest && status != http.StatusServiceUnavailable {
						t.Errorf("%d %s", status, answer)
					}
				}
			})
		}
		all.Wait()
	})
	heap.below(256 << 20)
}

// TestGuessedTokens guesses from one network; a caller in another, and whoever sends the right
// token, are served.
func TestGuessedTokens(t *testing.T) {
	b := start(t, nil)
	statuses := map[int]int{}
	b.during(func(context.Context) {
		for i := range 1000 {
			status, _, header, err := b.do(b.api+"/v1/conversations", []byte(`{}`), "Authorization", fmt.Sprint("Bearer guess-", i), "X-Forwarded-For", "203.0.113.1")
			if statuses[status]++; err != nil || status == http.StatusTooManyRequests && header.Get("Retry-After") == "" {
				t.Errorf("guess %d: %d %v", i, status, err)
			}
		}
	})
	if statuses[http.StatusUnauthorized] > 60 || statuses[http.StatusUnauthorized]+statuses[http.StatusTooManyRequests] != 1000 {
		t.Errorf("answers %v, want at most a few that say whether the token is right", statuses)
	}
	if status, _, _ := b.open("bob", "203.0.113.9"); status != http.StatusTooManyRequests {
		t.Errorf("the right token from the network that guesses: %d", status)
	}
}

// heap is the largest that was seen.
type heap struct {
	t    *testing.T
	stop chan struct{}
	done sync.WaitGroup
	most uint64
}

func watchHeap(t *testing.T) *heap {
	t.Helper()
	h := &heap{t: t, stop: make(chan struct{})}
	h.done.Go(func() {
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			h.most = max(h.most, m.HeapInuse)
			select {
			case <-h.stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	return h
}

func (h *heap) below(limit uint64) {
	h.t.Helper()
	close(h.stop)
	h.done.Wait()
	h.t.Logf("the heap had %d MiB at most", h.most>>20)
	if h.most > limit {
		h.t.Errorf("the heap had %d MiB, want at most %d", h.most>>20, limit>>20)
	}
}
