// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

const (
	chatwootAgent = `{"event":"message_created","id":"41","content":"Hello, Bo here","created_at":"2026-03-02 12:12:00 UTC",
		"message_type":"outgoing","content_type":"text","content_attributes":{},"private":false,"source_id":null,
		"sender":{"id":3,"name":"Bo","email":"bo@shop.example","type":"user"},
		"inbox":{"id":1,"name":"Site"},"account":{"id":7,"name":"Shop"},
		"conversation":{"id":12,"inbox_id":1,"status":"open","channel":"Channel::Api","custom_attributes":{"intentops_conversation":"c1"},
			"meta":{"sender":{"id":9},"assignee":{"id":3}},"timestamp":1772453520,"created_at":1772452800}}`
	chatwootNote = `{"event":"message_created","id":42,"created_at":"2026-03-02T12:11:00.000Z","message_type":"outgoing","private":true,
		"sender":{"id":3,"type":"user"},"account":{"id":7},"conversation":{"id":12,"custom_attributes":{"intentops_conversation":"c1"}}}`
	chatwootRated = `{"event":"message_updated","id":50,"created_at":"2026-03-02T12:41:00.000Z","message_type":"template","content_type":"input_csat",
		"content_attributes":{"submitted_values":{"csat_survey_response":{"rating":5,"feedback_message":"Quick!"}}},
		"private":false,"sender":null,"account":{"id":7},"conversation":{"id":12,"custom_attributes":{"intentops_conversation":"c1"}}}`
	chatwootResolved = `{"event":"conversation_status_changed","id":12,"inbox_id":1,"status":"resolved","channel":"Channel::Api",
		"custom_attributes":{"intentops_conversation":"c1"},"labels":[],"messages":[],"meta":{"assignee":{"id":3}},
		"changed_attributes":[{"updated_at":{"previous_value":"2026-03-02T12:30:00.000Z","current_value":"2026-03-02T12:40:00.000Z"}},
			{"custom_attributes":{"previous_value":{},"current_value":{"a":[1]}}},
			{"status":{"previous_value":"open","current_value":"resolved"}}],
		"timestamp":1772454600,"created_at":1772452800,"updated_at":1772455200.25}`
	zendeskReply = `{"account_id":22129848,"detail":{"actor_id":"8447388090494","assignee_id":"8447388090494","brand_id":"8447346621310",
			"created_at":"2026-03-02T12:05:00Z","external_id":"c1","id":"5158","is_public":true,"priority":"HIGH","status":"OPEN",
			"subject":"My parcel","tags":["bot"],"updated_at":"2026-03-02T12:12:00Z","via":{"channel":"web_service"}},
		"event":{"comment":{"author":{"id":"8447388090494","is_staff":true,"name":"Bo"},"body":"On its way","id":"8448","is_public":true},
			"meta":{"sequence":{"id":"01A","position":1,"total":1}}},
		"id":"cbe4028c-7239-495d-b020-f22348516046","subject":"zen:ticket:5158","time":"2026-03-02T12:12:00.123456789Z",
		"type":"zen:event-type:ticket.comment_added","zendesk_event_version":"2022-11-06"}`
	zendeskSolved = `{"account_id":22129848,"detail":{"external_id":"c1","id":"5158","status":"SOLVED"},
		"event":{"current":"SOLVED","previous":"OPEN"},"id":"e2","subject":"zen:ticket:5158","time":"2026-03-02T12:40:00Z",
		"type":"zen:event-type:ticket.status_changed","zendesk_event_version":"2022-11-06"}`
)

