// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	cxStartFlow = "Default Start Flow"
	// cxStartFlowID is the id that this flow has in every agent.
	cxStartFlowID = "00000000-0000-0000-0000-000000000000"
	// cxFinal is the condition of a form that is filled.
	cxFinal    = `$page.params.status = "FINAL"`
	cxMaxName  = 64
	cxFlowFile = "flows/" + cxStartFlow + "/"
)

func writeCX(bot *Bot, r *Report) Files {
	languages := languagesOf(bot)
	flow := cxFlow{Name: cxStartFlowID, DisplayName: cxStartFlow}
	files := Files{"agent.json": asJSON(cxAgent{
		DisplayName: bot.Name, DefaultLanguageCode: strings.ToLower(bot.Locale), SupportedLanguageCodes: lowered(languages[1:]), TimeZone: "Etc/UTC", StartFlow: cxStartFlow,
	})}
	given := cxNames(namesOf(bot))
	var all []string
	for _, name := range given {
		all = append(all, name)
	}
	folders := fileNames(all)
	for _, i := range bot.Intents {
		if given[i.Name] != i.Name {
			r.Add(Changed, i.File, "intent "+i.Name, "Dialogflow CX takes %d characters for a name: it is called %s", cxMaxName, given[i.Name])
		}
		renamed := *i
		renamed.Name = given[i.Name]
		flow.TransitionRoutes = append(flow.TransitionRoutes, writeIntentCX(files, folders[renamed.Name], &renamed, languages, r))
	}
	files[cxFlowFile+cxStartFlow+".json"] = asJSON(flow)
	for _, t := range typesOf(renamedAs(bot, given)) {
		folder, kind, entities := "entityTypes/"+t.name, "KIND_MAP", cxEntities{Entities: []cxEntity{}}
		if t.regexp {
			kind = "KIND_REGEXP"
		}
		for _, value := range t.values {
			entities.Entities = append(entities.Entities, cxEntity{Value: value, Synonyms: []string{value}, LanguageCode: strings.ToLower(bot.Locale)})
		}
		files[folder+"/"+t.name+".json"] = asJSON(cxEntityType{Name: uuidOf("entity", t.name), DisplayName: t.name, Kind: kind})
		files[folder+"/entities/"+strings.ToLower(bot.Locale)+".json"] = asJSON(entities)
	}
	return files
}

// renamedAs is a bot with other names of intents.
func renamedAs(bot *Bot, given map[string]string) *Bot {
	out := &Bot{Name: bot.Name, Locale: bot.Locale}
	for _, i := range bot.Intents {
		renamed := *i
		renamed.Name = given[i.Name]
		out.Intents = append(out.Intents, &renamed)
	}
	return out
}

// cxNames are names that Dialogflow CX takes.
func cxNames(names []string) map[string]string {
	return distinct(names, cxName, func(name, hash string) string {
		return string([]rune(name)[:min(len([]rune(name)), cxMaxName-13)]) + "-" + hash
	})
}

func cxName(name string) string {
	if utf8.RuneCountInString(name) <= cxMaxName {
		return name
	}
	return string([]rune(name)[:cxMaxName-13])
}

// writeIntentCX writes an intent and its page, and returns the route to its answer.
func writeIntentCX(files Files, folder string, i *Intent, languages []string, r *Report) cxRoute {
	for _, locale := range languages {
		text := i.Texts[locale]
		if text == nil {
			continue
		}
		if text.Confirmation != "" {
			r.Add(Dropped, i.File, "intent "+i.Name+", "+locale, "its confirmation: make it a page of its own")
		}
		phrases := cxPhrases{TrainingPhrases: []cxPhrase{}}
		for n, utterance := range text.Utterances {
			phrases.TrainingPhrases = append(phrases.TrainingPhrases, cxPhrase{
				ID: uuidOf("phrase", i.Name, locale, asText(n)), Parts: []cxPart{{Text: utterance, Auto: true}}, RepeatCount: 1, LanguageCode: strings.ToLower(locale),
			})
		}
		files["intents/"+folder+"/trainingPhrases/"+strings.ToLower(locale)+".json"] = asJSON(phrases)
	}
	files["intents/"+folder+"/"+folder+".json"] = asJSON(cxIntent{Name: uuidOf("intent", i.Name), DisplayName: i.Name, Description: i.Description, Priority: usualPriority})
	says := said(i, languages, func(t *Text) string {
		return referring(t.Reply, i, func(name string) string { return "$session.params." + name })
	})
	route := cxRoute{Name: uuidOf("route", i.Name), Intent: i.Name}
	if len(i.Fields) == 0 {
		route.Trigger = says
		return route
	}
	route.TargetPage, route.Trigger = i.Name, &cxFulfillment{}
	page := cxFlow{Name: uuidOf("page", i.Name), DisplayName: i.Name, Form: &cxForm{}, TransitionRoutes: []cxRoute{
		{Name: uuidOf("final", i.Name), Condition: cxFinal, Trigger: says},
	}}
	for _, f := range i.Fields {
		prompt := said(i, languages, func(t *Text) string { return t.Prompts[f.Name] })
		page.Form.Parameters = append(page.Form.Parameters, cxFormParameter{
			DisplayName: f.Name, Required: f.Required, EntityType: dialogflowType(i, f), FillBehavior: cxFillBehavior{*prompt},
		})
	}
	files[cxFlowFile+"pages/"+folder+".json"] = asJSON(page)
	return route
}

// said is a message in each language that has it.
func said(i *Intent, languages []string, what func(*Text) string) *cxFulfillment {
	f := &cxFulfillment{}
	for _, locale := range slices.Compact(languages) {
		if text := i.Texts[locale]; text != nil && what(text) != "" {
			f.Messages = append(f.Messages, cxMessage{Text: &cxText{texts{what(text)}}, LanguageCode: strings.ToLower(locale)})
		}
	}
	return f
}
