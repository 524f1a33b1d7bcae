// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package conversation holds the state of a conversation, what a turn may change of it, and
// the Store that keeps it. The package does no I/O itself.
package conversation

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Bounds of a State, so that one conversation cannot grow without end.
const (
	// MaxTurns is the number of transcript lines that are kept; the oldest go first.
	MaxTurns = 30
	// MaxTurnBytes is how many bytes the texts of these lines have; the oldest go first. The
	// newest line is always kept.
	MaxTurnBytes = 64 << 10
	// MaxSeen is the number of customer messages whose replies are remembered. A message
	// that is sent again after that many others is taken for a new one.
	MaxSeen = 30
	// MaxProposed is the number of proposed utterances that are kept.
	MaxProposed = 5
	// MaxAttempted is the number of attempted steps that are kept for the handoff packet.
	MaxAttempted = 20
)

// State is everything that is remembered of a conversation between turns. It holds
// customers' words: it is stored, and never logged.
type State struct {
	// ID is unguessable and made of lower-case letters and digits.
	ID string `json:"id"`
	// Customer is the opaque key of the customer, the unit that is assigned to a track.
	Customer string `json:"customer"`
	// Verified is true when a site vouched for the customer: it signed their id.
	Verified bool `json:"verified,omitempty"`
	// Network is what the client's network is called, where it is known and the customer is not
	// verified: a keyed hash.
	Network string `json:"network,omitempty"`
	// Tier of the customer as the channel's caller gave it, such as "gold"; may be empty.
	Tier string `json:"tier,omitempty"`
	// Locale is a BCP 47 tag such as "en-GB"; may be empty.
	Locale string `json:"locale,omitempty"`
	// Language is the one that the customer went over to, such as "de"; empty: that of Locale.
	Language string `json:"language,omitempty"`
	// Channel is the name of the Bot's channel.
	Channel string `json:"channel"`
	// StartedAt is when the conversation was opened.
	StartedAt time.Time `json:"startedAt"`
	// FirstMessageAt is when the customer first wrote. Ages are measured from here: a chat
	// window that is opened and closed again is not a conversation.
	FirstMessageAt time.Time `json:"firstMessageAt,omitzero"`
	// LastMessageAt is when the customer last wrote.
	LastMessageAt time.Time `json:"lastMessageAt,omitzero"`
	// Release that decided the last turn, by content hash.
	Release string `json:"release,omitempty"`

	// Turns is the transcript's newest lines, at most MaxTurns.
	Turns []Turn `json:"turns,omitempty"`
	// LastSeq is the number of the newest line; lines count from 1 and keep their number.
	LastSeq int64 `json:"lastSeq,omitempty"`
	// Seen are the newest customer messages and their replies, at most MaxSeen.
	Seen []Seen `json:"seen,omitempty"`
	// Messages is how many messages the customer wrote.
	Messages int `json:"messages,omitempty"`

	// Intent is the last one that was understood; empty: none yet.
	Intent string `json:"intent,omitempty"`
	// IntentRevision and IntentRisk belong to Intent.
	IntentRevision string `json:"intentRevision,omitempty"`
	IntentRisk     string `json:"intentRisk,omitempty"`
	// Confidence is the last message's, 0..1.
	Confidence float64 `json:"confidence,omitempty"`
	// Collecting is set while the bot asks for a field's value.
	Collecting *Collecting `json:"collecting,omitempty"`
	// Confirming is set while the bot waits for a yes.
	Confirming *Confirming `json:"confirming,omitempty"`
	// Offered is set while the bot waits for a choice.
	Offered *Offered `json:"offered,omitempty"`
	// Given is the value that the last message gave, for when the next one corrects it.
	Given *Given `json:"given,omitempty"`
	// GoesOn is the intent that the last message was answered with, for when the next one goes
	// on with it; empty: it was not.
	GoesOn string `json:"goesOn,omitempty"`
	// Proposed are messages that were not understood and whose intent the customer then chose,
	// at most MaxProposed: utterances that the intent may lack.
	Proposed []Proposed `json:"proposed,omitempty"`
	// Fields are the values of Intent's fields, by field name.
	Fields map[string]string `json:"fields,omitempty"`
	// UnresolvedTurns is how many messages in a row were not understood.
	UnresolvedTurns int `json:"unresolvedTurns,omitempty"`
	// UnreadTurns is how many of them because the engine failed.
	UnreadTurns int `json:"unreadTurns,omitempty"`
	// EngineFailed is true once the engine failed on a message when its reading was needed:
	// what became of the conversation says nothing about a release.
	EngineFailed bool `json:"engineFailed,omitempty"`
	// Sentiment is the last message's, -1..1.
	Sentiment float64 `json:"sentiment,omitempty"`
	// AskedForHuman is true once the customer asked for a person.
	AskedForHuman bool `json:"askedForHuman,omitempty"`
	// Answered is true once the bot gave an answer (not a question, not a notice).
	Answered bool `json:"answered,omitempty"`
	// Responded is true once the bot's first response was counted.
	Responded bool `json:"responded,omitempty"`
	// Attempted are the bot's steps so far, at most MaxAttempted, the newest last.
	Attempted []Attempt `json:"attempted,omitempty"`

	// Handoff is set once the conversation was handed to a person.
	Handoff *Handoff `json:"handoff,omitempty"`
	// Handoffs counts them.
	Handoffs int `json:"handoffs,omitempty"`
	// Escalated is true once a handoff before the present one was not required by the policy.
	Escalated bool `json:"escalated,omitempty"`

	// Assignment is set once the conversation takes part in a rollout. It takes part in at
	// most one, ever.
	Assignment *Assignment `json:"assignment,omitempty"`
	// Shadow is set once the conversation was seen by a rollout at 0 percent.
	Shadow *Shadow `json:"shadow,omitempty"`

	// OutcomeCounted is true once the conversation's outcome was counted.
	OutcomeCounted bool `json:"outcomeCounted,omitempty"`
	// Rating is the customer's, 1..5; 0: none.
	Rating int `json:"rating,omitempty"`
	// SurveyOffered is true once the customer was asked for a rating.
	SurveyOffered bool `json:"surveyOffered,omitempty"`
	// Helpdesk is set once an event of the helpdesk has come.
	Helpdesk *Helpdesk `json:"helpdesk,omitempty"`
	// EndedAt is when the customer closed the conversation.
	EndedAt time.Time `json:"endedAt,omitzero"`
}

