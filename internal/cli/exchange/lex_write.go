// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// lexNames are the names that Lex takes.
var lexNames = regexp.MustCompile(`^([0-9a-zA-Z][_-]?){1,100}$`)

func lexName(name string) string {
	if len(name) <= 100 && lexNames.MatchString(name) && name != "FallbackIntent" { // which is Amazon's own
		return name
	}
	parts := strings.FieldsFunc(kubernetesName(name), func(r rune) bool { return r == '.' || r == '-' })
	return strings.Join(parts, "-")
}

// lexDistinct gives names that Lex takes, and says which are others.
func lexDistinct(i *Intent, names []string, what string, r *Report) map[string]string {
	given := distinct(names, lexName, func(name, hash string) string { return name[:min(len(name), 80)] + "-" + hash })
	for _, name := range names {
		if given[name] != name && i != nil {
			r.Add(Changed, i.File, what+" "+name, "Lex takes letters, digits, - and _ for a name: it is called %s", given[name])
		}
	}
	return given
}

func writeLex(bot *Bot, r *Report) Files {
	name := lexName(cmp.Or(bot.Name, "intents"))
	given := lexDistinct(nil, namesOf(bot), "intent", r)
	files := Files{
		"Manifest.json":    asJSON(lexManifest{lexMetadata{SchemaVersion: "1", FileFormat: "LexJson", ResourceType: "BOT"}}),
		name + "/Bot.json": asJSON(lexBot{Name: name, Version: "DRAFT", Identifier: lexID(name), IdleTTL: 300}),
	}
	for _, i := range bot.Intents {
		if given[i.Name] != i.Name {
			r.Add(Changed, i.File, "intent "+i.Name, "Lex takes letters, digits, - and _ for a name: it is called %s", given[i.Name])
		}
		fields := lexDistinct(i, i.fieldNames(), "field", r)
		for _, locale := range slices.Sorted(maps.Keys(i.Texts)) {
			folder := name + "/BotLocales/" + strings.ReplaceAll(locale, "-", "_")
			writeIntentLex(files, folder, given[i.Name], i, i.Texts[locale], fields, r)
		}
	}
	for _, locale := range languagesOf(bot) {
		code := strings.ReplaceAll(locale, "-", "_")
		if !strings.Contains(code, "_") {
			r.Add(Changed, "", "language "+locale, "Lex has languages of countries only, such as %s_US: rename the folder to the one that is meant", code)
		}
		folder := name + "/BotLocales/" + code
		files[folder+"/BotLocale.json"] = asJSON(lexLocale{Name: locale, Identifier: code, Threshold: 0.4})
		files[folder+"/Intents/FallbackIntent/Intent.json"] = asJSON(lexIntent{Name: "FallbackIntent", Identifier: "FALLBCKINT", Parent: "AMAZON.FallbackIntent"})
		for _, t := range typesOf(bot) {
			files[folder+"/SlotTypes/"+t.name+"/SlotType.json"] = asJSON(lexTypeOf(t))
		}
	}
	return files
}

func lexTypeOf(t ownType) lexSlotType {
	out := lexSlotType{Name: t.name, Identifier: lexID(t.name), Values: []lexSlotValue{}, Selection: lexValueSelection{Strategy: "TOP_RESOLUTION"}}
	if t.regexp {
		out.Selection = lexValueSelection{Strategy: "ORIGINAL_VALUE", Regex: &lexRegex{t.values[0]}}
		return out
	}
	for _, value := range t.values {
		out.Values = append(out.Values, lexSlotValue{Sample: lexValue{value}})
	}
	return out
}

func writeIntentLex(files Files, folder, name string, i *Intent, text *Text, fields map[string]string, r *Report) {
	out := lexIntent{Name: name, Identifier: lexID(name), Description: i.Description, Utterances: []lexUtterance{}}
	folder += "/Intents/" + name
	for n, utterance := range text.Utterances {
		for _, match := range lexReference.FindAllStringSubmatch(utterance, -1) {
			if fields[match[1]] == "" {
				r.Add(Changed, i.File, "intent "+i.Name+", utterance "+asText(n+1), "Lex reads {%s} as a slot, which it does not have", match[1])
			}
		}
		out.Utterances = append(out.Utterances, lexUtterance{utterance})
	}
	say := func(s string) string {
		return referring(s, i, func(field string) string { return "{" + fields[field] + "}" })
	}
	on := true
	if text.Reply != "" {
		out.Closing = &lexClosing{&on, plainResponse(say(text.Reply), 0)}
	}
	if text.Confirmation != "" {
		out.Confirmation = &lexConfirmation{Active: &on, Prompt: plainResponse(say(text.Confirmation), 2), Declination: plainResponse("OK.", 0)}
		r.Add(Changed, i.File, "intent "+i.Name, "Lex wants words for a no to the confirmation too: OK. stands there, replace it")
	}
	for n, f := range i.Fields {
		slot := lexSlot{Name: fields[f.Name], Identifier: lexID(name + f.Name), Type: lexType(i, f)}
		slot.Elicitation.Constraint = "Required"
		if !f.Required {
			slot.Elicitation.Constraint = "Optional"
		}
		if prompt := text.Prompts[f.Name]; prompt != "" {
			slot.Elicitation.Prompt = plainResponse(prompt, 2)
		}
		out.Priorities = append(out.Priorities, lexPriority{n + 1, slot.Name})
		files[folder+"/Slots/"+slot.Name+"/Slot.json"] = asJSON(slot)
	}
	files[folder+"/Intent.json"] = asJSON(out)
}

func plainResponse(text string, retries int) *lexResponse {
	interrupt := true
	return &lexResponse{Interrupt: &interrupt, Groups: []lexGroup{{Message: lexMessage{Plain: &lexValue{text}}}}, MaxRetries: retries}
}

// lexID is an identifier of ten letters and digits.
func lexID(name string) string { return strings.ToUpper(hashOf(name)[:10]) }

// lexTypes are the slot types of Amazon for those of fields; what it has none for is text.
var lexTypes = map[v1alpha1.FieldType]string{
	v1alpha1.FieldNumber: "AMAZON.Number", v1alpha1.FieldDate: "AMAZON.Date", v1alpha1.FieldEmail: "AMAZON.EmailAddress",
	v1alpha1.FieldPhone: "AMAZON.PhoneNumber", v1alpha1.FieldText: "AMAZON.FreeFormInput",
}

func lexType(i *Intent, f *Field) string {
	if f.hasOwnType() {
		return typeName(i, f)
	}
	return cmp.Or(lexTypes[f.Type], lexTypes[v1alpha1.FieldText])
}
