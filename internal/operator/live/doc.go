// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package live decides what a Bot serves to every conversation that no rollout has.
//
// What is live is recorded in BotReleases, of which the newest counts. Next says what
// changes it; nothing else does:
//   - a pin of the Bot;
//   - an Intent that was deleted;
//   - a batch that was promoted, or that went back to what was live before;
//   - a policy, an engine or texts that were edited and that no batch brings by steps.
//
// Statuses are never more than the wish of a batch to be made live. The package is pure.
package live
