// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package decide

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/intents"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/bot/values"
	"github.com/intentops/intentops/internal/contract/release"
)

// minTakenBack is the fewest words of a message that gives a value and takes it back: "3000? forget it".
const minTakenBack = 3

// collectReadings are what a message may say to a question for a value, in the order in which they
// count. It is the value unless it says something else.
var collectReadings = []reading{
	question.asksForPerson, question.hesitates, question.refusesOne, question.onlyFormer, question.rival, question.turnsAway, question.givesOther, question.givesVagueTime, question.waits, question.turns, question.ends, question.switches,
	question.contrary, question.takesBack, question.letsGo, question.needsItNoMore, question.lacksIt, question.onlyYes, question.asksWhy,
	question.picks, question.givesSeveral, question.gives, question.givesBeside, question.digresses, question.isNoValue,
}

// collect takes the message for the value that was asked for, unless it says something else.
func (s Side) collect(state *conversation.State, m intents.Message) (Decision, bool) {
	c := state.Collecting
	if c == nil || s.Intents[c.Intent] == nil || s.Intents[c.Intent].Field(c.Field) == nil {
		// The release in force no longer has the field that was asked for.
		return Decision{}, false
	}
	in := s.Intents[c.Intent]
	d := Decision{Intent: in, Fields: valuesOf(state), Confidence: state.Confidence}
	s, m = s.withoutFormer(in.Field(c.Field), m)
	d, ok := s.question(state, m, d, in.Field(c.Field)).answered(collectReadings)
	if c.Again && d.Intent == in {
		d.careful()
		if d.Kind == Field && d.Collecting != c {
			d.Collecting.Again = true
		}
	}
	return d, ok
}

// waits tells whether the customer asks for a moment, puts the answer off, or says only that the question
// was read.
func (q question) waits() (Decision, bool) {
	if defers(q.m) && (!q.field.Distinct || q.field.Lacks(q.value, q.m)) {
		return q.again(), true
	}
	return q.again(), (wording.IsAssent(q.m.Text) || q.m.Waits && !q.m.LetsGo && q.best == nil) && q.field.Lacks(q.value, q.m)
}

// refusesOne asks once more where the customer only says which choice, or which name, it is not.
func (q question) refusesOne() (Decision, bool) {
	d := q.known
	if !q.in.OnlyRefuses(q.field, q.m) || q.state.Collecting.Asked >= maxAsked {
		return d, false
	}
	d.complete(q.state.Collecting.Asked)
	return d, true
}

// onlyFormer asks once more where the customer only says which address it was: "the old one is bob@x.org".
func (q question) onlyFormer() (Decision, bool) {
	if !q.in.OnlyFormer(q.field, q.value.Value, q.m) {
		return q.known, false
	}
	return q.isNoValue()
}

// takesBack lets go with the value, too: "3000? No, leave it".
func (q question) takesBack() (Decision, bool) {
	m := q.m
	return q.letGo(), q.value.Value != "" && wording.WordCount(m.Text) >= minTakenBack && !q.field.AnyText() && !q.in.Ends &&
		(slices.ContainsFunc(m.Denials, q.in.Denies) || !m.Corrects && (m.Withdrawn || q.s.letsGoLast()) ||
			m.Withdrawn && q.s.asksElse(q.in, m.Text)) // "forget it, I'd rather have a court on Friday"
}

// letsGo lets go, or turns to what is asked for instead.
func (q question) letsGo() (Decision, bool) {
	m := q.m
	if !m.Withdrawn && (!m.No || m.Unknown) || q.value.Value != "" && !q.onlyNotToday() && (!q.field.AnyText() || intents.BeginsWithNumber(m.Text)) {
		return Decision{}, false
	}
	if other, ok := q.s.instead(q.state, m, q.in, q.best); ok {
		return other, true
	}
	return q.letGo(), true
}

// onlyNotToday tells whether a message lets go, and the day that it names is today: "I'd rather not today".
func (q question) onlyNotToday() bool {
	return q.m.LetsGo && q.field.Type == release.FieldDate && q.value.Value == q.m.Now.Format(time.DateOnly)
}

// needsItNoMore lets go of what is no longer needed: "sorry, I don't need it now".
func (q question) needsItNoMore() (Decision, bool) {
	m := q.m
	return q.letGo(), m.Refuses && q.best == nil && len(q.in.Denials) == 0 && !m.Question && q.value.Value == "" && wording.WordCount(m.Text) <= intents.MaxAside
}

// lacksIt hands over: to ask once more for what the customer does not have leads nowhere.
func (q question) lacksIt() (Decision, bool) {
	d := q.known
	d.escalate(conversation.ReasonFieldNotGiven)
	return d, q.m.Unknown && !q.m.Question && q.value.Refused != values.Unclear && q.field.Lacks(q.value, q.m)
}

// onlyYes tells whether the answer is a yes where any text is one. It counts only if it is given twice.
func (q question) onlyYes() (Decision, bool) {
	d := q.known
	d.complete(q.state.Collecting.Asked)
	return d, q.field.AnyText() && q.m.Yes && wording.WordCount(q.m.Text) <= maxYes && !saidYesBefore(q.state)
}

// asksWhy asks once more where the customer asks what that is needed for: nothing of it is a value, and nothing was
// misunderstood.
func (q question) asksWhy() (Decision, bool) {
	m := q.m
	if !m.AsksWhy || wording.WordCount(m.Text) > maxDeferred || q.best != nil && q.best != q.in && q.best.HasOwn(m.Text) {
		return Decision{}, false
	}
	asked := q.field.AnyText() && strings.ContainsAny(m.Text, "?？؟") // else it may be the value
	return q.again(), asked || q.value.Value == ""
}

