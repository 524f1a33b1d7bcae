// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// Sample is one value of a Prometheus query.
type Sample struct {
	Labels map[string]string
	Value  float64
}

// Query asks the Prometheus of the chart.
func (c *Cluster) Query(ctx context.Context, query string) ([]Sample, error) {
	base, err := c.ServiceURL(ctx, SystemNamespace, "intentops-prometheus")
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data struct {
			Result []struct {
				Metric map[string]string  `json:"metric"`
				Value  [2]json.RawMessage `json:"value"`
			} `json:"result"`
		} `json:"data"`
	}
	if err := call(ctx, http.MethodGet, base+"/api/v1/query?"+url.Values{"query": {query}}.Encode(), nil, &answer); err != nil {
		return nil, err
	}
	var samples []Sample
	for _, r := range answer.Data.Result {
		var text string
		if err := json.Unmarshal(r.Value[1], &text); err != nil {
			return nil, err
		}
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, err
		}
		samples = append(samples, Sample{Labels: r.Metric, Value: value})
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("no series of %s", query)
	}
	return samples, nil
}
