// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"strings"
	"testing"
)

// inTwoLanguages is an Intent whose languages and prompts stand in no order of the alphabet.
const inTwoLanguages = `apiVersion: intentops.dev/v1alpha1
kind: Intent
metadata: {name: wrapping, namespace: shop}
spec:
  botRef: {name: support}
  utterances: [I want a present, wrap it as a present, is this wrapped, can it be a present, make a present of it]
  fields:
  - {name: size, type: Choice, choices: [Small, Large], prompt: "Which size?"}
  - {name: day, type: Date, prompt: "Which day?"}
  reply: {text: "A {size} one on {day}."}
  locales:
  - locale: fr
    utterances: [un cadeau]
    prompts:
    - {field: size, prompt: "Quelle taille ?", choices: [Petit, Grand]}
    - {field: day, prompt: "Quel jour ?"}
    reply: {text: Oui.}
  - locale: de
    utterances: [ein Geschenk]
    prompts:
    - {field: size, prompt: "Welche Größe?", choices: [Klein, Groß]}
    - {field: day, prompt: "An welchem Tag?"}
    reply: {text: Ja.}
`

// TestAPlaceIsThatOfTheFile: numbers and lines are those that a reader counts in the file, whoever
// finds the mistake, and however the operator keeps what it says.
func TestAPlaceIsThatOfTheFile(t *testing.T) {
	for name, tc := range map[string]struct {
		from, to string
		want     string
	}{
		"a prompt, by the operator":   {"choices: [Petit, Grand]", "choices: [Petit]", "15: spec.locales[0].prompts[0].choices has 1 of the 2 choices"},
		"a prompt, by the API server": {"choices: [Petit, Grand]", "choices: [Petit, 5]", "15: spec.locales[0].prompts[0].choices[1] Invalid value"},
		"choices of another language": {", choices: [Klein, Groß]", "", "21: spec.locales[1].prompts[0].choices customers of the language de read the choices"},
		"a language":                  {"text: Ja.", "text: \"{who}\"", "23: spec.locales[1].reply.text refers to {who}"},
		"an utterance of a language":  {"[ein Geschenk]", "[ein Geschenk, where is my parcel]", "19: spec.locales[1].utterances[1] says the same as spec.utterances[0] of Intent \"order-status\""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, "", "", "")
			write(t, dir, "a.yaml", strings.Replace(inTwoLanguages, tc.from, tc.to, 1))
			var found []string
			for _, f := range checked(t, Options{Dir: dir, Lint: true, hasty: true}).Findings {
				found = append(found, fmt.Sprintf("%d: %s %s", f.Line, f.Field, f.Message))
			}
			if len(found) != 1 || !strings.HasPrefix(found[0], tc.want) {
				t.Errorf("want %s alone, got\n%s", tc.want, strings.Join(found, "\n"))
			}
		})
	}
}

// TestAListHasTheLinesOfItsObjects, as kubectl get -o yaml writes it.
func TestAListHasTheLinesOfItsObjects(t *testing.T) {
	dir := folder(t, "", "", "")
	write(t, dir, "list.yaml", "apiVersion: v1\nkind: List\nitems:\n- "+strings.ReplaceAll(strings.TrimSpace(strings.Replace(inTwoLanguages, "text: Ja.", "txt: Ja.", 1)), "\n", "\n  ")+"\n")
	var found []string
	for _, f := range checked(t, Options{Dir: dir, Lint: true, hasty: true}).Findings {
		found = append(found, fmt.Sprintf("%d: %s", f.Line, f.Field))
	}
	if got := strings.Join(found, ", "); got != "26: spec.locales[1].reply, 26: spec.locales[1].reply.txt" {
		t.Errorf("got %s", got)
	}
}

// TestAMistakeIsSaidOnce, though the API server counts what the operator names.
func TestAMistakeIsSaidOnce(t *testing.T) {
	dir := folder(t, "batches.yaml", "  gates:\n", "  gates:\n  - {name: rating, compare: Target, kpiTargetRef: {name: "+strings.Repeat("x", 64)+"}}\n")
	r := checked(t, Options{Dir: dir, Lint: true, hasty: true})
	if len(r.Findings) != 1 || r.Findings[0].Field != "spec.gates[0].kpiTargetRef.name" {
		t.Errorf("want what the API server says alone, got %+v", r.Findings)
	}
}

// TestAMistakeOfAnIntentIsOne: its batch, which the operator would not accept either, has none.
func TestAMistakeOfAnIntentIsOne(t *testing.T) {
	dir := folder(t, "intents.yaml", "Order {orderId}", "Order {order}")
	r := checked(t, Options{Dir: dir, Lint: true, hasty: true})
	if len(r.Findings) != 1 || r.Findings[0].Object != "Intent shop/order-status" {
		t.Errorf("want the placeholder alone, got %+v", r.Findings)
	}
}

