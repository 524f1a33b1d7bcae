// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"
)

func itoa(i int) string { return strconv.Itoa(i) }

// conversationOf writes the events of one conversation.
type conversationOf struct {
	w     io.Writer
	name  string
	start time.Time
	n     int
}

func (c *conversationOf) at(seconds float64) string {
	return c.start.Add(time.Duration(seconds * float64(time.Second))).Format(time.RFC3339Nano)
}

func (c *conversationOf) add(seconds float64, eventType, data string) {
	c.n++
	fmt.Fprintf(c.w, `{"specversion":"1.0","id":"%s-%d","source":"/bots/shop/support","type":"dev.intentops.%s","subject":"%s","time":"%s","datacontenttype":"application/json","data":%s}`+"\n",
		c.name, c.n, eventType, c.name, c.at(seconds), data)
}

// generate writes the events of so many conversations over 90 days, and returns how many
// events they are: about nine each.
func generate(w io.Writer, conversations int, seed uint64) int {
	r := rand.New(rand.NewPCG(seed, 1))
	total := 0
	for i := range conversations {
		c := conversationOf{w: w, name: "conversation-" + itoa(i), start: day0.Add(time.Duration(r.Float64() * 90 * 24 * float64(time.Hour)).Round(time.Millisecond))}
		channel := []string{"web", "email", "whatsapp"}[r.IntN(3)]
		c.add(0, "conversation.started", fmt.Sprintf(`{"channel":"%s","customer":"customer-%d","locale":"en"}`, channel, r.IntN(conversations)))
		c.add(0.1, "message.received", `{"messageId":"m1"}`)
		c.add(0.2, "turn.classified", fmt.Sprintf(`{"intent":"intent-%d","confidence":0.81,"threshold":0.7,"decision":"reply"}`, r.IntN(20)))
		c.add(1+r.Float64(), "message.sent", `{"messageId":"m2","actor":"bot","private":false,"kind":"answer"}`)
		end := 60 + 600*r.ExpFloat64()
		by := "bot"
		if r.Float64() < 0.4 {
			by = "human"
			c.add(10, "handoff.requested", `{"handoffId":"h","reason":"user_requested","policyRequired":false}`)
			c.add(30, "message.received", `{"messageId":"m3"}`)
			c.add(40+300*r.Float64(), "message.sent", `{"messageId":"m4","actor":"human","private":false}`)
			c.add(end, "agent.work", fmt.Sprintf(`{"agent":"agent-%d","start":"%s","end":"%s","kind":"active"}`, r.IntN(30), c.at(40), c.at(40+end)))
		}
		c.add(end+60, "conversation.resolved", `{"by":"`+by+`"}`)
		if r.Float64() < 0.3 {
			c.add(end+90, "survey.offered", `{"survey":"csat"}`)
			c.add(end+900, "survey.responded", fmt.Sprintf(`{"survey":"csat","score":%d,"handledBy":"%s"}`, 1+r.IntN(5), by))
		}
		c.add(end+61, "sla.fulfilled", `{"target":"resolution"}`)
		total += c.n
	}
	return total
}
