// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/intentops/intentops/hack/simulator/journal"
)

// Caller talks to a bot's REST channel, one message at a time.
type Caller struct {
	// URL of the bot's port for REST, and EventsURL of the one for events.
	URL, EventsURL string
	// Credentials that the channel asks for.
	Credentials
	// Journal, which may be nil, gets what the caller says and hears.
	Journal *journal.Journal
}

// Reply is what the bot answers to a message.
type Reply struct {
	// State is bot, waiting, human or ended.
	State   string `json:"state"`
	Handoff *struct {
		Reason string `json:"reason"`
		Rule   string `json:"rule"`
	} `json:"handoff"`
	Messages []struct {
		Kind   string `json:"kind"`
		Text   string `json:"text"`
		Intent string `json:"intent"`
	} `json:"messages"`
	// Track is stable, candidate or, outside a rollout, empty.
	Track string `json:"-"`
	// Conversation is its id.
	Conversation string `json:"-"`
}

// Answer is the text of the first answer to the customer's question, and its intent; empty
// when there is none.
func (r *Reply) Answer() (intent, text string) {
	for _, m := range r.Messages {
		if m.Kind == "answer" {
			return m.Intent, m.Text
		}
	}
	return "", ""
}

// Ask opens a conversation for a customer, says one thing and returns the reply.
func (c *Caller) Ask(ctx context.Context, customer, text string) (Reply, error) {
	conversation, err := c.Open(ctx, customer)
	if err != nil {
		return Reply{}, err
	}
	began := time.Now()
	var reply Reply
	header, err := c.do(ctx, "/v1/conversations/"+conversation+"/messages", map[string]string{"messageId": customer + "-1", "text": text}, &reply)
	if err != nil {
		return Reply{}, fmt.Errorf("sending a message: %w", err)
	}
	reply.Track, reply.Conversation = header.Get("Intentops-Track"), conversation
	c.note(customer, began, &reply)
	return reply, nil
}

// Open begins a conversation of a customer, and signs the id if the channel asks for it.
func (c *Caller) Open(ctx context.Context, customer string) (conversation string, err error) {
	body := map[string]string{"customer": customer}
	if c.Identity != "" {
		h := hmac.New(sha256.New, []byte(c.Identity))
		_, _ = h.Write([]byte(customer))
		body["identityHash"] = hex.EncodeToString(h.Sum(nil))
	}
	var opened struct {
		Conversation string `json:"conversation"`
	}
	if _, err := c.do(ctx, "/v1/conversations", body, &opened); err != nil {
		return "", fmt.Errorf("opening a conversation: %w", err)
	}
	return opened.Conversation, nil
}

// headers of a request with JSON.
func (c *Caller) headers() http.Header {
	h := http.Header{"Content-Type": {"application/json"}}
	if c.Token != "" {
		h.Set("Authorization", "Bearer "+c.Token)
	}
	return h
}

// note writes down what was said.
func (c *Caller) note(customer string, began time.Time, reply *Reply) {
	talk := c.Journal.Talk("/harness/caller", reply.Conversation, "api", customer, began)
	heard := journal.Reply{Kind: "notice", Unclassified: reply.Handoff != nil && reply.Handoff.Reason == "automation_disabled"}
	intent, _ := reply.Answer()
	if intent != "" {
		heard.Intent, heard.Kind = intent, "answer"
	}
	talk.Said(began, time.Now(), heard)
	if intent == "" && reply.Handoff == nil {
		talk.Abandoned(time.Now())
	}
}

// do posts JSON until it is answered, for two minutes: a bot that loses a pod answers
// again at once, and knows a message that comes twice.
func (c *Caller) do(ctx context.Context, path string, in, out any) (http.Header, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	var header http.Header
	err = WaitFor(ctx, "an answer", 2*time.Minute, func(ctx context.Context) (bool, string) {
		status, answer, h, err := c.post(ctx, c.URL+path, body, c.headers(), attemptTimeout)
		switch {
		case err != nil:
			return false, err.Error()
		case status >= 300:
			return false, fmt.Sprintf("status %d: %s", status, answer)
		}
		header = h
		err = json.Unmarshal(answer, out)
		return err == nil, fmt.Sprint(err)
	})
	return header, err
}

// Post sends any body and returns what came back.
func (c *Caller) Post(ctx context.Context, path string, body []byte) (status int, answer []byte, header http.Header, err error) {
	return c.post(ctx, c.URL+path, body, c.headers(), patience)
}

// patience is for what is sent once. What is tried again waits for attemptTimeout only: a
// pod that was killed never answers.
const patience, attemptTimeout = time.Minute, 5 * time.Second

func (c *Caller) post(ctx context.Context, url string, body []byte, headers http.Header, timeout time.Duration) (status int, answer []byte, header http.Header, err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, nil, err
	}
	req.Header = headers
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, answer, resp.Header, err
}
