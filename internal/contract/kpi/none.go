// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

// None stands in labels and reports where a conversation has no intent, or is not known to
// have a channel. Names of Intents and channels cannot begin with an underscore, so that it
// is never taken for one of them.
const None = "_none"
