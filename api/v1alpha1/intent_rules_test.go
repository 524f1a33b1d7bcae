// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	. "github.com/intentops/intentops/api/v1alpha1"
)

func TestIntentRules(t *testing.T) {
	valid := &Intent{Spec: IntentSpec{
		BotRef:     LocalReference{Name: "support"},
		Utterances: []string{"where is my parcel"},
		Fields:     []IntentField{{Name: "orderId", Prompt: "Which order?", Pattern: "[A-Z]{2}"}},
		Reply:      IntentReply{Text: "Order {orderId} is on its way."},
	}}
	checkRules(t, valid, map[string]rule[Intent]{
		"a name of 63 characters":      {change: func(i *Intent) { i.Name = long(63) }},
		"a name of 64 characters":      {change: func(i *Intent) { i.Name = long(64) }, want: "metadata.name is longer than 63 characters, which a label cannot hold"},
		"another bot":                  {update: true, change: func(i *Intent) { i.Spec.BotRef.Name = "sales" }, want: "spec.botRef: Invalid value: botRef is immutable: create a new Intent for another Bot"},
		"another reply":                {update: true, change: func(i *Intent) { i.Spec.Reply.Text = "Soon." }},
		"no bot":                       {change: func(i *Intent) { i.Spec.BotRef.Name = "" }, want: "spec.botRef"},
		"a risk that does not exist":   {change: func(i *Intent) { i.Spec.Risk = "low" }, want: `Unsupported value: "low"`},
		"no confidence at all":         {change: func(i *Intent) { i.Spec.ConfidencePercent = new(int32(0)) }, want: "should be greater than or equal to 1"},
		"too much confidence":          {change: func(i *Intent) { i.Spec.ConfidencePercent = new(int32(101)) }, want: "should be less than or equal to 100"},
		"no utterances":                {change: func(i *Intent) { i.Spec.Utterances = nil }, want: "spec.utterances: Required value"},
		"an empty utterance":           {change: func(i *Intent) { i.Spec.Utterances = []string{""} }, want: "spec.utterances[0]"},
		"an utterance too long":        {change: func(i *Intent) { i.Spec.Utterances = []string{long(501)} }, want: "spec.utterances[0]: Too long"},
		"too many utterances":          {change: func(i *Intent) { i.Spec.Utterances = make([]string, 1001) }, want: "spec.utterances: Too many"},
		"a field name with a dash":     {change: func(i *Intent) { i.Spec.Fields[0].Name = "order-id" }, want: "spec.fields[0].name"},
		"a field without a prompt":     {change: func(i *Intent) { i.Spec.Fields[0].Prompt = "" }, want: "spec.fields[0].prompt: Required value"},
		"two fields of one name":       {change: func(i *Intent) { i.Spec.Fields = append(i.Spec.Fields, i.Spec.Fields[0]) }, want: "spec.fields[1]: Duplicate value"},
		"an unknown presence":          {change: func(i *Intent) { i.Spec.Fields[0].Presence = "true" }, want: `Unsupported value: "true"`},
		"no reply":                     {change: func(i *Intent) { i.Spec.Reply.Text = "" }, want: "spec.reply: Required value"},
		"a reply too long":             {change: func(i *Intent) { i.Spec.Reply.Text = long(2001) }, want: "spec.reply.text: Too long"},
		"the largest intent there is":  {change: func(i *Intent) { i.Spec.Utterances = largest() }},
		"a number with a pattern":      {change: func(i *Intent) { i.Spec.Fields[0].Type = FieldNumber }, want: "spec.fields[0].pattern: Invalid value: pattern is for the type Text: remove it, the type checks the value"},
		"a choice without choices":     {change: func(i *Intent) { i.Spec.Fields[0] = typed(FieldChoice) }, want: "spec.fields[0].choices: Invalid value: choices belong to the type Choice: set both or neither"},
		"choices without the type":     {change: func(i *Intent) { i.Spec.Fields[0].Choices = []string{"a", "b"} }, want: "spec.fields[0].choices: Invalid value: choices belong to the type Choice: set both or neither"},
		"an e-mail with a bound":       {change: func(i *Intent) { i.Spec.Fields[0] = typed(FieldEmail); i.Spec.Fields[0].Minimum = "1" }, want: "minimum and maximum are for the types Number and Date"},
		"a date from today on":         {change: func(i *Intent) { i.Spec.Fields[0] = typed(FieldDate); i.Spec.Fields[0].Minimum = "today" }},
		"a region for a number":        {change: func(i *Intent) { i.Spec.Fields[0] = typed(FieldNumber); i.Spec.Fields[0].Region = "GB" }, want: "region is for the type Phone"},
		"a language twice":             {change: func(i *Intent) { i.Spec.Locales = []IntentLocale{german(), german()} }, want: "spec.locales[1]: Duplicate value"},
		"a language without a reply":   {change: func(i *Intent) { i.Spec.Locales = []IntentLocale{{Locale: "de"}} }, want: "spec.locales[0].reply"},
		"another language":             {change: func(i *Intent) { i.Spec.Locales = []IntentLocale{german()} }},
		"choices in a language":        {change: func(i *Intent) { i.Spec.Locales = []IntentLocale{german("Klein", "Groß")} }},
		"a choice twice in a language": {change: func(i *Intent) { i.Spec.Locales = []IntentLocale{german("Klein", "Klein")} }, want: "spec.locales[0].prompts[0].choices[1]: Duplicate value"},
		"a choice too long, likewise":  {change: func(i *Intent) { i.Spec.Locales = []IntentLocale{german("Klein", long(61))} }, want: "spec.locales[0].prompts[0].choices[1]: Too long"},
		"a test of this intent":        {change: func(i *Intent) { i.Spec.Tests = []IntentTest{{Say: "my parcel?"}} }},
		"a test of another intent":     {change: func(i *Intent) { i.Spec.Tests = []IntentTest{{Say: "refund", Expect: "refund"}} }},
		"a test that asks":             {change: func(i *Intent) { i.Spec.Tests = []IntentTest{{Say: "hm", Expect: ExpectClarify}} }},
		"a test of a handoff":          {change: func(i *Intent) { i.Spec.Tests = []IntentTest{{Say: "an agent", Expect: ExpectHandoff}} }},
		"a test that says nothing":     {change: func(i *Intent) { i.Spec.Tests = []IntentTest{{Expect: "refund"}} }, want: "spec.tests[0].say: Required value"},
		"a test of no intent's name":   {change: func(i *Intent) { i.Spec.Tests = []IntentTest{{Say: "hm", Expect: "Answer"}} }, want: "spec.tests[0].expect"},
		"too many tests":               {change: func(i *Intent) { i.Spec.Tests = make([]IntentTest, 201) }, want: "spec.tests: Too many"},
		"a pattern longer than needed": {change: func(i *Intent) { i.Spec.Fields[0].Pattern = long(201) }, want: "spec.fields[0].pattern: Too long"},
	})
}

