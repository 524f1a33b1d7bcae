// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// orderStatus is an intent that uses every field.
func orderStatus() Intent {
	return Intent{
		Name: "order-status", Revision: "order-status-0123456789", Risk: "Low", ConfidencePercent: 80,
		Utterances: []string{"Where is my parcel?", "has my order shipped yet"},
		Fields: []Field{
			{Name: "orderId", Prompt: "What is your order number?", Pattern: "[A-Z]{2}[0-9]{6}", Required: true},
			{Name: "city", Prompt: "Where to?"},
		},
		Reply: Reply{Text: "Order {orderId} is on its way <soon> & safe."},
	}
}

// greeting is an intent with nothing but what it must have.
func greeting() Intent {
	return Intent{
		Name: "greeting", Revision: "greeting-0123456789", Risk: "Low",
		Utterances: []string{"hello there"},
		Reply:      Reply{Text: "Hello, how can I help?"},
	}
}

func standardPolicy() Policy {
	return Policy{
		Name: "standard", Revision: "standard-0123456789", ConfidencePercent: 70, MarginPercent: 10, UnresolvedTurns: 2,
		Rules: []Rule{{Name: "high-risk", When: "intent.risk == 'High'", Priority: "Urgent", Queue: "specialists"}},
		Handoff: Handoff{
			Require: []string{"CustomerGoal", "Priority"}, URL: "https://desk.example/hook",
			SecretName: "desk", AcceptWithinSeconds: 120,
		},
	}
}

// manyIntents makes n valid intents with the given number of utterances each; all
// utterances differ.
func manyIntents(n, utterances int) []Intent {
	intents := make([]Intent, n)
	for i := range intents {
		intents[i] = greeting()
		intents[i].Name = fmt.Sprintf("intent-%03d", i)
		intents[i].Utterances = make([]string, utterances)
		for j := range intents[i].Utterances {
			intents[i].Utterances[j] = fmt.Sprintf("customer wants thing %d in the way number %d", i, j)
		}
	}
	return intents
}

// noise makes intents that do not compress, of at least the given size together.
func noise(random *rand.Rand, bytes int) []Intent {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"
	intents := manyIntents(1+bytes/(1000*500), 1000)
	for i := range intents {
		for j := range intents[i].Utterances {
			var text strings.Builder
			for text.Len() < 500 {
				text.WriteByte(letters[random.IntN(len(letters))])
			}
			intents[i].Utterances[j] = text.String()
		}
	}
	return intents
}

// specOf is the IntentSpec that orderStatus comes from, with defaults left out.
func specOf() v1alpha1.IntentSpec {
	return v1alpha1.IntentSpec{
		BotRef: v1alpha1.LocalReference{Name: "support"}, Description: "Where is my parcel",
		ConfidencePercent: new(int32(80)),
		Utterances:        []string{"Where is my parcel?", "has my order shipped yet"},
		Fields: []v1alpha1.IntentField{
			{Name: "orderId", Prompt: "What is your order number?", Pattern: "[A-Z]{2}[0-9]{6}"},
			{Name: "city", Prompt: "Where to?", Presence: v1alpha1.FieldOptional},
		},
		Reply: v1alpha1.IntentReply{Text: "Order {orderId} is on its way <soon> & safe."},
	}
}
