// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/page"
)

func TestThePageSpeaksHTTPSUntilItIsToEnd(t *testing.T) {
	var listen net.ListenConfig
	listener, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server := &pageServer{secure: true, handler: page.Handler(page.Options{})}
	ended := make(chan error, 1)
	go func() { ended <- server.serve(ctx, listener) }()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+listener.Addr().String()+"/api/start", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.TLS.Version < tls.VersionTLS12 || answer.ProtoMajor != 1 {
		t.Errorf("%s by %x, HTTP/%d", answer.Status, answer.TLS.Version, answer.ProtoMajor)
	}
	client.CloseIdleConnections()
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("it ends with %v", err)
	}
	missing := &pageServer{secure: true, certificate: "/nowhere/tls.crt", key: "/nowhere/tls.key", address: "127.0.0.1:0", handler: server.handler}
	if err := missing.Start(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "--page-certificate-file, --page-key-file: ") {
		t.Errorf("a certificate that is not there: %v", err)
	}
}
