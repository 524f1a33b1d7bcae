// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"sync"
	"time"

	"github.com/intentops/intentops/internal/bot/values/forms"
	"github.com/intentops/intentops/internal/contract/release"
)

// asStored is a text with its days as they are stored: most tests are about which day was taken, in whatever language,
// and shown_test.go is about how customers read it.
func asStored(text string) string { return storedDays().Replace(text) }

var storedDays = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	until := time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC)
	for day := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC); day.Before(until); day = day.AddDate(0, 0, 1) {
		stored := day.Format(time.DateOnly)
		for _, locale := range []string{"en", "en-US", "de", "es", "fr", "it", "pt", "tr", "ar", "zh"} {
			pairs = append(pairs, forms.Of(release.FieldDate, stored, locale), stored)
		}
	}
	return strings.NewReplacer(pairs...)
})