func TestAdaptersMapWebhooksToEvents(t *testing.T) {
	signedAt := after(50 * time.Minute)
	chatwoot := func(more string) string {
		return `{"account":{"id":7},"id":12,"custom_attributes":{"intentops_conversation":"c1"},` + more + `}`
	}
	zendesk := func(eventType, event string) string {
		return `{"account_id":1,"id":"e9","time":"2026-03-02T12:20:00Z","detail":{"id":"5","external_id":"c1"},"type":"zen:event-type:` + eventType + `","event":` + event + `}`
	}
	tests := map[string]struct {
		decode func(context.Context, request) ([]Event, []error, error)
		body   string
		want   []Event
	}{
		"chatwoot: an agent's message": {decodeChatwoot, chatwootAgent, []Event{{ID: "message:41", Type: "message.sent", Time: after(12 * time.Minute), Data: []byte(`{"actor":"human"}`)}}},
		"chatwoot: a private note":     {decodeChatwoot, chatwootNote, nil},
		"chatwoot: a rating":           {decodeChatwoot, chatwootRated, []Event{{ID: "message:50:csat", Type: "survey.responded", Time: signedAt, Data: []byte(`{"score":5,"survey":"csat"}`)}}},
		"chatwoot: a resolution":       {decodeChatwoot, chatwootResolved, []Event{{ID: "conversation:12:resolved:20260302T124000.250000", Type: "conversation.resolved", Time: after(40*time.Minute + 250*time.Millisecond)}}},
		"chatwoot: the same change, reported by another webhook": {
			decodeChatwoot, chatwoot(`"event":"conversation_updated","updated_at":1772455200.25,"changed_attributes":[{"status":{"previous_value":"open","current_value":"resolved"}}]`),
			[]Event{{ID: "conversation:12:resolved:20260302T124000.250000", Type: "conversation.resolved", Time: after(40*time.Minute + 250*time.Millisecond)}},
		},
		"chatwoot: reopened": {
			decodeChatwoot, chatwoot(`"event":"conversation_status_changed","status":"open","updated_at":1772455200,"changed_attributes":[{"status":{"previous_value":"resolved","current_value":"open"}}]`),
			[]Event{{ID: "conversation:12:open:20260302T124000.000000", Type: "conversation.reopened", Time: after(40 * time.Minute)}},
		},
		"chatwoot: handed over is not reopened": {decodeChatwoot, chatwoot(`"event":"conversation_status_changed","status":"open","changed_attributes":[{"status":{"previous_value":"pending","current_value":"open"}}]`), nil},
		"chatwoot: a change of something else":  {decodeChatwoot, chatwoot(`"event":"conversation_updated","status":"resolved","changed_attributes":[{"assignee_id":{"previous_value":null,"current_value":3}}]`), nil},
		"chatwoot: a customer's message": {
			decodeChatwoot, `{"event":"message_created","id":43,"created_at":1772453520,"message_type":"incoming","sender":{"type":"contact"},"account":{"id":7},"conversation":{"id":12,"custom_attributes":{"intentops_conversation":"c1"}}}`,
			[]Event{{ID: "message:43", Type: "message.received", Time: after(12 * time.Minute)}},
		},
		"chatwoot: a form that was filled in":   {decodeChatwoot, `{"event":"message_updated","id":50,"content_attributes":{"submitted_values":[{"name":"x","value":"y"}]},"conversation":{"id":12}}`, nil},
		"chatwoot: a note of what happened":     {decodeChatwoot, `{"event":"message_created","id":50,"message_type":"activity","conversation":{"id":12}}`, nil},
		"zendesk: an agent's comment":           {decodeZendesk, zendeskReply, []Event{{ID: "comment:8448", Type: "message.sent", Time: after(12*time.Minute + 123456789), Data: []byte(`{"actor":"human"}`)}}},
		"zendesk: a private comment":            {decodeZendesk, zendesk("ticket.comment_added", `{"comment":{"id":"9","is_public":false,"author":{"is_staff":true}}}`), nil},
		"zendesk: a customer's comment":         {decodeZendesk, zendesk("ticket.comment_added", `{"comment":{"id":9,"is_public":true,"author":{"is_staff":false}}}`), []Event{{ID: "comment:9", Type: "message.received", Time: after(20 * time.Minute)}}},
		"zendesk: solved":                       {decodeZendesk, zendeskSolved, []Event{{ID: "event:e2", Type: "conversation.resolved", Time: after(40 * time.Minute)}}},
		"zendesk: closed after it was solved":   {decodeZendesk, zendesk("ticket.status_changed", `{"current":"CLOSED","previous":"SOLVED"}`), nil},
		"zendesk: opened again":                 {decodeZendesk, zendesk("ticket.status_changed", `{"current":"OPEN","previous":"SOLVED"}`), []Event{{ID: "event:e9", Type: "conversation.reopened", Time: after(20 * time.Minute)}}},
		"zendesk: an event of an unknown form":  {decodeZendesk, zendesk("ticket.status_changed", `[17]`), nil},
		"zendesk: a comment of an unknown form": {decodeZendesk, zendesk("ticket.comment_added", `{"comment":"x"}`), nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, problems, err := tc.decode(t.Context(), request{body: []byte(tc.body), signedAt: signedAt})
			if err != nil || len(problems) != len(got) {
				t.Fatalf("%v, %d problems for %d events", err, len(problems), len(got))
			}
			for i := range tc.want {
				tc.want[i].Type = Prefix + tc.want[i].Type
				tc.want[i].Conversation = "c1"
			}
			if diff := cmp.Diff(tc.want, got, cmpopts.IgnoreFields(Event{}, "Source")); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

func (w *world) chatwoot(body string) answer {
	timestamp := strconv.FormatInt(w.clock.Now().Unix(), 10)
	return w.send("/v1/adapters/chatwoot", map[string]string{
		chatwootTimestamp: timestamp, "X-Chatwoot-Delivery": "another each time",
		chatwootSignature: "sha256=" + hex.EncodeToString(mac([]byte(testKey), []byte(timestamp+"."+body))),
	}, []byte(body))
}

func (w *world) zendesk(body string) answer {
	timestamp := w.clock.Now().UTC().Format(time.RFC3339)
	return w.send("/v1/adapters/zendesk", map[string]string{
		zendeskTimestamp: timestamp, zendeskSignature: base64.StdEncoding.EncodeToString(mac([]byte(testKey), []byte(timestamp+body))),
	}, []byte(body))
}

func TestWebhooksAreCountedOnce(t *testing.T) {
	tests := map[string]struct {
		bodies []string
		send   func(*world, string) answer
		want   map[string]string
	}{
		"chatwoot": {
			bodies: []string{chatwootAgent, chatwootNote, chatwootRated, chatwootResolved}, send: (*world).chatwoot,
			want: map[string]string{
				`intentops_first_response_seconds{channel=web,responder=human}`:                                                "1 of 600",
				`intentops_resolution_seconds{channel=web,cycle=first,intent=parcel}`:                                          "1 of 2400.25",
				`intentops_ratings_total{channel=web,handled_by=mixed,intent=parcel,rating=5}`:                                 "1",
				`intentops_rollout_ratings_total{evidence=limited,kind=new,rating=5,rollout=batch-1,step=p25,track=candidate}`: "1",
			},
		},
		"zendesk": {
			bodies: []string{zendeskReply, zendeskSolved}, send: (*world).zendesk,
			want: map[string]string{
				`intentops_first_response_seconds{channel=web,responder=human}`:       "1 of 600.123456789",
				`intentops_resolution_seconds{channel=web,cycle=first,intent=parcel}`: "1 of 2400",
				`intentops_contacts_total{channel=web,result=first_contact}`:          "1",
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Secrets{Chatwoot: "helpdesk", Zendesk: "helpdesk"})
			w.open(handedOver())
			for round := range 2 {
				for _, body := range tc.bodies {
					if a := tc.send(w, body); a.status != 200 || round == 1 && len(a.Results) > 0 && a.Results[0].Result != Duplicate {
						t.Errorf("round %d: %d %s", round, a.status, a.text)
					}
				}
			}
			w.settle()
			for series, value := range tc.want {
				w.total(series, value)
			}
		})
	}
}

func TestWebhooksThatAreNotCounted(t *testing.T) {
	w := newWorld(t, Secrets{Chatwoot: "helpdesk", Zendesk: "helpdesk"})
	w.open(handedOver())
	stranger := `{"event":"message_created","id":41,"created_at":"2026-03-02 12:12:00 UTC","message_type":"incoming","conversation":{"id":99}}`
	for name, tc := range map[string]struct {
		answer answer
		status int
		result Result
	}{
		"chatwoot: a conversation that is not the bot's": {w.chatwoot(stranger), 200, UnknownConversation},
		"chatwoot: another webhook":                      {w.chatwoot(`{"event":"contact_updated","id":[1]}`), 200, UnknownType},
		"chatwoot: a rating off the scale":               {w.chatwoot(`{"event":"message_updated","id":1,"content_attributes":{"submitted_values":{"csat_survey_response":{"rating":1e99}}},"conversation":{"custom_attributes":{"intentops_conversation":"c1"}}}`), 200, OutOfScale},
		"chatwoot: not a webhook":                        {w.chatwoot(`{"a":1}`), 400, ""},
		"chatwoot: not JSON":                             {w.chatwoot(`event=message_created`), 400, ""},
		"zendesk: another event":                         {w.zendesk(`{"type":"zen:event-type:user.created","id":"1","detail":{"id":1}}`), 200, UnknownType},
		"zendesk: without a time":                        {w.zendesk(`{"type":"zen:event-type:ticket.status_changed","id":"1","detail":{"external_id":"c1"},"event":{"current":"SOLVED","previous":"NEW"}}`), 200, BadData},
		"zendesk: not a webhook":                         {w.zendesk(`[]`), 400, ""},
		"zendesk: Chatwoot's signature": {w.send("/v1/adapters/zendesk", map[string]string{
			zendeskTimestamp: w.clock.Now().Format(time.RFC3339), zendeskSignature: "sha256=00"}, []byte(zendeskSolved)), 401, ""},
		"chatwoot: not signed": {w.send("/v1/adapters/chatwoot", nil, []byte(chatwootRated)), 401, ""},
	} {
		if tc.answer.status != tc.status {
			t.Errorf("%s: %d %s, want %d", name, tc.answer.status, tc.answer.text, tc.status)
		}
		if tc.result != "" && (len(tc.answer.Results) != 1 || tc.answer.Results[0].Result != tc.result) {
			t.Errorf("%s: %s, want %s", name, tc.answer.text, tc.result)
		}
	}
	if n := testutil.ToFloat64(w.metrics.requests.WithLabelValues("zendesk", "signature")); n != 1 {
		t.Errorf("%g wrong signatures counted, want 1", n)
	}
	closed := newWorld(t, Secrets{Events: "helpdesk"})
	for _, path := range []string{"/v1/adapters/chatwoot", "/v1/adapters/zendesk"} {
		if a := closed.send(path, nil, []byte("{}")); a.status != http.StatusNotFound {
			t.Errorf("%s without a secret: %d, want 404", path, a.status)
		}
	}
}

// FuzzWebhooks gives adapters, and what follows them, any body.
func FuzzWebhooks(f *testing.F) {
	for _, seed := range []string{chatwootAgent, chatwootNote, chatwootRated, chatwootResolved, zendeskReply, zendeskSolved, `{"event":{}}`, `{"type":1e400}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, decode := range []func(context.Context, request) ([]Event, []error, error){decodeChatwoot, decodeZendesk} {
			events, problems, err := decode(t.Context(), request{body: []byte(body), signedAt: noon})
			if err == nil && len(events) != len(problems) {
				t.Fatalf("%d problems for %d events", len(problems), len(events))
			}
			readable(t, events)
		}
	})
}

// FuzzCloudEvents gives both modes any body.
func FuzzCloudEvents(f *testing.F) {
	f.Add("application/cloudevents+json", `{"specversion":"1.0","id":"1","source":"/helpdesk","type":"dev.intentops.message.sent","subject":"c1","time":"2026-03-02T12:12:00Z","data":{"actor":"human"}}`)
	f.Add("application/cloudevents-batch+json", `[{"specversion":"1.0","id":"1","source":"/helpdesk","type":"dev.intentops.sla.applied","subject":"c1","time":"2026-03-02T12:12:00Z","data":{"target":"resolution","dueAt":"2026-03-02T12:12:00Z"}},{}]`)
	f.Add("application/json", `{}`)
	f.Add("application/cloudevents-batch+json", `[0,{"specversion":"1.0"},null] x`)
	f.Fuzz(func(t *testing.T, contentType, body string) {
		header := http.Header{"Content-Type": {contentType}}
		events, problems, err := decode(t.Context(), request{header: header, body: []byte(body)})
		if err == nil && len(events) != len(problems) {
			t.Fatalf("%d problems for %d events", len(problems), len(events))
		}
		readable(t, events)
	})
}

// readable applies events with any content: none of it may break anything.
func readable(t *testing.T, events []Event) {
	t.Helper()
	out, verdicts := Apply(handedOver(), events, after(time.Hour), dayRules)
	for _, e := range append(out.Ledger, Settle(out.State, after(48*time.Hour), dayRules, Others{}).Ledger...) {
		if e.Value < 0 {
			t.Errorf("%s is below 0", e.Metric)
		}
	}
	if len(verdicts) != len(events) {
		t.Errorf("%d verdicts for %d events", len(verdicts), len(events))
	}
}

// FuzzVendorSignatures gives the headers of helpdesks' webhooks any text: only the right signature
// of the right time is genuine.
func FuzzVendorSignatures(f *testing.F) {
	key, body := []byte(testKey), []byte("{}")
	stamps := [2]string{strconv.FormatInt(noon.Unix(), 10), noon.Format(time.RFC3339)}
	good := [2]string{
		"sha256=" + hex.EncodeToString(mac(key, []byte(stamps[0]), []byte("."), body)),
		base64.StdEncoding.EncodeToString(mac(key, []byte(stamps[1]), body)),
	}
	for i := range good {
		f.Add(good[i], stamps[i])
		f.Add(strings.ToUpper(good[i]), stamps[i])
		f.Add(good[i], " "+stamps[i])
	}
	f.Add("sha256=", "")
	f.Add("", "-1")
	f.Add("=", "9223372036854775808")
	f.Fuzz(func(t *testing.T, signature, timestamp string) {
		h := http.Header{chatwootSignature: {signature}, chatwootTimestamp: {timestamp}, zendeskSignature: {signature}, zendeskTimestamp: {timestamp}}
		for i, verify := range []vendorCheck{checkChatwoot, checkZendesk} {
			at, current, genuine := verify(key, h, body, noon)
			if genuine && (signature != good[i] || timestamp != stamps[i]) {
				t.Errorf("%q at %q is genuine", signature, timestamp)
			}
			if current && noon.Sub(at).Abs() > MaxSkew {
				t.Errorf("%q is current at %s", timestamp, at)
			}
		}
	})
}
