// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package helpdesk plays the helpdesk that takes handoffs: it checks them, counts each
// once, and refuses some when asked to.
package helpdesk

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/intentops/intentops/hack/simulator/internal/agents"
	"github.com/intentops/intentops/internal/contract/signature"
)

const (
	// maxPacket is the longest packet that is taken, in bytes.
	maxPacket = 1 << 20
	// maxKnown is how many handoff ids are remembered; the oldest are forgotten first.
	maxKnown = 1_000_000
)

// Options of a Server.
type Options struct {
	// Key that signs packets; empty: signatures are not checked.
	Key []byte
	// Bot is NAMESPACE/NAME, whose packets are taken.
	Bot string
	// FailShare of deliveries is answered 503, 0..1.
	FailShare float64
	// Delay before each answer.
	Delay time.Duration
	Seed  uint64
	Now   func() time.Time
	// Take, which may be nil, gets each handoff that is accepted, once. It must not wait.
	Take func(agents.Handoff)
	// Team, which may be nil, reports what became of them.
	Team func() TeamReport
	// Events is a file that GET /events serves; empty: there is none.
	Events string
}

// TeamReport is what the team did with handoffs, and which events were sent to the bot.
type TeamReport struct {
	agents.Report
	Sent agents.Sent `json:"sent"`
}

// Report is what the helpdesk received.
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
	// WithoutTranscript are accepted ones that make the customer repeat everything.
	WithoutTranscript int64 `json:"withoutTranscript"`

	// Team is absent where there are no agents.
	Team *TeamReport `json:"team,omitempty"`
}

// Server is a helpdesk. It is safe for concurrent use.
type Server struct {
	options Options

	mu     sync.Mutex
	random *rand.Rand
	known  map[string]struct{}
	order  []string // of known, the oldest first
	report Report
}

// New makes a Server.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Server{
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
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /report", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, s.Report()) })
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("POST /fail", s.setFail)
	mux.HandleFunc("POST /handoffs", s.receive)
	return mux
}

func (s *Server) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPacket))
	if s.options.Delay > 0 {
		time.Sleep(s.options.Delay)
	}
	status, message := s.take(r, body, err)
	if status != http.StatusAccepted {
		writeJSON(w, status, map[string]string{"error": message})
		return
	}
	writeJSON(w, status, map[string]string{"status": message})
}

// take judges one delivery and counts it.
func (s *Server) take(r *http.Request, body []byte, readErr error) (status int, message string) {
	forged := s.signature(r, body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.report.Deliveries++

	var p packet
	switch {
	case readErr != nil:
		s.report.Malformed++
		return http.StatusBadRequest, "the packet could not be read: " + readErr.Error()
	case forged != nil:
		s.report.BadSignature++
		return http.StatusUnauthorized, forged.Error()
	case json.Unmarshal(body, &p) != nil || p.HandoffID == "" || p.Conversation == "":
		s.report.Malformed++
		return http.StatusBadRequest, "the packet must be JSON with handoffId and conversation"
	case r.Header.Get("Intentops-Handoff-Id") != p.id():
		s.report.Malformed++
		return http.StatusBadRequest, "the header Intentops-Handoff-Id is not the packet's handoffId, or a message's messageId"
	case s.random.Float64() < s.options.FailShare:
		s.report.Refused++
		return http.StatusServiceUnavailable, "the helpdesk is configured to refuse this delivery"
	}
	if _, known := s.known[p.id()]; known {
		s.report.Duplicates++
		return http.StatusAccepted, "known"
	}
	s.remember(p.id())
	if p.Kind == kindMessage {
		s.report.Messages++
		return http.StatusAccepted, "accepted"
	}
	if s.options.Take != nil {
		s.options.Take(p.handoff())
	}
	s.report.Accepted++
	s.report.Reasons[bounded(s.report.Reasons, p.Reason.Code)]++
	s.report.Priorities[bounded(s.report.Priorities, p.Priority)]++
	s.report.Queues[bounded(s.report.Queues, p.Queue)]++
	track := ""
	if p.Rollout != nil {
		track = p.Rollout.Track
	}
	s.report.Tracks[bounded(s.report.Tracks, track)]++
	if p.PolicyRequired {
		s.report.PolicyRequired++
	}
	if len(p.Transcript) == 0 {
		s.report.WithoutTranscript++
	}
	return http.StatusAccepted, "accepted"
}

// signature checks who has sent a packet.
func (s *Server) signature(r *http.Request, body []byte) error {
	if len(s.options.Key) == 0 {
		return nil
	}
	_, err := signature.Verify(r.Header, signature.Request{
		Direction: signature.ToHelpdesk, Bot: s.options.Bot, Method: r.Method, Target: r.RequestURI, Body: body,
	}, s.options.Now(), s.options.Key)
	return err
}

func (s *Server) remember(id string) {
	if len(s.order) >= maxKnown {
		delete(s.known, s.order[0])
		s.order = s.order[1:]
	}
	s.known[id] = struct{}{}
	s.order = append(s.order, id)
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

func (s *Server) setFail(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Share *float64 `json:"share"`
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&body)
	if err != nil || body.Share == nil || !(*body.Share >= 0 && *body.Share <= 1) {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": `share: send JSON such as {"share": 0.5}`})
		return
	}
	s.mu.Lock()
	s.options.FailShare = *body.Share
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, body)
}

// Report returns what was received so far.
func (s *Server) Report() Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.report
	if s.options.Team != nil {
		out.Team = new(s.options.Team())
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
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if s.options.Events == "" {
		http.Error(w, "no events are recorded: start the helpdesk with --events", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	http.ServeFile(w, r, s.options.Events)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(body) // the caller has gone
}
