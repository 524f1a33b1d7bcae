// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// request is a signed request: its body is read, and its signature is good.
type request struct {
	header http.Header
	body   []byte
	// signedAt is the time that the signature covers.
	signedAt time.Time
}

// Headers of requests to /v1/events.
const (
	headerTimestamp = "Intentops-Timestamp"
	headerSignature = "Intentops-Signature"
)

// check verifies a signature over the body exactly as it was sent. signedAt is the time that the
// signature covers; current reports whether it is recent enough, and genuine whether the
// signature matches.
type check func(key []byte, header http.Header, body []byte, now time.Time) (signedAt time.Time, current, genuine bool)

// checkHex is for signatures "sha256=" and the hexadecimal HMAC over timestamp, dot and body.
func checkHex(timestampHeader, signatureHeader string) check {
	return func(key []byte, header http.Header, body []byte, now time.Time) (time.Time, bool, bool) {
		timestamp := header.Get(timestampHeader)
		at, ok := parseTimestamp(timestamp, now)
		want := "sha256=" + hex.EncodeToString(mac(key, []byte(timestamp), []byte("."), body))
		return at, ok, hmac.Equal([]byte(want), []byte(header.Get(signatureHeader)))
	}
}

// secretKey is the key of a Secret that holds what senders sign with.
const secretKey = "key"

// mac is the HMAC-SHA256 of parts, one after the other.
func mac(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// parseTimestamp parses seconds since 1970, and reports whether they are within MaxSkew of now.
func parseTimestamp(timestamp string, now time.Time) (time.Time, bool) {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	at := time.Unix(seconds, 0)
	return at, err == nil && seconds > 0 && now.Sub(at).Abs() <= MaxSkew
}

// failure is the answer to a request that is refused as a whole.
type failure struct {
	status          int
	result, message string
}

func (f *failure) Error() string { return f.message }

var (
	errNoKey     = &failure{http.StatusServiceUnavailable, "misconfigured", "the Secret with the signing key cannot be read: try again"}
	errBusy      = &failure{http.StatusServiceUnavailable, "unavailable", "too many requests with events at the same time: send this one again"}
	errTooLarge  = &failure{http.StatusRequestEntityTooLarge, "size", "the request is larger than 4 MiB: send fewer events at a time"}
	errSlow      = &failure{http.StatusRequestTimeout, "slow", "the request came too slowly: send it at once"}
	errUnread    = &failure{http.StatusBadRequest, "malformed", "the request could not be read"}
	errSignature = &failure{http.StatusUnauthorized, "signature", "the signature does not match this body, timestamp and key"}
	errTimestamp = &failure{http.StatusUnauthorized, "timestamp", "the timestamp is missing or more than 5 minutes off: sign when you send, with a clock that is correct"}
)

// failureOf turns any error into an answer. Internal errors are not shown to senders.
func failureOf(err error) *failure {
	if f, ok := errors.AsType[*failure](err); ok {
		return f
	}
	if errors.Is(err, conversation.ErrUnavailable) {
		return &failure{http.StatusServiceUnavailable, "unavailable", "events cannot be accepted now: send all of them again"}
	}
	return &failure{http.StatusInternalServerError, "internal", "something went wrong in the bot: send the events again"}
}

func (f *failure) write(w http.ResponseWriter) {
	if f.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "2")
	}
	writeJSON(w, f.status, map[string]any{"error": map[string]string{"message": f.message}})
}
