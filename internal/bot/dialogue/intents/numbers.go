// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/values"
)

// A number that is asked for is the value where it counts what the question asks for ("2 nights"), or where
// it counts nothing else and all words around it are such as stand around any value, or the intent's own
// ("make it 3 please"). One that counts or numbers something else ("2 adults", "room 12"), or stands in a
// clause that tells of something ("my rent is 300"), is none. Nothing here says what customers may tell.

// belonging is what a number belongs to.
type belonging int

const (
	// toOther is something that was not asked for.
	toOther belonging = iota
	// toNothing is nothing in particular, in words that may all stand beside the value.
	toNothing
	// toAsked is what the question asks for.
	toAsked
)

// counting reads the numbers of a text for a field.
type counting struct {
	in     *Intent
	f      *Field
	m      Message
	text   string
	tokens []wording.Token
	words  wording.Lexis
	// asked are the terms of the question, prompt the text of it for scripts without spaces, and family the
	// units that it asks for; empty: no listed ones.
	asked  map[string]bool
	prompt string
	family string
}

// counting prepares to read the numbers of a text.
func (in *Intent) counting(f *Field, text string, m Message) counting {
	c := counting{
		in: in, f: f, m: m, text: text, tokens: wording.TokensOf(text, m.Locale), words: wording.LexisOf(m.Locale, in.Locale),
		asked: in.asks(f, m.Locale), prompt: in.promptOf(f, m.Locale) + " " + f.Prompt + " " + f.Name,
	}
	c.family = c.words.FamilyAsked(f.Name, in.promptOf(f, m.Locale), f.Prompt)
	return c
}

// withoutForeign is a text without the numbers that belong to something else, in a form that reads the same;
// least is what those that are left belong to at least. all tells whether nothing was left out.
func (in *Intent) withoutForeign(f *Field, text string, m Message, least belonging) (left string, all bool) {
	return in.numbersOf(f, text, m, func(c counting, first, last int) bool { return c.belongs(first, last) >= least })
}

// numbersOf is a text without the numbers that are not wanted for a field.
func (in *Intent) numbersOf(f *Field, text string, m Message, wanted func(c counting, first, last int) bool) (left string, all bool) {
	c := in.counting(f, f.Figures(text), m)
	var b strings.Builder
	at := 0
	for i := 0; i < len(c.tokens); i++ {
		if !c.tokens[i].Number {
			continue
		}
		first, last := i, c.endOfNumber(i)
		i = last
		if wanted(c, first, last) {
			continue
		}
		b.WriteString(c.text[at:c.tokens[first].From] + " ; ")
		at = c.tokens[last].To
	}
	return b.String() + c.text[at:], at == 0
}

// endOfNumber is the last word of the number that begins at a place: "two hundred and five".
func (c counting) endOfNumber(i int) int {
	last := i
	for j := i + 1; j < len(c.tokens) && !c.tokens[i].Figures && c.tokens[j].Clause == c.tokens[i].Clause; j++ {
		switch {
		case c.tokens[j].Number && !c.tokens[j].Figures:
			last = j
		case c.words.Has("joining", c.tokens[j].Word) && j == last+1:
		default:
			return last
		}
	}
	return last
}

// readNumber reads the number of an answer that belongs to what was asked, or to nothing else. One that is only
// asked about is read as it stands.
func (in *Intent) readNumber(f *Field, whole values.Reading, text string, m Message) values.Reading {
	own := in.numberOfThing(f, text, m)
	if own != nil && own.Refused == values.Unclear {
		return *own
	}
	if own != nil && own.Value != "" && (whole.Value == "" || whole.Value == own.Value) && !m.Question {
		return *own
	}
	left, all := in.withoutForeign(f, text, m, toNothing)
	if all || f.AsksAbout(whole, m) {
		return whole
	}
	return in.ofWhatIsLeft(f, whole, left, text, m)
}

