// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// RevisionHashLength is the number of hexadecimal digits of a hash in the name of a
// ControllerRevision: 40 bits.
const RevisionHashLength = 10

// Canonical returns the one JSON encoding of v: members sorted by name, no white space, no
// escapes for HTML. Two values that mean the same have the same encoding, whatever the
// order of fields in a Go type. It fails for values that JSON cannot hold.
func Canonical(v any) ([]byte, error) {
	plain, err := encode(v)
	if err != nil {
		return nil, err
	}
	// Decoded into maps and encoded again, the members come out sorted.
	decoder := json.NewDecoder(bytes.NewReader(plain))
	decoder.UseNumber()
	var generic any
	if err := decoder.Decode(&generic); err != nil {
		return nil, fmt.Errorf("encoding %T: %w", v, err)
	}
	return encode(generic)
}

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding %T: %w", v, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// Hash returns the SHA-256 of v's canonical encoding as 64 hexadecimal digits. kind keeps
// hashes of different kinds of content apart.
func Hash(kind string, v any) (string, error) {
	data, err := Canonical(v)
	if err != nil {
		return "", err
	}
	return hashOf(kind, data), nil
}

func hashOf(kind string, canonical []byte) string {
	h := sha256.New()
	h.Write([]byte(FormatVersion + "\n" + kind + "\n"))
	h.Write(canonical)
	return hex.EncodeToString(h.Sum(nil))
}

// mustHash is Hash for this package's own types, which JSON can always hold.
func mustHash(kind string, v any) string {
	hash, err := Hash(kind, v)
	if err != nil {
		panic("release: a type that JSON cannot hold: " + err.Error())
	}
	return hash
}

// IntentHash identifies the content of an intent, for the name of its ControllerRevision.
// It does not depend on Revision, which is made from it.
func IntentHash(intent Intent) string {
	intent.Revision = ""
	return mustHash("Intent", intent)[:RevisionHashLength]
}

// PolicyHash identifies the content of a policy, for the name of its ControllerRevision. It
// does not depend on Revision, which is made from it.
func PolicyHash(policy Policy) string {
	policy.Revision = ""
	return mustHash("EscalationPolicy", policy)[:RevisionHashLength]
}

// Hash is the identity of a release: 64 hexadecimal digits.
func (r Release) Hash() string { return mustHash(kindRelease, r) }

const kindRelease = "Release"
