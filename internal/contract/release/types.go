// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package release is the contract between the operator and the bot: what a bot is to say
// (Release, an immutable content-addressed bundle) and which of its releases a
// conversation gets (Pointer, small and mutable). The package is pure.
package release

import "time"

// FormatVersion names the encoding of bundles and pointers. It is part of every hash: a
// new version rolls every bot, so it changes only with the meaning of the content.
const FormatVersion = "v1"

// Release is everything that decides what a bot answers.
type Release struct {
	// Version is FormatVersion.
	Version string `json:"version"`
	// Intents, sorted by name.
	Intents []Intent `json:"intents"`
	// Policy says when a person takes over.
	Policy Policy `json:"policy"`
	// Understanding is the engine that classifies messages; nil: the built-in one.
	Understanding *Understanding `json:"understanding,omitempty"`
	// TextsRevision identifies the Bot's spec.texts that Texts came from; empty: it had none.
	TextsRevision string `json:"textsRevision,omitempty"`
	// Texts are what the bot says of itself, complete and sorted by locale. None: the defaults
	// of the version that serves it.
	Texts []Texts `json:"texts,omitempty"`
}

// The engines.
const (
	// EngineBuiltIn is the one in the bot; it is named only where it has other word vectors.
	EngineBuiltIn = "BuiltIn"
	EngineRasa    = "Rasa"
	EngineHTTP    = "HTTP"
)

// Understanding is an engine outside of the bot, or the one in it with other word vectors.
type Understanding struct {
	// Engine is EngineBuiltIn, EngineRasa or EngineHTTP.
	Engine string `json:"engine"`
	// URL of the engine; empty: it is in the bot.
	URL string `json:"url"`
	// Vectors are those of EngineBuiltIn.
	Vectors Vectors `json:"vectors,omitzero"`
	// SecretName is the Secret whose key token is sent; empty: none.
	SecretName string `json:"secretName,omitempty"`
	// TLS names the certificates of the connection.
	TLS TLS `json:"tls,omitzero"`
}

// TLS names the certificates of a connection.
type TLS struct {
	// CA is where the certificates of those are who may sign the server's, as ConfigMap/NAME or
	// Secret/NAME; empty: the usual ones.
	CA string `json:"ca,omitempty"`
	// CertificateName is the Secret with the certificate by which the server knows the bot; empty:
	// none.
	CertificateName string `json:"certificateName,omitempty"`
}

// Intent is one revision of an Intent, with defaults resolved.
type Intent struct {
	Name string `json:"name"`
	// Revision is the name of the ControllerRevision that it came from.
	Revision string `json:"revision"`
	Risk     string `json:"risk"`
	// ConfidencePercent is the intent's own threshold in percent; 0: the policy's.
	ConfidencePercent int32    `json:"confidencePercent,omitempty"`
	Utterances        []string `json:"utterances"`
	Fields            []Field  `json:"fields,omitempty"`
	Reply             Reply    `json:"reply"`
	// Title is what customers read when they are asked whether they mean the intent; empty: the
	// name in words.
	Title string `json:"title,omitempty"`
	// Confirmation is asked before an intent of the risk High is answered; empty: the bot's own
	// question.
	Confirmation string `json:"confirmation,omitempty"`
	// Locale is the language of the members above; empty: that of the customer.
	Locale string `json:"locale,omitempty"`
	// Locales are the intent in other languages, sorted by locale.
	Locales []IntentLocale `json:"locales,omitempty"`
}

// IntentLocale is an intent in another language.
type IntentLocale struct {
	Locale       string   `json:"locale"`
	Title        string   `json:"title,omitempty"`
	Confirmation string   `json:"confirmation,omitempty"`
	Utterances   []string `json:"utterances,omitempty"`
	Prompts      []Prompt `json:"prompts,omitempty"`
	Reply        Reply    `json:"reply"`
}

// Prompt is a field's prompt in another language.
type Prompt struct {
	Field  string `json:"field"`
	Prompt string `json:"prompt"`
	// Choices are what those of the field are called, in its order; none: as they are. A bot of
	// before does not know them.
	Choices []string `json:"choices,omitempty"`
}

// The types of fields; an empty one is FieldText.
const (
	FieldText         = "Text"
	FieldNumber       = "Number"
	FieldDate         = "Date"
	FieldEmail        = "Email"
	FieldPhone        = "Phone"
	FieldChoice       = "Choice"
	FieldCardLastFour = "CardLastFour"
)

// Field is a structured value that the bot asks for before it replies.
type Field struct {
	Name   string `json:"name"`
	Prompt string `json:"prompt"`
	// Pattern is an RE2 expression for the whole value; empty: any text.
	Pattern string `json:"pattern,omitempty"`
	// Type says how a value is read, checked and written; empty: Text.
	Type string `json:"type,omitempty"`
	// Choices are the values of a Choice.
	Choices []string `json:"choices,omitempty"`
	// Minimum and Maximum bound a Number or a Date; empty: no bound.
	Minimum string `json:"minimum,omitempty"`
	Maximum string `json:"maximum,omitempty"`
	// Region is the country of a Phone without a country code.
	Region string `json:"region,omitempty"`
	// Required is false for a field that is only picked up in passing.
	Required bool `json:"required"`
}

