// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/release"
)

// Quota is how many conversations of a client's network count in a rollout in a day: whoever
// opens conversations with new identities adds no more than that.
//
// A network's first conversations of the day count, whichever tracks they are on. Whether one
// counts is settled when both releases were asked and before its track changes anything, and
// depends on its network, the day and the rollout alone, so both tracks lose the same share. A
// customer who was left out stays left out of the rollout: else a client could learn on which
// tracks its identities are, and come back with those of one track.
type Quota struct {
	// Key of the record that counts what is used.
	Key string
	// Limit of it.
	Limit int
	// TTL of the record.
	TTL time.Duration
}

// defaultPerNetwork is the Bot's default, for the pointer of an operator that does not say.
const defaultPerNetwork = 3

// quotaFor is longer than the day that a quota is for.
const quotaFor = 48 * time.Hour

func quotaOf(a *conversation.Assignment, network string, m release.Measurement) *Quota {
	q := &Quota{
		Key:   "evidence/" + a.Rollout + "/" + network + "/" + a.At.UTC().Format(time.DateOnly),
		Limit: int(m.AnonymousPerNetwork), TTL: quotaFor,
	}
	if q.Limit <= 0 {
		q.Limit = defaultPerNetwork
	}
	return q
}
