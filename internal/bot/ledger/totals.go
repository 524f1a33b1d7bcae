// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"math"
	"sort"
	"strings"
)

// Bounds of an Aggregator, whatever the records hold.
const (
	// maxSeries of one family; of the rollout family: per rollout.
	maxSeries = 5000
	// maxRollouts whose series are kept. The one that was inactive the longest is dropped first,
	// by the ledger's order, so that every replica drops the same.
	maxRollouts = 64
	// recentRollouts are exported besides those that KeepRollouts names.
	recentRollouts = 4
)

// Reasons for which an entry, or a whole record, is not counted.
const (
	rejectedRecord = "record"
	rejectedMetric = "metric"
	rejectedLabels = "labels"
	rejectedValue  = "value"
	rejectedLimit  = "limit"
)

var rejections = []string{rejectedRecord, rejectedMetric, rejectedLabels, rejectedValue, rejectedLimit}

// totals is what the records up to a position add up to. It depends on nothing but the
// records and their order. It is not safe for concurrent use.
type totals struct {
	families map[string]*familyTotals
	// rollouts holds the position of each rollout's newest entry.
	rollouts map[string]uint64
	rejected map[string]uint64
	records  uint64
	position uint64
}

type familyTotals struct {
	Family
	// groups holds series by rollout; "" for families without.
	groups map[string]map[string]*series
}

type series struct {
	values []string
	count  uint64
	// sum, buckets and native are a histogram's; buckets are not cumulative.
	sum     float64
	buckets []uint64
	native  native
}

func newTotals(families []Family) *totals {
	t := &totals{families: make(map[string]*familyTotals, len(families)), rollouts: map[string]uint64{}, rejected: map[string]uint64{}}
	for _, f := range families {
		t.families[f.Name] = &familyTotals{Family: f, groups: map[string]map[string]*series{}}
	}
	return t
}

// apply adds one record; nil: there is nothing in it to count.
func (t *totals) apply(position uint64, record []byte) {
	t.position = position
	if record == nil {
		return
	}
	t.records += commits(record)
	entries, err := decode(record)
	if err != nil {
		t.rejected[rejectedRecord]++
		return
	}
	for _, e := range entries {
		if reason := t.add(e); reason != "" {
			t.rejected[reason]++
		}
	}
}

// add counts an entry, or returns why not.
func (t *totals) add(e Entry) (rejected string) {
	f, ok := t.families[e.Metric]
	if !ok {
		return rejectedMetric
	}
	values, known := make([]string, len(f.Labels)), 0
	for i, l := range f.Labels {
		v, ok := e.Labels[l.Name]
		if ok {
			known++
		} else if v = l.Before; v == "" && !l.Later {
			return rejectedLabels
		}
		if !l.allows(v) {
			return rejectedLabels
		}
		values[i] = v
	}
	if known != len(e.Labels) {
		return rejectedLabels
	}
	if f.Kind == Histogram && (math.IsNaN(e.Value) || math.IsInf(e.Value, 0) || e.Value < 0) {
		return rejectedValue
	}
	s := t.series(f, values)
	if s == nil {
		return rejectedLimit
	}
	if e.More && f.Kind == Histogram {
		s.sum += e.Value
		return ""
	}
	s.count++
	if f.Kind == Histogram {
		s.sum += e.Value
		if i := sort.SearchFloat64s(f.Buckets, e.Value); i < len(s.buckets) {
			s.buckets[i]++
		}
		s.native[nativeKey(e.Value)]++
	}
	return ""
}

// series returns the series of the label values; nil when the family is full.
func (t *totals) series(f *familyTotals, values []string) *series {
	name := ""
	if f.isRollout() {
		name = values[0]
		t.touch(name)
	}
	group := f.groups[name]
	if group == nil {
		group = map[string]*series{}
		f.groups[name] = group
	}
	key := strings.Join(values, "\xff")
	s := group[key]
	if s == nil {
		if len(group) >= maxSeries {
			return nil
		}
		s = &series{values: values}
		if f.Kind == Histogram {
			s.buckets, s.native = make([]uint64, len(f.Buckets)), native{}
		}
		group[key] = s
	}
	return s
}

// touch notes that a rollout is active, and drops another if there are too many.
func (t *totals) touch(rollout string) {
	if _, ok := t.rollouts[rollout]; !ok && len(t.rollouts) >= maxRollouts {
		oldest := t.byAge()[0]
		delete(t.rollouts, oldest)
		for _, f := range t.families {
			if f.isRollout() {
				delete(f.groups, oldest)
			}
		}
	}
	t.rollouts[rollout] = t.position
}

// byAge lists the rollouts, the one that was inactive the longest first.
func (t *totals) byAge() []string {
	names := make([]string, 0, len(t.rollouts))
	for name := range t.rollouts {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := names[i], names[j]
		if t.rollouts[a] != t.rollouts[b] {
			return t.rollouts[a] < t.rollouts[b]
		}
		return a < b
	})
	return names
}
