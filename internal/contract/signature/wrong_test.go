// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	now      = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	key      = []byte("one key of at least 32 bytes, 1.")
	otherKey = []byte("one key of at least 32 bytes, 2.")
)

func events() Request {
	return Request{
		Direction: FromHelpdesk, Bot: "shop/support", Method: http.MethodPost, Target: "/v1/events",
		ContentType: "application/cloudevents+json", Body: []byte(`{"specversion":"1.0"}`),
	}
}

// TestWrongSignaturesAreRefused: whatever differs between what was signed and what came, or how
// the signature is written, is refused with a reason.
func TestWrongSignaturesAreRefused(t *testing.T) {
	signedAs := func(change func(*Request)) http.Header {
		r, h := events(), http.Header{}
		change(&r)
		Sign(h, r, now, key)
		h.Set("Content-Type", events().ContentType)
		return h
	}
	good := func(change func(http.Header)) http.Header {
		h := signedAs(func(*Request) {})
		change(h)
		return h
	}
	signature := func(edit func(string) string) http.Header {
		return good(func(h http.Header) { h.Set(HeaderSignature, edit(h.Get(HeaderSignature))) })
	}
	at := func(when time.Time) http.Header {
		h := http.Header{}
		Sign(h, events(), when, key)
		return h
	}
	hmacOf := func(key []byte, text string) string {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(text))
		return hex.EncodeToString(h.Sum(nil))
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	tests := map[string]struct {
		header http.Header
		want   Error
	}{
		"none":           {good(func(h http.Header) { h.Del(HeaderSignature) }), ErrMissing},
		"an empty one":   {good(func(h http.Header) { h.Set(HeaderSignature, "") }), ErrMissing},
		"of another key": {func() http.Header { h := http.Header{}; Sign(h, events(), now, otherKey); return h }(), ErrMismatch},
		"of version 1": {good(func(h http.Header) {
			h.Set(HeaderSignature, "sha256="+hmacOf(key, stamp+"."+string(events().Body)))
		}), ErrVersion},
		"of a version to come":                  {signature(func(s string) string { return strings.Replace(s, "v2=", "v3=", 1) }), ErrVersion},
		"without its version":                   {signature(func(s string) string { return strings.TrimPrefix(s, "v2=") }), ErrMalformed},
		"another version of it":                 {signature(func(s string) string { return strings.Replace(s, "v2=", "V2=", 1) }), ErrVersion},
		"a packet of the bot's":                 {signedAs(func(r *Request) { r.Direction = ToHelpdesk }), ErrMismatch},
		"for another bot":                       {signedAs(func(r *Request) { r.Bot = "shop/sales" }), ErrMismatch},
		"for the same bot of another namespace": {signedAs(func(r *Request) { r.Bot = "victim/support" }), ErrMismatch},
		"of another path":                       {signedAs(func(r *Request) { r.Target = "/v1/adapters/chatwoot" }), ErrMismatch},
		"of another query":                      {signedAs(func(r *Request) { r.Target = "/v1/events?dry-run" }), ErrMismatch},
		"of another method":                     {signedAs(func(r *Request) { r.Method = http.MethodPut }), ErrMismatch},
		"of another content type":               {signedAs(func(r *Request) { r.ContentType = "application/cloudevents-batch+json" }), ErrMismatch},
		"without a content type":                {good(func(h http.Header) { h.Del("Content-Type") }), ErrContentType},
		"two content types":                     {good(func(h http.Header) { h.Add("Content-Type", "text/plain") }), ErrTwice},
		"of a body that was changed":            {signedAs(func(r *Request) { r.Body = []byte(`{"specversion":"1.1"}`) }), ErrMismatch},
		"of an empty body":                      {signedAs(func(r *Request) { r.Body = nil }), ErrMismatch},
		"more than 5 minutes old":               {at(now.Add(-MaxSkew - time.Second)), ErrSkew},
		"of the future":                         {at(now.Add(MaxSkew + time.Second)), ErrSkew},
		"with the time of another":              {good(func(h http.Header) { h.Set(HeaderTimestamp, strconv.FormatInt(now.Unix()+1, 10)) }), ErrMismatch},
		"without a time":                        {good(func(h http.Header) { h.Del(HeaderTimestamp) }), ErrTimestamp},
		"a time that is a date":                 {good(func(h http.Header) { h.Set(HeaderTimestamp, now.Format(time.RFC3339)) }), ErrTimestamp},
		"a time with a sign":                    {good(func(h http.Header) { h.Set(HeaderTimestamp, "+"+stamp) }), ErrTimestamp},
		"a time with zeros before":              {good(func(h http.Header) { h.Set(HeaderTimestamp, "0"+stamp) }), ErrTimestamp},
		"two times":                             {good(func(h http.Header) { h.Add(HeaderTimestamp, stamp) }), ErrTwice},
		"cut off":                               {signature(func(s string) string { return s[:len(s)-2] }), ErrMalformed},
		"half a byte short":                     {signature(func(s string) string { return s[:len(s)-1] }), ErrMalformed},
		"longer than it is":                     {signature(func(s string) string { return s + "00" }), ErrMalformed},
		"in upper case":                         {signature(func(s string) string { return "v2=" + strings.ToUpper(s[3:]) }), ErrMalformed},
		"in base64":                             {signature(func(string) string { return "v2=LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=" }), ErrMalformed},
		"one bit off": {signature(func(s string) string {
			return s[:len(s)-1] + string("0123456789abcdef"[strings.IndexByte("0123456789abcdef", s[len(s)-1])^1])
		}), ErrMismatch},
		"in two headers":         {good(func(h http.Header) { h.Add(HeaderSignature, h.Get(HeaderSignature)) }), ErrTwice},
		"beside what is not one": {signature(func(s string) string { return s + ", and more" }), ErrMalformed},
		"beside nothing":         {signature(func(s string) string { return s + "," }), ErrMalformed},
		"endless":                {signature(func(s string) string { return strings.Repeat(s+", ", 100) + s }), ErrMalformed},
		"by the key itself instead of the one of the direction": {signature(func(string) string {
			return "v2=" + hmacOf(key, events().Text(stamp))
		}), ErrMismatch},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := Verify(tc.header, events(), now, key); !errors.Is(err, tc.want) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
		})
	}
}

