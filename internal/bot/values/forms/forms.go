// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package forms writes the values of fields as customers read them. What is stored, sent and counted has one form, which
// package values reads; a text has that of its language: "5. März 2027" for 2027-03-05. The package is pure.
package forms

import (
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"github.com/intentops/intentops/internal/contract/release"
)

// Of is a field's value as a text in a locale has it. Where the form of a language is not known, and for the types that
// are read as they are stored, it is the value as it is.
func Of(fieldType, value, locale string) string {
	switch fieldType {
	case release.FieldDate:
		return date(value, locale)
	case release.FieldNumber:
		return decimal(value, locale)
	case release.FieldPhone:
		return phone(value, locale)
	}
	return value
}

// date writes a day with the name of its month, which no reader takes for another one.
func date(value, locale string) string {
	day, err := time.Parse(time.DateOnly, value)
	if write := longDates(locale); err == nil && write != nil {
		return write(day)
	}
	return value
}

// decimal writes a number without grouping its digits: it may be a year, or an account.
func decimal(value, locale string) string {
	whole, decimals, has := strings.Cut(value, ".")
	if !has {
		return value
	}
	return whole + separator(locale) + decimals
}

// toTheRight is a mark that does not show. Behind it what is written from left to right stays so among Arabic letters,
// where the groups of a telephone number would change places.
const toTheRight = "\u200e"

// phone writes a telephone number in its international form: "+44 20 7946 0456".
func phone(value, locale string) string {
	number, err := phonenumbers.Parse(value, "")
	if err != nil {
		return value
	}
	written := phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
	if isArabic(locale) {
		return toTheRight + written
	}
	return written
}
