// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/intentops/intentops/internal/contract/release"
)

// answers are fields of each type that people are asked for, with values as they write them.
var answers = []struct {
	name   string
	field  release.Field
	values []string
}{
	{"an order", release.Field{Pattern: "[A-Z]{2}[0-9]{6}"}, []string{"AB123456", "ab 123456", "QX-778120", "AB123457"}},
	{"a policy", release.Field{Pattern: "[A-Z]{3}-[0-9]{4}-[0-9]{2}"}, []string{"ABC-1234-56", "abc 1234 57", "ABC123458"}},
	{"a count", release.Field{Type: release.FieldNumber, Minimum: "1", Maximum: "50"}, []string{"2", "three", "17", "twenty-one", "vier"}},
	{"a day", release.Field{Type: release.FieldDate, Minimum: release.Today}, []string{"tomorrow", "Friday", "2025-04-02", "20 March", "3 May"}},
	{"an address", release.Field{Type: release.FieldEmail}, []string{"ann@example.com", "bo.li@mail.example", "cy at example dot net"}},
	{"a telephone", release.Field{Type: release.FieldPhone, Region: "GB"}, []string{"07700 900123", "+44 7700 900456", "020 7946 0456"}},
	{"a choice", release.Field{Type: release.FieldChoice, Choices: []string{"Black", "White", "Navy blue"}}, []string{"black", "White", "navy blue"}},
}

func TestAValueInASentenceIsTheValueAlone(t *testing.T) {
	eachAnswer(t, 1, []string{"it's %s", "%s please", "hi, %s", "I'd say %s, thanks", "%s 👍", "that would be %s.", "ja, %s bitte", "c'est %s"},
		func(said []string) string { return said[0] })
}

func TestTheLastValueOfACorrectionWins(t *testing.T) {
	eachAnswer(t, 2, []string{
		"%s, no, %s", "%s – sorry, %s", "%s no wait %s", "%s... I mean %s", "%s, scratch that, %s", "not %s, %s", "not %s but %s", "%s, nein, %s", "%s, ich meine %s",
		"%s, perdón, %s", "%s, non, %s", "%s, anzi %s", "%s, não, %s",
	}, func(said []string) string { return said[1] })
	eachAnswer(t, 2, []string{"%s, not %s", "sorry, %s, not %s", "%s instead of %s"}, func(said []string) string { return said[0] })
}

func TestOfTwoValuesNoneIsTaken(t *testing.T) {
	eachAnswer(t, 2, []string{"%s or %s", "%s or maybe %s", "either %s or %s please", "%s oder %s"}, func([]string) string { return "" })
}

// eachAnswer fills each form of a sentence with values, and expects the one that want picks of their
// forms.
func eachAnswer(t *testing.T, n int, forms []string, want func(said []string) string) {
	t.Helper()
	for _, a := range answers {
		r, err := Compile(a.field, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(a.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				said := rapid.Permutation(a.values).Draw(t, "values")[:n]
				form := rapid.SampledFrom(forms).Draw(t, "form")
				var words []any
				var read []string
				for _, value := range said {
					words = append(words, value)
					read = append(read, r.Read(value, today, "en").Value)
				}
				if n == 2 && read[0] == read[1] {
					return
				}
				text := fmt.Sprintf(form, words...)
				got := r.Read(text, today, "en")
				if got.Value != want(read) {
					t.Fatalf("%q is read as %+v, want %q", text, got, want(read))
				}
				if want(read) == "" && got.Refused != Unclear {
					t.Fatalf("%q is refused as %q, want it to be unclear", text, got.Refused)
				}
			})
		})
	}
}

