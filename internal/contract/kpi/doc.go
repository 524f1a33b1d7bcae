// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package kpi is the catalogue of support KPIs: what each means, its unit and direction,
// and how its value and uncertainty follow from a bot's counts. docs/kpitarget.md is its
// description for users.
//
// The package is pure. Ratios are within 0..1, scores 1..5, durations in seconds, counts
// in conversations. Intervals are 95 % unless said otherwise.
package kpi
