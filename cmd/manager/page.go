// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"net"

	"k8s.io/client-go/rest"

	"github.com/intentops/intentops/internal/page"
)

// noPage is the address of a page that is not served.
const noPage = "0"

func bindPage(s *pageServer, set *flag.FlagSet) {
	set.StringVar(&s.address, "page-bind-address", noPage, "address of the page that shows what rolls, to whoever has a token of the cluster; 0 turns it off")
	set.BoolVar(&s.secure, "page-secure", true, "serve the page over HTTPS; turn it off only where something in front of it does, and the way between the two is safe")
	set.StringVar(&s.certificate, "page-certificate-file", "", "file with the certificate of the page, read again when it is replaced (default: the operator makes itself one)")
	set.StringVar(&s.key, "page-key-file", "", "file with its private key")
}

// pageOf is nil where there is to be no page.
func pageOf(s pageServer, config *rest.Config) (*pageServer, error) {
	if s.address == noPage || s.address == "" {
		return nil, nil
	}
	if _, _, err := net.SplitHostPort(s.address); err != nil {
		return nil, errors.New("--page-bind-address: give an address such as :8444, or 0 for no page")
	}
	if (s.certificate == "") != (s.key == "") {
		return nil, errors.New("--page-certificate-file and --page-key-file: give both or none")
	}
	s.handler = page.Handler(page.Options{Access: page.ByToken(config), Version: version})
	return &s, nil
}
