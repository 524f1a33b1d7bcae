// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"sync"

	"github.com/nats-io/nats.go/jetstream"
)

// maxPositions bounds each of the two generations of positions.
const maxPositions = 4096

// positions are where this pod last wrote conversations. A commit that is based on an earlier
// version fails, and would take the batch that it shares with it: it is better not sent.
type positions struct {
	mu         sync.Mutex
	young, old map[string]uint64
}

// note keeps where a subject was written.
func (p *positions) note(subject string, at uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.young) >= maxPositions || p.young == nil {
		p.old, p.young = p.young, make(map[string]uint64, maxPositions)
	}
	p.young[subject] = at
	delete(p.old, subject)
}

// passed reports whether a subject was written after a version, once: the server has the last
// word, so the next commit is sent in any case.
func (p *positions) passed(subject string, version uint64) bool {
	if version == 0 {
		return false // it must not exist, and may have expired
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range []map[string]uint64{p.young, p.old} {
		if known[subject] > version {
			delete(known, subject)
			return true
		}
	}
	return false
}

// errPassed is what the server would say.
var errPassed = &jetstream.APIError{
	Code: 400, ErrorCode: jetstream.JSErrCodeStreamWrongLastSequence,
	Description: "another commit of this pod came first",
}
