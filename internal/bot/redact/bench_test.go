// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"testing"
)

// BenchmarkText has messages by what is looked for in them.
func BenchmarkText(b *testing.B) {
	for name, text := range map[string]string{
		"plain":  "where is my parcel, it should have come yesterday",
		"order":  "where is my order AB123456",
		"number": "where is my order 482913, I paid 417 euros on 12/05/2024",
		"secret": "the pin for my card that I always use is 4821",
		"long":   strings.Repeat("I ordered 4821 things and 482913 came with code and pin ", 60),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Text(text)
			}
		})
	}
}
