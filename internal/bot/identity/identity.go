// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package identity says who a customer is. It keeps three things apart that were one: what a
// browser proves itself with (a token that only the bot can make), what tickets, logs and events
// call the customer (a hash of it, of no use to whoever reads it), and what a site vouches for
// (an id that it signed).
package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
)

const (
	// keyBytes of a Bot's key, and idBytes of a web customer's id.
	keyBytes, idBytes = 32, 16
	// hashBytes are kept of the hashes by which customers and networks are called.
	hashBytes = 16
	// webPrefix is what all keys of web chat customers begin with.
	webPrefix = "web-"
)

// Key of a Bot. All its pods have the same one.
type Key []byte

// NewKey returns a random key.
func NewKey() Key {
	key := make(Key, keyBytes)
	_, _ = rand.Read(key) // never fails; see its documentation
	return key
}

// webCustomer is what Customer returns.
var webCustomer = regexp.MustCompile(fmt.Sprintf("^%s[0-9a-f]{%d}$", webPrefix, 2*hashBytes))

// IsCustomer reports whether some Bot may call a web customer so.
func IsCustomer(customer string) bool { return webCustomer.MatchString(customer) }

// Valid reports whether it is a whole key.
func (k Key) Valid() bool { return len(k) == keyBytes }

// Mint returns the token of a new web customer: an id and a MAC of it. It must be shown to
// nobody but the browser.
func (k Key) Mint() string {
	var id [idBytes]byte
	_, _ = rand.Read(id[:]) // never fails; see its documentation
	text := hex.EncodeToString(id[:])
	return text + "." + hex.EncodeToString(k.mac("token", text))
}

// Customer returns the key of the customer that a token belongs to, by which everything but the
// browser calls them. The token cannot be computed from it. ok is false for a token that was not
// minted with this key.
func (k Key) Customer(token string) (customer string, ok bool) {
	id, mac, _ := strings.Cut(token, ".")
	sum, err := hex.DecodeString(mac)
	if err != nil || len(id) != 2*idBytes || !hmac.Equal(sum, k.mac("token", id)) {
		return "", false
	}
	return webPrefix + hex.EncodeToString(k.mac("customer", id)[:hashBytes]), true
}

// Network returns what a client's network is called in conversations: addresses are nobody's
// business but the connection's.
func (k Key) Network(network netip.Prefix) string {
	return hex.EncodeToString(k.mac("network", network.String())[:hashBytes])
}

// mac of a text for one use.
func (k Key) mac(use, text string) []byte {
	h := hmac.New(sha256.New, k)
	_, _ = h.Write([]byte("intentops " + use + "\x00" + text))
	return h.Sum(nil)
}

// Signed reports whether a site signed a customer's id: hash is the HMAC-SHA256 of the id with
// the site's secret, in hexadecimal digits.
func Signed(secret []byte, id, hash string) bool {
	sum, err := hex.DecodeString(hash)
	if err != nil || len(secret) == 0 {
		return false
	}
	h := hmac.New(sha256.New, secret)
	_, _ = h.Write([]byte(id))
	return hmac.Equal(sum, h.Sum(nil))
}
