// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package gate turns counts of conversations into a decision about a rollout.
//
// Every gate says one of five things: Pass, Fail, Inconclusive, NoData or Error. An
// ordered chain of checks then decides for all gates together: wait, promote, roll back
// or hold. Bad or missing data never promotes and never rolls back.
//
// The package is pure: no clock, no I/O. The figures come from internal/operator/evidence, so the
// error rates hold however often somebody looks. Messages are written for the people who
// read kubectl.
package gate
