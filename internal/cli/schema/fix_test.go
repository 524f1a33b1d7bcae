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
		"a value that is not one of few": {"IntentBatch", "gates: [{name: csat, metric: Csat}]", "spec.gates[0].metric", `supported values: "Escalation", "CSAT"`},
	} {
		t.Run(name, func(t *testing.T) {
			kinds, err := Kinds()
			if err != nil {
				t.Fatal(err)
			}
			var object map[string]any
			text := fmt.Sprintf("apiVersion: intentops.dev/v1alpha1\nkind: %s\nmetadata: {name: x}\nspec:\n  %s\n", tc.kind, tc.spec)
			if err := yaml.Unmarshal([]byte(text), &object); err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, p := range kinds[tc.kind].Check(t.Context(), object, nil) {
				said = append(said, p.Error())
				if p.Field == tc.field && strings.Contains(p.Message, tc.want) {
					return
				}
			}
			t.Errorf("want %s: %s\ngot\n%s", tc.field, tc.want, strings.Join(said, "\n"))
		})
	}
}
