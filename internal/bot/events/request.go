// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"crypto/hmac"
	"encoding/hex"
	"net/http"
	"time"
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

// check verifies a signature over the body exactly as it came. signedAt is the time that was
// signed; ok says whether the time, and good whether the signature is right.
type check func(key []byte, header http.Header, body []byte, now time.Time) (signedAt time.Time, ok, good bool)

// checkHex is for signatures "sha256=" and the hexadecimal HMAC over timestamp, dot and body.
func checkHex(timestampHeader, signatureHeader string) check {
	return func(key []byte, header http.Header, body []byte, now time.Time) (time.Time, bool, bool) {
		timestamp := header.Get(timestampHeader)
		at, ok := fresh(timestamp, now)
		want := "sha256=" + hex.EncodeToString(mac(key, []byte(timestamp), []byte("."), body))
		return at, ok, hmac.Equal([]byte(want), []byte(header.Get(signatureHeader)))
	}
}
