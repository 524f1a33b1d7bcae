// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// maxStretches of an agent's newest work are known, which is a day of short conversations.
const maxStretches = 96

// stretch is work of an agent on a conversation, in nanoseconds since 1970.
type stretch struct {
	// Conversation is a digest of its id.
	Conversation string `json:"c"`
	From         int64  `json:"f"`
	To           int64  `json:"t"`
}

// stretches are what an agent did last, by the time at which it ended. An agent who serves
// several customers at once is shared among them, and so must be known across conversations.
type stretches []stretch

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

func agentKey(agent string) string { return "agent/" + agent }

// add puts work in its place; the oldest goes when there is too much.
func (s stretches) add(id string, w conversation.HelpdeskWork) stretches {
	n := stretch{Conversation: digest(id), From: w.Start.UnixNano(), To: w.End.UnixNano()}
	i, _ := slices.BinarySearchFunc(s, n, func(a, b stretch) int { return cmp.Compare(a.To, b.To) })
	s = slices.Insert(s, i, n)
	return s[max(0, len(s)-maxStretches):]
}

// loadAgent returns what an agent did last, and the version of it.
func (d *Desk) loadAgent(ctx context.Context, agent string) (stretches, conversation.Version, error) {
	value, version, err := d.store.Record(ctx, agentKey(agent))
	if err != nil {
		return nil, 0, err
	}
	var s stretches
	if json.Unmarshal(value, &s) != nil {
		s = nil // not readable, or none
	}
	return s, version, nil
}

// noteWork adds new work to what is known of the agents, in the same commit.
func (d *Desk) noteWork(ctx context.Context, c *conversation.Commit, work []conversation.HelpdeskWork) error {
	byAgent := map[string][]conversation.HelpdeskWork{}
	for _, w := range work {
		byAgent[w.Agent] = append(byAgent[w.Agent], w)
	}
	for agent, work := range byAgent {
		known, version, err := d.loadAgent(ctx, agent)
		if err != nil {
			return err
		}
		for _, w := range work {
			known = known.add(c.State.ID, w)
		}
		value, err := json.Marshal(known)
		if err != nil {
			return err
		}
		c.Records = append(c.Records, conversation.Record{Key: agentKey(agent), Value: value, Version: version, TTL: claimFor})
	}
	return nil
}

// agents loads what is needed to count a conversation's work.
func (d *Desk) agents(ctx context.Context, work []conversation.HelpdeskWork) (map[string]stretches, error) {
	known := map[string]stretches{}
	for _, w := range work {
		if _, loaded := known[w.Agent]; loaded {
			continue
		}
		s, _, err := d.loadAgent(ctx, w.Agent)
		if err != nil {
			return nil, err
		}
		known[w.Agent] = s
	}
	return known, nil
}
