// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	jsoniter "github.com/json-iterator/go"
	"github.com/prometheus/common/model"
)

// TestSamplesAreReadAsPrometheusReadsThem compares with the decoder of Prometheus' own types.
func TestSamplesAreReadAsPrometheusReadsThem(t *testing.T) {
	for name, answer := range map[string]string{
		"nothing":                   `[]`,
		"a count":                   `[{"metric":{"__name__":"intentops_conversations_total","bot":"support"},"value":[1764400000.123,"12345"]}]`,
		"several, with spaces":      ` [ { "value" : [ 1 , "1" ] , "metric" : { } } , {"metric":{"a":"b"},"value":[2,"2"]} ] `,
		"escapes and other letters": `[{"metric":{"bot":"Stra\u00dfe \"a\" \\ \ud83d\ude00 é","x":""},"value":[1,"1"]}]`,
		"no numbers":                `[{"metric":{"bot":"a"},"value":[1,"NaN"]},{"metric":{"bot":"b"},"value":[1,"+Inf"]}]`,
		"a native histogram":        `[{"metric":{"bot":"a"},"histogram":[1.5,{"count":"3","sum":"4.5","buckets":[[0,"1","2","3"]]}]}]`,
		"members of later versions": `[{"metric":{"bot":"a"},"exemplar":{"labels":[1,{}]},"value":[1,"1"]}]`,
		"no labels":                 `[{"value":[1,"1"]}]`,
		"letters that are none":     "[{\"metric\":{\"bot\":\"a\xffb\"},\"value\":[1,\"1\"]}]",
	} {
		t.Run(name, func(t *testing.T) {
			var got, want model.Vector
			if err := json.Unmarshal([]byte(answer), &want); err != nil {
				t.Fatal(err)
			}
			if err := jsoniter.Unmarshal([]byte(answer), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for name, answer := range map[string]string{
		"cut off":              `[{"metric":{"bot":"a"},"value":[1,"1"`,
		"cut off in a label":   `[{"metric":{"bot":"a`,
		"a value without time": `[{"metric":{"bot":"a"},"value":["1"]}]`,
		"a number as a value":  `[{"metric":{"bot":"a"},"value":[1,1]}]`,
		"a label that is none": `[{"metric":{"bot":7},"value":[1,"1"]}]`,
		"labels in a list":     `[{"metric":["bot"],"value":[1,"1"]}]`,
		"more than one value":  `[{"metric":{"bot":"a"},"value":[1,"1","2"]}]`,
	} {
		t.Run(name, func(t *testing.T) {
			var got model.Vector
			if err := jsoniter.Unmarshal([]byte(answer), &got); err == nil {
				t.Errorf("it is read as %v", got)
			}
		})
	}
}

// BenchmarkAnswer reads the rollouts of 100 bots, as Prometheus' types are read, and as they are here.
func BenchmarkAnswer(b *testing.B) {
	var samples []string
	for bot := range 100 {
		for outcome := range 8 {
			samples = append(samples, fmt.Sprintf(`{"metric":{"__name__":"intentops_rollout_outcomes_total","namespace":"shop","bot":"support-%d",`+
				`"rollout":"week-1-0a1b2c3d","step":"five","track":"candidate","kind":"new","evidence":"limited","outcome":"contained-%d"},"value":[1764400000.123,"12345"]}`, bot, outcome))
		}
	}
	answer := []byte("[" + strings.Join(samples, ",") + "]")
	for name, unmarshal := range map[string]func([]byte, any) error{"by reflection": json.Unmarshal, "here": jsoniter.Unmarshal} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var vector model.Vector
				if err := unmarshal(answer, &vector); err != nil || len(vector) != len(samples) {
					b.Fatal(len(vector), err)
				}
			}
		})
	}
}
