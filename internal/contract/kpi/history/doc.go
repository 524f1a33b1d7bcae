// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package history computes all KPIs of the catalogue from events of the past: CloudEvents
// of the types dev.intentops.*, in any order. docs/kpis.md defines each value.
//
// The package is pure: events come in as values, and a history is judged as of its last
// event. Conversations count by the time at which they started.
package history
