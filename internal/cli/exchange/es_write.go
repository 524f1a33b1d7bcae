// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import "strings"

func writeES(bot *Bot, r *Report) Files {
	languages := languagesOf(bot)
	files := Files{
		"package.json": asJSON(map[string]string{"version": "1.0.0"}),
		"agent.json": asJSON(esAgent{
			Language: strings.ToLower(bot.Locale), SupportedLanguages: lowered(languages[1:]), DisplayName: bot.Name, DefaultTimezone: "Etc/UTC",
		}),
	}
	names := fileNames(namesOf(bot))
	for _, i := range bot.Intents {
		writeIntentES(files, "intents/"+names[i.Name], i, languages, r)
	}
	for _, t := range typesOf(bot) {
		file := "entities/" + t.name
		files[file+".json"] = asJSON(esEntity{ID: uuidOf("entity", t.name), Name: t.name, IsOverridable: true, IsRegexp: t.regexp})
		entries := []esEntry{}
		for _, value := range t.values {
			entries = append(entries, esEntry{Value: value, Synonyms: []string{value}})
		}
		files[file+"_entries_"+strings.ToLower(bot.Locale)+".json"] = asJSON(entries)
	}
	return files
}

func writeIntentES(files Files, file string, i *Intent, languages []string, r *Report) {
	response := esResponse{AffectedContexts: empty, Parameters: []esParameter{}, Messages: []esMessage{}}
	for _, f := range i.Fields {
		parameter := esParameter{ID: uuidOf("parameter", i.Name, f.Name), Name: f.Name, Required: f.Required, DataType: dialogflowType(i, f), Value: "$" + f.Name, Prompts: []esPrompt{}}
		for _, locale := range languages {
			if text := i.Texts[locale]; text != nil && text.Prompts[f.Name] != "" {
				parameter.Prompts = append(parameter.Prompts, esPrompt{Lang: strings.ToLower(locale), Value: text.Prompts[f.Name]})
			}
		}
		response.Parameters = append(response.Parameters, parameter)
	}
	if i.Description != "" {
		r.Add(Dropped, i.File, "intent "+i.Name, "its description: Dialogflow ES has none")
	}
	for _, locale := range languages {
		text := i.Texts[locale]
		if text == nil {
			continue
		}
		if text.Confirmation != "" {
			r.Add(Dropped, i.File, "intent "+i.Name+", "+locale, "its confirmation: make it an intent of its own, with a context")
		}
		if text.Reply != "" {
			reply := referring(text.Reply, i, func(name string) string { return "$" + name })
			response.Messages = append(response.Messages, esMessage{Type: []byte(`"0"`), Lang: strings.ToLower(locale), Speech: texts{reply}})
		}
		phrases := []esPhrase{}
		for n, utterance := range text.Utterances {
			phrases = append(phrases, esPhrase{ID: uuidOf("phrase", i.Name, locale, asText(n)), Data: []esPart{{Text: utterance}}})
		}
		files[file+"_usersays_"+strings.ToLower(locale)+".json"] = asJSON(phrases)
	}
	files[file+".json"] = asJSON(esIntent{
		ID: uuidOf("intent", i.Name), Name: i.Name, Auto: true, Contexts: empty, Events: empty, Priority: usualPriority, Responses: []esResponse{response},
	})
}
