// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package connection

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestConnectionsUseTheFilesOfNow: CA, client certificate and token are those that are mounted, also
// after they were replaced, and an error names the field and nothing else.
func TestConnectionsUseTheFilesOfNow(t *testing.T) {
	const secret = "planted-secret"
	var authorization, query string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		authorization, query = r.Header.Get("Authorization"), r.URL.RawQuery
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	defer server.Close()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	// The test server's certificate is its own authority, and serves as the client's.
	pair := server.TLS.Certificates[0]
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}))
	raw, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
	files := Files{
		CA: write("ca.crt", certificate), Certificate: write("tls.crt", certificate), Key: write("tls.key", key),
		Token: write("token", secret+"\n"), TokenParameter: "token",
	}
	transport := NewTransport(&http.Transport{}, files)
	now := time.Now()
	transport.now = func() time.Time { return now }
	defer transport.CloseIdleConnections()
	get := func() string {
		now = now.Add(rereadAfter)
		resp, err := (&http.Client{Transport: transport}).Get(server.URL + "/?a=b")
		if err != nil {
			file, ok := errors.AsType[*FileError](err)
			if !ok {
				t.Fatal(err)
			}
			words := file.Error()
			if strings.Contains(words, secret) || strings.Contains(words, dir) {
				t.Errorf("the reason %q tells too much", words)
			}
			return words
		}
		resp.Body.Close()
		return ""
	}
	for _, step := range []struct {
		name, file, content, want string
	}{
		{"all is there", "token", secret, ""},
		{"the CA is another", "ca.crt", "x", "tls.caRef: ca.crt has no certificate in PEM"},
		{"the CA is right again", "ca.crt", certificate, ""},
		{"the key is not of the certificate", "tls.key", secret, "tls.certificateRef: tls.crt and tls.key are not a certificate and its key in PEM"},
		{"the key is right again", "tls.key", key, ""},
		{"the token is empty", "token", "\n", "secretRef: what it names is empty"},
		{"the token has two lines", "token", secret + "\nx", "secretRef: the token has characters that a header cannot have"},
		{"the token is another", "token", "new", ""},
	} {
		write(step.file, step.content)
		if got := get(); !strings.HasPrefix(got, step.want) || step.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
	if authorization != "Bearer new" || query != "a=b&token=new" {
		t.Errorf("authorization %q, query %q", authorization, query)
	}
	if err := os.Remove(files.CA); err != nil {
		t.Fatal(err)
	}
	if got := get(); !strings.HasPrefix(got, "tls.caRef: what it names") {
		t.Errorf("without the CA: %q", got)
	}
}
