// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"hash/maphash"
	"maps"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// present knows which conversations, records and claims there are at most, so that the stream is not
// asked about new ones: it does not answer while a batch is being stored. Only the process that is the
// only writer can know that. It holds some bytes for each, as the server does, by the day on which they
// expire.
type present struct {
	seed maphash.Seed

	mu sync.Mutex
	// days are the hashes of subjects by the day on which they expire; always are those that were there
	// at the start.
	days   map[int64]map[uint64]struct{}
	always map[uint64]struct{}
}

const (
	day = 24 * time.Hour
	// maxListing is how long the list of what a large stream holds may take.
	maxListing = 2 * time.Minute
)

// load lists what the stream holds.
func (p *present) load(ctx context.Context, s *Store) error {
	cctx, cancel := context.WithTimeout(ctx, maxListing)
	defer cancel()
	p.seed, p.days, p.always = maphash.MakeSeed(), map[int64]map[uint64]struct{}{}, map[uint64]struct{}{}
	for _, subjects := range s.names.versioned() {
		info, err := s.stream.Info(cctx, jetstream.WithSubjectFilter(subjects))
		if err != nil {
			return s.mapError(ctx, "listing what the stream holds", err)
		}
		for subject := range info.State.Subjects {
			p.always[maphash.String(p.seed, subject)] = struct{}{}
		}
	}
	return nil
}

// add notes a subject until it expires.
func (p *present) add(subject string, until time.Time) {
	const seconds = int64(day / time.Second)
	expires, oldest := until.Unix()/seconds, time.Now().Unix()/seconds-1 // the server is not punctual
	p.mu.Lock()
	defer p.mu.Unlock()
	if expires < oldest {
		return
	}
	if p.days[expires] == nil {
		p.days[expires] = map[uint64]struct{}{}
		maps.DeleteFunc(p.days, func(day int64, _ map[uint64]struct{}) bool { return day < oldest })
	}
	p.days[expires][maphash.String(p.seed, subject)] = struct{}{}
}

// absent reports that there certainly is nothing under a subject.
func (p *present) absent(subject string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	hash := maphash.String(p.seed, subject)
	if _, found := p.always[hash]; found {
		return false
	}
	for _, hashes := range p.days {
		if _, found := hashes[hash]; found {
			return false
		}
	}
	return true
}