// Roles of a Turn.
const (
	RoleCustomer = "customer"
	RoleBot      = "bot"
)

// Turn is one line of the transcript.
type Turn struct {
	// Seq is the line's number, from 1.
	Seq int64 `json:"seq"`
	// Role is RoleCustomer or RoleBot.
	Role string    `json:"role"`
	At   time.Time `json:"at"`
	// Kind of a bot's line; empty for a customer's.
	Kind Kind   `json:"kind,omitempty"`
	Text string `json:"text"`
	// MessageID of a customer's message, by which its sender recognises it.
	MessageID string `json:"messageId,omitempty"`
	// Intent that a bot's line belongs to; may be empty.
	Intent string `json:"intent,omitempty"`
	// Suggestions that came with a bot's line.
	Suggestions []string `json:"suggestions,omitempty"`
}

// Kind says what a bot's message is.
type Kind string

// The kinds of a bot's messages.
const (
	// KindAnswer answers the customer's question.
	KindAnswer Kind = "answer"
	// KindField asks for a field's value.
	KindField Kind = "field"
	// KindClarify asks the customer to say it in other words.
	KindClarify Kind = "clarify"
	// KindConfirm asks whether to go on.
	KindConfirm Kind = "confirm"
	// KindOffer asks which of several things the customer means.
	KindOffer Kind = "offer"
	// KindHandoff says that a person takes over.
	KindHandoff Kind = "handoff"
	// KindNotice says what happens, such as that no agent took over yet.
	KindNotice Kind = "notice"
)

// Matters is true for messages about what the customer wants: answers and questions.
func (k Kind) Matters() bool {
	switch k {
	case KindAnswer, KindField, KindClarify, KindConfirm, KindOffer:
		return true
	}
	return false
}

