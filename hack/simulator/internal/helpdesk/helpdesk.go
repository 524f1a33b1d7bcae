// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package helpdesk plays the helpdesk that takes handoffs: it checks them, counts each
// once, and refuses some when asked to.
package helpdesk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/intentops/intentops/hack/simulator/internal/desk"
)

const (
	// maxPacket is the longest packet that is taken, in bytes.
	maxPacket = 1 << 20
	// maxKnown is how many handoff ids are remembered; the oldest are forgotten first.
	maxKnown = 1_000_000
	// maxSkew is how far a delivery's time may be from ours.
	maxSkew = 5 * time.Minute
)

// Options of a Desk.
type Options struct {
	// Key that signs packets; empty: signatures are not checked.
	Key []byte
	// FailShare of deliveries is answered 503, 0..1.
	FailShare float64
	// Delay before each answer.
	Delay time.Duration
	Seed  uint64
	Now   func() time.Time
	// Take, which may be nil, gets each handoff that is accepted, once. It must not wait.
	Take func(desk.Handoff)
	// Team, which may be nil, says for the report what became of them.
	Team func() TeamReport
	// Events is a file that GET /events serves; empty: there is none.
	Events string
}

// TeamReport is what the team did with handoffs, and what the bot was told of it.
type TeamReport struct {
	desk.Report
	Sent desk.Sent `json:"sent"`
}

// Report is what the desk received.
type Report struct {
	// Deliveries are all requests; each is one of the following.
	Deliveries   int64 `json:"deliveries"`
	Accepted     int64 `json:"accepted"`
	Duplicates   int64 `json:"duplicates"`
	Refused      int64 `json:"refused"`
	BadSignature int64 `json:"badSignature"`
	Malformed    int64 `json:"malformed"`
	// Messages are those that customers wrote after their handoff.
	Messages int64 `json:"messages"`

	// Of the accepted ones.
	Reasons        map[string]int64 `json:"reasons"`
	Priorities     map[string]int64 `json:"priorities"`
	Queues         map[string]int64 `json:"queues"`
	Tracks         map[string]int64 `json:"tracks"`
	PolicyRequired int64            `json:"policyRequired"`
	// WithoutTranscript are accepted ones that make the customer say everything again.
	WithoutTranscript int64 `json:"withoutTranscript"`

	// Team is absent where nobody works on handoffs.
	Team *TeamReport `json:"team,omitempty"`
}

// Desk is a helpdesk. It is safe for concurrent use.
type Desk struct {
	options Options

	mu     sync.Mutex
	random *rand.Rand
	known  map[string]struct{}
	order  []string // of known, the oldest first
	report Report
}

// New makes a Desk.
func New(o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Desk{
		options: o,
		random:  rand.New(rand.NewPCG(o.Seed, 1)),
		known:   map[string]struct{}{},
		report: Report{
			Reasons: map[string]int64{}, Priorities: map[string]int64{}, Queues: map[string]int64{}, Tracks: map[string]int64{},
		},
	}
}

// Handler serves POST /handoffs, POST /fail {"share": 0..1}, GET /report, GET /events and
// GET /healthz.
func (d *Desk) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /report", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, d.Report()) })
	mux.HandleFunc("GET /events", d.events)
	mux.HandleFunc("POST /fail", d.setFail)
	mux.HandleFunc("POST /handoffs", d.receive)
	return mux
}

func (d *Desk) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPacket))
	if d.options.Delay > 0 {
		time.Sleep(d.options.Delay)
	}
	status, message := d.take(r.Header, body, err)
	if status != http.StatusAccepted {
		writeJSON(w, status, map[string]string{"error": message})
		return
	}
	writeJSON(w, status, map[string]string{"status": message})
}

