// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
)

// FuzzRecord gives the ledger any record, and any snapshot: on a NATS server that is shared,
// others may write both. What is not counted is counted as rejected, and metrics can be exported.
func FuzzRecord(f *testing.F) {
	good, err := Encode([]Entry{{Metric: Conversations, Labels: map[string]string{"channel": "web"}}})
	if err != nil {
		f.Fatal(err)
	}
	totals := newTotals(Families)
	totals.apply(1, good)
	snapshot := unpacked(f, totals)
	for _, seed := range [][]byte{good, snapshot, nil, []byte(`[]`), []byte(`{}`), []byte(`[{"m":"x"}]`), []byte(`[{"m":"intentops_first_response_seconds","v":-1}]`),
		[]byte(`[{"m":"intentops_conversations_total","l":{"channel":"\ud800"}}]`), bytes.Replace(snapshot, []byte(`"n":1`), []byte(`"n":-1`), 1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := New(Options{Log: noLog{}, Namespace: "shop", Bot: "support", Logger: logr.Discard()})
		if err != nil {
			t.Fatal(err)
		}
		a.restore(packed(t, data), 1<<40)
		a.apply(a.position()+1, data, 0)
		registry := prometheus.NewRegistry()
		registry.MustRegister(a)
		if _, err := registry.Gather(); err != nil {
			t.Errorf("metrics cannot be exported: %v", err)
		}
	})
}

// noLog is not asked.
type noLog struct{ Log }

// unpacked is the JSON of a snapshot.
func unpacked(f *testing.F, t *totals) []byte {
	f.Helper()
	data, err := t.snapshot(fingerprint(Families)).pack()
	if err != nil {
		f.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		f.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(z); err != nil {
		f.Fatal(err)
	}
	return out.Bytes()
}

func packed(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
