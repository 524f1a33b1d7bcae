// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"k8s.io/client-go/util/cert"
	"sigs.k8s.io/controller-runtime/pkg/certwatcher"

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
}

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (*pageServer) NeedLeaderElection() bool { return false }

// Start implements manager.Runnable: it serves until the context ends.
func (s *pageServer) Start(ctx context.Context) error {
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", s.address)
	if err != nil {
		return fmt.Errorf("listening for the page: %w", err)
	}
	return s.serve(ctx, listener)
}

func (s *pageServer) serve(ctx context.Context, listener net.Listener) error {
	server := page.NewServer(s.handler)
	if s.secure {
		config, err := s.tls(ctx)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
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

// tls has the certificate of the files, read again when they are replaced, or one that it makes.
func (s *pageServer) tls(ctx context.Context) (*tls.Config, error) {
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
	watcher, err := certwatcher.New(s.certificate, s.key)
	if err != nil {
		return nil, fmt.Errorf("--page-certificate-file, --page-key-file: %w", err)
	}
	go func() { _ = watcher.Start(ctx) }() // without it the certificate stays as it is
	config.GetCertificate = watcher.GetCertificate
	return config, nil
}
