// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package turns

import (
	"context"
	"strconv"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
)

// used is how much of a quota is used, and the version of the record that says so. One that is
// not readable is full: evidence that cannot be limited is not counted.
func (p *Processor) used(ctx context.Context, q *dialogue.Quota) (int, conversation.Version, error) {
	value, version, err := p.store.Record(ctx, q.Key)
	if err != nil || len(value) == 0 {
		return 0, version, err
	}
	used, err := strconv.Atoi(string(value))
	if err != nil || used < 0 {
		return q.Limit, version, nil //nolint:nilerr // it is not for the caller to mend
	}
	return used, version, nil
}

// use has a commit take one of a quota. The record is replaced in the version that was read, so
// of pods that take the last one at the same time one has a conflict, and decides again.
func (p *Processor) use(ctx context.Context, q *dialogue.Quota, c *conversation.Commit) error {
	if q == nil {
		return nil
	}
	used, version, err := p.used(ctx, q)
	if err != nil {
		return err
	}
	if used >= q.Limit {
		return conversation.ErrConflict
	}
	c.Records = append(c.Records, conversation.Record{
		Key: q.Key, Value: strconv.AppendInt(nil, int64(used)+1, 10), Version: version, TTL: q.TTL,
	})
	return nil
}
