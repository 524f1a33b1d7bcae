// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"
	"strings"
	"testing"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"sigs.k8s.io/yaml"
)

// TestEveryPatternIsSaidInWords: nobody who wrote `10` for `10s` reads a regular expression.
func TestEveryPatternIsSaidInWords(t *testing.T) {
	kinds, err := Kinds()
	if err != nil {
		t.Fatal(err)
	}
	var walk func(string, *structural.Structural)
	walk = func(path string, s *structural.Structural) {
		if v := s.ValueValidation; v != nil && v.Pattern != "" && asked[v.Pattern] == "" {
			t.Errorf("%s: say in asked what a text with the pattern %s is", path, v.Pattern)
		}
		for name, property := range s.Properties {
			walk(path+"."+name, &property)
		}
		if s.Items != nil {
			walk(path+"[]", s.Items)
		}
		if s.AdditionalProperties != nil && s.AdditionalProperties.Structural != nil {
			walk(path+"{}", s.AdditionalProperties.Structural)
		}
	}
	for name, kind := range kinds {
		spec := kind.structural.Properties["spec"]
		walk(name+".spec", &spec)
	}
}

// TestAMistakeIsSaidOnce: a value of another type breaks the bounds too, and its format.
func TestAMistakeIsSaidOnce(t *testing.T) {
	const handoff = "\n  handoff: {targets: [{name: desk, type: Webhook, webhook: {url: \"https://desk.shop.test\"}}]}"
	for name, tc := range map[string]struct{ spec, want string }{
		"a share for a percentage": {"confidencePercent: 0.7" + handoff, `spec.confidencePercent: Invalid value: "float64": spec.confidencePercent in body must be of type int32: "float64"; write a whole number without quotes, from 1 to 100`},
		"a text for a percentage":  {"confidencePercent: \"70\"" + handoff, `spec.confidencePercent: Invalid value: "string": spec.confidencePercent in body must be of type integer: "string"; write a whole number without quotes, from 1 to 100`},
		"too high a percentage":    {"confidencePercent: 700" + handoff, `spec.confidencePercent: Invalid value: 700: spec.confidencePercent in body should be less than or equal to 100`},
		"a misspelt field":         {"confidencePercent: 70\n  handof: {targets: [{name: desk, type: Webhook, webhook: {url: \"https://desk.shop.test\"}}]}", "spec.handof: is an unknown field: correct its name or its place, or remove it; known here: confidencePercent, handoff, marginPercent, rules, unresolvedTurns; probably handoff is meant"},
		"no mistake":               {"confidencePercent: 70" + handoff, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			for _, p := range problems(t, "EscalationPolicy", tc.spec) {
				said = append(said, p.Error())
			}
			if got := strings.Join(said, "\n"); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

// TestLengthsAreOfCharacters: the API server says bytes, and counts characters.
func TestLengthsAreOfCharacters(t *testing.T) {
	title := func(n int) string {
		return "title: " + strings.Repeat("ü", n) + "\n  botRef: {name: b}\n  utterances: [hello]\n  reply: {text: hello}"
	}
	if found := problems(t, "Intent", title(60)); len(found) > 0 {
		t.Errorf("60 characters of two bytes: %v", found)
	}
	found := problems(t, "Intent", title(61))
	if want := "spec.title: Too long: may not be more than 60 characters"; len(found) != 1 || found[0].Error() != want {
		t.Errorf("%v, want %s", found, want)
	}
}

// problems of an object with a spec.
func problems(t *testing.T, kind, spec string) []Problem {
	t.Helper()
	kinds, err := Kinds()
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	text := fmt.Sprintf("apiVersion: intentops.dev/v1alpha1\nkind: %s\nmetadata: {name: x}\nspec:\n  %s\n", kind, spec)
	if err := yaml.Unmarshal([]byte(text), &object); err != nil {
		t.Fatal(err)
	}
	return kinds[kind].Check(t.Context(), object, nil)
}

func TestMessagesSayWhatToWriteInstead(t *testing.T) {
	for name, tc := range map[string]struct{ kind, spec, field, want string }{
		"a number for a value":           {"IntentBatch", "gates: [{name: csat, metric: CSAT, compare: Stable, margin: 0.2}]", "spec.gates[0].margin", `must be of type string: "number"; write a number in quotes, with its unit where it has one, such as "2%", "0.2" or "30s"`},
		"a value of another unit":        {"IntentBatch", `gates: [{name: csat, metric: CSAT, compare: Stable, margin: "0,2"}]`, "spec.gates[0].margin", `; write a number in quotes, with its unit`},
		"a duration that is a number":    {"IntentBatch", "steps: [{name: all, percent: 100, minDuration: 10}]", "spec.steps[0].minDuration", "; write a duration with its units, such as 10s, 5m, 1h30m or 7d"},
		"a duration without its unit":    {"IntentBatch", `steps: [{name: all, percent: 100, minDuration: "10"}]`, "spec.steps[0].minDuration", "; write a duration with its units, such as 10s, 5m, 1h30m or 7d"},
		"a duration in words":            {"IntentBatch", "steps: [{name: all, percent: 100, minDuration: 5 minutes}]", "spec.steps[0].minDuration", "; write a duration with its units, such as 10s, 5m, 1h30m or 7d"},
		"a percentage with its sign":     {"IntentBatch", "steps: [{name: all, percent: 100%}]", "spec.steps[0].percent", "; write a whole number without quotes, from 0 to 100"},
		"a locale with an underscore":    {"Intent", "locale: pt_BR", "spec.locale", "; write a language, such as en, pt-BR or zh-Hant"},
		"a language in words":            {"Intent", "locale: English", "spec.locale", "; write a language, such as en, pt-BR or zh-Hant"},
		"a text for a list":              {"Intent", "utterances: when are you open", "spec.utterances", "; write a list: each entry on a line of its own that begins with a hyphen"},
		"a text for an object":           {"Intent", "reply: We open at nine.", "spec.reply", "; write its fields below it: "},
		"a name for a reference":         {"Intent", "botRef: support", "spec.botRef", "; write its fields below it: name"},
		"a missing object":               {"Intent", "utterances: [hello]", "spec.reply", "Required value; write its fields below it: "},
		"a word for yes":                 {"Intent", `utterances: [1]`, "spec.utterances[0]", "; write "},
		"a field of another name":        {"IntentBatch", "gates: [{name: csat, metric: CSAT, compare: Stable, margn: \"0.2\"}]", "spec.gates[0].margn", "is an unknown field: correct its name or its place, or remove it; known here: "},
		"a field that is misspelt":       {"Intent", "fields: [{name: a, promt: Which}]", "spec.fields[0].promt", "; probably prompt is meant"},
		"a text with a colon":            {"Intent", "utterances: [where: here]", "spec.utterances[0]", `; a text with a colon and a space in it needs quotes, such as "Which one: red or blue?"`},
		"an empty text":                  {"Intent", `title: ""`, "spec.title", "; write some text"},
		"a language twice":               {"Intent", "locales: [{locale: de, reply: {text: Ja}}, {locale: de, reply: {text: Nein}}]", "spec.locales[1]", `Duplicate value: {"locale":"de"}; give one of the two another locale, or put them together`},
		"an Intent twice":                {"IntentBatch", "intents: [a, a]", "spec.intents[1]", `Duplicate value: "a"; remove one of the two`},
		"a value that is not one of few": {"IntentBatch", "gates: [{name: csat, metric: Csat}]", "spec.gates[0].metric", `supported values: "Escalation", "CSAT"`},
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			for _, p := range problems(t, tc.kind, tc.spec) {
				said = append(said, p.Error())
				if p.Field == tc.field && strings.Contains(p.Message, tc.want) {
					return
				}
			}
			t.Errorf("want %s: %s\ngot\n%s", tc.field, tc.want, strings.Join(said, "\n"))
		})
	}
}

// TestLabelsAndAnnotationsAreTexts, which no schema says.
func TestLabelsAndAnnotationsAreTexts(t *testing.T) {
	kinds, err := Kinds()
	if err != nil {
		t.Fatal(err)
	}
	for metadata, want := range map[string]string{
		"{name: x, labels: {app.kubernetes.io/version: 5}}":                    `metadata.labels[app.kubernetes.io/version]: Invalid value: 5: must be a text: put it in quotes, such as "5" or "true"`,
		"{name: x, labels: [a]}":                                               `metadata.labels: Invalid value: ["a"]: must be names with texts below it, such as name: value`,
		"{name: x, labels: {team: two words}}":                                 `metadata.labels: Invalid value: "two words": a valid label must be an empty string or consist of`,
		"{name: x, annotations: {checked: true}}":                              `metadata.annotations[checked]: Invalid value: true: must be a text`,
		"{name: x, annotations: {checked: \"true\"}, labels: {team: support}}": "",
	} {
		var object map[string]any
		if err := yaml.Unmarshal([]byte("metadata: "+metadata+"\nspec: {botRef: {name: b}, utterances: [hello], reply: {text: hello}}\n"), &object); err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, p := range kinds["Intent"].Check(t.Context(), object, nil) {
			said = append(said, p.Error())
		}
		if got := strings.Join(said, "\n"); !strings.HasPrefix(got, want) || len(said) > 1 || want == "" && got != "" {
			t.Errorf("%s: got %s, want %s", metadata, got, want)
		}
	}
}