// TestAnswersAsCustomersGiveThem: what stands for no value, or for more than one, is asked again.
func TestAnswersAsCustomersGiveThem(t *testing.T) {
	const order, policy, booking = "[A-Z]{2}[0-9]{6}", "[A-Z]{3}-[0-9]{4}-[0-9]{2}", "[A-Z0-9]{6}"
	count := release.Field{Type: release.FieldNumber, Minimum: "1", Maximum: "500"}
	day := release.Field{Type: release.FieldDate, Minimum: release.Today}
	bought := release.Field{Type: release.FieldDate, Maximum: release.Today}
	for _, tc := range []struct {
		field              release.Field
		locale, text, want string
	}{
		{release.Field{Pattern: order}, "en", "A as in Alpha, B as in Bravo, one two three four five six", "AB123456"},
		{release.Field{Pattern: order}, "en", "order no AB123456, invoice no CD998877", "AB123456"},
		{release.Field{Pattern: order}, "en", "AB double one double two double three", "AB112233"},
		{release.Field{Pattern: booking}, "en", "kilo seven papa quebec two mike", "K7PQ2M"},
		{release.Field{Pattern: policy}, "en", "abc dash 1234 dash 56", "ABC-1234-56"},
		{release.Field{Pattern: policy}, "en", "abc123456", "ABC-1234-56"},
		{release.Field{Pattern: order}, "en", "the app won't let me cancel AB123456", "AB123456"},
		{count, "en", "2-3", ""},
		{count, "en", "50ish", ""},
		{count, "en", "two adults and a child", ""},
		{count, "en", "me and my wife and 2 kids", ""},
		{count, "en", "total 4, 2 adults and 2 children", "4"},
		{count, "en", "2 adults, 2 children, so 4", "4"},
		{count, "en", "a table for six on Saturday at 7, 07700 900321", "6"},
		{count, "de", "zu dritt", "3"},
		{count, "de", "hundertzwanzig", "120"},
		{count, "zh", "两三个人", ""},
		{count, "zh", "两个，不对，三个", "3"},
		{count, "ja", "4人か5人", ""},
		{count, "es", "2 a 3", ""},
		{day, "en", "a week on Tuesday", "2025-03-25"},
		{day, "en", "tomorrow week", "2025-03-20"},
		{day, "en", "the last Friday of this month", "2025-03-28"},
		{day, "en", "the first Monday in April", "2025-04-07"},
		{day, "en", "end of next month", "2025-04-30"},
		{day, "en", "the twenty-first of March", "2025-03-21"},
		{day, "en", "April the second, two thousand twenty-five", "2025-04-02"},
		{day, "en", "April 5, sorry, the 6th", "2025-04-06"},
		{day, "en", "next week", ""},
		{day, "en", "any day but Friday", ""},
		{day, "en", "not before the 25th", ""},
		{day, "en", "between the 20th and the 25th", ""},
		{day, "en", "14-16 March", ""},
		{day, "en", "31 February", ""},
		{day, "en", "do you have one on Friday", "2025-03-14"},
		{day, "en", "We'd prefer the 22nd, if that is possible", "2025-03-22"},
		{day, "en", "the day after tomorrow", "2025-03-14"},
		{day, "de", "heute in 14 Tagen", "2025-03-26"},
		{day, "de", "nächste Woche Dienstag", "2025-03-18"},
		{day, "fr", "mardi en huit", "2025-03-25"},
		{day, "fr", "après-demain", "2025-03-14"},
		{day, "pt", "daqui a duas semanas", "2025-03-26"},
		{day, "ar", "بعد أسبوعين", "2025-03-26"},
		{day, "zh", "四月五号", "2025-04-05"},
		{day, "zh", "下周三", "2025-03-19"},
		{day, "ja", "来週の火曜日", "2025-03-18"},
		{day, "ja", "二週間後", "2025-03-26"},
		{bought, "en", "on the 3rd", "2025-03-03"},
		{bought, "en", "the 20th", "2025-02-20"},
		{bought, "en", "the fourth of June nineteen ninety-one", "1991-06-04"},
		{release.Field{Type: release.FieldEmail}, "en", "o t i s underscore b at example dot co dot uk", "otis_b@example.co.uk"},
		{release.Field{Type: release.FieldEmail}, "en", "write to no.or.not@example.com", "no.or.not@example.com"},
		{release.Field{Type: release.FieldPhone, Region: "GB"}, "en", "zero seven seven double zero, nine hundred, one two three", "+447700900123"},
		{release.Field{Type: release.FieldPhone, Region: "GB"}, "en", "0770090", ""},
		{release.Field{Type: release.FieldCardLastFour}, "en", "forty-two forty-two", "4242"},
		{release.Field{Type: release.FieldChoice, Choices: []string{"Black", "Navy blue", "Light blue"}}, "en", "navy", "Navy blue"},
		{release.Field{Type: release.FieldChoice, Choices: []string{"Black", "Navy blue", "Light blue"}}, "en", "blue", ""},
		{release.Field{Type: release.FieldChoice, Choices: []string{"Urgent", "Not urgent"}}, "en", "it is not urgent", "Not urgent"},
		{release.Field{Type: release.FieldChoice, Choices: []string{"黒", "白", "青"}}, "ja", "青でお願いします", "青"},
		{release.Field{}, "en", "same as last time", ""},
		{release.Field{}, "en", "post it to 14 Rosebank, York please", "14 Rosebank, York"},
		{release.Field{}, "en", "12 Mill Lane, no sorry, 21 Mill Lane, York", "21 Mill Lane, York"},
	} {
		r, err := Compile(tc.field, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Read(tc.text, today, tc.locale); got.Value != tc.want {
			t.Errorf("%q is read as %+v, want %q", tc.text, got, tc.want)
		}
	}
}

// TestADayThatIsCountedIsTheSameAtTheEndOfAMonth: months have no 31st to spill over from.
func TestADayThatIsCountedIsTheSameAtTheEndOfAMonth(t *testing.T) {
	r, err := Compile(release.Field{Type: release.FieldDate, Minimum: release.Today}, nil)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 1, 31, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"the 5th": "2025-02-05", "the 31st": "2025-01-31", "end of the month": "2025-01-31", "the 30th": "", "a week on Monday": "2025-02-10"} {
		if got := r.Read(text, at, "en").Value; got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
