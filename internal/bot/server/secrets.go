// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/events"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/store"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/secrets"
	"github.com/intentops/intentops/internal/contract/signature"
)

// Keys of the Secrets that the bot uses, by what they are for.
const (
	tokenKey       = "token"
	signingKey     = "key"
	credentialsKey = "creds"
	authorityKey   = "ca.crt"
	certificateKey = "tls.crt"
	privateKey     = "tls.key"
)

// secretRefs are the keys of Secrets that the flags and the releases in force name.
func (s *Server) secretRefs() []secrets.Ref {
	var refs []secrets.Ref
	for _, channel := range s.config.Channels {
		refs = append(refs, secrets.Ref{Secret: channel.Secret, Key: tokenKey}, secrets.Ref{Secret: channel.Identity, Key: signingKey})
	}
	c := s.config
	refs = append(refs,
		secrets.Ref{Secret: c.NATSSecret, Key: credentialsKey},
		secrets.Ref{Secret: c.NATSCertificate, Key: certificateKey}, secrets.Ref{Secret: c.NATSCertificate, Key: privateKey},
		secrets.Ref{Secret: c.StoreSecret, Key: signingKey, AtLeast: store.MinKey},
		secrets.Ref{Secret: c.Events.Events, Key: signingKey, AtLeast: signature.MinKey},
		secrets.Ref{Secret: c.Events.Chatwoot, Key: signingKey, AtLeast: events.MinVendorKey},
		secrets.Ref{Secret: c.Events.Zendesk, Key: signingKey, AtLeast: events.MinVendorKey})
	refs = append(refs, authorityRefs(c.NATSCA)...)
	if v := s.view.Load(); v != nil {
		for _, side := range []*releases.Loaded{v.Stable, v.Candidate} {
			if side != nil {
				refs = append(refs, releaseRefs(side.Handoff(), side.Engine)...)
			}
		}
	}
	return refs
}

// releaseRefs are the keys that a release names.
func releaseRefs(handoff release.Handoff, engine *release.Understanding) []secrets.Ref {
	refs := append([]secrets.Ref{{Secret: handoff.SecretName, Key: signingKey, AtLeast: signature.MinKey}}, tlsRefs(handoff.TLS)...)
	if engine != nil {
		refs = append(append(refs, secrets.Ref{Secret: engine.SecretName, Key: tokenKey}), tlsRefs(engine.TLS)...)
	}
	return refs
}

func tlsRefs(t release.TLS) []secrets.Ref {
	return append(authorityRefs(t.CA),
		secrets.Ref{Secret: t.CertificateName, Key: certificateKey}, secrets.Ref{Secret: t.CertificateName, Key: privateKey})
}

// authorityRefs is the key of a CA that is in a Secret.
func authorityRefs(ca string) []secrets.Ref {
	if kind, name, _ := strings.Cut(ca, "/"); kind == "Secret" {
		return []secrets.Ref{{Secret: name, Key: authorityKey}}
	}
	return nil
}

// files are where the certificates and the token of a connection are mounted.
func (c Config) files(t release.TLS, tokenSecret string) connection.Files {
	var f connection.Files
	switch kind, name, _ := strings.Cut(t.CA, "/"); kind {
	case "ConfigMap":
		f.CA = filepath.Join(c.ConfigMapsDir, filepath.Base(name), authorityKey)
	case "Secret":
		f.CA = filepath.Join(c.SecretsDir, filepath.Base(name), authorityKey)
	}
	if t.CertificateName != "" {
		dir := filepath.Join(c.SecretsDir, filepath.Base(t.CertificateName))
		f.Certificate, f.Key = filepath.Join(dir, certificateKey), filepath.Join(dir, privateKey)
	}
	if tokenSecret != "" {
		f.Token = filepath.Join(c.SecretsDir, filepath.Base(tokenSecret), tokenKey)
	}
	return f
}

// storeKeys reads what encrypts the store; nil: nothing does.
func (c Config) storeKeys() func() ([][]byte, error) {
	if c.StoreSecret == "" {
		return nil
	}
	return func() ([][]byte, error) { return secrets.Keys(c.SecretsDir, c.StoreSecret, signingKey, store.MinKey) }
}

// longKeys returns which key is too short to be safe, until none was: a pod that begins so does not
// replace one that works, and one that works goes on.
func (s *Server) longKeys(context.Context) error {
	if s.keysWereLong.Load() {
		return nil
	}
	for _, ref := range s.secretRefs() {
		if ref.Secret == "" || ref.AtLeast == 0 {
			continue
		}
		_, err := secrets.Keys(s.config.SecretsDir, ref.Secret, ref.Key, ref.AtLeast)
		if short, ok := errors.AsType[*secrets.ShortError](err); ok {
			return short
		}
	}
	if s.view.Load() != nil {
		s.keysWereLong.Store(true)
	}
	return nil
}

// noteSecrets remembers the releases in force, whose Secrets are looked for.
func (s *Server) noteSecrets(v *releases.View) { s.view.Store(v) }

// storeSealedSince is when all pods had the keys of the store; zero: that is not known.
func (c Config) storeSealedSince() time.Time {
	at, err := time.Parse(time.RFC3339, c.StoreSealedSince)
	if err != nil {
		return time.Time{}
	}
	return at
}
