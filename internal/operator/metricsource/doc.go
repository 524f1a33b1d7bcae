// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package metricsource reads what bots report from Prometheus, for all controllers and the
// whole cluster at once: one instant query for each metric family and tick, however many
// objects ask. docs/metrics.md is the contract that bots follow.
//
// Totals are read as they are and never through increase() or rate(), which extrapolate:
// a bot's counters come from its durable ledger and are exact.
package metricsource
