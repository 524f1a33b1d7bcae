// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"errors"

	"github.com/nats-io/nats.go"
)

// TLS of a connection. Files are read again at each reconnection.
type TLS struct {
	// CAFile has the certificates of those who may sign the server's; empty: the usual ones.
	CAFile string
	// CertFile and KeyFile are the client certificate; empty: none.
	CertFile, KeyFile string
}

// options of the connection. With any file the connection is refused without TLS, whatever the URL
// says.
func (t TLS) options() ([]nats.Option, error) {
	var opts []nats.Option
	if t.CAFile != "" {
		opts = append(opts, nats.RootCAs(t.CAFile))
	}
	switch {
	case t.CertFile == "" != (t.KeyFile == ""):
		return nil, errors.New("store: TLS: CertFile and KeyFile belong together; give both or none")
	case t.CertFile != "":
		opts = append(opts, nats.ClientCert(t.CertFile, t.KeyFile))
	}
	return opts, nil
}
