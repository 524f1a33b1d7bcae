// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

// Input is what the rules of a policy see of a message. The cel tags are the names of the
// fields in an expression; docs/escalationpolicy.md lists them for users.
type Input struct {
	Intent       Intent
	Message      Message
	Customer     Customer
	Conversation Conversation
}

// Intent is the best guess at what the customer wants.
type Intent struct {
	// Name of the Intent; empty when nothing was understood.
	Name string `cel:"name"`
	// Risk is Low, Medium or High; empty when nothing was understood.
	Risk string `cel:"risk"`
	// Confidence of the best guess is 0 to 1, also when it was too low to count as understood.
	Confidence float64 `cel:"confidence"`
}

// Message is the customer's message. Its text is left out on purpose: rules on words
// belong to the classifier, where they are measured.
type Message struct {
	// Sentiment is -1 (furious) to 1 (delighted); 0 when nothing is known.
	Sentiment float64 `cel:"sentiment"`
	// AsksForHuman is true when the customer wants a person.
	AsksForHuman bool `cel:"asksForHuman"`
	// Anger is true when the customer is angry at the company or the bot.
	Anger bool `cel:"anger"`
	// Thanks is true when the customer thanks.
	Thanks bool `cel:"thanks"`
	// DangerToSelf is true when the customer may be about to harm themselves.
	DangerToSelf bool `cel:"dangerToSelf"`
	// LegalThreat is true when the customer speaks of lawyers, courts or authorities.
	LegalThreat bool `cel:"legalThreat"`
	// SignalsKnown is false when there are no word lists for the customer's language: false
	// above then says nothing.
	SignalsKnown bool `cel:"signalsKnown"`
	// Length is the number of characters.
	Length int64 `cel:"length"`
}

// Customer is what the channel tells about the customer. Fields are empty when it does not.
type Customer struct {
	// Tier is the support tier, such as enterprise.
	Tier string `cel:"tier"`
	// Locale is a BCP 47 tag, such as de-CH.
	Locale string `cel:"locale"`
	// Channel is the name of the Bot's channel.
	Channel string `cel:"channel"`
}

// Conversation is what happened before, this message included.
type Conversation struct {
	// Turns is the number of messages from the customer, this one included.
	Turns int64 `cel:"turns"`
	// UnresolvedTurns is how many messages in a row, up to this one, were not understood.
	UnresolvedTurns int64 `cel:"unresolvedTurns"`
}
