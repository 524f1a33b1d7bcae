// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signatures

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/signature"

	"github.com/intentops/intentops/test/abuse/target"
)

// TestAPacketIsNotAnEvent sends what the bot sent back to it, on every way in, with one Secret for
// all of them.
func TestAPacketIsNotAnEvent(t *testing.T) {
	b := start(t)
	ann := b.handOver()
	ways := map[string]func(http.Header){
		"as it is":              func(http.Header) {},
		"as an event":           func(h http.Header) { h.Set("Content-Type", oneEvent) },
		"as a batch":            func(h http.Header) { h.Set("Content-Type", "application/cloudevents-batch+json") },
		"as one in binary mode": func(h http.Header) { resolves(h, ann.conversation) },
		"signed as Chatwoot does": func(h http.Header) {
			h.Set("X-Chatwoot-Timestamp", h.Get(signature.HeaderTimestamp))
			h.Set("X-Chatwoot-Signature", "sha256="+strings.TrimPrefix(h.Get(signature.HeaderSignature), "v2="))
		},
		"signed as Zendesk does": func(h http.Header) {
			h.Set("X-Zendesk-Webhook-Signature-Timestamp", time.Now().UTC().Format(time.RFC3339))
			h.Set("X-Zendesk-Webhook-Signature", strings.TrimPrefix(h.Get(signature.HeaderSignature), "v2="))
		},
	}
	for _, path := range []string{eventsPath, "/v1/adapters/chatwoot", "/v1/adapters/zendesk"} {
		for way, change := range ways {
			h := ann.packet.header.Clone()
			change(h)
			if status, answer := b.post(b.events+path, h, ann.packet.body); status != http.StatusUnauthorized {
				t.Errorf("%s, %s: %d %s", path, way, status, answer)
			}
		}
	}
	if n := b.metric("intentops_events_total", ""); n != 0 {
		t.Errorf("%g events reached the bot", n)
	}
}

// resolves are the headers of an event in binary mode.
func resolves(h http.Header, conversation string) {
	for name, value := range map[string]string{
		"Specversion": "1.0", "Id": "1", "Source": "/desk", "Type": "dev.intentops.conversation.resolved", "Subject": conversation,
	} {
		h.Set("Ce-"+name, value)
	}
}

// TestAnEventIsNotAPacket sends what a helpdesk sent to another helpdesk with the same Secret.
func TestAnEventIsNotAPacket(t *testing.T) {
	event := rated("c1", "1")
	event.target = "/handoffs?desk=1"
	if _, err := signature.Verify(event.header, event.signed(signature.ToHelpdesk), time.Now(), []byte(key)); err == nil {
		t.Error("an event is taken for a packet")
	}
}

// TestASignedBodyIsOneEvent signs an empty object once, and sends it with the headers of several
// events in binary mode.
func TestASignedBodyIsOneEvent(t *testing.T) {
	b := start(t)
	ann := b.handOver()
	for _, media := range []string{"application/json", oneEvent, ""} {
		c := captured{http.MethodPost, eventsPath, http.Header{"Content-Type": {media}}, []byte("{}")}
		signature.Sign(c.header, c.signed(signature.FromHelpdesk), time.Now(), []byte(key))
		for i := range 3 {
			resolves(c.header, ann.conversation)
			c.header.Set("Ce-Id", fmt.Sprint(i))
			if status, answer := b.post(b.events+eventsPath, c.header, c.body); status < 400 || status >= 500 {
				t.Errorf("%q: %d %s", media, status, answer)
			}
		}
	}
	if n := b.metric("intentops_events_total", `type="conversation.resolved"`); n != 0 {
		t.Errorf("%g resolutions reached the bot", n)
	}
}

// TestWhatIsReplayedCountsOnce sends a good request again and again, as it is, and its event by
// another signature, alone and in a batch.
func TestWhatIsReplayedCountsOnce(t *testing.T) {
	b := start(t)
	ann := b.handOver()
	event := rated(ann.conversation, "1")
	if status, answer := b.post(b.events+eventsPath, event.header, event.body); status != http.StatusOK || !strings.Contains(answer, `"accepted"`) {
		t.Fatalf("%d %s", status, answer)
	}
	for range 20 {
		if status, answer := b.post(b.events+eventsPath, event.header, event.body); status != http.StatusUnprocessableEntity && status != http.StatusOK || !strings.Contains(answer, `"duplicate"`) {
			t.Errorf("again: %d %s", status, answer)
		}
	}
	batch := captured{http.MethodPost, eventsPath, http.Header{"Content-Type": {"application/cloudevents-batch+json"}},
		fmt.Appendf(nil, "[%s,%s]", event.body, event.body)}
	signature.Sign(batch.header, batch.signed(signature.FromHelpdesk), time.Now(), []byte(key))
	if status, answer := b.post(b.events+eventsPath, batch.header, batch.body); status != http.StatusOK || strings.Count(answer, `"duplicate"`) != 2 {
		t.Errorf("in a batch: %d %s", status, answer)
	}
	target.Eventually(b.t, "the rating is counted", func() bool { return b.metric("intentops_ratings_total", "") > 0 })
	if n := b.metric("intentops_ratings_total", ""); n != 1 {
		t.Errorf("counted %g times", n)
	}
}
