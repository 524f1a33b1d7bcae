// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// looked is what the stream said of a commit's subjects before the commit got in line: the others in
// the line need not wait for that. It holds unless one of them was written since.
type looked struct {
	versions map[string]string
	// notes is how many positions this process had noted then.
	notes uint64
}

// look asks the stream about the subjects of a commit that this process has not written lately.
func (j *journal) look(ctx context.Context, msgs []*nats.Msg) (looked, error) {
	found := looked{versions: map[string]string{}, notes: j.s.commits.written.notes.Load()}
	for _, m := range msgs {
		if expected(m) == "" || j.s.commits.written.at(m.Subject) != "" {
			continue
		}
		v, err := j.version(ctx, m.Subject)
		if err != nil {
			return looked{}, err
		}
		found.versions[m.Subject] = text(v)
	}
	return found, nil
}

// check answers the commits of a group whose conversation or records were changed, or whose claims
// were made, and returns the others. Those of a group never share a subject.
func (j *journal) check(ctx context.Context, group []*pending) []*pending {
	return slices.DeleteFunc(group, func(p *pending) bool {
		for _, m := range p.msgs {
			want := expected(m)
			if want == "" {
				continue
			}
			if err := j.checkVersion(ctx, p, m.Subject, want); err != nil {
				p.done <- outcome{err: err}
				return true
			}
		}
		return false
	})
}

func (j *journal) checkVersion(ctx context.Context, p *pending, subject, want string) error {
	written := &j.s.commits.written
	noted := written.at(subject)
	if noted == want {
		return nil
	}
	have, ok := p.looked.versions[subject]
	// Positions are noted for so long that none of these can be missing. One that is there may have
	// expired.
	if ok = ok && noted == "" && written.notes.Load()-p.looked.notes < maxPositions; !ok {
		v, err := j.version(ctx, subject)
		if err != nil {
			return err
		}
		have = text(v)
	}
	if have != want {
		return errOutdated
	}
	return nil
}

// version of what is stored under a subject; 0: nothing.
func (j *journal) version(ctx context.Context, subject string) (uint64, error) {
	m, err := j.s.last(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return m.Sequence, nil
}

// text is a version as a header says it.
func text(version uint64) string { return strconv.FormatUint(version, 10) }

// expected is the version at which a message's subject must be; empty: any.
func expected(m *nats.Msg) string { return m.Header.Get(jetstream.ExpectedLastSubjSeqHeader) }
