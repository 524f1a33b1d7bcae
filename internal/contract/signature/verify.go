// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signature

import (
	"crypto/hmac"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Error says what is wrong with a signature. It repeats nothing of what was sent.
type Error string

func (e Error) Error() string { return string(e) }

// What may be wrong.
const (
	ErrMissing     Error = HeaderSignature + ": is missing: sign as docs/contract/signatures.md says"
	ErrTwice       Error = HeaderSignature + ", " + HeaderTimestamp + ", Content-Type: must be there once each"
	ErrVersion     Error = HeaderSignature + ": has no signature v2=HEX: sign by version 2, as docs/contract/signatures.md says"
	ErrMalformed   Error = HeaderSignature + ": must be v2= and 64 hexadecimal digits in lower case, or several of these separated by commas"
	ErrTimestamp   Error = HeaderTimestamp + ": must be whole seconds since 1970"
	ErrContentType Error = "Content-Type: is missing: it is part of what is signed"
	ErrMismatch    Error = HeaderSignature + ": does not match: sign version, direction, Bot, method, path, content type, timestamp and body with the key, each as docs/contract/signatures.md says"
	// ErrSkew is about a signature that is good otherwise.
	ErrSkew Error = HeaderTimestamp + ": is more than 5 minutes off: sign when you send, with a clock that is correct"
)

// Verify returns when a request was signed, or an Error. The content type is the header's. Any of
// the keys may have made any of the signatures: that is how keys are rotated.
func Verify(header http.Header, r Request, now time.Time, keys ...[]byte) (time.Time, error) {
	signatures, err := parse(header)
	if err != nil {
		return time.Time{}, err
	}
	timestamp := header.Get(HeaderTimestamp)
	at, ok := parseTimestamp(timestamp)
	if !ok {
		return time.Time{}, ErrTimestamp
	}
	if r.ContentType = header.Get("Content-Type"); r.ContentType == "" {
		return time.Time{}, ErrContentType
	}
	text, genuine := r.Text(timestamp), false
	for _, key := range keys {
		want := sum(key, r.Direction, text)
		for _, have := range signatures {
			genuine = hmac.Equal(want, have) || genuine
		}
	}
	switch {
	case !genuine:
		return time.Time{}, ErrMismatch
	case now.Sub(at).Abs() > MaxSkew:
		return time.Time{}, ErrSkew
	}
	return at, nil
}

// parse returns the signatures of this version. Those of other versions are left to who knows them.
func parse(header http.Header) ([][]byte, error) {
	for _, name := range []string{HeaderSignature, HeaderTimestamp, "Content-Type"} {
		if len(header.Values(name)) > 1 {
			return nil, ErrTwice
		}
	}
	value := header.Get(HeaderSignature)
	switch {
	case value == "":
		return nil, ErrMissing
	case len(value) > maxHeader:
		return nil, ErrMalformed
	}
	var signatures [][]byte
	for one := range strings.SplitSeq(value, ",") {
		of, digits, ok := strings.Cut(strings.Trim(one, " \t"), "=")
		switch {
		case !ok || of == "":
			return nil, ErrMalformed
		case of != version:
			continue
		}
		decoded, err := hex.DecodeString(digits)
		if err != nil || len(decoded) != 32 || strings.ToLower(digits) != digits {
			return nil, ErrMalformed
		}
		signatures = append(signatures, decoded)
	}
	if len(signatures) == 0 {
		return nil, ErrVersion
	}
	return signatures, nil
}

// parseTimestamp accepts one way to write a number only, so that nothing else can be meant by it.
func parseTimestamp(timestamp string) (time.Time, bool) {
	if len(timestamp) > maxTimestamp || strings.Trim(timestamp, "0123456789") != "" || strings.HasPrefix(timestamp, "0") {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	return time.Unix(seconds, 0), err == nil
}
