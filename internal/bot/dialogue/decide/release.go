// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/understanding"
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
	intents.Set
	// Policy is when the bot is sure enough and when it hands over, and Rules are those that hand over whatever it
	// makes of a message; nil: none.
	Policy release.Policy
	Rules  Policy
	// Texts are the bot's own in each language.
	Texts []release.Texts
	// Engine is what the predictions come from; nil: the default one.
	Engine *release.Understanding

	// telling are the values that tell the intents apart; nil: an engine outside says what a message is about.
	telling *telling
}

// Compile prepares a release. It fails for a field's pattern that is not RE2 and for an
// intent that is listed twice.
func Compile(hash string, r release.Release, rules Policy) (*Compiled, error) {
	all, err := intents.Compile(r.Intents)
	if err != nil {
		return nil, err
	}
	c := &Compiled{Hash: hash, Set: all, Policy: r.Policy, Rules: rules, Texts: r.Texts, Engine: r.Understanding}
	if r.Understanding == nil || r.Understanding.Engine == release.EngineBuiltIn {
		c.telling = tellingOf(all)
	}
	return c, nil
}

// Handoff says where packets go.
func (c *Compiled) Handoff() release.Handoff { return c.Policy.Handoff }

// Choose decides which intent of the release the predictions are sure enough of; empty: none.
func (c *Compiled) Choose(predictions []understanding.Prediction) string {
	return understanding.Choose(predictions, c.threshold, float64(c.Policy.MarginPercent)/100)
}

// Threshold is the least confidence, 0..1, with which the bot acts on an intent that has none
// of its own.
func (c *Compiled) Threshold() float64 { return float64(c.Policy.ConfidencePercent) / 100 }

// threshold is the least confidence, 0..1, with which the bot acts on an intent; false: the
// release does not have it.
func (c *Compiled) threshold(name string) (float64, bool) {
	in := c.Intents[name]
	switch {
	case in == nil:
		return 0, false
	case in.ConfidencePercent > 0:
		return float64(in.ConfidencePercent) / 100, true
	}
	return c.Threshold(), true
}

// TextsFor are the bot's own texts for a locale; nil is a release without any.
func (c *Compiled) TextsFor(locale string) release.Texts {
	if c == nil {
		return release.TextsFor(nil, locale)
	}
	return release.TextsFor(c.Texts, locale)
}

// Choices are what was offered, as customers read it: the titles of the intents, and in a queue the
// values that they are for, which tell two of one intent apart. One that the release lacks is empty.
func (c *Compiled) Choices(o *conversation.Offered, locale string) []string {
	all := make([]string, 0, len(o.Intents)+1)
	for i, name := range o.Intents {
		title := ""
		if in := c.Intents[name]; in != nil {
			title = in.In(locale).CustomerTitle()
			if given := valuesOffered(in, o, i, locale); given != "" {
				title += " " + given
			}
		}
		all = append(all, title)
	}
	return all
}

// valuesOffered are the values that a queued request is for; empty: none is known.
func valuesOffered(in *intents.Intent, o *conversation.Offered, at int, locale string) string {
	text := o.TextOf(at)
	if !o.Queued || text == "" {
		return ""
	}
	if given := begunWith(o, at); len(given) > 0 {
		return strings.Join(in.Listed(given, locale), ", ")
	}
	if wording.IsValue(text) {
		return text
	}
	if f := in.DistinctField(); f != nil {
		return f.InPassing(text, time.Time{}, locale)
	}
	return ""
}