// Reply is one message to the customer.
type Reply struct {
	// Seq is its line in the transcript.
	Seq    int64  `json:"seq"`
	Kind   Kind   `json:"kind"`
	Text   string `json:"text"`
	Intent string `json:"intent,omitempty"`
	// Suggestions are what the customer may answer, as buttons or by number.
	Suggestions []string `json:"suggestions,omitempty"`
}

// Seen is a customer's message that was answered already.
type Seen struct {
	MessageID string `json:"messageId"`
	// Digest of the text, to tell a repetition from an id that is used twice.
	Digest  uint64  `json:"digest"`
	Replies []Reply `json:"replies,omitempty"`
}

// Collecting is a field that the bot has asked for.
type Collecting struct {
	// Intent that needs the field.
	Intent string `json:"intent"`
	Field  string `json:"field"`
	// Asked is how often.
	Asked int `json:"asked"`
	// Values are those of Intent's fields that were given so far, when the conversation has
	// gone to another intent meanwhile.
	Values map[string]string `json:"values,omitempty"`
	// Again is true when Intent was done already, with another value of Field, or when a value of it may not be meant: it is
	// not done without a yes.
	Again bool `json:"again,omitempty"`
}

// Confirming is an intent that the bot asked about before it answers.
type Confirming struct {
	Intent string `json:"intent"`
	// Asked is how often.
	Asked int `json:"asked"`
	// AfterAnswer is true when the bot said something else in the same turn, too: "ok" may only mean
	// that this was read.
	AfterAnswer bool `json:"afterAnswer,omitempty"`
	// Values are those of Intent's fields when the conversation has gone to another intent
	// meanwhile.
	Values map[string]string `json:"values,omitempty"`
}

// Offered are the choices that the customer was given. Beside a question of the bot's they are
// offered once more when it is answered.
type Offered struct {
	// Intents in the order in which they were offered.
	Intents []string `json:"intents"`
	// Text is the message that was not understood, and Texts are those of each intent where several
	// parts of a message asked for them.
	Text  string   `json:"text"`
	Texts []string `json:"texts,omitempty"`
	// Begun are the values that were given already for those which the bot asked about when something else came first, or
	// which the customer named in one breath, by intent and text.
	Begun map[string]map[string]string `json:"begun,omitempty"`
	// Queued is true when the customer asked for them and the bot has not come to it yet: they were
	// understood.
	Queued bool `json:"queued,omitempty"`
	// Repeated is true when they were offered once more after an answer in between.
	Repeated bool `json:"repeated,omitempty"`
}

// TextOf is the text that the choice of an intent is for.
func (o *Offered) TextOf(at int) string {
	if at < len(o.Texts) {
		return o.Texts[at]
	}
	return o.Text
}

// Only are the choices that are kept; nil: there are none.
func (o *Offered) Only(keep func(at int) bool) *Offered {
	if o == nil {
		return nil
	}
	kept := &Offered{Text: o.Text, Begun: o.Begun, Queued: o.Queued, Repeated: o.Repeated}
	for i, name := range o.Intents {
		if keep(i) {
			kept.Intents, kept.Texts = append(kept.Intents, name), append(kept.Texts, o.TextOf(i))
		}
	}
	switch len(kept.Intents) {
	case 0:
		return nil
	case 1:
		kept.Text, kept.Texts = kept.Texts[0], nil
	}
	return kept
}

func (o *Offered) has(intent, text string) bool {
	for i, name := range o.Intents {
		if name == intent && o.TextOf(i) == text {
			return true
		}
	}
	return false
}

// And are these choices and then others, of which each may be nil.
func (o *Offered) And(others *Offered) *Offered {
	if o == nil || others == nil {
		return cmp.Or(o, others)
	}
	both := &Offered{Text: o.Text, Queued: o.Queued || others.Queued, Repeated: o.Repeated && others.Repeated}
	for _, from := range []*Offered{o, others} {
		if len(from.Begun) > 0 {
			begun := maps.Clone(from.Begun)
			maps.Copy(begun, both.Begun)
			both.Begun = begun
		}
		for i, name := range from.Intents {
			if !both.has(name, from.TextOf(i)) {
				both.Intents, both.Texts = append(both.Intents, name), append(both.Texts, from.TextOf(i))
			}
		}
	}
	return both
}