// take judges one delivery and counts it.
func (d *Desk) take(header http.Header, body []byte, readErr error) (status int, message string) {
	forged := d.signature(header, body)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.report.Deliveries++

	var p packet
	switch {
	case readErr != nil:
		d.report.Malformed++
		return http.StatusBadRequest, "the packet could not be read: " + readErr.Error()
	case forged != nil:
		d.report.BadSignature++
		return http.StatusUnauthorized, forged.Error()
	case json.Unmarshal(body, &p) != nil || p.HandoffID == "" || p.Conversation == "":
		d.report.Malformed++
		return http.StatusBadRequest, "the packet must be JSON with handoffId and conversation"
	case header.Get("Intentops-Handoff-Id") != p.id():
		d.report.Malformed++
		return http.StatusBadRequest, "the header Intentops-Handoff-Id is not the packet's handoffId, or a message's messageId"
	case d.random.Float64() < d.options.FailShare:
		d.report.Refused++
		return http.StatusServiceUnavailable, "the helpdesk is too busy, as it was told to be"
	}
	if _, known := d.known[p.id()]; known {
		d.report.Duplicates++
		return http.StatusAccepted, "known"
	}
	d.remember(p.id())
	if p.Kind == kindMessage {
		d.report.Messages++
		return http.StatusAccepted, "accepted"
	}
	if d.options.Take != nil {
		d.options.Take(p.handoff())
	}
	d.report.Accepted++
	d.report.Reasons[bounded(d.report.Reasons, p.Reason.Code)]++
	d.report.Priorities[bounded(d.report.Priorities, p.Priority)]++
	d.report.Queues[bounded(d.report.Queues, p.Queue)]++
	track := ""
	if p.Rollout != nil {
		track = p.Rollout.Track
	}
	d.report.Tracks[bounded(d.report.Tracks, track)]++
	if p.PolicyRequired {
		d.report.PolicyRequired++
	}
	if len(p.Transcript) == 0 {
		d.report.WithoutTranscript++
	}
	return http.StatusAccepted, "accepted"
}

// signature checks HMAC-SHA256 over the time, a dot and the body as it came.
func (d *Desk) signature(header http.Header, body []byte) error {
	if len(d.options.Key) == 0 {
		return nil
	}
	timestamp := header.Get("Intentops-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return errors.New("the header Intentops-Timestamp must be seconds since 1970")
	}
	if skew := d.options.Now().Sub(time.Unix(seconds, 0)).Abs(); skew > maxSkew {
		return errors.New("the header Intentops-Timestamp is more than 5 minutes off")
	}
	sent, err := hex.DecodeString(strings.TrimPrefix(header.Get("Intentops-Signature"), "sha256="))
	mac := hmac.New(sha256.New, d.options.Key)
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	if err != nil || !hmac.Equal(sent, mac.Sum(nil)) {
		return errors.New("the header Intentops-Signature does not fit the packet")
	}
	return nil
}

func (d *Desk) remember(id string) {
	if len(d.order) >= maxKnown {
		delete(d.known, d.order[0])
		d.order = d.order[1:]
	}
	d.known[id] = struct{}{}
	d.order = append(d.order, id)
}

// bounded is the name under which something is counted: no more than 100 of a kind. No name
// of a queue or a rule begins with an underscore.
func bounded(counts map[string]int64, name string) string {
	switch _, known := counts[name]; {
	case name == "":
		return "_none"
	case known, len(counts) < 100:
		return name
	}
	return "_others"
}

func (d *Desk) setFail(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Share *float64 `json:"share"`
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&body)
	if err != nil || body.Share == nil || !(*body.Share >= 0 && *body.Share <= 1) {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": `share: send JSON such as {"share": 0.5}`})
		return
	}
	d.mu.Lock()
	d.options.FailShare = *body.Share
	d.mu.Unlock()
	writeJSON(w, http.StatusOK, body)
}

// Report returns what was received so far.
func (d *Desk) Report() Report {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := d.report
	if d.options.Team != nil {
		out.Team = new(d.options.Team())
	}
	for _, counts := range []*map[string]int64{&out.Reasons, &out.Priorities, &out.Queues, &out.Tracks} {
		clone := make(map[string]int64, len(*counts))
		for name, n := range *counts {
			clone[name] = n
		}
		*counts = clone
	}
	return out
}

// events serves what happened so far.
func (d *Desk) events(w http.ResponseWriter, r *http.Request) {
	if d.options.Events == "" {
		http.Error(w, "no events are kept: start the helpdesk with --events", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	http.ServeFile(w, r, d.options.Events)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(body) // the caller has gone: nobody is left to tell
}
