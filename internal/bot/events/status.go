// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import "strings"

// status of a conversation in a helpdesk.
type status string

// The statuses that are told apart. A status that is not told leaves it to the conversation's
// story whether it was resolved; one that is not known is another than resolved.
const (
	untold   status = ""
	unknown  status = "unknown"
	open     status = "open"
	resolved status = "resolved"
	pending  status = "pending"
	snoozed  status = "snoozed"
	deleted  status = "deleted"
)

// What a change of status tells. Most tell nothing.
const (
	resolves = Prefix + "conversation.resolved"
	reopens  = Prefix + "conversation.reopened"
)

// statuses say how one helpdesk names statuses, in lower case, and what a change from one to
// another tells. Every way out of resolved reopens, once: what follows it tells nothing.
type statuses struct {
	names   map[string]status
	changes map[status]map[status]string
}

// chatwootStatuses has the numbers too, which some webhooks hold.
var chatwootStatuses = statuses{
	names: map[string]status{
		"open": open, "resolved": resolved, "pending": pending, "snoozed": snoozed,
		"0": open, "1": resolved, "2": pending, "3": snoozed,
	},
	changes: map[status]map[status]string{
		open:     {open: "", pending: "", snoozed: "", unknown: "", resolved: resolves},
		pending:  {open: "", pending: "", snoozed: "", unknown: "", resolved: resolves},
		snoozed:  {open: "", pending: "", snoozed: "", unknown: "", resolved: resolves},
		unknown:  {open: "", pending: "", snoozed: "", unknown: "", resolved: resolves},
		resolved: {open: reopens, pending: reopens, snoozed: reopens, unknown: reopens, resolved: ""},
		untold:   {open: reopens, pending: reopens, snoozed: reopens, unknown: "", resolved: resolves},
	},
}

// zendeskStatuses: a solved ticket is closed later, which changes nothing, and one that is
// deleted is neither solved by that nor open again.
var zendeskStatuses = statuses{
	names: map[string]status{
		"new": open, "open": open, "pending": pending, "hold": pending,
		"solved": resolved, "closed": resolved, "deleted": deleted,
	},
	changes: map[status]map[status]string{
		open:     {open: "", pending: "", unknown: "", deleted: "", resolved: resolves},
		pending:  {open: "", pending: "", unknown: "", deleted: "", resolved: resolves},
		unknown:  {open: "", pending: "", unknown: "", deleted: "", resolved: resolves},
		deleted:  {open: "", pending: "", unknown: "", deleted: "", resolved: ""},
		resolved: {open: reopens, pending: reopens, unknown: reopens, deleted: "", resolved: ""},
		untold:   {open: "", pending: "", unknown: "", deleted: "", resolved: resolves},
	},
}

func (s statuses) named(name string) status {
	if name == "" {
		return untold
	}
	if known, ok := s.names[strings.ToLower(name)]; ok {
		return known
	}
	return unknown
}
