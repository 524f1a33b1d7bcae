// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package connection makes HTTP connections with certificates and tokens from files, for the bot
// and for the operator.
package connection

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// Files are what a connection is made with. They are mounted from Secrets and ConfigMaps and read
// again from time to time, so that a certificate or token that is replaced needs no restart.
// An empty one is not used.
type Files struct {
	// CA has the certificates of those who may sign the server's.
	CA string
	// Certificate and Key are the client certificate.
	Certificate, Key string
	// Token is sent as a bearer token and, with TokenParameter, as that parameter of the query too.
	Token          string
	TokenParameter string
	// Fields are how errors name them; empty: as the API does.
	Fields Fields
}

// Fields are names of settings.
type Fields struct{ CA, Certificate, Token string }

func (f Fields) orOfAPI() Fields {
	if f == (Fields{}) {
		return Fields{CA: "tls.caRef", Certificate: "tls.certificateRef", Token: "secretRef"}
	}
	return f
}

// FileError means that a file of Files cannot be used. It names the field, never what is in it.
type FileError struct{ field, problem string }

func (e *FileError) Error() string { return e.field + ": " + e.problem }

const (
	// rereadAfter is how often files are read again.
	rereadAfter = 10 * time.Second
	// maxFile is how large they may be.
	maxFile = 1 << 20
)

// Transport is an http.RoundTripper with Files.
type Transport struct {
	files Files
	base  *http.Transport
	now   func() time.Time

	mu     sync.Mutex
	readAt time.Time
	sum    [sha256.Size]byte
	inner  *http.Transport
	token  string
	err    error
}

// NewTransport returns a Transport that is otherwise like base.
func NewTransport(base *http.Transport, files Files) *Transport {
	return &Transport{files: files, base: base, now: time.Now}
}

// RoundTrip implements http.RoundTripper.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	inner, token, err := t.current()
	if err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	if token != "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+token)
		if name := t.files.TokenParameter; name != "" {
			query := r.URL.Query()
			query.Set(name, token)
			r.URL.RawQuery = query.Encode()
		}
	}
	return inner.RoundTrip(r)
}

// CloseIdleConnections closes what is not in use.
func (t *Transport) CloseIdleConnections() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.inner != nil {
		t.inner.CloseIdleConnections()
	}
}

// current is the transport and the token by the files of now.
func (t *Transport) current() (*http.Transport, string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if since := now.Sub(t.readAt); since >= 0 && since < rereadAfter && t.err == nil && t.inner != nil {
		return t.inner, t.token, nil
	}
	t.readAt = now
	fields := t.files.Fields.orOfAPI()
	ca, errCA := read(fields.CA, t.files.CA)
	certificate, errCert := read(fields.Certificate, t.files.Certificate)
	key, errKey := read(fields.Certificate, t.files.Key)
	token, errToken := read(fields.Token, t.files.Token)
	if t.err = errors.Join(errCA, errCert, errKey, errToken); t.err != nil {
		return nil, "", t.err
	}
	t.token = strings.TrimSpace(string(token))
	if strings.ContainsFunc(t.token, func(r rune) bool { return r < ' ' || r > '~' }) {
		t.err = &FileError{fields.Token, "the token has characters that a header cannot have"}
		return nil, "", t.err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s%s%s", len(ca), len(certificate), ca, certificate, key))
	if t.inner != nil && sum == t.sum {
		return t.inner, t.token, nil
	}
	config, err := tlsConfig(fields, ca, certificate, key)
	if err != nil {
		t.err = err
		return nil, "", err
	}
	if t.inner != nil {
		t.inner.CloseIdleConnections()
	}
	t.inner, t.sum = t.base.Clone(), sum
	t.inner.TLSClientConfig = config
	return t.inner, t.token, nil
}

func tlsConfig(fields Fields, ca, certificate, key []byte) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if ca != nil {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(ca) {
			return nil, &FileError{fields.CA, "ca.crt has no certificate in PEM"}
		}
	}
	if certificate != nil {
		pair, err := tls.X509KeyPair(certificate, key)
		if err != nil {
			return nil, &FileError{fields.Certificate, "tls.crt and tls.key are not a certificate and its key in PEM"}
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// read returns the content of a mounted file; nil: there is none to read.
func read(field, path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &FileError{field, "what it names, or the key in that, is not there: create it"}
	case err != nil:
		return nil, &FileError{field, "what it names cannot be read"}
	case len(strings.TrimSpace(string(data))) == 0, len(data) > maxFile:
		return nil, &FileError{field, "what it names is empty or larger than a mebibyte"}
	}
	return data, nil
}
