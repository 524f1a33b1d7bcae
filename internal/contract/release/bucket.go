// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Buckets is the number of equal groups into which customers are divided.
const Buckets = 10_000

// Salt returns the salt of a rollout: 32 hexadecimal digits that depend on its id alone,
// so that it is the same in every step and after a crash.
func Salt(rolloutID string) string {
	sum := sha256.Sum256([]byte("intentops salt\n" + rolloutID))
	return hex.EncodeToString(sum[:16])
}

// Bucket returns a customer's group, 0 to Buckets-1: the first eight bytes of
// SHA-256(salt, zero byte, customer key), big endian, modulo Buckets. A cryptographic hash
// keeps the groups of two salts independent, which weaker ones do not promise for keys
// that differ by a digit.
func Bucket(salt, customerKey string) int {
	sum := sha256.Sum256([]byte(salt + "\x00" + customerKey))
	return int(binary.BigEndian.Uint64(sum[:8]) % Buckets)
}

// Covers tells whether a customer's new conversations are on the candidate track. A larger
// Percent covers everyone that a smaller one did.
func (r Rollout) Covers(customerKey string) bool {
	return Bucket(r.Salt, customerKey) < int(r.Percent)*(Buckets/100)
}
