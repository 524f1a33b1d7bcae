// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/plural"
)

var errNoLex = errors.New("has no BotLocale.json: name the folder or zip of an export of Amazon Lex V2; Lex V1 must be moved to V2 first")

// lex is a bot that is read.
type lex struct {
	files Files
	r     *Report
	bot   *Bot
}

func readLex(files Files, r *Report) (*Bot, error) {
	b := &lex{files: files, r: r, bot: &Bot{}}
	if root, found := rootOf(files, "Bot.json"); found {
		var about lexBot
		if err := readJSON(files, path.Join(root, "Bot.json"), &about); err != nil {
			return nil, err
		}
		b.bot.Name = about.Name
	}
	found := false
	names := slices.Sorted(maps.Keys(files))
	// Lex has no default language: English, or else the first. What belongs to no language, such as
	// types of fields, is as that one has it.
	isEnglish := func(name string) bool { return strings.HasPrefix(path.Base(path.Dir(name)), "en") }
	slices.SortStableFunc(names, func(x, y string) int {
		switch {
		case isEnglish(x) == isEnglish(y):
			return 0
		case isEnglish(x):
			return -1
		}
		return 1
	})
	for _, name := range names {
		if path.Base(name) != "BotLocale.json" {
			continue
		}
		found = true
		if err := b.readLocale(name); err != nil {
			return nil, err
		}
	}
	if !found {
		return nil, errNoLex
	}
	return b.bot, nil
}

func (b *lex) readLocale(name string) error {
	var about lexLocale
	if err := readJSON(b.files, name, &about); err != nil {
		return err
	}
	locale := localeOf(cmp.Or(about.Identifier, path.Base(path.Dir(name))))
	if locale == "" {
		return fmt.Errorf("%s: identifier %q is not a language such as en_US", name, about.Identifier)
	}
	b.bot.Locale = cmp.Or(b.bot.Locale, locale)
	folder := path.Dir(name)
	if about.Threshold > 0 {
		b.r.Add(Dropped, name, "nluConfidenceThreshold", "confidence means something else here: begin with the EscalationPolicy's confidencePercent")
	}
	types, err := b.readTypes(folder)
	if err != nil {
		return err
	}
	local := below(b.files, folder)
	for _, intent := range jsonNames(local, "Intents") {
		if path.Base(intent) == "Intent.json" {
			if err := b.readIntent(path.Join(folder, intent), locale, types); err != nil {
				return err
			}
		}
	}
	types.leave(b.r)
	if n := len(jsonNames(local, "CustomVocabulary")); n > 0 {
		b.r.Add(Dropped, path.Join(folder, "CustomVocabulary"), plural.Of(n, "file"), "it is for speech")
	}
	return nil
}

// readTypes reads the slot types of a language.
func (b *lex) readTypes(folder string) (entityTypes, error) {
	types := entityTypes{}
	local := below(b.files, folder)
	for _, name := range jsonNames(local, "SlotTypes") {
		var read lexSlotType
		if err := readJSON(local, name, &read); err != nil {
			return nil, err
		}
		t := &entityType{file: path.Join(folder, name)}
		types[cmp.Or(read.Name, path.Base(path.Dir(name)))] = t
		if read.Selection.Regex != nil && read.Selection.Regex.Pattern != "" {
			t.regexp, t.values = true, []string{read.Selection.Regex.Pattern}
			continue
		}
		for _, value := range read.Values {
			var synonyms []string
			for _, s := range value.Synonyms {
				synonyms = append(synonyms, s.Value)
			}
			t.take([]esEntry{{value.Sample.Value, synonyms}})
		}
	}
	return types, nil
}

func (b *lex) readIntent(name, locale string, types entityTypes) error {
	var read lexIntent
	if err := readJSON(b.files, name, &read); err != nil {
		return err
	}
	item := "intent " + cmp.Or(read.Name, path.Base(path.Dir(name)))
	if read.Parent != "" {
		b.r.Add(Dropped, name, item, "it is Amazon's own, %s: what is not understood is for the EscalationPolicy, and the bot's own texts", read.Parent)
		return nil
	}
	i := b.bot.intent(strings.TrimPrefix(item, "intent "), name)
	i.Description = cmp.Or(i.Description, read.Description)
	text := i.text(locale)
	for _, u := range read.Utterances {
		text.Utterances = append(text.Utterances, u.Utterance)
	}
	if err := b.readSlots(i, name, locale, types, read.Priorities); err != nil {
		return err
	}
	if n := b.placeholders(i, text.Utterances); n > 0 {
		b.r.Add(Changed, name, item, "%s %s slots in braces, which are plain text now: write examples of values there", plural.Of(n, "utterance"), plural.Verb(n, "has", "have"))
	}
	for _, said := range []*lexResponse{read.closing(), read.success(), read.initial()} {
		if text.Reply == "" {
			text.Reply = b.say(name, item+", reply", said)
		} else if said.text() != "" {
			b.r.Add(Dropped, name, item, "what it says at its beginning or while it is fulfilled: a reply is one text")
		}
	}
	if confirmation := read.Confirmation; confirmation != nil && confirmation.on() {
		i.Confirmed = true
		text.Confirmation = b.say(name, item+", confirmation", confirmation.prompt())
	}
	b.leave(name, item, &read)
	return nil
}

