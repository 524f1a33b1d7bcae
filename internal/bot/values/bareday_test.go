// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import "testing"

// TestADayByItsNumberIsOfTheMonthOfAnother: in the words of each language, and no other number is one.
func TestADayByItsNumberIsOfTheMonthOfAnother(t *testing.T) {
	for text, want := range map[string]string{
		"the 6th": " 2027-03-06 ", "not the 5th, the 6th": "not  2027-03-05 ,  2027-03-06 ", "den 6.": " 2027-03-06 ", "le 6": " 2027-03-06 ",
		"el 6": " 2027-03-06 ", "el día 6": " 2027-03-06 ", "il 6": " 2027-03-06 ", "o dia 6": " 2027-03-06 ", "ayın 6'sı": " 2027-03-06 ", "يوم 6": " 2027-03-06 ",
		"يوم ٦": " 2027-03-06 ", "6日": " 2027-03-06 ", "改成6号": "改成 2027-03-06 ", "六号": " 2027-03-06 ", "the twenty-first": " 2027-03-21 ",
	} {
		if got, found, none := InMonthOf(text, "2027-03-05"); got != want || !found || none {
			t.Errorf("%q is %q, found %v, none %v; want %q", text, got, found, none, want)
		}
	}
	for _, text := range []string{
		"6", "no, 6", "6 nights", "den 6. April", "the 6th of April", "le 6 avril", "el 6 de abril", "3月6日", "am 6.4.", "al 6%", "değil 6", "um 6 Uhr", "6間",
	} {
		if got, found, _ := InMonthOf(text, "2027-03-05"); found {
			t.Errorf("%q is %q", text, got)
		}
	}
	if _, found, none := InMonthOf("the 31st", "2027-04-05"); !found || !none {
		t.Error("April has a 31st")
	}
	if got, found, _ := InMonthOf("the 6th", ""); found || got != "the 6th" {
		t.Errorf("without another day it is %q", got)
	}
}
