// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/secrets"
)

// tokenKey is the key of a Secret that holds a REST channel's token.
const tokenKey = "token"

// tokenAge is after how long a token's file is read again: the kubelet replaces it when the
// Secret changes.
const tokenAge = 10 * time.Second

// tokens reads the tokens of REST channels from the folder of secrets.
type tokens struct {
	dir string

	mu    sync.Mutex
	known map[string]knownToken
}

type knownToken struct {
	hash   [sha256.Size]byte
	err    error
	readAt time.Time
}

func newTokens(dir string) *tokens { return &tokens{dir: dir, known: map[string]knownToken{}} }

// valid tells whether a caller's token is the secret's.
func (t *tokens) valid(secret, token string, now time.Time) (bool, error) {
	want, err := t.hash(secret, now)
	if err != nil {
		return false, err
	}
	got := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1, nil
}

func (t *tokens) hash(secret string, now time.Time) ([sha256.Size]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k, ok := t.known[secret]
	if !ok || now.Sub(k.readAt) >= tokenAge {
		k = knownToken{readAt: now}
		data, err := secrets.Read(t.dir, secret, tokenKey)
		// Unlike a signing key, a token travels in a header: blanks around it are none of it.
		switch data = bytes.TrimSpace(data); {
		case err != nil:
			k.err = err
		case len(data) == 0:
			k.err = fmt.Errorf("the key %q of Secret %q is empty", tokenKey, secret)
		default:
			k.hash = sha256.Sum256(data)
		}
		t.known[secret] = k
	}
	return k.hash, k.err
}
