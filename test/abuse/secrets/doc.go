// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package secrets plants secrets wherever there may be one, and looks for them in all that the
// programs say.
package secrets
