// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"strings"
	"time"
	"unicode"

	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/en_US"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/it"
	"github.com/go-playground/locales/ja"
	"github.com/go-playground/locales/pt"
	"github.com/go-playground/locales/tr"
	"github.com/go-playground/locales/zh"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/intentops/intentops/internal/contract/release"
)

// dates are the long dates of CLDR, by locale. Digits are the Latin ones everywhere, as they are usual in customer
// service in Arabic too. English alone has the day first.
var dates = map[string]func(time.Time) string{
	"ar": ar.New().FmtDateLong, "de": de.New().FmtDateLong, "en": en_GB.New().FmtDateLong, "es": es.New().FmtDateLong,
	"fr": fr.New().FmtDateLong, "it": it.New().FmtDateLong, "ja": ja.New().FmtDateLong, "pt": pt.New().FmtDateLong,
	"tr": tr.New().FmtDateLong, "zh": zh.New().FmtDateLong,
	// Where the month is first.
	"en-us": en_US.New().FmtDateLong, "en-ca": en_US.New().FmtDateLong, "en-ph": en_US.New().FmtDateLong,
}

// longDates writes the dates of a locale; nil: its language is not known.
func longDates(locale string) func(time.Time) string {
	for tag := range release.Tags(strings.ToLower(locale)) {
		if write := dates[tag]; write != nil {
			return write
		}
	}
	return nil
}

// separator is what stands before the decimals of a number, as CLDR has it for a locale and its Latin digits.
func separator(locale string) string {
	tag, err := language.Parse(locale)
	if err != nil {
		return "."
	}
	if tag, err = tag.SetTypeForKey("nu", "latn"); err != nil {
		return "."
	}
	return strings.TrimFunc(message.NewPrinter(tag).Sprint(number.Decimal(0.5)), unicode.IsNumber)
}

// isArabic tells whether a locale is written from right to left, of those whose forms are known.
func isArabic(locale string) bool {
	base, _, _ := strings.Cut(locale, "-")
	return strings.EqualFold(base, "ar")
}