func (b *lex) leave(name, item string, read *lexIntent) {
	hook := func(h *lexHook) bool { return h != nil && h.Enabled }
	for _, left := range []struct {
		is           bool
		what, reason string
	}{
		{len(read.InputContexts)+len(read.OutputContexts) > 0, "its contexts", "an Intent may come at any time, and has no state after its answer"},
		{hook(read.Dialog) || hook(read.Fulfillment.hook()), "its Lambda function", "a reply is a text: write spec.reply.text so that it needs no program"},
	} {
		if left.is {
			b.r.Add(Dropped, name, item+", "+left.what, "%s", left.reason)
		}
	}
}

// readSlots reads the slots of an intent, in the order of their priorities.
func (b *lex) readSlots(i *Intent, name, locale string, types entityTypes, order []lexPriority) error {
	dir := path.Dir(name)
	local := below(b.files, dir)
	rank := map[string]int{}
	for _, p := range order {
		rank[p.Slot] = p.Priority
	}
	var slots []lexSlot
	for _, file := range jsonNames(local, "Slots") {
		var slot lexSlot
		if err := readJSON(local, file, &slot); err != nil {
			return fmt.Errorf("%s/%w", dir, err)
		}
		slot.Name = cmp.Or(slot.Name, path.Base(path.Dir(file)))
		slots = append(slots, slot)
	}
	slices.SortStableFunc(slots, func(x, y lexSlot) int { return cmp.Compare(rank[x.Name], rank[y.Name]) })
	for n := range slots {
		slot := &slots[n]
		item := "intent " + i.Name + ", field " + slot.Name
		if i.field(slot.Name) == nil {
			f := b.field(i, slot, types)
			f.Required = cmp.Or(slot.Elicitation.Constraint, slot.Constraint) != "Optional"
			i.Fields = append(i.Fields, f)
		} else if t := types[slot.Type]; t != nil {
			t.used = true
		}
		if slot.Multiple != nil && slot.Multiple.Allow {
			b.r.Add(Changed, name, item, "it took several values: a field has one")
		}
		if prompt := b.say(name, item+", prompt", cmp.Or(slot.Elicitation.Prompt, slot.Old.Prompt)); prompt != "" {
			i.text(locale).Prompts[slot.Name] = prompt
		}
	}
	return nil
}

// builtIn are the slot types of Amazon that a field can have.
var builtIn = map[string]v1alpha1.FieldType{
	"AMAZON.Number": v1alpha1.FieldNumber, "AMAZON.Date": v1alpha1.FieldDate, "AMAZON.EmailAddress": v1alpha1.FieldEmail,
	"AMAZON.PhoneNumber": v1alpha1.FieldPhone, "AMAZON.FreeFormInput": "", "AMAZON.AlphaNumeric": "",
}

func (b *lex) field(i *Intent, slot *lexSlot, types entityTypes) *Field {
	if t, is := builtIn[slot.Type]; is {
		return &Field{Name: slot.Name, Type: t}
	}
	return types.field(slot.Name, slot.Type, b.r, i)
}

// say is the first text of a response; what else it has is listed.
func (b *lex) say(name, item string, said *lexResponse) string {
	text := said.text()
	if said == nil {
		return ""
	}
	if said.more() {
		b.r.Add(Dropped, name, item, "further messages or wordings, or ones that are not plain text: there is one text")
	}
	return text
}

var lexReference = regexp.MustCompile(`\{([A-Za-z0-9_-]+)\}`)

// placeholders is how many utterances have a slot in braces.
func (b *lex) placeholders(i *Intent, utterances []string) int {
	n := 0
	for _, utterance := range utterances {
		for _, match := range lexReference.FindAllStringSubmatch(utterance, -1) {
			if i.field(match[1]) != nil {
				n++
				break
			}
		}
	}
	return n
}
