// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

// A bot as small as a first one is: twelve intents, eight to ten utterances.

var shop = []Example{
	{"order.track", []string{
		"where is my order", "track my parcel", "when will my package arrive", "has my order been shipped yet", "what is the status of my delivery",
		"I want to follow my shipment", "my parcel has not come", "how long until my order gets here", "tracking number for my order", "delivery status please"}},
	{"order.cancel", []string{
		"cancel my order", "I want to cancel what I bought", "please stop my order before it ships", "I ordered by mistake, cancel it", "can I still cancel my purchase",
		"how do I cancel an order", "don't send it, I changed my mind", "withdraw my order"}},
	{"order.change-address", []string{
		"change my delivery address", "I moved, send it to my new address", "deliver to a different address", "the shipping address is wrong",
		"can you update the address on my order", "I typed the wrong street", "ship it to my office instead", "edit delivery address"}},
	{"return.start", []string{
		"I want to return an item", "how do I send something back", "start a return", "the shoes do not fit and I want to return them", "return label please",
		"can I give this back", "what is your return policy", "I need to send back a jacket", "return my purchase"}},
	{"refund.status", []string{
		"where is my refund", "when do I get my money back", "I returned it but got no refund", "has my refund been processed", "refund status",
		"how long does a refund take", "my money has not been returned to my card", "still waiting for my refund"}},
	{"payment.failed", []string{
		"my payment was declined", "the card does not go through", "payment failed at checkout", "I cannot pay with my card", "why was my card rejected",
		"error while paying", "checkout says payment not accepted", "it will not take my credit card"}},
	{"invoice.request", []string{
		"send me an invoice", "I need a receipt for my purchase", "where can I download the invoice", "can I get a bill with VAT",
		"I need an invoice for my company", "receipt please", "the invoice is missing", "copy of my invoice"}},
	{"account.password", []string{
		"I forgot my password", "reset my password", "I cannot log in", "how do I change my password", "my account is locked", "login does not work",
		"send me a password reset link", "my password is not accepted"}},
	{"account.delete", []string{
		"delete my account", "close my account", "I want my data erased", "remove my profile", "how can I delete my account", "please erase everything about me",
		"deactivate my account for good", "I no longer want an account here"}},
	{"product.stock", []string{
		"is this in stock", "when will it be available again", "do you have this in size medium", "is the blue one sold out", "will you restock the lamp",
		"tell me when it is back in stock", "how many are left", "do you still sell this model"}},
	{"discount.code", []string{
		"my discount code does not work", "do you have a voucher", "how do I use a coupon", "the promo code is rejected", "is there a discount for students",
		"where do I enter my voucher", "my gift card code is invalid", "any offers at the moment"}},
	{"store.hours", []string{
		"when do you open", "what are your opening hours", "are you open on sunday", "until what time is the shop open", "is the store closed today",
		"where is your nearest shop", "opening times", "what time do you close"}},
}

// shopAsks are messages no utterance of the shop repeats, by intent.
var shopAsks = map[string][]string{
	"order.track":          {"where's the parcel I ordered last week?", "hi, has my package shipped?", "can you tell me the status of my order"},
	"order.cancel":         {"please cancel the order I made today", "I want my order cancelled", "how can I cancel my purchase?"},
	"order.change-address": {"I need to change the shipping address", "please send my order to another address", "can I update my delivery address?"},
	"return.start":         {"I'd like to return these shoes", "how can I send this jacket back?", "how does a return work"},
	"refund.status":        {"I still have not got my refund", "when will I get the money back?", "status of my refund please"},
	"payment.failed":       {"my credit card was declined", "the payment does not go through", "why did my payment fail?"},
	"invoice.request":      {"could you send me the receipt", "I need the invoice for my purchase", "where do I find my invoice?"},
	"account.password":     {"I forgot my password and can't log in", "how do I reset the password?", "cannot login, my account is locked"},
	"account.delete":       {"please delete my account and my data", "I want to close my account", "erase my profile"},
	"product.stock":        {"do you have the lamp in stock?", "when is the blue model available again?", "is it sold out"},
	"discount.code":        {"the voucher code isn't working", "where can I use my coupon?", "do you have a promo code?"},
	"store.hours":          {"what time do you open on sunday?", "your opening hours please", "is the shop open today"},
}

// offTopic has nothing to do with the shop. The second half shares its small
// words on purpose.
var offTopic = []string{
	"tell me a joke", "who won the football match", "recipe for onion soup", "xyzzy plugh", "lorem ipsum dolor sit amet", "wie wird das wetter morgen",
	"the capital of Australia", "qwertyuiop", "play some jazz", "translate hello into Spanish", "asdf jkl", "hello there", "さくらはきれいですね",
	"what is the weather like tomorrow", "how do I cook rice", "what is the meaning of life", "is my dog allowed to eat grapes", "how old are you",
	"when was the last world war", "do you like music", "how many planets are there", "what is your favourite film", "can you write me a poem",
	"I want to learn the piano", "why is the sky blue", "where is the nearest hospital", "my head hurts", "how long does it take to walk to Rome",
}
