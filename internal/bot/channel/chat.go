// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"time"

	"github.com/coder/websocket"
	"github.com/go-logr/logr"
	"golang.org/x/time/rate"
	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/bot/identity"
)

// Bounds of the chat.
const (
	// helloWithin is how long a browser may take to say who it is.
	helloWithin = 10 * time.Second
	// writeTimeout bounds one message to the browser.
	writeTimeout = 10 * time.Second
	// pingEvery keeps the connection alive through proxies, and finds dead ones.
	pingEvery = 30 * time.Second
	// pongWithin is how long a browser may take to answer a ping. The answer is read after the
	// messages before it were served, so it is longer than a few turns take.
	pongWithin = 30 * time.Second
	// noticeEvery is how often a conversation that waits for a person is looked at.
	noticeEvery = 2 * time.Second
	// framesPerSecond and framesBurst are what one browser may send, whatever it is.
	framesPerSecond, framesBurst = 10, 200
)

// Chat serves the chat page and its WebSocket under /chat.
type Chat struct {
	conversations Conversations
	channels      []Config // of type WebChat
	work          *edge.Slots
	clock         clock.PassiveClock
	log           logr.Logger
	origins       []string
	ancestors     []string
	idle          time.Duration
	ping          time.Duration
	connections   *connectionLimiter
	key           identity.Key
	identities    *identities
	draining      context.Context
	stop          context.CancelFunc
	Limits
}

// ChatOptions of the chat.
type ChatOptions struct {
	Conversations Conversations
	Channels      []Config
	// Key of the Bot, by which customers are known again.
	Key identity.Key
	// SecretsDir holds the Secrets, a folder each.
	SecretsDir string
	Limits
	// Work bounds the messages that are served at the same time.
	Work  *edge.Slots
	Clock clock.PassiveClock
	Log   logr.Logger
	// Origins are the hosts of other sites whose pages may open a chat's WebSocket, such as
	// shop.example or *.shop.example; * is any. The bot's own page always may.
	Origins []string
	// FrameAncestors are the hosts of other sites that may show the chat page in a frame.
	FrameAncestors []string
	// Idle is after how long without a message from the customer the connection is closed.
	Idle time.Duration
	// MaxConnections at the same time.
	MaxConnections int
}

// NewChat returns the chat of the channels of that type.
func NewChat(o ChatOptions) *Chat {
	c := &Chat{
		conversations: o.Conversations, Limits: o.Limits, work: o.Work, clock: o.Clock, log: o.Log,
		origins: o.Origins, ancestors: o.FrameAncestors, idle: o.Idle, ping: pingEvery, connections: newConnectionLimiter(o.MaxConnections, o.Clock),
		key: o.Key, identities: newIdentities(o.SecretsDir),
	}
	c.draining, c.stop = context.WithCancel(context.Background())
	for _, config := range o.Channels {
		if config.Type == TypeWebChat {
			c.channels = append(c.channels, config)
		}
	}
	return c
}

// Ready says why customers of sites are refused; nil: they are not.
func (c *Chat) Ready(context.Context) error { return c.identities.ready(c.channels, c.clock.Now()) }

// Connections is how many browsers are connected.
func (c *Chat) Connections() int64 { return int64(c.connections.count()) }

