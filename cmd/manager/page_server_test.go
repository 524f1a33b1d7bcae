// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr/testr"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/util/cert"

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
	config, err := server.tls(ctx)
	if err != nil {
		t.Fatal(err)
	}
	go func() { ended <- server.serve(ctx, listener, config) }()
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
}

// TestTheOperatorRunsWhileThePagesCertificateIsMissing: it says why there is no page where people look,
// and serves it once the Secret is right.
func TestTheOperatorRunsWhileThePagesCertificateIsMissing(t *testing.T) {
	const limit = time.Minute
	dir := t.TempDir()
	t.Setenv("POD_NAMESPACE", "intentops-system")
	t.Setenv("POD_NAME", "intentops-manager-0")
	t.Setenv("POD_UID", "the-uid")
	recorder := events.NewFakeRecorder(100)
	recorder.Verbose = true
	server := &pageServer{
		secure: true, address: "127.0.0.1:0", certificate: filepath.Join(dir, "tls.crt"), key: filepath.Join(dir, "tls.key"),
		handler: page.Handler(page.Options{}), lookEvery: 5 * time.Millisecond,
		notice: pageNotice{log: testr.New(t), events: recorder, pod: ownPod()},
	}
	write := func(name string, data []byte) {
		t.Helper()
		// As a mounted Secret does it: never half of a file.
		if err := os.WriteFile(filepath.Join(dir, "new"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	said := func(want string) {
		t.Helper()
		select {
		case got := <-recorder.Events:
			if !strings.Contains(got, want) {
				t.Fatalf("the event is %q, want %q", got, want)
			}
		case <-time.After(limit):
			t.Fatalf("no event says %q", want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended, ready := make(chan error, 1), make(chan *tls.Config, 1)
	go func() { ended <- server.Start(ctx) }()
	said("Warning PageOff ServePage The page is off until its certificate, the files --page-certificate-file and --page-key-file (the Secret in page.certificateRef of the chart), can be read: open " + server.certificate + ": no such file or directory")
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("the operator ends with %v", err)
	}

	go func() {
		config, err := server.tls(t.Context())
		if err != nil {
			t.Error(err)
		}
		ready <- config
	}()
	said("no such file or directory")
	certificate, key, err := cert.GenerateSelfSignedCertKey("page.example", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	write("tls.key", key)
	write("tls.crt", []byte("not a certificate"))
	said("tls: failed to find any PEM data")
	write("tls.crt", certificate)
	said("Normal PageOn ServePage")
	config := <-ready
	pair, err := config.GetCertificate(nil)
	if err != nil || pair == nil || pair.Leaf == nil || pair.Leaf.VerifyHostname("page.example") != nil {
		t.Errorf("it has the certificate %+v, %v", pair, err)
	}
}
