// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package rollout plans how batches of intents reach customers.
//
// Plan is a pure function: a Snapshot of everything a decision depends on goes in, the
// status to write and the decisions taken come out. What is live is read from the Bot's
// releases; the status of an IntentBatch remembers the progress of its rollout, and losing it
// changes nothing that is live. Whatever else is needed is computed each time, so that a crash
// before or after a write, a repeated or a skipped look change nothing but the time.
//
// Rules that hold whatever happens:
//   - the percentage rises only after the gates passed since the step began, and never
//     beyond that of the step;
//   - a failing gate rolls the batch back from every state in which customers have it;
//   - what is promoted is exactly the content that was rolled out and approved;
//   - only an accepted spec changes what is live; content that is live never rolls;
//   - one batch of a Bot rolls at a time.
package rollout
