// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// signingKey is the key of a Secret that packets are signed with.
const signingKey = "key"

// Headers of a delivery.
const (
	HeaderHandoffID = "Intentops-Handoff-Id"
	HeaderTimestamp = "Intentops-Timestamp"
	HeaderSignature = "Intentops-Signature"
)

// Sign gives the value of HeaderSignature: HMAC-SHA256 with the key over the timestamp (the
// value of HeaderTimestamp, seconds since 1970), a dot, and the body exactly as it is sent.
func Sign(key []byte, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(timestamp))
	mac.Write([]byte{'.'})
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}
