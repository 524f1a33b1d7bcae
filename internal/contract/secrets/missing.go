// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package secrets

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

// Ref is a key of a Secret that the bot uses.
type Ref struct {
	Secret, Key string
	// AtLeast is how many bytes the key must have, so that nobody can guess it; and so must
	// PreviousKey, where there is one.
	AtLeast int
}

// What is said of a key.
const (
	found = iota
	missing
	tooShort
)

// state says what is wrong with a key, if anything.
func (r Ref) state(dir string) int {
	if r.AtLeast == 0 {
		if _, err := Read(dir, r.Secret, r.Key); err != nil {
			return missing
		}
		return found
	}
	_, err := Keys(dir, r.Secret, r.Key, r.AtLeast)
	if _, short := errors.AsType[*ShortError](err); short {
		return tooShort
	}
	if err != nil {
		return missing
	}
	return found
}

// Missing tells Prometheus, and through it the operator, which keys of Secrets a pod does not
// find: the operator itself may not read Secrets.
type Missing struct {
	dir  string
	refs func() []Ref
	desc *prometheus.Desc
}

var _ prometheus.Collector = (*Missing)(nil)

// NewMissing looks in dir for what refs returns, whenever it is scraped.
func NewMissing(dir, namespace, bot, pod string, refs func() []Ref) *Missing {
	return &Missing{dir: dir, refs: refs, desc: prometheus.NewDesc("intentops_bot_secret_missing",
		"1 while a key of a Secret that this pod uses is not there or is empty, 2 while it is too short to be safe, else 0.",
		[]string{"secret", "key"}, prometheus.Labels{"namespace": namespace, "bot": bot, "pod": pod})}
}

// Describe implements prometheus.Collector.
func (m *Missing) Describe(ch chan<- *prometheus.Desc) { ch <- m.desc }

// Collect implements prometheus.Collector.
func (m *Missing) Collect(ch chan<- prometheus.Metric) {
	states := map[Ref]int{}
	for _, ref := range m.refs() {
		if ref.Secret != "" {
			name := Ref{Secret: ref.Secret, Key: ref.Key}
			states[name] = max(states[name], ref.state(m.dir))
		}
	}
	for ref, state := range states {
		ch <- prometheus.MustNewConstMetric(m.desc, prometheus.GaugeValue, float64(state), ref.Secret, ref.Key)
	}
}
