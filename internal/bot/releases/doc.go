// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package releases keeps the releases that a bot serves up to date: it follows the pointer,
// loads bundles, trains classifiers off the request path, and swaps one immutable View. A
// release that does not load never replaces one that did.
package releases