func typed(t FieldType) IntentField { return IntentField{Name: "orderId", Prompt: "Which?", Type: t} }

func german(choices ...string) IntentLocale {
	return IntentLocale{
		Locale: "de", Title: "Bestellung", Prompts: []IntentPrompt{{Field: "orderId", Prompt: "Welche?", Choices: choices}}, Reply: IntentReply{Text: "Bald."},
	}
}

// TestAReplyOfNoKind needs an object that Go's types cannot write: they leave out what is empty.
func TestAReplyOfNoKind(t *testing.T) {
	raw := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": GroupVersion.String(), "kind": "Intent",
		"metadata": map[string]any{"namespace": "default", "name": "silent"},
		"spec":     map[string]any{"botRef": map[string]any{"name": "support"}, "utterances": []any{"hello"}, "reply": map[string]any{}},
	}}
	const want = "spec.reply: Invalid value: set exactly one kind of reply: text"
	if err := api.Create(t.Context(), raw, client.DryRunAll); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func largest() []string {
	utterances := make([]string, 1000)
	for i := range utterances {
		utterances[i] = long(500)
	}
	return utterances
}

func TestIntentDefaults(t *testing.T) {
	intent := &Intent{Spec: IntentSpec{
		BotRef: LocalReference{Name: "support"}, Utterances: []string{"hello"}, Reply: IntentReply{Text: "Hello."},
		Fields: []IntentField{{Name: "name", Prompt: "Who are you?"}},
	}}
	intent.Namespace, intent.Name = "default", "defaults"
	if err := api.Create(t.Context(), intent); err != nil {
		t.Fatal(err)
	}
	if intent.Spec.Risk != RiskLow || intent.Spec.Fields[0].Presence != FieldRequired {
		t.Errorf("risk %q and presence %q, want Low and Required", intent.Spec.Risk, intent.Spec.Fields[0].Presence)
	}
}
