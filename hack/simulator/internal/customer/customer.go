// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package customer decides what a simulated customer does. It is pure: customer n of a
// seed does the same whenever the bot replies the same.
package customer

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/intentops/intentops/hack/simulator/internal/scenario"
)

// Message is one message of the bot.
type Message struct {
	Kind   string `json:"kind"`
	Text   string `json:"text"`
	Intent string `json:"intent"`
	// Suggestions are what the customer may answer.
	Suggestions []string `json:"suggestions"`
}

// Reply is what the bot answers to one message.
type Reply struct {
	// State is bot, waiting, human or ended.
	State    string    `json:"state"`
	Messages []Message `json:"messages"`
}

// Feeling is how a conversation ended for the customer.
type Feeling string

// The feelings.
const (
	// Solved means that the bot answered what was asked.
	Solved Feeling = "solved"
	// Human means that a person took over.
	Human Feeling = "human"
	// Unsolved means that the customer gave up.
	Unsolved Feeling = "unsolved"
	// Unhappy means that an answer did harm.
	Unhappy Feeling = "unhappy"
)

// Wishes that no intent stands for.
const (
	WantsOffTopic = "off-topic"
	WantsHuman    = "human"
)

const (
	// maxRephrased is how often a customer says the same in other words.
	maxRephrased = 2
	// maxMessages bounds a conversation.
	maxMessages = 12
)

// Customer is one person in one conversation. All chance is drawn when it is made, in a
// fixed order, so that what happens in the conversation changes none of it.
type Customer struct {
	// ID is the customer's key.
	ID string
	// Tier that the customer states; may be empty.
	Tier string
	// Wants is the name of an intent, WantsOffTopic or WantsHuman.
	Wants string
	// Feeling once the customer has left.
	Feeling Feeling
	// Harmed is whether an answer did harm.
	Harmed bool

	scenario                 *scenario.Scenario
	words                    []string // for what the customer wants
	next                     int      // of words
	angry                    bool
	harmDraw                 float64
	leavesAngry              bool
	fieldDraw                float64
	personRequest, angryText string
	rates                    bool
	rateDraw                 float64
	thinking                 []float64

	sent           int
	rephrased      int
	askedForPerson bool
	wroteAngrily   bool
}

// New draws customer n.
func New(s *scenario.Scenario, seed uint64, n int) *Customer {
	random := rand.New(rand.NewPCG(seed, uint64(n)))
	person := n
	if s.Customers > 0 {
		person = n % s.Customers
	}
	c := &Customer{ID: fmt.Sprintf("sim-%d-%d", seed, person), scenario: s}
	// Draws that are not used are made too, so that a change in one part of the scenario leaves
	// the rest of each customer unchanged.
	kind, which, first := random.Float64(), random.Float64(), random.Float64()
	c.harmDraw, c.fieldDraw = random.Float64(), random.Float64()
	c.leavesAngry = random.Float64() < 0.4
	c.personRequest = pick(s.AskForHuman.Utterances, random.Float64())
	c.angryText = pick(s.Angry.Utterances, random.Float64())
	c.rates = random.Float64() < s.Rating.Share
	c.rateDraw = random.Float64()
	c.Tier = tier(s.Tiers, random.Float64())
	for range maxMessages {
		c.thinking = append(c.thinking, random.Float64())
	}

	switch {
	case kind < s.OffTopic.Share:
		c.Wants, c.words = WantsOffTopic, s.OffTopic.Utterances
	case kind < s.OffTopic.Share+s.AskForHuman.Share:
		c.Wants, c.words = WantsHuman, s.AskForHuman.Utterances
	default:
		c.angry = kind < s.OffTopic.Share+s.AskForHuman.Share+s.Angry.Share
		intent := s.Intents[weighted(len(s.Intents), func(i int) float64 { return s.Intents[i].Weight }, which)]
		c.Wants, c.words = intent.Name, intent.Utterances
	}
	c.next = int(first * float64(len(c.words)))
	return c
}

// Opening is the customer's first message.
func (c *Customer) Opening() string {
	text := c.say()
	if c.angry {
		return c.angryText + " " + text
	}
	return text
}

// Think returns how long the customer takes over message i, 0..1 of the longest time.
func (c *Customer) Think(i int) float64 { return c.thinking[i%len(c.thinking)] }

