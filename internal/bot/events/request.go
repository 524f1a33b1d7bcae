// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/contract/signature"
)

// request is a signed request: its body is read, and its signature is good.
type request struct {
	header http.Header
	body   []byte
	// signedAt is the time that the signature covers.
	signedAt time.Time
}

// check verifies the signature of a request whose body was read, by any of the keys, and returns
// the time that the signature covers.
type check func(keys [][]byte, r *http.Request, body []byte, now time.Time) (signedAt time.Time, err error)

// checkOwn is for signatures of version 2, which say for which bot they are.
func checkOwn(bot string) check {
	return func(keys [][]byte, r *http.Request, body []byte, now time.Time) (time.Time, error) {
		at, err := signature.Verify(r.Header, signature.Request{
			Direction: signature.FromHelpdesk, Bot: bot, Method: r.Method, Target: r.URL.RequestURI(), Body: body,
		}, now, keys...)
		switch {
		case errors.Is(err, signature.ErrSkew):
			return at, &failure{http.StatusUnauthorized, "timestamp", err.Error()}
		case err != nil:
			return at, &failure{http.StatusUnauthorized, "signature", err.Error()}
		}
		return at, nil
	}
}

// vendorCheck verifies a helpdesk's own kind of signature by one key: current reports whether
// signedAt is recent enough, and genuine whether the signature matches.
type vendorCheck func(key []byte, header http.Header, body []byte, now time.Time) (signedAt time.Time, current, genuine bool)

func checkVendor(verify vendorCheck) check {
	return func(keys [][]byte, r *http.Request, body []byte, now time.Time) (time.Time, error) {
		for _, key := range keys {
			at, current, genuine := verify(key, r.Header, body, now)
			switch {
			case genuine && current:
				return at, nil
			case genuine:
				return at, errTimestamp
			}
		}
		return time.Time{}, errSignature
	}
}

// secretKey is the key of a Secret that holds what senders sign with.
const secretKey = "key"

// MinVendorKey is how many bytes a helpdesk's own signing secret has at least: helpdesks make it.
const MinVendorKey = 16

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