// Drain closes the connections once their messages are answered, and waits for that.
func (c *Chat) Drain(ctx context.Context) {
	c.stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for c.Connections() > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Register adds the routes; none when the Bot has no channel of type WebChat.
func (c *Chat) Register(mux *http.ServeMux) {
	if len(c.channels) == 0 {
		return
	}
	c.registerPage(mux)
	mux.HandleFunc("GET /chat/ws", c.serve)
}

// fromBrowser is what a browser sends.
type fromBrowser struct {
	// Type is hello, message, rating or end. A hello may come again.
	Type string `json:"type"`
	// Token, Customer, IdentityHash, Locale, Channel, Conversation and After belong to hello.
	// Token is that of an earlier welcome; Customer is an id that the site signed with
	// IdentityHash.
	Token        string `json:"token"`
	Customer     string `json:"customer"`
	IdentityHash string `json:"identityHash"`
	Locale       string `json:"locale"`
	Channel      string `json:"channel"`
	Conversation string `json:"conversation"`
	After        int64  `json:"after"`
	// MessageID and Text belong to message, Score to rating.
	MessageID string `json:"messageId"`
	Text      string `json:"text"`
	Score     int    `json:"score"`
}

// toBrowser is what a browser gets.
type toBrowser struct {
	// Type is welcome, reply, notice, rated, ended or error.
	Type string `json:"type"`
	*reply
	// Token comes with a welcome: the browser keeps it, and proves with it who it is. Nobody else
	// gets to see it.
	Token string `json:"token,omitempty"`
	// MessageID is the message that a reply answers.
	MessageID string `json:"messageId,omitempty"`
	// LastSeq is the newest line that the browser has with this one, the customer's included;
	// it comes with a reply.
	LastSeq int64 `json:"lastSeq,omitempty"`
	// Transcript comes with a welcome back.
	Transcript []conversation.Turn `json:"transcript,omitempty"`
	Rating     int                 `json:"rating,omitempty"`
	Error      *Failure            `json:"error,omitempty"`
	// RetryAfterSeconds comes with an error that passes: what was sent may be sent again then,
	// a message with the same id.
	RetryAfterSeconds int `json:"retryAfterSeconds,omitempty"`
}

func (c *Chat) serve(w http.ResponseWriter, r *http.Request) {
	client, known := c.network(r)
	place := client
	if !known {
		place = netip.Prefix{}
	}
	// A place is taken, and another chat asked to leave, only once the handshake is complete: a
	// request that is not one for a WebSocket takes nothing from anybody.
	if reason := c.connections.refusal(place); reason != "" {
		c.Shed.Count(reason)
		WriteFailure(w, &Failure{
			Status: http.StatusServiceUnavailable, RetryAfter: 10 * time.Second, Reason: ReasonBusy, Message: "too many chats are open: try again",
		})
		return
	}
	// Accept refuses other sites' pages, by the Origin header.
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{OriginPatterns: c.origins})
	if err != nil {
		c.log.V(1).Info("Refused a WebSocket", "reason", err.Error())
		return
	}
	defer func() { _ = socket.CloseNow() }()
	slot, reason := c.connections.acquire(place)
	if slot == nil { // others came first meanwhile
		c.Shed.Count(reason)
		_ = socket.Close(websocket.StatusTryAgainLater, "too many chats are open: connect again later")
		return
	}
	defer slot.release()
	socket.SetReadLimit(MaxBodyBytes)
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()

	s := &session{
		Chat: c, socket: socket, slot: slot, client: client, clientKnown: known,
		frames: rate.NewLimiter(framesPerSecond, framesBurst),
	}
	err = s.run(ctx)
	switch {
	case err == nil:
		_ = socket.Close(websocket.StatusNormalClosure, "")
	case errors.Is(err, errIdle):
		_ = socket.Close(websocket.StatusNormalClosure, "the customer was silent for a while")
	case errors.Is(err, errChatty):
		_ = socket.Close(websocket.StatusPolicyViolation, "too many messages at once: connect again and send fewer")
	case errors.Is(err, errReplaced):
		_ = socket.Close(websocket.StatusNormalClosure, "others need the connection: connect again to write")
	case errors.Is(err, errDraining):
		_ = socket.Close(websocket.StatusGoingAway, "the bot restarts: connect again")
	case websocket.CloseStatus(err) == -1:
		c.log.V(1).Info("Chat ended", "reason", err.Error())
	}
}

// Why a connection is closed from here.
var (
	errIdle     = errors.New("the customer was silent for a while")
	errReplaced = errors.New("others need the connection")
	errChatty   = errors.New("the browser sent too much at once")
	errDraining = errors.New("the bot is stopping")
)

//go:embed page
var page embed.FS

// mediaTypes of the files that the page is made of.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// registerPage serves the chat page. It loads nothing from other sites, and the policy forbids
// browsers to.
func (c *Chat) registerPage(mux *http.ServeMux) {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors " + strings.Join(append([]string{"'self'"}, c.ancestors...), " ")
	files, err := page.ReadDir("page")
	if err != nil {
		panic(fmt.Sprintf("embedded page: %v", err)) // it is missing from the build
	}
	for _, file := range files {
		route, mediaType := "/chat/"+file.Name(), mediaTypes[path.Ext(file.Name())]
		if file.Name() == "chat.html" {
			route = "/chat"
		}
		data, err := page.ReadFile("page/" + file.Name())
		if err != nil || mediaType == "" {
			panic(fmt.Sprintf("embedded file %s of media type %q: %v", file.Name(), mediaType, err))
		}
		sum := sha256.Sum256(data)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		mux.HandleFunc("GET "+route, func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Type", mediaType)
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Cache-Control", "no-cache")
			h.Set("ETag", tag)
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(data) // the browser has gone
		})
	}
}