// Next returns what the customer writes after a reply; false: the customer leaves. harm
// is how probable it is that an answer of an intent does harm, at present.
func (c *Customer) Next(reply Reply, harm func(intent string) float64) (string, bool) {
	if reply.State == "waiting" || reply.State == "human" {
		c.Feeling = Human
		if c.Harmed {
			c.Feeling = Unhappy
		}
		return "", false
	}
	if c.wroteAngrily || c.sent >= maxMessages || reply.State == "ended" {
		return c.leave()
	}
	for _, m := range reply.Messages {
		if m.Kind == "answer" && m.Intent == c.Wants {
			return c.afterAnswer(m, harm) // whatever the bot asks besides
		}
	}
	last := Message{}
	if n := len(reply.Messages); n > 0 {
		last = reply.Messages[n-1]
	}
	switch last.Kind {
	case "answer":
		return c.afterAnswer(last, harm)
	case "field":
		return c.write(c.field(last.Text)), true
	case "confirm":
		if last.Intent == c.Wants {
			return c.write("yes"), true
		}
		return c.write("no"), true
	case "offer":
		if choice := c.choice(last.Suggestions); choice != "" {
			return c.write(choice), true
		}
		return c.insist()
	default:
		return c.insist()
	}
}

// choice is the suggestion that is what the customer wants, with or without a value behind it; empty: none is.
func (c *Customer) choice(suggestions []string) string {
	want := strings.ReplaceAll(c.Wants, "-", " ")
	for _, s := range suggestions {
		if strings.HasPrefix(strings.ToLower(s)+" ", want+" ") {
			return s
		}
	}
	return ""
}

// afterAnswer is what follows an answer: content, another attempt or anger.
func (c *Customer) afterAnswer(answer Message, harm func(string) float64) (string, bool) {
	if !c.askedForPerson && c.harmDraw < harm(answer.Intent) {
		c.Harmed = true
		if c.leavesAngry {
			c.wroteAngrily = true
			return c.write(c.angryText), true
		}
		c.askedForPerson = true
		return c.write(c.personRequest), true
	}
	if answer.Intent == c.Wants && !c.askedForPerson {
		c.Feeling = Solved
		return "", false
	}
	return c.insist()
}

// insist says it in other words, then asks for a person, then leaves.
func (c *Customer) insist() (string, bool) {
	switch {
	case c.rephrased < maxRephrased:
		c.rephrased++
		if c.askedForPerson {
			return c.write(c.personRequest), true
		}
		return c.say(), true
	case !c.askedForPerson && !c.leavesAngry && c.personRequest != "":
		c.askedForPerson = true
		c.rephrased = 0
		return c.write(c.personRequest), true
	}
	return c.leave()
}

func (c *Customer) leave() (string, bool) {
	c.Feeling = Unsolved
	if c.Harmed {
		c.Feeling = Unhappy
	}
	return "", false
}

// say takes the next of the customer's own words.
func (c *Customer) say() string {
	text := c.words[c.next%len(c.words)]
	c.next++
	return c.write(text)
}

func (c *Customer) write(text string) string {
	c.sent++
	return text
}

// field answers the bot's question.
func (c *Customer) field(prompt string) string {
	for _, f := range c.scenario.Fields {
		if strings.Contains(strings.ToLower(prompt), strings.ToLower(f.Prompt)) {
			return pick(f.Values, c.fieldDraw)
		}
	}
	return "I do not have that"
}

// Rating is what the customer rates, 1..5; 0: nothing.
func (c *Customer) Rating() int {
	if !c.rates {
		return 0
	}
	weights := map[Feeling][]float64{
		Solved: c.scenario.Rating.Solved, Human: c.scenario.Rating.Human,
		Unsolved: c.scenario.Rating.Unsolved, Unhappy: c.scenario.Rating.Unhappy,
	}[c.Feeling]
	if weights == nil {
		return 0
	}
	return 1 + weighted(5, func(i int) float64 { return weights[i] }, c.rateDraw)
}

func pick(texts []string, draw float64) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[int(draw*float64(len(texts)))]
}

// weighted returns one of n, each as probable as its weight.
func weighted(n int, weight func(int) float64, draw float64) int {
	total := 0.0
	for i := range n {
		total += weight(i)
	}
	draw *= total
	for i := range n {
		if draw -= weight(i); draw < 0 {
			return i
		}
	}
	return n - 1
}

func tier(tiers map[string]float64, draw float64) string {
	if len(tiers) == 0 {
		return ""
	}
	names := make([]string, 0, len(tiers))
	for name := range tiers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names[weighted(len(names), func(i int) float64 { return tiers[names[i]] }, draw)]
}
