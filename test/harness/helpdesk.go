// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"net/http"
)

// HelpdeskReport says what the helpdesk received, and what its people did.
type HelpdeskReport struct {
	// Handoffs that were accepted, each once.
	Handoffs int64 `json:"accepted"`
	// Duplicates of them: deliveries that came again, as they may.
	Duplicates int64 `json:"duplicates"`
	Team       struct {
		// Taken conversations, those Left to others, and those that are not over yet.
		Taken int64 `json:"taken"`
		Left  int64 `json:"left"`
		Open  int64 `json:"open"`
		// Observed are those that are over.
		Observed Observed `json:"observed"`
		// Sent are the events that the bot was told.
		Sent struct {
			Waiting  int64            `json:"waiting"`
			Events   map[string]int64 `json:"events"`
			Again    int64            `json:"again"`
			Requests map[string]int64 `json:"requests"`
			Results  map[string]int64 `json:"results"`
		} `json:"sent"`
	} `json:"team"`
}

// Observed is what conversations with people were like. Times are in seconds.
type Observed struct {
	FirstResponse []float64 `json:"firstResponse"`
	Responses     []float64 `json:"responses"`
	Handle        []float64 `json:"handle"`
	// Resolution is from the beginning of the conversation to its first resolution.
	Resolution []float64        `json:"resolution"`
	SLA        map[string]int64 `json:"sla"`
	CSAT       [5]int64         `json:"csat"`
	NPS        [11]int64        `json:"nps"`
	Quality    [5]int64         `json:"quality"`
}

// Helpdesk asks the simulated helpdesk what it received.
func (c *Cluster) Helpdesk(ctx context.Context) (HelpdeskReport, error) {
	var report HelpdeskReport
	url, err := c.ServiceURL(ctx, Namespace, "helpdesk")
	if err != nil {
		return report, err
	}
	return report, call(ctx, http.MethodGet, url+"/report", nil, &report)
}

// HelpdeskEvents are all events of the helpdesk, one a line, as scorecard --from reads them.
func (c *Cluster) HelpdeskEvents(ctx context.Context) ([]byte, error) {
	url, err := c.ServiceURL(ctx, Namespace, "helpdesk")
	if err != nil {
		return nil, err
	}
	return fetch(ctx, http.MethodGet, url+"/events", nil)
}
