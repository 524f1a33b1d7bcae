// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// The server's protocol for atomic publishing (ADR-50 of NATS): messages with the same batch
// id and rising numbers are set aside; the one with the commit header stores all or none.
const (
	batchIDHeader     = "Nats-Batch-Id"
	batchSeqHeader    = "Nats-Batch-Sequence"
	batchCommitHeader = "Nats-Batch-Commit"

	// maxBatch is the server's default limit of messages in a batch.
	maxBatch = 1000
	// maxTries of a batch while the server has too many open.
	maxTries = 6

	errBatchIncomplete jetstream.ErrorCode = 10176
	errBatchTooMany    jetstream.ErrorCode = 10210
)

// publish stores all messages or none, and returns the position of the last.
func (s *Store) publish(ctx context.Context, msgs []*nats.Msg) (uint64, error) {
	s.size.wrote(msgs)
	return s.publishCounted(ctx, msgs)
}

// publishCounted does so with messages that the store's size has already.
func (s *Store) publishCounted(ctx context.Context, msgs []*nats.Msg) (uint64, error) {
	wait := 5 * time.Millisecond
	for try := 1; ; try++ {
		seq, err := publishOnce(ctx, s.nc, msgs)
		if !isFull(err) {
			return seq, err
		}
		if try == maxTries {
			return 0, fmt.Errorf("the server takes no further batch: %w: %w", nats.ErrTimeout, err)
		}
		// Nothing was stored: other pods use all of the stream's batches.
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(wait/2 + rand.N(wait)):
		}
		wait *= 2
	}
}

func isFull(err error) bool {
	code := errorCode(err)
	return code == errBatchIncomplete || code == errBatchTooMany
}

func publishOnce(ctx context.Context, nc *nats.Conn, msgs []*nats.Msg) (uint64, error) {
	last := len(msgs) - 1
	for _, m := range msgs {
		// Left over from an attempt in another batch.
		m.Header.Del(batchIDHeader)
		m.Header.Del(batchSeqHeader)
		m.Header.Del(batchCommitHeader)
	}
	if last > 0 {
		id := nuid.Next()
		for i, m := range msgs {
			m.Header.Set(batchIDHeader, id)
			m.Header.Set(batchSeqHeader, strconv.Itoa(i+1))
			if i < last {
				if err := nc.PublishMsg(m); err != nil {
					return 0, err
				}
			}
		}
		msgs[last].Header.Set(batchCommitHeader, "1")
	}
	reply, err := nc.RequestMsgWithContext(ctx, msgs[last])
	if err != nil {
		return 0, err
	}
	var ack struct {
		Error    *jetstream.APIError `json:"error"`
		Sequence uint64              `json:"seq"`
		Count    int                 `json:"count"`
	}
	if err := json.Unmarshal(reply.Data, &ack); err != nil {
		return 0, fmt.Errorf("the server's answer is not readable: %w", err)
	}
	switch {
	case ack.Error != nil:
		return 0, ack.Error
	case ack.Sequence == 0, last > 0 && ack.Count != len(msgs):
		return 0, fmt.Errorf("the server stored %d of %d messages", ack.Count, len(msgs))
	}
	return ack.Sequence, nil
}
