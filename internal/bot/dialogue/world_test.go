// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/ledger"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// world is a conversation with everything around it, driven by a clock of its own.
type world struct {
	t         *testing.T
	now       time.Time
	pointer   release.Pointer
	stable    *decide.Compiled
	candidate *decide.Compiled
	state     conversation.State
	ledger    []ledger.Entry
	outbox    []conversation.OutboxMessage
	due       []conversation.DueMessage
	messages  int
	track     string
	down      bool // the engine fails
	// predictions and parts stand for another classifier when they are set.
	predictions func(text string) []understanding.Prediction
	parts       []wording.Part
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{
		t: t, now: start,
		pointer: release.Pointer{
			Version: release.FormatVersion, Automation: "Enabled",
			Measurement: release.Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 86400},
		},
		stable: usual(t),
		state:  conversation.State{ID: "c1", Customer: "ann", Tier: "gold", Channel: "web", StartedAt: start},
	}
}

// rolling adds a rollout of a release that answers returns too, and has other hours.
func (w *world) rolling(percent int32) *world {
	w.t.Helper()
	w.candidate = compiled(w.t, "candidate", orderStatus(), hours("2"), closeAccount(), returns())
	w.pointer.Candidate = &release.BundleRef{Release: "candidate", ConfigMaps: []string{"x"}}
	w.pointer.Rollout = &release.Rollout{ID: "wave-1", Batch: "wave", Step: "five", Percent: percent, Salt: "pepper"}
	return w
}

// customerOn finds a customer of a track.
func (w *world) customerOn(track string) *world {
	for _, name := range strings.Fields("ann bob cleo dan eve fay gus hal ida joe kim leo mia ned") {
		if Track(*w.pointer.Rollout, name) == track {
			w.state.Customer = name
			return w
		}
	}
	w.t.Fatalf("no customer on track %s", track)
	return nil
}

