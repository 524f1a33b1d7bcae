// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// snapshotVersion changes with the meaning of the content.
const snapshotVersion = "v2"

// maxSnapshot bounds what a snapshot may unpack to.
const maxSnapshot = 64 << 20

// errOtherSnapshot means that a snapshot was made for other families: the ledger is replayed.
var errOtherSnapshot = errors.New("the snapshot was made by another version")

// snapshot is totals in a form that can be kept.
type snapshot struct {
	Fingerprint string                      `json:"fingerprint"`
	Position    uint64                      `json:"position"`
	Records     uint64                      `json:"records"`
	Rejected    map[string]uint64           `json:"rejected,omitempty"`
	Rollouts    map[string]uint64           `json:"rollouts,omitempty"`
	Families    map[string][]snapshotSeries `json:"families"`
}

type snapshotSeries struct {
	Values  []string `json:"l"`
	Count   uint64   `json:"n"`
	Sum     float64  `json:"s,omitempty"`
	Buckets []uint64 `json:"b,omitempty"`
	Native  native   `json:"h,omitempty"`
}

// snapshot copies the totals; pack may then work without holding them.
func (t *totals) snapshot(fingerprint string) snapshot {
	snap := snapshot{Fingerprint: fingerprint, Position: t.position, Records: t.records,
		Rejected: map[string]uint64{}, Rollouts: map[string]uint64{}, Families: map[string][]snapshotSeries{}}
	for k, v := range t.rejected {
		snap.Rejected[k] = v
	}
	for k, v := range t.rollouts {
		snap.Rollouts[k] = v
	}
	for name, f := range t.families {
		for _, group := range f.groups {
			for _, s := range group {
				snap.Families[name] = append(snap.Families[name],
					snapshotSeries{Values: s.values, Count: s.count, Sum: s.sum, Buckets: append([]uint64(nil), s.buckets...), Native: s.native.clone()})
			}
		}
	}
	return snap
}

func (snap snapshot) pack() ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(snap); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// restore makes totals of a packed snapshot. Errors: errOtherSnapshot, or that the data is
// damaged; both mean that the ledger is replayed.
func restore(data []byte, families []Family) (*totals, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(z, maxSnapshot))
	if err != nil {
		return nil, err
	}
	var snap snapshot
	if err := json.Unmarshal(raw, &snap); err != nil {
		return nil, err
	}
	if snap.Fingerprint != fingerprint(families) {
		return nil, errOtherSnapshot
	}
	t := newTotals(families)
	t.position, t.records = snap.Position, snap.Records
	for k, v := range snap.Rejected {
		t.rejected[k] = v
	}
	for k, v := range snap.Rollouts {
		t.rollouts[k] = v
	}
	for name, list := range snap.Families {
		f := t.families[name]
		if f == nil {
			return nil, errOtherSnapshot
		}
		for _, s := range list {
			if len(s.Values) != len(f.Labels) || f.Kind == Histogram && len(s.Buckets) != len(f.Buckets) {
				return nil, errors.New("a series of the snapshot does not fit its family")
			}
			if f.Kind == Histogram && s.Native.total() != s.Count {
				return nil, errors.New("a histogram of the snapshot does not hold all of its observations")
			}
			group := ""
			if f.isRollout() {
				group = s.Values[0]
			}
			if f.groups[group] == nil {
				f.groups[group] = map[string]*series{}
			}
			f.groups[group][strings.Join(s.Values, "\xff")] = &series{values: s.Values, count: s.Count, sum: s.Sum, buckets: s.Buckets, native: s.Native}
		}
	}
	return t, nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
