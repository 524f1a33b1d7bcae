// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// Whatever a file holds, a report follows, each line is accounted for, and no value is
// outside its interval.
func FuzzReport(f *testing.F) {
	f.Add([]byte(story(f, healthy)))
	f.Add([]byte(story(f, bots)))
	f.Add([]byte(story(f, "0s conversation.started a\n9s agent.work a {\"agent\":\"x\",\"start\":@0s,\"end\":@0s,\"kind\":\"hold\"}\n3d conversation.resolved a")))
	f.Add([]byte("\xef\xbb\xbf{}\n\n[]\nnull\n{\"data_base64\":\"!\"}"))
	f.Fuzz(func(t *testing.T, file []byte) {
		r := report(t, string(file))
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
		lines := int64(0)
		for _, line := range strings.Split(string(file), "\n") {
			if strings.TrimSpace(line) != "" {
				lines++
			}
		}
		if r.Events.Read > lines {
			t.Fatalf("%d events of %d lines", r.Events.Read, lines)
		}
		for _, v := range r.KPIs {
			if v.Samples > 0 && !(v.Low <= v.Value && v.Value <= v.High) || v.Value < 0 && v.KPI != "NPS" || v.Unit == "ratio" && v.Value > 1 || math.IsInf(float64(v.Value), 0) {
				t.Fatalf("%+v", v)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(strings.TrimSpace(strings.Split(story(f, healthy), "\n")[0])))
	f.Add([]byte(`{"specversion":"1.0","id":"1","source":"s","type":"dev.intentops.survey.responded","subject":"a","time":"2026-03-02T09:00:00+14:00","data_base64":"eyJzY29yZSI6NX0="}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		event, err := Parse(document)
		if err == nil && (event.ID == "" || event.Source == "" || event.Type == "") {
			t.Fatalf("%+v has no identity", event)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Fatalf("%q", err)
		}
	})
}