// TestKeysAreRotated: each side has two keys for a while, and neither needs to be first.
func TestKeysAreRotated(t *testing.T) {
	for name, tc := range map[string]struct {
		signed, verified [][]byte
		want             error
	}{
		"the sender is first":         {[][]byte{otherKey, key}, [][]byte{key}, nil},
		"the receiver is first":       {[][]byte{key}, [][]byte{otherKey, key}, nil},
		"both have two":               {[][]byte{otherKey, key}, [][]byte{otherKey, key}, nil},
		"the old key is gone":         {[][]byte{key}, [][]byte{otherKey}, ErrMismatch},
		"the receiver has no key yet": {[][]byte{key}, nil, ErrMismatch},
	} {
		t.Run(name, func(t *testing.T) {
			h := http.Header{}
			Sign(h, events(), now, tc.signed...)
			at, err := Verify(h, events(), now, tc.verified...)
			if !errors.Is(err, tc.want) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
			if err == nil && !at.Equal(now) {
				t.Errorf("signed at %s, want %s", at, now)
			}
		})
	}
}

func TestASignatureOfAVersionToComeMayStandBeside(t *testing.T) {
	h := http.Header{}
	Sign(h, events(), now, key)
	h.Set(HeaderSignature, "v3=whatever, "+h.Get(HeaderSignature))
	if _, err := Verify(h, events(), now, key); err != nil {
		t.Error(err)
	}
}

// FuzzHeader gives the header with signatures any text: nothing but the right one is accepted.
func FuzzHeader(f *testing.F) {
	h := http.Header{}
	Sign(h, events(), now, key)
	good, stamp := h.Get(HeaderSignature), h.Get(HeaderTimestamp)
	for _, seed := range []string{good, good + ", " + good, "sha256=00", "v2=", "v2=" + strings.Repeat("0", 64), ",", "=", "v2==", " " + good} {
		f.Add(seed, stamp)
	}
	f.Add(good, "-1")
	f.Add(good, "999999999999")
	f.Fuzz(func(t *testing.T, signature, timestamp string) {
		h := http.Header{HeaderSignature: {signature}, HeaderTimestamp: {timestamp}, "Content-Type": {events().ContentType}}
		_, err := Verify(h, events(), now, key)
		if err == nil && (timestamp != stamp || !strings.Contains(signature, good)) {
			t.Errorf("accepted %q with %q", signature, timestamp)
		}
		var known Error
		if err != nil && !errors.As(err, &known) {
			t.Errorf("an error of another kind: %v", err)
		}
	})
}
