// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"fmt"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// Facts are what escalation rules may look at.
type Facts struct {
	// Intent that the message belongs to, and its risk; empty when it was not understood.
	Intent, Risk string
	// Confidence of the best prediction, 0..1.
	Confidence float64
	// Length of the message in characters of its normal form.
	Length int
	// Sentiment is -1..1.
	Sentiment float64
	// What the message says of the customer, see package signals. Unread is true when there are
	// no word lists for their language.
	AsksForHuman, Anger, Thanks, DangerToSelf, LegalThreat, Unread bool
	// Tier, Locale and Channel of the customer; may be empty.
	Tier, Locale, Channel string
	// Turns is how many messages the customer wrote, this one included.
	Turns int
	// Unresolved is how many messages in a row were not understood, this one included.
	Unresolved int
}

// Match is the rule that hands a conversation over.
type Match struct {
	// Rule is its name.
	Rule string
	// Priority is Low, Normal, High or Urgent.
	Priority string
	// Queue in the helpdesk; empty: the helpdesk decides.
	Queue string
}

// Policy finds the first rule that holds. Implementations are pure and safe for concurrent
// use.
type Policy interface {
	Match(Facts) (Match, bool)
}

// Compiled is a release made ready for deciding. It never changes.
type Compiled struct {
	// Hash is the release's identity.
	Hash string
	intentSet
	policy release.Policy
	rules  Policy
	texts  []release.Texts
	engine *release.Understanding
}

// intentSet is the intents of a release, and what their utterances have in common.
type intentSet struct {
	// intents by their names.
	intents map[string]*intent
	// shared are the intents whose utterances have a term, by name and in order, and said are the
	// utterances of few words.
	shared map[string][]string
	said   map[string]bool
}

type intent struct {
	release.Intent
	fields []field
	// courteous is true when the intent is about thanks and the like, and chats are the kinds of
	// small talk that it is about.
	courteous bool
	chats     map[signals.SmallTalk]bool
	// terms are those of its utterances that tell what it is about, and own those of them that no
	// other intent has.
	terms, own map[string]bool
	// things are the terms that so many of its utterances have that they name what it is done to.
	things map[string]bool
	// opening and closing are the terms that its utterances begin with, or end in where the verb stands last:
	// they are what is done, and no number belongs to them.
	opening, closing map[string]bool
	// denials are the words that its own utterances deny.
	denials [][]string
	// ends is true when its utterances ask for something to end.
	ends bool
	// keeps is true when its utterances speak of things that are kept.
	keeps bool
	// acts are what its utterances want to be done, as far as there is an opposite.
	acts signals.Acts
	// harm is what most of its utterances want to be taken away, and taken what some of them do, if only
	// for a while; 0: nothing.
	harm, taken signals.Acts
	// inquires is true when many of its utterances ask something, and not for something to be done.
	inquires bool
	// negates is true when some of its utterances negate something, and refusing when most do.
	negates, refusing bool
	// manner is how its utterances ask for it.
	manner manner
	// every are all terms of its utterances, cores what those of each language have in common, and spoken all
	// acts of which they speak.
	every  map[string]bool
	cores  []*core
	spoken signals.Acts
}

type field struct {
	release.Field
	*values.Reader
}

// Compile prepares a release. It fails for a field's pattern that is not RE2 and for an
// intent that is listed twice.
func Compile(hash string, r release.Release, rules Policy) (*Compiled, error) {
	all, err := compileIntents(r.Intents)
	if err != nil {
		return nil, err
	}
	return &Compiled{Hash: hash, intentSet: all, policy: r.Policy, rules: rules, texts: r.Texts, engine: r.Understanding}, nil
}

// compileIntents reads what the intents' utterances teach. It fails as Compile does.
func compileIntents(all []release.Intent) (intentSet, error) {
	c := intentSet{intents: make(map[string]*intent, len(all))}
	for _, in := range all {
		if _, twice := c.intents[in.Name]; twice {
			return intentSet{}, fmt.Errorf("intent %q is listed twice", in.Name)
		}
		in.Locales = slices.Clone(in.Locales)
		compiled := &intent{
			Intent: in, fields: make([]field, 0, len(in.Fields)),
			courteous: slices.ContainsFunc(in.AllUtterances(), isCourteous),
			chats:     chatsOf(in),
		}
		for _, f := range in.Fields {
			reader, err := values.Compile(f, in.AllUtterances())
			if err != nil {
				return intentSet{}, fmt.Errorf("intent %q: field %q: %w", in.Name, f.Name, err)
			}
			compiled.fields = append(compiled.fields, field{Field: f, Reader: reader})
		}
		c.intents[in.Name] = compiled
	}
	c.learnTerms()
	for _, in := range c.intents {
		// The classifier has learned from them; only what is above needed them here.
		in.Utterances = nil
		for i := range in.Locales {
			in.Locales[i].Utterances = nil
		}
	}
	return c, nil
}