func orderStatus() release.Intent {
	return release.Intent{
		Name: "order-status", Revision: "order-status-1", Risk: "Low", Utterances: []string{"where is my parcel"},
		Fields: []release.Field{
			{Name: "orderId", Prompt: "What is your order number?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true},
			{Name: "email", Prompt: "Which email?", Pattern: `\S+@\S+`},
		},
		Reply: release.Reply{Text: "Order {orderId} is on its way. {email}"},
	}
}

func hours(revision string) release.Intent {
	return release.Intent{
		Name: "hours", Revision: "hours-" + revision, Risk: "Low", ConfidencePercent: 80,
		Utterances: []string{"when are you open"}, Reply: release.Reply{Text: "Nine to five (" + revision + ")."},
	}
}

func closeAccount() release.Intent {
	return release.Intent{
		Name: "close-account", Revision: "close-account-1", Risk: "High",
		Utterances: []string{"close my account"}, Reply: release.Reply{Text: "Done."},
	}
}

func returns() release.Intent {
	return release.Intent{
		Name: "returns", Revision: "returns-1", Risk: "Low", Utterances: []string{"send it back"},
		Fields: []release.Field{{Name: "what", Prompt: "What do you want to return?", Required: true}},
		Reply:  release.Reply{Text: "Send the {what} back within 30 days."},
	}
}

// rules hand over high risk, angry gold customers, and whoever asks.
type rules struct{}

func (rules) Match(f decide.Facts) (decide.Match, bool) {
	switch {
	case f.Risk == "High":
		return decide.Match{Rule: "high-risk", Priority: "Urgent", Queue: "specialists"}, true
	case f.Tier == "gold" && f.Sentiment < -0.8:
		return decide.Match{Rule: "angry-gold", Priority: "High"}, true
	case f.AsksForHuman && f.Tier == "gold":
		return decide.Match{Rule: "asked", Priority: "Normal"}, true
	}
	return decide.Match{}, false
}

// usual is the release that most worlds begin with, which is compiled once.
func usual(t *testing.T) *decide.Compiled {
	t.Helper()
	once.Do(func() { once.release = compiled(t, "stable", orderStatus(), hours("1"), closeAccount()) })
	own := *once.release
	return &own
}

var once struct {
	sync.Once
	release *decide.Compiled
}

func compiled(t *testing.T, hash string, intents ...release.Intent) *decide.Compiled {
	t.Helper()
	c, err := decide.Compile(hash, release.Release{
		Version: release.FormatVersion, Intents: intents,
		Policy: release.Policy{
			Name: "standard", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 2,
			Handoff: release.Handoff{URL: "https://helpdesk.example", AcceptWithinSeconds: 120},
		},
	}, rules{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// predict stands for a classifier: words name the intent and the confidence.
func predict(c *decide.Compiled, text string) []understanding.Prediction {
	confidence := 0.95
	if strings.Contains(text, "perhaps") {
		confidence = 0.75
	}
	for _, p := range []struct{ word, intent string }{
		{"parcel", "order-status"}, {"open", "hours"}, {"account", "close-account"}, {"back", "returns"}, {"elsewhere", "not-of-this-release"},
	} {
		if _, known := c.Intents[p.intent]; strings.Contains(text, p.word) && (known || p.word == "elsewhere") {
			out := []understanding.Prediction{{Intent: p.intent, Confidence: confidence}}
			if strings.Contains(text, "torn") {
				out = append(out, understanding.Prediction{Intent: "hours", Confidence: confidence - 0.05})
			}
			return out
		}
	}
	return []understanding.Prediction{{Intent: "hours", Confidence: 0.005}}
}

type packer struct{ err error }

func (p packer) Pack(s conversation.State, h release.Handoff) ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	missing := ""
	if s.Collecting != nil {
		missing = s.Collecting.Field
	}
	return json.Marshal(map[string]string{"id": s.Handoff.ID, "reason": s.Handoff.Reason, "to": h.URL, "missing": missing})
}

func (w *world) inputs(text string) Inputs {
	in := Inputs{
		Now: w.now, Pointer: w.pointer, Packer: packer{}, Signals: signals.Read(text, cmp.Or(w.state.Locale, "en")),
		Stable: decide.Side{Compiled: w.stable, Predictions: predict(w.stable, text)},
	}
	if w.predictions != nil {
		in.Stable.Predictions, in.Stable.Parts = w.predictions(text), w.parts
		if w.parts == nil {
			in.Stable.Parts = wording.Readings(text, w.state.Locale)
			for i := range in.Stable.Parts {
				in.Stable.Parts[i].Predictions = w.predictions(in.Stable.Parts[i].Text)
			}
		}
	}
	if w.candidate != nil {
		in.Candidate = &decide.Side{Compiled: w.candidate, Predictions: predict(w.candidate, text)}
	}
	if w.down {
		in.Stable.Predictions, in.Stable.Failed = nil, true
		if w.candidate != nil {
			in.Candidate.Predictions, in.Candidate.Failed = nil, true
		}
	}
	return in
}

func (w *world) inForce() InForce {
	return InForce{Stable: w.stable, Candidate: w.candidate, Rollout: w.pointer.Rollout}
}

// say sends a new message and returns the replies' kinds and texts, one a line.
func (w *world) say(text string) string {
	w.t.Helper()
	w.messages++
	return w.sayAs("m"+string(rune('a'+w.messages)), text)
}

func (w *world) sayAs(id, text string) string {
	w.t.Helper()
	before := mustJSON(w.t, w.state)
	old := w.state
	out, err := Turn(w.state, Message{ID: id, Text: text, ReceivedAt: w.now.Add(-40 * time.Millisecond)}, w.inputs(text))
	if err != nil {
		w.t.Fatalf("message %q: %v", text, err)
	}
	if after := mustJSON(w.t, old); after != before {
		w.t.Fatalf("the turn changed the state that it was given:\n%s\n%s", before, after)
	}
	w.take(out)
	w.track = out.Track
	w.now = w.now.Add(10 * time.Second)
	var lines []string
	for _, r := range out.Replies {
		lines = append(lines, string(r.Kind)+": "+asStored(r.Text))
	}
	return strings.Join(lines, "\n")
}

func (w *world) take(out Outcome) {
	if !out.Changed {
		if len(out.Ledger)+len(out.Outbox)+len(out.Due) > 0 {
			w.t.Fatalf("nothing changed, and yet something is to be committed: %+v", out)
		}
		return
	}
	w.state = out.State
	w.ledger = append(w.ledger, out.Ledger...)
	w.outbox = append(w.outbox, out.Outbox...)
	w.due = append(w.due, out.Due...)
}

// counted lists what was counted of the families whose names contain a word, as
// family{label=value,…}, without the common prefix.
func (w *world) counted(word string) []string {
	var all []string
	for _, e := range w.ledger {
		if !strings.Contains(e.Metric, word) {
			continue
		}
		var labels []string
		for _, k := range slices.Sorted(maps.Keys(e.Labels)) {
			labels = append(labels, k+"="+e.Labels[k])
		}
		all = append(all, strings.TrimPrefix(e.Metric, "intentops_")+"{"+strings.Join(labels, ",")+"}")
	}
	return all
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var errPack = errors.New("no packet")

// checkContract checks entries against the families of the contract.
func checkContract(t *testing.T, entries []ledger.Entry) {
	t.Helper()
	for _, e := range entries {
		i := slices.IndexFunc(ledger.Families, func(f ledger.Family) bool { return f.Name == e.Metric })
		if i < 0 {
			t.Errorf("entry of a family that the contract does not know: %s", e.Metric)
			continue
		}
		f := ledger.Families[i]
		if len(f.Labels) != len(e.Labels) {
			t.Errorf("%s: labels %v, want %v", e.Metric, e.Labels, f.Labels)
		}
		for _, l := range f.Labels {
			value, ok := e.Labels[l.Name]
			if !ok || (len(l.Values) > 0 && !slices.Contains(l.Values, value)) || strings.ContainsAny(value, " :/") {
				t.Errorf("%s: label %s is %q", e.Metric, l.Name, value)
			}
		}
	}
}
