// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

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

// readKey reads a Secret's signing key, byte for byte: a line end at its end belongs to it.
func readKey(dir, secretName string) ([]byte, error) {
	if strings.ContainsAny(secretName, "/\\") || !filepath.IsLocal(secretName) {
		return nil, fmt.Errorf("secret name %q is not a name", secretName)
	}
	key, err := os.ReadFile(filepath.Join(dir, secretName, "key"))
	if err != nil {
		return nil, fmt.Errorf("secret %s has no readable key \"key\": %w", secretName, err)
	}
	if len(key) == 0 {
		return nil, errors.New("secret " + secretName + ": key \"key\" is empty")
	}
	return key, nil
}
