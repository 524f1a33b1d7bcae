// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/identity"
	"github.com/intentops/intentops/internal/bot/network"
	"github.com/intentops/intentops/internal/contract/secrets"
)

// who a customer is.
type who struct {
	// customer is the key by which conversations, packets and logs call them.
	customer string
	// verified is true when a site vouches for them.
	verified bool
	// token proves an anonymous customer's identity; it goes to their browser alone.
	token string
}

// person names the customer among all of the Bot.
func (w who) person() string {
	return (&conversation.State{Customer: w.customer, Verified: w.verified}).Person()
}

// owns reports whether a conversation is the customer's.
func (w who) owns(s *conversation.State) bool {
	return w.customer != "" && s.Customer == w.customer && s.Verified == w.verified
}

// identify says who a browser speaks for: the customer for whom a site vouches, or the one whom
// its token belongs to. Without a token of this Bot it is a new customer.
func (s *session) identify(c Config, m fromBrowser) (who, error) {
	if m.Customer != "" || m.IdentityHash != "" {
		if c.Identity == "" {
			return who{}, invalid("customer", fmt.Sprintf("channel %q has no identity, so nobody can vouch for an id: leave customer out", c.Name))
		}
		if err := checkKey("customer", m.Customer); err != nil {
			return who{}, err
		}
		return s.identities.vouched(c, m.Customer, m.IdentityHash, s.clock.Now())
	}
	if customer, ok := s.key.Customer(m.Token); ok {
		return who{customer: customer, token: m.Token}, nil
	}
	token := s.key.Mint()
	customer, _ := s.key.Customer(token)
	return who{customer: customer, token: token}, nil
}

// identify says whom a caller of a REST channel opens a conversation for. Where a site vouches for
// its customers, it does so for all of them.
func (r *REST) identify(c Config, customer, hash string) (who, error) {
	switch {
	case c.Identity != "":
		return r.identities.vouched(c, customer, hash, r.clock.Now())
	case hash != "":
		return who{}, invalid("identityHash", fmt.Sprintf("channel %q has no identity, so nobody can vouch for an id: leave identityHash out", c.Name))
	}
	if identity.IsCustomer(customer) {
		return who{}, invalid("customer", "is that of a web chat customer, for whom only the browser speaks: use ids of your own")
	}
	return who{customer: customer}, nil
}

// hasToken reports whether callers of a channel need a token.
func (r *REST) hasToken(channel string) bool {
	for _, c := range r.channels {
		if c.Name == channel {
			return c.Secret != ""
		}
	}
	return false
}

// speaksForItself reports whether the network of a request is that of the customer. Callers with
// a token are a site's servers, in whose network all customers seem to be: theirs are known only
// if the site passes them on, as a trusted proxy does.
func (r *REST) speaksForItself(req *http.Request, c Config) bool {
	return c.Secret == "" || network.Trusted(req.RemoteAddr, r.TrustedProxies)
}

// networkName is what an anonymous customer's network is called; empty: it is not known.
func networkName(key identity.Key, client netip.Prefix, known bool) string {
	if !known {
		return ""
	}
	return key.Network(client)
}

const (
	// identityKey is the key of a Secret that a site signs ids with.
	identityKey = "key"
	// identityAge is after how long it is read again.
	identityAge = tokenAge
)

// identities reads the keys that sites sign their customers' ids with.
type identities struct {
	dir string

	mu    sync.Mutex
	known map[string]knownIdentity
}

type knownIdentity struct {
	key    []byte
	err    error
	readAt time.Time
}

func newIdentities(dir string) *identities {
	return &identities{dir: dir, known: map[string]knownIdentity{}}
}

// vouched is the customer of an id that a site signed.
func (i *identities) vouched(c Config, id, hash string, now time.Time) (who, error) {
	key, err := i.key(c.Identity, now)
	if err != nil {
		return who{}, fmt.Errorf("%w: channel %q: %w", conversation.ErrUnavailable, c.Name, err)
	}
	if !identity.Signed(key, id, hash) {
		return who{}, &Failure{Status: http.StatusUnauthorized, Field: "identityHash",
			Message: "is not the signature of customer: send the HMAC-SHA256 of the id, with the key of the channel's identity, in hexadecimal digits"}
	}
	return who{customer: id, verified: true}, nil
}

func (i *identities) key(secret string, now time.Time) ([]byte, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	k, ok := i.known[secret]
	if !ok || now.Sub(k.readAt) >= identityAge {
		k = knownIdentity{readAt: now}
		k.key, k.err = secrets.Read(i.dir, secret, identityKey)
		if k.err == nil && len(k.key) < minTokenBytes {
			k.err = fmt.Errorf("the key %q of Secret %q has %d bytes, and must have at least %d: make one with openssl rand -hex 32",
				identityKey, secret, len(k.key), minTokenBytes)
		}
		i.known[secret] = k
	}
	return k.key, k.err
}

// ready says of channels why the customers of sites are refused; nil: they are not.
func (i *identities) ready(channels []Config, now time.Time) error {
	var problems []error
	for _, c := range channels {
		if c.Identity == "" {
			continue
		}
		if _, err := i.key(c.Identity, now); err != nil {
			problems = append(problems, fmt.Errorf("channel %q: %w", c.Name, err))
		}
	}
	return errors.Join(problems...)
}

// SetIdentities adds to channels the Secrets of their identity, each as NAME=SECRET.
func SetIdentities(channels []Config, list []string) error {
	for _, s := range list {
		name, secret, _ := strings.Cut(s, "=")
		if !secrets.ValidName(secret) {
			return fmt.Errorf("channel-identity %q: must be NAME=SECRET, as in web=site, with the Secret whose key %q the site signs with", s, identityKey)
		}
		found := false
		for i := range channels {
			if channels[i].Name == name {
				channels[i].Identity, found = secret, true
			}
		}
		if !found {
			return fmt.Errorf("channel-identity %q: there is no channel %q", s, name)
		}
	}
	return nil
}
