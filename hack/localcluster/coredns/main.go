// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command coredns answers the names of the local cluster. It holds only the
// plugins that its Corefile uses: the stock program links forty more, with the
// SDKs of three clouds.
package main

import (
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/template"
)

func main() {
	coremain.Run()
}
