// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package fnv1a

import (
	"hash/fnv"
	"testing"
)

func TestAHashWithoutASeedIsThatOfTheStandardLibrary(t *testing.T) {
	for _, text := range []string{"", "a", "ab", "über 取消"} {
		want := fnv.New64a()
		want.Write([]byte(text))
		if got := Add(Offset, text); got != want.Sum64() {
			t.Errorf("%q is %x, want %x", text, got, want.Sum64())
		}
		if got := Add(Offset, []byte(text)); got != want.Sum64() {
			t.Errorf("the bytes of %q are %x, want %x", text, got, want.Sum64())
		}
	}
}

// TestWhatModelsHoldStaysTheSame: a value that changes makes all models worthless.
func TestWhatModelsHoldStaysTheSame(t *testing.T) {
	h := Add(Offset, "order")
	if got := Upper(h); got != 0xfda117db {
		t.Errorf("the upper half is %#x", got)
	}
	if got := Mix(h); got != 0x1e43693ed94870f2 {
		t.Errorf("mixed: %#x", got)
	}
}
