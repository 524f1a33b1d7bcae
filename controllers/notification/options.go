// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/utils/clock"

	"github.com/intentops/intentops/internal/contract/secrets"
	"github.com/intentops/intentops/internal/operator/notify"
)

// Keys of the Secret.
const (
	urlKey       = "url"
	signingKey   = "key"
	tokenKey     = "token"
	authorityKey = "ca.crt"
)

// Options of a sink.
type Options struct {
	// Format that it takes.
	Format notify.Format
	// URL of it. Default: the key url of the Secret.
	URL string
	// SecretDir is where its Secret is mounted, with the keys url, key and previous-key for
	// signatures, token and ca.crt, all of them optional. Default: there is none.
	SecretDir string
	// AllowEgress lists networks that may be reached although they are refused by default.
	AllowEgress []netip.Prefix
	// Namespace of the operator and Name of the ConfigMap that holds what was told.
	Namespace, Name string
	// Clock. Default: the real one.
	Clock clock.WithDelayedExecution
}

// Validate returns an error that names the flag and the fix.
func (o Options) Validate() error {
	switch {
	case o.URL == "" && o.SecretDir == "":
		return errors.New("--notifications-format: needs --notifications-url, or --notifications-secret-dir with a file url")
	case o.URL != "" && o.Format != notify.CloudEvents:
		return fmt.Errorf("--notifications-url: the URL of %s is a secret: put it into the file url of --notifications-secret-dir", o.Format)
	case o.Namespace == "":
		return errors.New("--leader-election-namespace: is empty, and the ConfigMap with what was notified is kept there: give the operator's namespace")
	}
	if o.URL == "" {
		return nil
	}
	if _, err := parseURL(o.URL); err != nil {
		return fmt.Errorf("--notifications-url: %w", err)
	}
	return nil
}

// parseURL checks where a sink is. Errors do not repeat the URL.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("is not a URL that begins with https://")
	case u.User != nil:
		return nil, errors.New("has a user or password: put a token into the key token of the Secret")
	case u.Fragment != "":
		return nil, errors.New("has a fragment (#), which is never sent: remove it")
	case u.Scheme == "http" && !isLoopback(u) && !inCluster(u.Hostname()):
		return nil, errors.New("is http and leaves the cluster: use https")
	}
	return u, nil
}

func isLoopback(u *url.URL) bool {
	addr, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// inCluster says whether a host name is one that the cluster's DNS resolves.
func inCluster(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	host = strings.TrimSuffix(host, ".")
	return host != "" && !strings.Contains(host, ".") || strings.HasSuffix(host, ".svc") || strings.HasSuffix(host, ".svc.cluster.local")
}

// read is a key of the Secret, as it is now.
func (o Options) read(key string) ([]byte, error) {
	return secrets.Read(filepath.Dir(o.SecretDir), filepath.Base(o.SecretDir), key)
}

// has says whether the Secret has a key. One that is added later is found after a restart.
func (o Options) has(key string) bool {
	if o.SecretDir == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(o.SecretDir, key))
	return err == nil
}
