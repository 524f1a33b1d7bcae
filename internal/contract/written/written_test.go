// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package written

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

// whole is a release that is as it should be: a High intent that takes an order number and a size.
const whole = `{"version": "v1",
"intents": [{"name": "cancel-order", "revision": "1", "risk": "High", "confidencePercent": 80,
  "utterances": ["cancel my order", "I do not want it any more"],
  "fields": [{"name": "order", "prompt": "Which order?", "required": true},
    {"name": "size", "prompt": "Which size?", "type": "Choice", "choices": ["Small", "Large"], "required": false}],
  "reply": {"text": "Order {order} is cancelled."}},
 {"name": "hours", "revision": "1", "risk": "Low", "utterances": ["when are you open"], "reply": {"text": "Nine to five."}}],
"policy": {"name": "standard", "revision": "1", "confidencePercent": 70, "marginPercent": 10, "unresolvedTurns": 2,
  "handoff": {"require": [], "url": "https://desk.example/handoffs", "acceptWithinSeconds": 120}}}`

// edited is whole with a change to what is at a path; a nil value removes it.
func edited(t *testing.T, value any, path ...any) string {
	t.Helper()
	var document any
	if err := json.Unmarshal([]byte(whole), &document); err != nil {
		t.Fatal(err)
	}
	here := document
	for _, step := range path[:len(path)-1] {
		switch at := step.(type) {
		case string:
			here = here.(map[string]any)[at]
		case int:
			here = here.([]any)[at]
		}
	}
	object, member := here.(map[string]any), path[len(path)-1].(string)
	if object[member] = value; value == nil {
		delete(object, member)
	}
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAReleaseThatAnOperatorWouldNotMakeIsRefusedWithWhatToWrite(t *testing.T) {
	if r, err := Release([]byte(whole)); err != nil || len(r.Intents) != 2 {
		t.Fatalf("the whole one: %v", err)
	}
	intent := func(value any, path ...any) string {
		return edited(t, value, append([]any{"intents", 0}, path...)...)
	}
	field := func(value any, at int, member string) string { return intent(value, "fields", at, member) }
	german := func(choices ...string) string {
		return intent([]any{map[string]any{"locale": "de", "reply": map[string]any{"text": "Gut."}, "prompts": []any{
			map[string]any{"field": "order", "prompt": "Welche?"}, map[string]any{"field": "size", "prompt": "Wie groß?", "choices": choices},
		}}}, "locales")
	}
	if _, err := Release([]byte(german("Klein", "Groß"))); err != nil {
		t.Errorf("choices in another language: %v", err)
	}
	policy := func(value any, path ...any) string { return edited(t, value, append([]any{"policy"}, path...)...) }
	for name, tc := range map[string]struct{ text, want string }{
		"a field that may be required or not": {field(nil, 0, "required"), `intent "cancel-order": fields[0].required: is missing: write true or false`},
		"an intent of no risk":                {intent(nil, "risk"), `intent "cancel-order": risk: is missing: write one of "Low", "Medium", "High"`},
		"no policy":                           {edited(t, nil, "policy"), "policy: is missing: write an object with name, revision, confidencePercent"},
		"no confidence":                       {policy(nil, "confidencePercent"), "policy.confidencePercent: is missing: write a whole number from 0 to 100"},
		"a confidence of 700 percent":         {intent(700, "confidencePercent"), `intent "cancel-order": confidencePercent: is 700: write a whole number from 0 to 100`},
		"a policy's confidence of 700":        {policy(700, "confidencePercent"), "policy.confidencePercent: is 700: write a whole number from 0 to 100"},
		"a share for a percentage":            {intent(0.7, "confidencePercent"), `intent "cancel-order": confidencePercent: is 0.7: write a whole number from 0 to 100`},
		"a risk in small letters":             {intent("high", "risk"), `intent "cancel-order": risk: is "high": write one of "Low", "Medium", "High"`},
		"a type in small letters":             {field("choice", 1, "type"), `intent "cancel-order": fields[1].type: is "choice": write one of "Text"`},
		"a choice of nothing":                 {field(nil, 1, "choices"), `intent "cancel-order": fields[1].choices: has fewer than two`},
		"choices of another type":             {field("Text", 1, "type"), `intent "cancel-order": fields[1].choices: belongs to the type Choice`},
		"a choice without a German name":      {german("Klein"), `intent "cancel-order": locales[0].prompts[1].choices: has 1 of the 2 choices of the field "size": write one for each`},
		"a pattern beside a type":             {field("[a-z]+", 1, "pattern"), `intent "cancel-order": fields[1].pattern: is for the type Text`},
		"a pattern that is none":              {field("[a-z", 0, "pattern"), `intent "cancel-order": fields[0].pattern: `},
		"a bound of a text":                   {field("3", 0, "minimum"), `intent "cancel-order": fields[0].minimum: is for the types Number and Date`},
		"a field without a name":              {field("", 0, "name"), `intent "cancel-order": fields[0].name: is empty: write`},
		"a field that asks nothing":           {field("", 0, "prompt"), `intent "cancel-order": fields[0].prompt: is empty: write a text that is not empty`},
		"no reply":                            {intent(nil, "reply"), `intent "cancel-order": reply: is missing: write an object with text`},
		"an empty reply":                      {intent(" ", "reply", "text"), `intent "cancel-order": reply.text: is empty: write what the bot answers`},
		"no utterances":                       {intent([]any{}, "utterances"), `intent "cancel-order": utterances: is an empty list: write a list of at least 1`},
		"an utterance without a word":         {intent([]any{"?"}, "utterances"), `intent "cancel-order": utterances[0]: has no word in it`},
		"an utterance of two intents":         {intent([]any{"When are you open?"}, "utterances"), `intent "hours": utterances[0]: says the same as utterances[0] of Intent "cancel-order"`},
		"a reply with a value of no field":    {intent("It is {nope}.", "reply", "text"), `intent "cancel-order": reply.text: refers to {nope}, but there is no such field: add it to fields or correct the name`},
		"a reply with a value that may lack":  {intent("A {size} one.", "reply", "text"), `refers to {size}, which has required: false and may have no value: make it required or leave it out`},
		"an address that is none":             {policy("desk", "handoff", "url"), "policy.handoff.url: is not a URL such as https://desk.example/handoffs"},
		"an address with a password":          {policy("https://u:hunter2@desk.example", "handoff", "url"), "policy.handoff.url: holds a user or password"},
		"a rule that is not CEL":              {policy([]any{map[string]any{"name": "a", "when": "intent.risk ==", "priority": "High"}}, "rules"), "policy.rules[0].when: 1:"},
		"no version":                          {edited(t, nil, "version"), `version: is missing: write "v1"`},
		"another version":                     {edited(t, "v2", "version"), `version: is "v2": write "v1"`},
		"a member of manifests":               {field("Required", 0, "presence"), `intent "cancel-order": fields[0].presence: is a member of manifests and not of releases: write required: true or required: false`},
		"a member that nobody knows":          {intent("x", "colour"), `intent "cancel-order": colour: is not known: remove it, or use one of confidencePercent, `},
		"a member in capital letters":         {intent("High", "Risk"), `intent "cancel-order": Risk: is not known: write risk`},
		"the same intent twice":               {strings.Replace(whole, `"hours"`, `"cancel-order"`, 1), `intent "cancel-order": name: is the name of an earlier intent too`},
		"an intent without a name":            {intent(nil, "name"), `intents[0].name: is missing: write a text that is not empty`},
		"a number with a point":               {strings.Replace(whole, `"confidencePercent": 80`, `"confidencePercent": 80.0`, 1), "confidencePercent: cannot be a number 80.0"},
		"null":                                {strings.Replace(whole, `"risk": "Low"`, `"risk": null`, 1), `intent "hours": risk: is null: write one of`},
		"a list":                              {`[]`, "is an empty list: write an object with version, intents, policy"},
		"a manifest":                          {`{"apiVersion": "intentops.dev/v1alpha1", "kind": "Intent"}`, "is a manifest and not a release: make one with"},
		"YAML":                                {"version: v1\n", "line 1, column 1: is not JSON"},
		"a comma too many":                    {"{\"version\": \"v1\",\n  }", "line 2, column 3: is not JSON"},
		"nothing":                             {" \n", "is empty"},
		"two releases":                        {whole + "{}", "has more than one JSON value"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Release([]byte(tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("error %v\nwant %s", err, tc.want)
			}
			if problems, is := errors.AsType[Problems](err); is && len(problems) > 1 {
				t.Errorf("one mistake is told as several:\n%v", err)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("quotes a password: %v", err)
			}
		})
	}
}

func TestAllThatIsWrongIsSaidAtOnceInTheOrderOfTheFile(t *testing.T) {
	text := strings.NewReplacer(`"risk": "High", `, "", "{order}", "{nope}", `"Nine to five."`, `""`, "https://desk.example/handoffs", "desk").Replace(whole)
	_, err := Release([]byte(text))
	var places []string
	problems, _ := errors.AsType[Problems](err)
	for _, p := range problems {
		places = append(places, strings.Join(strings.SplitN(p, ": ", 3)[:2], ": "))
	}
	if want := []string{`intent "cancel-order": reply.text`, `intent "cancel-order": risk`, `intent "hours": reply.text`, "policy.handoff.url: is not a URL such as https://desk.example/handoffs"}; !slices.Equal(places, want) {
		t.Errorf("%q, want %q", places, want)
	}

	var many bytes.Buffer
	for i := range 500 {
		fmt.Fprintf(&many, `{"name": "i%d"},`, i)
	}
	_, err = Release([]byte(`{"version": "v1", "intents": [` + strings.TrimSuffix(many.String(), ",") + `]}`))
	if err == nil || strings.Count(err.Error(), "\n") != maxProblems+1 || !strings.HasSuffix(err.Error(), "\nand 1991 more") {
		t.Errorf("of 500 intents that lack four members each: %v", err)
	}
}

func TestAPointerIsReadOverDefaults(t *testing.T) {
	defaults := release.Pointer{
		Version: "v1", Automation: "Enabled", Measurement: release.Measurement{OutcomeAfterSeconds: 60, RatingWithinSeconds: 60},
		Stable: release.BundleRef{Release: "0123", ConfigMaps: []string{"release.json"}},
	}
	p, err := Pointer([]byte(`{"version": "v1", "automation": "Disabled", "stable": {"release": "", "configMaps": []}}`), defaults)
	if err != nil || p.Automation != "Disabled" || p.Stable.Release != "0123" || p.Measurement != defaults.Measurement {
		t.Errorf("%+v, %v", p, err)
	}
	for text, want := range map[string]string{
		`{"automation": "Perhaps"}`:                      `automation: is "Perhaps": write one of "Enabled", "Disabled"`,
		`{"rollout": {"id": "x"}}`:                       "rollout.percent: is missing: write a whole number from 0 to 100",
		`{"rollout": "half"}`:                            `rollout: is "half": write an object with id, batch, step, percent, salt`,
		`{"measurement": {"outcomeAfterSeconds": "1h"}}`: `measurement.outcomeAfterSeconds: is "1h": write a whole number of at least 0`,
		`{"paused": true}`:                               "paused: is not known",
		`{"version": "v2"}`:                              `version: is "v2": write "v1"`,
		`[]`:                                             "is an empty list: write an object with",
	} {
		if _, err := Pointer([]byte(text), defaults); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