// ofWhatIsLeft reads the number of an answer that is left without those of something else.
func (in *Intent) ofWhatIsLeft(f *Field, whole values.Reading, left, text string, m Message) values.Reading {
	own := f.Read(left, m.Now, m.Locale)
	if own.Value != "" && in.sharedOut(f, text, m) {
		return values.Reading{Refused: values.Unclear, Rest: whole.Rest}
	}
	if whole.Value != "" && own.Value != "" && own.Value != whole.Value {
		// What the whole says is something else's: of what is left only what was asked for is sure.
		if left, _ = in.withoutForeign(f, text, m, toAsked); f.Read(left, m.Now, m.Locale).Value != own.Value {
			return values.Reading{Refused: values.Unclear, Rest: whole.Rest}
		}
	}
	if own.Value == "" && own.Refused == values.Format {
		own.Refused = ""
	}
	return own
}

// sharedOut tells whether a text has a number that may be meant and one that is another's, in the same words: "20 for
// me and 30 for my wife". Then it may be their sum.
func (in *Intent) sharedOut(f *Field, text string, m Message) bool {
	behind := map[string][]bool{} // by the word behind it, which of the numbers may be meant
	in.numbersOf(f, text, m, func(c counting, first, last int) bool {
		meant := c.belongs(first, last) != toOther
		if next := c.next(last); next != nil && !next.Number && c.words.Own("towards", next.Word) {
			behind[next.Word] = append(behind[next.Word], meant)
		}
		return meant
	})
	for _, meant := range behind {
		if slices.Contains(meant, true) && slices.Contains(meant, false) {
			return true
		}
	}
	return false
}

// SaysPeople tells whether a text has a number of people: "one person", "eine Person".
func (in *Intent) SaysPeople(m Message) bool {
	words, all := wording.LexisOf(m.Locale, in.Locale), wording.TokensOf(m.Text, m.Locale)
	return slices.ContainsFunc(all, func(t wording.Token) bool { return words.UnitOf(t.Word) == "unit-people" }) &&
		slices.ContainsFunc(all, func(t wording.Token) bool { return t.Number || wording.One.HasForm(t.Word) })
}

// next is the word behind a place, in the same clause; nil: none.
func (c counting) next(i int) *wording.Token {
	if i+1 < len(c.tokens) && c.tokens[i+1].Clause == c.tokens[i].Clause {
		return &c.tokens[i+1]
	}
	return nil
}

// before is the word before a place, in the same clause; nil: none.
func (c counting) before(i int) *wording.Token {
	if i > 0 && c.tokens[i-1].Clause == c.tokens[i].Clause {
		return &c.tokens[i-1]
	}
	return nil
}

// at is the place of a token.
func (c counting) at(t *wording.Token) int {
	return slices.IndexFunc(c.tokens, func(other wording.Token) bool { return other.From == t.From && other.Word == t.Word })
}

// bareNumber is the only number of a text, where it counts nothing and may be a day.
func (in *Intent) bareNumber(text string, m Message) (number string, ok bool) {
	for i := range in.Fields {
		f := &in.Fields[i]
		if !f.IsNumber() || !in.OnlyFigures(f, text, m) {
			continue
		}
		left, _ := in.numbersOf(f, text, m, func(c counting, first, last int) bool {
			return c.tokens[first].Figures && c.belongs(first, last) == toNothing
		})
		reading := anyNumber.Read(left, m.Now, m.Locale)
		if n, err := strconv.Atoi(reading.Value); err == nil && n > 0 && n <= mostDays {
			return reading.Value, true
		}
	}
	return "", false
}

// OnlyFigures tells whether nothing in a text with a number says that it is a day, or counts days, where an intent
// asks for a count, too.
func (in *Intent) OnlyFigures(f *Field, text string, m Message) bool {
	_, day, _ := values.InMonthOf(text, m.Now.Format(time.DateOnly))
	if day || m.namesDay(text) || !wording.HasNumber(text) || !slices.ContainsFunc(in.Fields, func(f Field) bool { return f.IsNumber() }) {
		return false
	}
	c := in.counting(f, anyNumber.Figures(text), m)
	return !slices.ContainsFunc(c.tokens, func(t wording.Token) bool { return c.days(t.Word) > 0 || c.words.UnitOf(t.Word) == "unit-month" })
}

// A number alone is a day of the month as well as a count. Of an intent that asks for both it changes neither: which
// is meant is asked.

// mostDays is the most days of a month.
const mostDays = 31
