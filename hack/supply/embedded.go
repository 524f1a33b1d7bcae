// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

// embedded is a file of somebody else that is part of a program without being a Go module.
type embedded struct {
	name, version, licence, purl string
	// programs that have it.
	programs []string
}

// embeddedFiles are all of them. Tests of the packages that have them compare them with what was
// published.
var embeddedFiles = []embedded{
	{"uplot", "1.6.32", "MIT", "pkg:npm/uplot@1.6.32", []string{"manager", "kubectl-intentops"}},
}