// TestEachMistakeOfABatchIsOne: none hides behind another, nor behind a name that is missing.
func TestEachMistakeOfABatchIsOne(t *testing.T) {
	dir := folder(t, "batches.yaml", "  intents: [refund]\n  dependsOn: [week-1]\n",
		"  intents: [refunds]\n  dependsOn: [week-1]\n  steps: [{name: quarter, percent: 25}, {name: all, percent: 100, minDuration: 2h, maxWait: 1h}]\n  review: {every: 0s}\n")
	var fields []string
	for _, f := range checked(t, Options{Dir: dir, Lint: true, hasty: true}).Findings {
		fields = append(fields, f.Field)
	}
	if got := strings.Join(fields, " "); got != "spec.intents[0] spec.steps[all].maxWait spec.review.every" {
		t.Errorf("got %s", got)
	}
}

// TestAValueOfAnotherTypeHidesNothing that is wrong with the rest of the object, and brings nothing
// that only follows from it.
func TestAValueOfAnotherTypeHidesNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		file, from, to string
		want           string
	}{
		"a number of a Bot":             {"bot.yaml", "  escalationPolicyRef: {name: standard}", "  replicas: two\n  escalationPolicyRef: {name: strict}", "spec.replicas spec.escalationPolicyRef.name"},
		"a share and an address":        {"bot.yaml", "confidencePercent: 60\n  marginPercent: 5\n  rules:\n  - {name: danger, when: message.dangerToSelf}", "confidencePercent: 0.6\n  marginPercent: 5\n  rules:\n  - {name: danger, when: message.danger}", "spec.confidencePercent spec.rules[0].when"},
		"a duration that is none":       {"bot.yaml", "when: message.dangerToSelf}\n  - {name: refunds, when: intent.name == 'refund' && customer.tier == 'gold'}\n  handoff:\n", "when: message.danger}\n  handoff:\n    acceptWithin: 2 minutes\n", "spec.rules[0].when spec.handoff.acceptWithin"},
		"an utterance that is a number": {"intents.yaml", "  - can you reimburse me\n", "  - 5\n  - Where is my parcel?\n", "spec.utterances[3] spec.utterances[4]"},
		"fields that are none":          {"intents.yaml", "  fields:\n  - {", "  fields: {", "spec.fields"},
		"a label that is a number":      {"bot.yaml", "metadata: {name: support, namespace: shop}\nspec:\n", "metadata: {name: support, namespace: shop, labels: {app.kubernetes.io/version: 5}}\nspec:\n  releaseRef: {}\n", "metadata.labels[app.kubernetes.io/version] spec.releaseRef.name"},
		"metadata that are a text":      {"more.yaml", "", "apiVersion: intentops.dev/v1alpha1\nkind: Bot\nmetadata: support\nspec: {}\n", "metadata spec.channels spec.escalationPolicyRef"},
		"a spec that is a list":         {"intents.yaml", "", "---\napiVersion: intentops.dev/v1alpha1\nkind: Intent\nmetadata: {name: x, namespace: shop}\nspec: []\n", "spec"},
		"a percentage with its sign":    {"batches.yaml", "  intents: [refund]\n", "  intents: [refund, refunds]\n  steps: [{name: all, percent: 100%}]\n", "spec.intents[1] spec.steps[0].percent"},
	} {
		t.Run(name, func(t *testing.T) {
			var fields []string
			for _, f := range checked(t, Options{Dir: folder(t, tc.file, tc.from, tc.to), Lint: true, hasty: true}).Findings {
				if f.Rule != RuleTest {
					fields = append(fields, f.Field)
				}
			}
			if got := strings.Join(fields, " "); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestATestOfAnIntentWithAMistakeIsNoFurtherOne where the mistake is told; else it says where to look.
func TestATestOfAnIntentWithAMistakeIsNoFurtherOne(t *testing.T) {
	dir := folder(t, "intents.yaml", "Order {orderId}", "Order {order}")
	r := checked(t, Options{Dir: dir, Lint: true, Test: true, hasty: true})
	if _, failed, skipped := r.tally(); len(r.Findings) != 1 || r.Findings[0].Field != "spec.reply.text" || failed > 0 || skipped != 1 {
		t.Errorf("want the placeholder alone, got %+v", r.Findings)
	}
	r = checked(t, Options{Dir: dir, Test: true})
	if len(r.Findings) != 1 || !strings.HasPrefix(r.Findings[0].Message, "expects order-status, which is not accepted: mend") {
		t.Errorf("want the test to say why, got %+v", r.Findings)
	}
}

// TestAMisspeltFieldIsOneMistake, and not also that the field which is meant is empty.
func TestAMisspeltFieldIsOneMistake(t *testing.T) {
	dir := folder(t, "", "", "")
	write(t, dir, "a.yaml", strings.Replace(inTwoLanguages, "  utterances: [I want", "  uterances: [I want", 1))
	var found []string
	for _, f := range checked(t, Options{Dir: dir, Lint: true, hasty: true}).Findings {
		found = append(found, f.Field)
	}
	if len(found) != 1 || found[0] != "spec.uterances" {
		t.Errorf("mistakes of %q", found)
	}
}
