// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// authority signs certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string
}

func newAuthority(t *testing.T, dir, name string) *authority {
	t.Helper()
	a := &authority{file: filepath.Join(dir, name+".crt")}
	var der []byte
	a.key, der = certify(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, nil)
	var err error
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	writePEM(t, a.file, "CERTIFICATE", der)
	return a
}

// issue writes a certificate for 127.0.0.1 and its key.
func (a *authority) issue(t *testing.T, dir, name string) (certFile, keyFile string) {
	t.Helper()
	key, der := certify(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, a)
	raw, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, name+".crt"), filepath.Join(dir, name+".key")
	writePEM(t, certFile, "CERTIFICATE", der)
	writePEM(t, keyFile, "EC PRIVATE KEY", raw)
	return certFile, keyFile
}

func certify(t *testing.T, template *x509.Certificate, by *authority) (*ecdsa.PrivateKey, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := template, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return key, der
}

func writePEM(t *testing.T, file, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestTheServerAndTheBotKnowEachOtherByCertificates: a bot speaks to a server whose certificate its
// CA has signed, never without TLS once it was told to use it, and the server knows the bot.
func TestTheServerAndTheBotKnowEachOtherByCertificates(t *testing.T) {
	dir := t.TempDir()
	ca, other := newAuthority(t, dir, "ca"), newAuthority(t, dir, "other-ca")
	serverCert, serverKey := ca.issue(t, dir, "nats")
	botCert, botKey := ca.issue(t, dir, "bot")
	strangerCert, strangerKey := other.issue(t, dir, "stranger")
	pair, err := tls.LoadX509KeyPair(serverCert, serverKey)
	if err != nil {
		t.Fatal(err)
	}
	clients := x509.NewCertPool()
	clients.AddCert(ca.cert)
	srv := startServer(t, func(o *server.Options) {
		o.TLS, o.TLSVerify = true, true
		o.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: clients, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS12}
	})
	without := startServer(t)
	for name, tc := range map[string]struct {
		url  string
		tls  TLS
		says string // empty: it works
	}{
		"both are known":               {srv.url(), TLS{CAFile: ca.file, CertFile: botCert, KeyFile: botKey}, ""},
		"without a client certificate": {srv.url(), TLS{CAFile: ca.file}, "store not reached"},
		"a stranger":                   {srv.url(), TLS{CAFile: ca.file, CertFile: strangerCert, KeyFile: strangerKey}, "store not reached"},
		"the server is a stranger":     {srv.url(), TLS{CAFile: other.file, CertFile: botCert, KeyFile: botKey}, "certificate"},
		"a server without TLS":         {without.url(), TLS{CAFile: ca.file}, "secure connection not available"},
		"a file that is not there":     {srv.url(), TLS{CAFile: filepath.Join(dir, "none")}, "no such file"},
		"a certificate without a key":  {srv.url(), TLS{CertFile: botCert}, "belong together"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
			defer cancel()
			opts := Options{Namespace: "shop", Bot: "support", URL: tc.url, TLS: tc.tls}
			if tc.says != "" {
				opts.StartTimeout = 2 * time.Second
			}
			s, err := Open(ctx, opts)
			if err == nil {
				s.Close()
			}
			if (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) {
				t.Errorf("error %v, want %q", err, tc.says)
			}
		})
	}
}

// withUsers has one account for all, one for each namespace, and one in which users may use their
// own subjects only.
func withUsers(o *server.Options) {
	shared, shop, victim, limited := server.NewAccount("shared"), server.NewAccount("shop"), server.NewAccount("victim"), server.NewAccount("limited")
	o.Accounts = []*server.Account{shared, shop, victim, limited}
	user := func(name string, account *server.Account, own string) *server.User {
		u := &server.User{Username: name, Password: "password", Account: account}
		if own != "" {
			may := func(subjects ...string) *server.SubjectPermission { return &server.SubjectPermission{Allow: subjects} }
			stream := "intentops_" + own + "_support"
			u.Permissions = &server.Permissions{
				Publish:   may("intentops."+own+".>", "$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.*.*."+stream, "$JS.API.*.*."+stream+".>", "$JS.API.*.*.*."+stream+".>", "$JS.ACK."+stream+".>"),
				Subscribe: may("intentops."+own+".>", "_INBOX.>"),
			}
		}
		return u
	}
	o.Users = []*server.User{
		user("shared", shared, ""), user("shop", shop, ""), user("victim", victim, ""),
		user("limited-shop", limited, "shop"), user("limited-victim", limited, "victim"),
	}
}

// TestASharedAccountIsNoticed: one bot could read another namespace's, and says so, or does not
// start where isolation is required.
func TestASharedAccountIsNoticed(t *testing.T) {
	srv := startServer(t, withUsers)
	for _, account := range []string{"shared", "shop", "victim", "limited"} {
		if err := enable(srv, account); err != nil {
			t.Fatal(err)
		}
	}
	url := func(user string) string { return strings.Replace(srv.url(), "nats://", "nats://"+user+":password@", 1) }
	start := func(namespace, user string, require bool) (*Store, error) {
		ctx, cancel := context.WithTimeout(t.Context(), waitLimit)
		defer cancel()
		s, err := Open(ctx, Options{Namespace: namespace, Bot: "support", URL: url(user), RequireIsolation: require, Timeout: 8 * time.Second})
		if err == nil {
			t.Cleanup(s.Close)
		}
		return s, err
	}
	for _, user := range []string{"shared", "victim", "limited-victim"} {
		s, err := start("victim", user, true)
		if err != nil {
			t.Fatalf("alone on the server as %s: %v", user, err)
		}
		mustCommit(t, s, "a", 0, conversation.Commit{State: conversation.State{ID: "a", Channel: "web"}})
	}
	for name, tc := range map[string]struct {
		user    string
		require bool
		shared  bool
	}{
		"one account for all":                 {"shared", false, true},
		"the same, and isolation is required": {"shared", true, true},
		"an account for each namespace":       {"shop", true, false},
		"permissions for each":                {"limited-shop", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := start("shop", tc.user, tc.require)
			if got := errors.Is(err, ErrShared); got != (tc.shared && tc.require) {
				t.Fatalf("error %v", err)
			}
			if err == nil && s.Shared() != tc.shared {
				t.Errorf("shared: %t, want %t", s.Shared(), tc.shared)
			}
		})
	}
}

func enable(srv *natsServer, account string) error {
	a, err := srv.LookupAccount(account)
	if err != nil {
		return err
	}
	return a.EnableJetStream(nil, nil)
}