// Given is a value that the customer gave.
type Given struct {
	Intent string `json:"intent"`
	Field  string `json:"field"`
}

// Proposed is a message whose intent the customer chose.
type Proposed struct {
	Intent string `json:"intent"`
	Text   string `json:"text"`
}

// Attempt is one step of the bot's, for the handoff packet.
type Attempt struct {
	At time.Time `json:"at"`
	// Decision is reply, field, confirm, offer, clarify, acknowledge, chat, withdraw or escalate.
	Decision string `json:"decision"`
	Intent   string `json:"intent,omitempty"`
	// Confidence is 0..1.
	Confidence float64 `json:"confidence,omitempty"`
}

// Speaks is the locale in which the customer writes, and is answered.
func (s *State) Speaks() string { return cmp.Or(s.Language, s.Locale) }

// Person names the customer among all of the Bot. A key for which a site vouches is never the
// same as one that anybody may give, which holds printable characters only.
func (s *State) Person() string {
	if s.Verified {
		return "verified\x00" + s.Customer
	}
	return s.Customer
}

// Clone returns a state that shares nothing with s.
func (s State) Clone() State {
	s.Turns = slices.Clone(s.Turns)
	s.Seen = slices.Clone(s.Seen)
	s.Fields = maps.Clone(s.Fields)
	s.Attempted = slices.Clone(s.Attempted)
	s.Proposed = slices.Clone(s.Proposed)
	s.Collecting = clone(s.Collecting)
	if s.Collecting != nil {
		s.Collecting.Values = maps.Clone(s.Collecting.Values)
	}
	s.Confirming = clone(s.Confirming)
	if s.Confirming != nil {
		s.Confirming.Values = maps.Clone(s.Confirming.Values)
	}
	s.Offered = clone(s.Offered)
	s.Given = clone(s.Given)
	s.Handoff = clone(s.Handoff)
	s.Assignment = clone(s.Assignment)
	s.Shadow = clone(s.Shadow)
	s.Helpdesk = s.Helpdesk.clone()
	return s
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

// Append adds a line to the transcript and returns its number.
func (s *State) Append(t Turn) int64 {
	s.LastSeq++
	t.Seq = s.LastSeq
	s.Turns = appendBounded(s.Turns, t, MaxTurns)
	size := 0
	for i := len(s.Turns) - 1; i >= 0; i-- {
		if size += len(s.Turns[i].Text); size > MaxTurnBytes && i < len(s.Turns)-1 {
			s.Turns = slices.Delete(s.Turns, 0, i+1)
			break
		}
	}
	return t.Seq
}

// Remember keeps a message's replies for when it is sent again.
func (s *State) Remember(messageID string, digest uint64, replies []Reply) {
	s.Seen = appendBounded(s.Seen, Seen{MessageID: messageID, Digest: digest, Replies: replies}, MaxSeen)
}

// Attempt records one step of the bot's.
func (s *State) Attempt(a Attempt) {
	s.Attempted = appendBounded(s.Attempted, a, MaxAttempted)
}

// Propose keeps an utterance that the customer's choice proposes.
func (s *State) Propose(p Proposed) {
	s.Proposed = appendBounded(s.Proposed, p, MaxProposed)
}

// appendBounded appends to a list of at most n; the oldest go.
func appendBounded[T any](list []T, item T, n int) []T {
	list = append(list, item)
	if over := len(list) - n; over > 0 {
		list = slices.Delete(list, 0, over)
	}
	return list
}

// After returns the bot's lines after number seq, as replies.
func (s State) After(seq int64) []Reply {
	var replies []Reply
	for _, t := range s.Turns {
		if t.Role == RoleBot && t.Seq > seq {
			replies = append(replies, Reply{Seq: t.Seq, Kind: t.Kind, Text: t.Text, Intent: t.Intent, Suggestions: t.Suggestions})
		}
	}
	return replies
}
