// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
)

// Today is the bound of a Date that is the day of the conversation.
const Today = "today"

// dateLayout is how dates are written.
const dateLayout = time.DateOnly

// checkField reports bounds, choices and regions that do not fit the type.
func checkField(f Field, path string, report reporter) {
	seen := map[string]bool{}
	for i, choice := range f.Choices {
		key := asSaid(choice)
		if key == "" || seen[key] {
			report(fmt.Sprintf("%s.choices[%d]", path, i), "is empty or there already: customers could not tell the choices apart")
		}
		seen[key] = true
	}
	least, errLeast := Bound(f.Type, f.Minimum, time.Time{}, math.Inf(-1))
	if errLeast != nil {
		report(path+".minimum", "%v", errLeast)
	}
	most, errMost := Bound(f.Type, f.Maximum, time.Time{}, math.Inf(1))
	if errMost != nil {
		report(path+".maximum", "%v", errMost)
	}
	relative := f.Minimum == Today || f.Maximum == Today
	if errLeast == nil && errMost == nil && !relative && least > most {
		report(path+".maximum", "is less than minimum %s, so that no value would do", f.Minimum)
	}
	if regions := phonenumbers.GetSupportedRegions(); f.Region != "" && !regions[f.Region] {
		instead := "its code in ISO 3166, such as GB"
		if r, err := language.ParseRegion(f.Region); err == nil && regions[r.Canonicalize().String()] {
			instead = r.Canonicalize().String()
		}
		report(path+".region", "%q is no country whose telephone numbers are known, so that those without a country code would be refused: write %s", f.Region, instead)
	}
}

// Bound returns a bound of a Number, or of a Date as its number of days; none: the fallback.
func Bound(fieldType, text string, today time.Time, fallback float64) (float64, error) {
	switch {
	case text == "":
		return fallback, nil
	case fieldType == FieldNumber:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, fmt.Errorf("%q is not a number such as 12 or 0.5", text)
		}
		return n, nil
	case fieldType == FieldDate && text == Today:
		return Day(today), nil
	case fieldType == FieldDate:
		day, err := time.Parse(dateLayout, text)
		if err != nil {
			return 0, fmt.Errorf("%q is not a date such as 2025-03-31, nor today", text)
		}
		return Day(day), nil
	}
	return 0, fmt.Errorf("is for the types Number and Date")
}

// Day numbers days, in the time zone that the time is in.
func Day(t time.Time) float64 {
	return float64(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}
