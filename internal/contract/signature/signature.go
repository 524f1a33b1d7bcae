// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package signature signs what bots and helpdesks send each other, and verifies it, as
// docs/contract/signatures.md says.
package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Direction is who sends to whom. What is signed for one direction is worth nothing in the other,
// even where both use the same Secret.
type Direction string

// The directions.
const (
	ToHelpdesk   Direction = "to-helpdesk"
	FromHelpdesk Direction = "from-helpdesk"
)

// Headers of a signed request.
const (
	HeaderTimestamp = "Intentops-Timestamp"
	HeaderSignature = "Intentops-Signature"
)

const (
	// MinKey is how many bytes a key has at least.
	MinKey = 32
	// MaxSkew is how far the clocks of sender and receiver, and the way between them, may put a
	// timestamp off.
	MaxSkew = 5 * time.Minute

	version = "v2"
	// maxHeader bounds the header with signatures, which is room for a dozen.
	maxHeader = 1024
	// maxTimestamp is the length of a timestamp that is enough for 300 centuries.
	maxTimestamp = 12
)

// Request is what is signed, beside the time.
type Request struct {
	Direction Direction
	// Bot is NAMESPACE/NAME: whose packet it is, or for whom the events are.
	Bot string
	// Method, and the request target: the path as it is sent and, if there is one, ? and the query.
	Method, Target string
	ContentType    string
	Body           []byte
}

// Text is what the HMAC is made of.
func (r Request) Text(timestamp string) string {
	sum := sha256.Sum256(r.Body)
	return strings.Join([]string{
		version, string(r.Direction), r.Bot, r.Method, r.Target, r.ContentType, timestamp, hex.EncodeToString(sum[:]),
	}, "\n")
}

// Sign adds the time and a signature by each key. The content type is the request's.
func Sign(header http.Header, r Request, at time.Time, keys ...[]byte) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	text := r.Text(timestamp)
	signatures := make([]string, len(keys))
	for i, key := range keys {
		signatures[i] = version + "=" + hex.EncodeToString(sum(key, r.Direction, text))
	}
	header.Set("Content-Type", r.ContentType)
	header.Set(HeaderTimestamp, timestamp)
	header.Set(HeaderSignature, strings.Join(signatures, ", "))
}

// sum is the HMAC-SHA256 of a text with the key of one direction, which is derived from key.
func sum(key []byte, direction Direction, text string) []byte {
	return mac(mac(key, "intentops/"+version+"/"+string(direction)), text)
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
