// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/zap/zapcore"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
)

// counted says how often it was encoded.
type counted struct{ times *int }

func (c counted) MarshalLogObject(zapcore.ObjectEncoder) error { *c.times++; return nil }

func TestFieldsOfALoggerAreWrittenOnceThereIsSomethingToSay(t *testing.T) {
	var out bytes.Buffer
	log := newLogger(&zap.Options{DestWriter: &out})
	times := 0
	log = log.WithName("batches").WithValues("object", counted{&times})
	one, other := log.WithValues("reconcile", "1"), log.WithValues("reconcile", "2", "step", "five")
	one.V(1).Info("nobody reads this")
	if times > 0 || out.Len() > 0 {
		t.Errorf("encoded %d times for %q, which is not written", times, out.String())
	}
	other.Info("begun", "percent", 5)
	one.Error(errors.New("gone"), "ended")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	var got []map[string]any
	for _, line := range lines {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		delete(entry, "ts")
		delete(entry, "stacktrace")
		got = append(got, entry)
	}
	want := []map[string]any{
		{"level": "info", "logger": "batches", "msg": "begun", "object": map[string]any{}, "reconcile": "2", "step": "five", "percent": 5.0},
		{"level": "error", "logger": "batches", "msg": "ended", "object": map[string]any{}, "reconcile": "1", "error": "gone"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
