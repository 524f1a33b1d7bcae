// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/secrets"
)

// Keys of the Secrets that the bot uses, by what they are for.
const (
	tokenKey       = "token"
	signingKey     = "key"
	credentialsKey = "creds"
)

// secretRefs are the keys of Secrets that the flags and the releases in force name.
func (s *Server) secretRefs() []secrets.Ref {
	var refs []secrets.Ref
	for _, channel := range s.config.Channels {
		refs = append(refs, secrets.Ref{Secret: channel.Secret, Key: tokenKey})
	}
	refs = append(refs, secrets.Ref{Secret: s.config.NATSSecret, Key: credentialsKey})
	names := []string{s.config.Events.Events, s.config.Events.Chatwoot, s.config.Events.Zendesk}
	if v := s.view.Load(); v != nil {
		names = append(names, v.Stable.Handoff().SecretName)
		if v.Candidate != nil {
			names = append(names, v.Candidate.Handoff().SecretName)
		}
	}
	for _, name := range names {
		refs = append(refs, secrets.Ref{Secret: name, Key: signingKey})
	}
	return refs
}

// noteSecrets remembers the releases in force, whose Secrets are looked for.
func (s *Server) noteSecrets(v *releases.View) { s.view.Store(v) }