// gives takes the value.
func (q question) gives() (Decision, bool) {
	if q.field.AsksAbout(q.value, q.m) && (q.best == nil || q.best == q.in) && wording.WordCount(q.m.Text) <= intents.MaxAside {
		return q.isItThat()
	}
	if q.field.IsNumber() && q.field.AsksAbout(q.value, q.m) || q.in.Tells(q.field, q.value, q.m) || !q.field.Accepts(q.value, q.m, q.best, q.in) {
		return Decision{}, false
	}
	if q.in.GoesNowhere(q.field, q.value.Value, q.known.Fields, q.m) {
		q.value.Refused = values.Unclear
		return q.isNoValue()
	}
	d := q.s.taken(q.known, q.field, q.value.Value, q.m)
	if !q.field.AnyText() {
		d = q.s.askedBeside(d, q.m, false)
	}
	if q.best != nil && q.best != q.in && q.s.asksElse(q.in, q.m.Text) {
		d.careful() // "track AB123456" may not mean what was asked about
	}
	if q.field.States(q.m) || q.m.Corrects && q.in.Opposite(q.field, q.m) != nil || q.in.InRemark(q.field, q.value.Value, q.m) || q.in.MayNotGive(q.field, q.value.Value, q.m) {
		d.doubtful() // nor "it is Friday now" the new day, or what a remark tells of, and what corrects may be said of the other end
	}
	return d, true
}

// isItThat asks whether the value is meant that the customer only asks about, where the intent's
// question names it.
func (q question) isItThat() (Decision, bool) {
	d := q.s.taken(q.known, q.field, q.value.Value, q.m)
	if q.m.AsksForHuman || d.Kind != Reply && d.Kind != Confirm || !strings.Contains(q.in.In(q.m.Locale).Confirmation, "{"+q.field.Name+"}") {
		return Decision{}, false
	}
	d.Kind, d.Asked, d.Also = Confirm, 1, nil
	return d, true
}

// givesBeside takes a value that stands beside a request for something else.
func (q question) givesBeside() (Decision, bool) {
	value := q.s.besideRequest(q.field, q.in, q.m)
	if value == "" {
		return Decision{}, false
	}
	return q.s.askedBeside(q.s.taken(q.known, q.field, value, q.m), q.m, true), true
}

// digresses answers something else that was said instead of a value, and asks for the value once more,
// or later where something else has to be asked first.
func (q question) digresses() (Decision, bool) {
	d, asked, ok := q.s.aside(q.state, q.m, q.best, q.in, q.state.Collecting.Asked)
	if question := d.resumes(); question != nil {
		question.Collecting.Asked += asked
	} else if ok && !q.m.Corrects && (d.Kind == Field || d.Kind == Confirm) {
		d.Later = d.Later.And(begun(q.in, q.known.Fields))
	}
	return d, ok
}

// isNoValue asks once more, or hands over when that led nowhere.
func (q question) isNoValue() (Decision, bool) {
	d, asked := q.known, q.state.Collecting.Asked
	d.Failed, d.EngineFailures = q.failed, q.state.UnreadTurns
	if asked >= maxAsked {
		d.escalate(d.reasonOrEngineFailed(conversation.ReasonFieldNotGiven))
		return d, true
	}
	d.complete(asked)
	if !q.m.Question || strings.ContainsFunc(q.m.Text, unicode.IsNumber) {
		d.Refused = q.value.Refused
	}
	return d, true
}

// taken goes on with a value that was given.
func (s Side) taken(d Decision, f *intents.Field, value string, m intents.Message) Decision {
	d.Fields = intents.With(d.Fields, f.Name, value)
	if f.IsNumber() {
		m.Answers = f
	}
	if !f.IsByPlace(m.Text) { // "the third" is no day besides
		d.Fields, _ = d.Intent.FillFrom(d.Fields, m)
	}
	d.Given = &conversation.Given{Intent: d.Intent.Name, Field: f.Name}
	d.complete(0)
	return s.moreValues(d, m)
}

// maxDeferred is the most words of a message that puts an answer off.
const maxDeferred = 12

// deferring words put an answer off: "I'll tell you tomorrow", "need to look it up". A moment that is
// asked for in as many words is a signal of its own.
var deferring = regexp.MustCompile(`(?i)\b(?:` + signals.Expressions("deferring") + `)|` + signals.Expressions("deferring-anywhere"))

// defers tells whether a message puts an answer off and gives none. What has a number may be one.
func defers(m intents.Message) bool {
	return !strings.ContainsAny(m.Text, "?？؟") && !wording.HasNumber(m.Text) && wording.WordCount(m.Text) <= maxDeferred && deferring.MatchString(m.Text)
}

// withoutFormer is a message without the clauses that tell of a former value of a field, where another one gives a
// value, too: "my old address is bob@x.org but use bob@y.org".
func (s Side) withoutFormer(f *intents.Field, m intents.Message) (Side, intents.Message) {
	if !f.Distinct {
		return s, m
	}
	var kept []string
	left, given := false, false
	for _, clause := range wording.ClausesOf(m.Text) {
		switch value := f.Read(clause, m.Now, m.Locale).Value; {
		case value != "" && intents.SaysFormer(clause, m.Locale):
			left = true
			continue
		case value != "":
			given = true
		}
		kept = append(kept, clause)
	}
	if !left || !given {
		return s, m
	}
	m.Text = strings.Join(kept, ", ")
	m.Signals = signals.Read(m.Text, m.Locale)
	s.Parts = nil // they are of the whole
	return s, m
}
