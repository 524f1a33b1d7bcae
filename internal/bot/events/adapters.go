// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import "net/http"

// Headers of Chatwoot's webhooks.
const (
	chatwootTimestamp = "X-Chatwoot-Timestamp"
	chatwootSignature = "X-Chatwoot-Signature"
)

var errNoHook = &failure{http.StatusBadRequest, "malformed", "the body is no webhook of this helpdesk"}

// adapted finishes what an adapter made of a webhook; nil: nothing that counts.
func adapted(e *Event, source string) ([]Event, []error, error) {
	if e == nil {
		return nil, nil, nil
	}
	e.Source = source
	if len(e.ID) > maxName || len(e.Source) > maxName || len(e.Conversation) > maxName {
		return []Event{{}}, []error{refuse(BadData, "an id in it is longer than 500 characters")}, nil
	}
	return []Event{*e}, []error{nil}, nil
}
