// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package crd holds the CustomResourceDefinitions, for programs that check objects without a
// cluster.
package crd

import "embed"

// Bases are the generated files, below bases/.
//
//go:embed bases/*.yaml
var Bases embed.FS