// Handoff says where packets go.
func (c *Compiled) Handoff() release.Handoff { return c.policy.Handoff }

// Choose decides which intent of the release the predictions are sure enough of; empty: none.
func (c *Compiled) Choose(predictions []understanding.Prediction) string {
	return understanding.Choose(predictions, c.threshold, float64(c.policy.MarginPercent)/100)
}

// Threshold is the least confidence, 0..1, with which the bot acts on an intent that has none
// of its own.
func (c *Compiled) Threshold() float64 { return float64(c.policy.ConfidencePercent) / 100 }

// threshold is the least confidence, 0..1, with which the bot acts on an intent; false: the
// release does not have it.
func (c *Compiled) threshold(name string) (float64, bool) {
	in := c.intents[name]
	switch {
	case in == nil:
		return 0, false
	case in.ConfidencePercent > 0:
		return float64(in.ConfidencePercent) / 100, true
	}
	return c.Threshold(), true
}

func (in *intent) field(name string) *field {
	for i := range in.fields {
		if in.fields[i].Name == name {
			return &in.fields[i]
		}
	}
	return nil
}

// missing is the first required field without a value.
func (in *intent) missing(values map[string]string) *field {
	for i := range in.fields {
		if f := &in.fields[i]; f.Required && values[f.Name] == "" {
			return f
		}
	}
	return nil
}

// InForce are the releases that conversations get.
type InForce struct {
	// Stable is nil before any release is loaded: then the bot speaks in its default texts.
	Stable *Compiled
	// Candidate is set together with Rollout.
	Candidate *Compiled
	Rollout   *release.Rollout
}

// texts are those of the release that the conversation is on.
func (f InForce) texts(s *conversation.State) release.Texts {
	return f.of(s).textsFor(s.Speaks())
}

// of is the release that the conversation is on.
func (f InForce) of(s *conversation.State) *Compiled {
	if f.Candidate != nil && f.Rollout != nil && s.Assignment != nil &&
		s.Assignment.Rollout == f.Rollout.ID && s.Assignment.Track == conversation.TrackCandidate {
		return f.Candidate
	}
	return f.Stable
}

// inForce are the releases that the turn is decided on.
func (in *Inputs) inForce() InForce {
	f := InForce{Stable: in.Stable.Compiled, Rollout: in.Pointer.Rollout}
	if in.Candidate != nil {
		f.Candidate = in.Candidate.Compiled
	}
	return f
}

func (c *Compiled) textsFor(locale string) release.Texts {
	if c == nil {
		return release.TextsFor(nil, locale)
	}
	return release.TextsFor(c.texts, locale)
}

// textsDiffer reports whether two releases that decide the same say it in different texts. The
// texts after a handoff belong to the decision to hand over.
func textsDiffer(d decision, a, b release.Texts) bool {
	if d.tooMany && a.TooMuchAtOnce != b.TooMuchAtOnce {
		return true
	}
	if slices.ContainsFunc(d.also, func(also decision) bool { return textsDiffer(also, a, b) }) {
		return true
	}
	if d.undo && a.CannotUndo != b.CannotUndo {
		return true
	}
	switch d.kind {
	case Clarify:
		return a.NotUnderstood != b.NotUnderstood
	case Acknowledge:
		return a.YouAreWelcome != b.YouAreWelcome
	case Field:
		return d.refused != "" && refusal(d.refused, a) != refusal(d.refused, b)
	case Confirm:
		return d.refused != "" && refusal(d.refused, a) != refusal(d.refused, b) || a.ShallI != b.ShallI || a.Yes != b.Yes || a.No != b.No
	case Offer:
		return d.queued && a.AlsoAsked != b.AlsoAsked ||
			!d.queued && !d.undo && a.DidYouMean != b.DidYouMean || a.APerson != b.APerson
	case Withdraw:
		return a.LeftAsItIs != b.LeftAsItIs
	case Chat:
		return chatText(a, d.chat) != chatText(b, d.chat)
	case Escalate:
		return a.HandingOver != b.HandingOver || a.WaitingForAgent != b.WaitingForAgent ||
			a.NoAgentYet != b.NoAgentYet || a.RequestReceived != b.RequestReceived
	}
	return false
}
