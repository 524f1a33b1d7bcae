// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package secrets

import "github.com/prometheus/client_golang/prometheus"

// Ref is a key of a Secret that the bot uses.
type Ref struct{ Secret, Key string }

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
		"1 while a key of a Secret that this pod uses is not there or is empty, else 0.",
		[]string{"secret", "key"}, prometheus.Labels{"namespace": namespace, "bot": bot, "pod": pod})}
}

// Describe implements prometheus.Collector.
func (m *Missing) Describe(ch chan<- *prometheus.Desc) { ch <- m.desc }

// Collect implements prometheus.Collector.
func (m *Missing) Collect(ch chan<- prometheus.Metric) {
	told := map[Ref]bool{}
	for _, ref := range m.refs() {
		if ref.Secret == "" || told[ref] {
			continue
		}
		told[ref] = true
		missing := 0.0
		if _, err := Read(m.dir, ref.Secret, ref.Key); err != nil {
			missing = 1
		}
		ch <- prometheus.MustNewConstMetric(m.desc, prometheus.GaugeValue, missing, ref.Secret, ref.Key)
	}
}
