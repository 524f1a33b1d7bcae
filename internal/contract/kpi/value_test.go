// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/intentops/intentops/api/v1alpha1"
)

// valuePattern is that of the schema.
var valuePattern = regexp.MustCompile(`^-?[0-9]{1,9}(\.[0-9]{1,4})?(%|ms|s|m|h|d)?$`)

func TestPrint(t *testing.T) {
	tests := map[string]struct {
		unit   Unit
		number float64
		want   v1alpha1.Value
	}{
		"a ratio":                       {Ratio, 0.3, "30%"},
		"a ratio with a fraction":       {Ratio, 0.22449, "22.4%"},
		"no ratio at all":               {Ratio, 0, "0%"},
		"all":                           {Ratio, 1, "100%"},
		"a tiny ratio below 0":          {Ratio, -0.0001, "0%"},
		"a score":                       {Score, 4.3, "4.3"},
		"a score that needs two places": {Score, 4.27, "4.27"},
		"a whole score":                 {Score, 4, "4"},
		"a count":                       {Count, 250, "250"},
		"milliseconds":                  {Seconds, 0.35, "350ms"},
		"less than one":                 {Seconds, 0.00042, "0.42ms"},
		"nearly a second":               {Seconds, 0.9996, "1s"},
		"seconds":                       {Seconds, 38, "38s"},
		"seconds and a half":            {Seconds, 4.25, "4.25s"},
		"a minute":                      {Seconds, 60, "60s"},
		"twelve minutes forty":          {Seconds, 760, "12.7m"},
		"seven hours twenty":            {Seconds, 26400, "7.33h"},
		"thirty-one hours":              {Seconds, 31 * 3600, "31h"},
		"days":                          {Seconds, 2.5 * 86400, "2.5d"},
		"no time":                       {Seconds, 0, "0s"},
		"points":                        {Points, 32.04, "32"},
		"points below 0":                {Points, -7.46, "-7.5"},
		"more than a value holds":       {Count, 1e12, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tc.unit.Print(tc.number); got != tc.want {
				t.Errorf("Print(%v) = %q, want %q", tc.number, got, tc.want)
			}
		})
	}
}

func TestParse(t *testing.T) {
	tests := map[string]struct {
		unit  Unit
		value v1alpha1.Value
		want  float64
	}{
		"a percentage":  {Ratio, "30%", 0.3},
		"a score":       {Score, "4.3", 4.3},
		"milliseconds":  {Seconds, "350ms", 0.35},
		"seconds":       {Seconds, "60s", 60},
		"minutes":       {Seconds, "12.5m", 750},
		"hours":         {Seconds, "12h", 43200},
		"days":          {Seconds, "2d", 172800},
		"a count":       {Count, "250", 250},
		"points":        {Points, "-12.5", -12.5},
		"below nothing": {Score, "-4", -4},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := tc.unit.Parse(tc.value)
			if err != nil || got != tc.want {
				t.Errorf("Parse(%q) = %v, %v; want %v", tc.value, got, err, tc.want)
			}
		})
	}
	for unit, values := range map[Unit][]v1alpha1.Value{
		Ratio:   {"", "0.3", "30", "%", "30s", "1e3%", "NaN%"},
		Score:   {"", "4.3s", "x", "Inf", "4%"},
		Seconds: {"", "60", "60%", "s", "1h30m", "60sm"},
		Points:  {"", "32%", "1e2"},
		Count:   {"", "250s", "250%", "many"},
	} {
		for _, value := range values {
			got, err := unit.Parse(value)
			if err == nil || !strings.Contains(err.Error(), "write it as in") {
				t.Errorf("%s: Parse(%q) = %v, %v; want an error that says how to write it", unit, value, got, err)
			}
		}
	}
}

// What is printed fits the schema, reads back to nearly the same and prints the same again.
func TestPrintedValuesFitTheSchema(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]Unit{Ratio, Score, Seconds, Count}).Draw(t, "unit")
		number := rapid.Float64Range(0, 9e6).Draw(t, "number")
		if unit == Ratio {
			number /= 9e6
		}
		value := unit.Print(number)
		if !valuePattern.MatchString(string(value)) {
			t.Fatalf("%q does not fit the schema", value)
		}
		back, err := unit.Parse(value)
		if err != nil {
			t.Fatal(err)
		}
		if again := unit.Print(back); again != value {
			t.Fatalf("%v prints as %q and then as %q", number, value, again)
		}
		if diff, most := back-number, 0.0051*max(number, 1); diff > most || diff < -most {
			if unit != Count || diff > 0.5 || diff < -0.5 {
				t.Fatalf("%v reads back as %v", number, back)
			}
		}
	})
}
