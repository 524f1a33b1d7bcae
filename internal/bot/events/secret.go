// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"crypto/hmac"
	"crypto/sha256"
	"strconv"
	"time"
)

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

// fresh parses a timestamp, seconds since 1970, and says whether it is within MaxSkew.
func fresh(timestamp string, now time.Time) (time.Time, bool) {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	at := time.Unix(seconds, 0)
	return at, err == nil && seconds > 0 && now.Sub(at).Abs() <= MaxSkew
}