// Reply is what the bot answers; {name} in Text stands for a field's value.
type Reply struct {
	Text string `json:"text"`
}

// Policy is an accepted escalation policy, with defaults resolved.
type Policy struct {
	// Name and Revision of the EscalationPolicy it came from.
	Name     string `json:"name"`
	Revision string `json:"revision"`
	// ConfidencePercent and MarginPercent are 0..100.
	ConfidencePercent int32   `json:"confidencePercent"`
	MarginPercent     int32   `json:"marginPercent"`
	UnresolvedTurns   int32   `json:"unresolvedTurns"`
	Rules             []Rule  `json:"rules,omitempty"`
	Handoff           Handoff `json:"handoff"`
}

// Rule hands a conversation over when When, a CEL expression, is true.
type Rule struct {
	Name     string `json:"name"`
	When     string `json:"when"`
	Priority string `json:"priority"`
	Queue    string `json:"queue,omitempty"`
}

// Handoff says what a packet must hold and where it goes.
type Handoff struct {
	Require []string `json:"require"`
	URL     string   `json:"url"`
	// SecretName is the Secret with the signing key; the bot finds the key as the file
	// SecretName/key in its secrets folder. Empty: packets are not signed.
	SecretName string `json:"secretName,omitempty"`
	// TLS names the certificates of the connection.
	TLS TLS `json:"tls,omitzero"`
	// AcceptWithinSeconds is after how long the customer is told that nobody accepted yet.
	AcceptWithinSeconds int64 `json:"acceptWithinSeconds"`
}

// BundleRef says where a release is kept.
type BundleRef struct {
	// Release is the content hash, the release's identity everywhere.
	Release string `json:"release"`
	// ConfigMaps that hold the parts of the compressed release, in order.
	ConfigMaps []string `json:"configMaps"`
}

// RecordRef names a BotRelease.
type RecordRef struct {
	Name     string `json:"name"`
	Sequence int64  `json:"sequence"`
}

// Pointer says which release a conversation gets. It is the one mutable object of a Bot
// and small enough that every pod sees a change at once.
type Pointer struct {
	// Version is FormatVersion.
	Version string `json:"version"`
	// Sequence rises with every change.
	Sequence int64 `json:"sequence"`
	// Automation is Enabled or Disabled (the kill switch).
	Automation string `json:"automation"`
	// Record is the BotRelease that Stable is; zero: one of before there were any.
	Record RecordRef `json:"record,omitzero"`
	// Stable is what conversations get unless they are on the candidate track.
	Stable BundleRef `json:"stable"`
	// Candidate is the release of the rolling batch; nil: nothing is rolling.
	Candidate *BundleRef `json:"candidate,omitempty"`
	// Rollout is set together with Candidate.
	Rollout *Rollout `json:"rollout,omitempty"`
	// Measurement says when results are counted.
	Measurement Measurement `json:"measurement"`
}

// Rollout says which share of conversations is on the candidate track.
type Rollout struct {
	// ID is the rollout label of the metrics.
	ID string `json:"id"`
	// Batch is the IntentBatch that rolls.
	Batch string `json:"batch"`
	// Step is the step label of the metrics.
	Step string `json:"step"`
	// Percent is 0..100.
	Percent int32 `json:"percent"`
	// Salt makes the assignment of customers to tracks independent between rollouts. It is
	// the same for all steps of one, so that the candidate's share only ever gains customers.
	// It is random, and kept from customers and from logs: whoever knows it can compute tracks.
	Salt string `json:"salt"`
}

// Measurement says which results are counted, and at which age.
type Measurement struct {
	OutcomeAfterSeconds int64 `json:"outcomeAfterSeconds"`
	RatingWithinSeconds int64 `json:"ratingWithinSeconds"`
	// WrapUpWithinSeconds 0 is the bot's default: an operator of before does not say.
	WrapUpWithinSeconds int64 `json:"wrapUpWithinSeconds,omitempty"`
	// AnonymousPerNetwork is how many conversations of anonymous customers count in a rollout for
	// each client network and day; 0 is the bot's default.
	AnonymousPerNetwork int32 `json:"anonymousPerNetwork,omitempty"`
}

// OutcomeAfter is the age at which a conversation's outcome is counted.
func (m Measurement) OutcomeAfter() time.Duration {
	return time.Duration(m.OutcomeAfterSeconds) * time.Second
}

// RatingWithin is the age up to which a conversation's rating is counted.
func (m Measurement) RatingWithin() time.Duration {
	return time.Duration(m.RatingWithinSeconds) * time.Second
}

// WrapUpWithin is how long after a resolution agents' work is waited for; 0: the default.
func (m Measurement) WrapUpWithin() time.Duration {
	return time.Duration(m.WrapUpWithinSeconds) * time.Second
}
