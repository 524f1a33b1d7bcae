// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

var day0 = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // a Monday

// story writes events as a person tells them: one a line, with a time since day0, a type
// without its prefix, a conversation and data.
func story(t testing.TB, lines string) string {
	t.Helper()
	var out strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		words := strings.SplitN(strings.TrimSpace(line), " ", 4)
		if len(words) < 3 {
			continue
		}
		data := "{}"
		if len(words) == 4 {
			data = strings.TrimSpace(words[3])
		}
		for {
			at := strings.Index(data, "@")
			if at < 0 {
				break
			}
			end := at + strings.IndexAny(data[at:], ",}")
			data = data[:at] + `"` + when(t, data[at+1:end]) + `"` + data[end:]
		}
		fmt.Fprintf(&out, `{"specversion":"1.0","id":"%d","source":"/test","type":"dev.intentops.%s","subject":"%s","time":"%s","data":%s}`+"\n",
			i, words[1], words[2], when(t, words[0]), data)
	}
	return out.String()
}

// when is a time such as 90s or 3d2h.
func when(t testing.TB, offset string) string {
	t.Helper()
	var days int
	if before, rest, found := strings.Cut(offset, "d"); found {
		if _, err := fmt.Sscan(before, &days); err != nil {
			t.Fatal(err)
		}
		offset = rest
	}
	d := time.Duration(0)
	if offset != "" {
		var err error
		if d, err = time.ParseDuration(offset); err != nil {
			t.Fatal(err)
		}
	}
	return day0.Add(time.Duration(days)*24*time.Hour + d).Format(time.RFC3339Nano)
}

// tell returns the history of a story. All of its conversations are old: the last event is
// that of another one, 30 days later.
func tell(t testing.TB, lines string) *History {
	t.Helper()
	return read(t, story(t, lines+"\n30d conversation.started the-last-one"))
}

func read(t testing.TB, file string) *History {
	t.Helper()
	h := New(time.Time{})
	if err := h.Collect(Read(strings.NewReader(file))); err != nil {
		t.Fatal(err)
	}
	return h
}

func value(t testing.TB, r *Report, name v1alpha1.KPI) Value {
	t.Helper()
	for _, v := range r.KPIs {
		if v.KPI == name {
			return v
		}
	}
	t.Fatalf("%s is not in the report", name)
	return Value{}
}

// wantStat compares to a billionth; NaN wants no value.
func wantStat(t testing.TB, what string, got Stat, want float64, samples int64) {
	t.Helper()
	same := math.Abs(float64(got.Value)-want) < 1e-9 || math.IsNaN(float64(got.Value)) && math.IsNaN(want)
	if !same || got.Samples != samples {
		t.Errorf("%s = %v of %d, want %v of %d", what, got.Value, got.Samples, want, samples)
	}
}
