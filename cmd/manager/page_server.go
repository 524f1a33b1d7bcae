// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"

	"k8s.io/client-go/util/cert"

	"github.com/intentops/intentops/internal/page"
)

// pageEndsWithin is what answers that are under way have at the end.
const pageEndsWithin = 5 * time.Second

// pageServer serves the page from inside the operator. Each operator serves it, the leader or not.
type pageServer struct {
	// address to listen at.
	address string
	// secure serves HTTPS: tokens must not be read on their way.
	secure bool
	// certificate and key are files with the server's own; without them it makes itself one.
	certificate, key string
	handler          http.Handler
	// notice tells people why there is no page.
	notice pageNotice
	// lookEvery is how often a certificate that cannot be used is read again; 0: certificateEvery.
	lookEvery time.Duration
}

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (*pageServer) NeedLeaderElection() bool { return false }

// Start implements manager.Runnable: it serves until the context ends. Without a certificate that can
// be used there is no page, and an operator all the same.
func (s *pageServer) Start(ctx context.Context) error {
	config, err := s.tls(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", s.address)
	if err != nil {
		return fmt.Errorf("listening for the page: %w", err)
	}
	return s.serve(ctx, listener, config)
}

// serve answers with TLS if there is a config.
func (s *pageServer) serve(ctx context.Context, listener net.Listener, config *tls.Config) error {
	server := page.NewServer(s.handler)
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving the page: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), pageEndsWithin)
	defer cancel()
	return server.Shutdown(stop)
}

// tls has the certificate of the files, read again when they are replaced, or one that it makes; nil:
// the page is not secure, or the context has ended before there was a certificate.
func (s *pageServer) tls(ctx context.Context) (*tls.Config, error) {
	if !s.secure {
		return nil, nil
	}
	// HTTP/2 stays off: its stream resets have been a way to exhaust servers.
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	if s.certificate == "" {
		certificate, key, err := cert.GenerateSelfSignedCertKey("intentops-page", []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, []string{"localhost"})
		if err != nil {
			return nil, fmt.Errorf("making a certificate for the page: %w", err)
		}
		pair, err := tls.X509KeyPair(certificate, key)
		if err != nil {
			return nil, fmt.Errorf("making a certificate for the page: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
		return config, nil
	}
	watcher := s.awaitCertificate(ctx)
	if watcher == nil {
		return nil, nil
	}
	go func() { _ = watcher.Start(ctx) }() // without it the certificate stays as it is
	config.GetCertificate = watcher.GetCertificate
	return config, nil
}
