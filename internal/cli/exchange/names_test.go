// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"pgregory.net/rapid"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestNamesThatKubernetesAllows(t *testing.T) {
	for original, want := range map[string]string{
		"order-status": "order-status", "order_status": "order-status", "Order Status": "order-status", "OrderStatus": "order-status", "FAQ": "faq", "HTTPError": "httperror",
		"smalltalk.greetings": "smalltalk.greetings", "Smalltalk.Greetings": "smalltalk-greetings", "faq/hours": "faq-hours", "Bestellung Größe": "bestellung-groesse",
		"cadê": "cade", "Łódź": "lodz", "  -x- ": "x", "注文": "intent-266125dd", "": "intent-e3b0c442", "42": "42", "-": "intent-3973e022",
		strings.Repeat("a", 64): strings.Repeat("a", 54) + "-ffe054fe", strings.Repeat("a", 63): strings.Repeat("a", 63),
	} {
		if got := kubernetesName(original); got != want {
			t.Errorf("%q: got %q, want %q", original, got, want)
		}
	}
}

func TestNamesOfFields(t *testing.T) {
	for original, want := range map[string]string{
		"orderId": "orderId", "order_id": "orderId", "Order-ID": "orderId", "OrderNumber": "orderNumber", "geo-city": "geoCity", "PERSON": "person", "größe": "groesse",
		"2nd": "nd", "注文": "field266125dd", strings.Repeat("x", 50): strings.Repeat("x", 40),
	} {
		if got := fieldName(original); got != want {
			t.Errorf("%q: got %q, want %q", original, got, want)
		}
	}
}

// TestCollidingNamesDiffer: whoever has the name already keeps it, the others end with a hash of
// theirs, whatever order they come in and whoever else is there.
func TestCollidingNamesDiffer(t *testing.T) {
	want := map[string]string{"order-status": "order-status", "order_status": "order-status-ec782a", "Order Status": "order-status-fce5e8", "other": "other"}
	names := []string{"order_status", "Order Status", "order-status", "other"}
	for range 2 {
		if diff := cmp.Diff(want, kubernetesNames(names)); diff != "" {
			t.Error(diff)
		}
		slices.Reverse(names)
	}
	if got := kubernetesNames([]string{"order_status", "new one"})["order_status"]; got != "order-status" {
		t.Errorf("alone it is %q", got)
	}
}

// TestAnyNamesBecomeOnesThatAreAllowed and differ.
func TestAnyNamesBecomeOnesThatAreAllowed(t *testing.T) {
	field := regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,39}$`)
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z_ .]{0,70}`)), 0, 8, rapid.ID[string]).Draw(t, "names")
		intents, fields, files := kubernetesNames(names), fieldNames(names), fileNames(names)
		for what, given := range map[string]map[string]string{"intent": intents, "field": fields, "file": files, "Lex": lexDistinct(nil, names, "", nil), "CX": cxNames(names)} {
			seen := map[string]bool{}
			for _, name := range names {
				got := given[name]
				key := got
				if what == "file" {
					key = strings.ToLower(got)
				}
				if seen[key] {
					t.Fatalf("%s %q is there twice", what, got)
				}
				seen[key] = true
				switch {
				case what == "intent" && (len(validation.IsDNS1123Subdomain(got)) > 0 || len(got) > 63),
					what == "field" && !field.MatchString(got),
					what == "file" && (strings.ContainsAny(got, `/\`) || got == "" || strings.Trim(got, ".") != got),
					what == "Lex" && (!lexNames.MatchString(got) || len(got) > 100),
					what == "CX" && len([]rune(got)) > cxMaxName:
					t.Fatalf("%s %q for %q is not allowed", what, got, name)
				}
			}
		}
	})
}

// TestNoManifestLeadsAnExportElsewhere: Intents that the API server would refuse are exported too.
func TestNoManifestLeadsAnExportElsewhere(t *testing.T) {
	const out = "../../../etc/x"
	intent := &v1alpha1.Intent{ObjectMeta: metav1.ObjectMeta{Name: out, Annotations: map[string]string{AnnotationName: out, AnnotationFields: `{"a": "` + out + `"}`}}}
	intent.Spec = v1alpha1.IntentSpec{Locale: out, Utterances: []string{"where is it"}, Fields: []v1alpha1.IntentField{{Name: "a", Prompt: "A?", Choices: []string{out, "b"}, Type: v1alpha1.FieldChoice}}}
	intent.Spec.Locales = []v1alpha1.IntentLocale{{Locale: out, Utterances: []string{"wo ist es"}}, {Locale: "de/..", Utterances: []string{"wo"}}}
	for _, format := range Formats {
		bot := FromIntents([]Source{{Intent: intent}}, &Report{})
		bot.Name = out
		for name := range format.Write(bot, &Report{}) {
			if !fs.ValidPath(name) {
				t.Errorf("%s would write %q", format.Name, name)
			}
		}
	}
}

// TestNamesThatWereChosenToCollideDiffer: hashes are no secret.
func TestNamesThatWereChosenToCollideDiffer(t *testing.T) {
	names := []string{"order_status", "order-status", "A?", "a?"}
	for n := range 3 {
		names = append(names, "order-status-"+hashOf("order_status" + strings.Repeat("\x00", n))[:6], "intent-"+hashOf("a?" + strings.Repeat("\x00", n))[:12])
	}
	for what, given := range map[string]map[string]string{"intents": kubernetesNames(names), "files": fileNames(names)} {
		seen := map[string]bool{}
		for _, name := range given {
			if seen[name] {
				t.Errorf("%s: %q is there twice", what, name)
			}
			seen[name] = true
		}
	}
	if got := lexName("a---b..c"); got != "a-b-c" {
		t.Errorf("Lex would refuse %q", got)
	}
}

// TestWhatExceedsTheAPIIsListed with its place, and the rest is kept.
func TestWhatExceedsTheAPIIsListed(t *testing.T) {
	bot := &Bot{Locale: "en"}
	i := bot.intent("many", "data/nlu.yml")
	text := i.text("en")
	text.Reply = "Yes."
	text.Utterances = []string{"where is it", strings.Repeat("ä", 501), strings.Repeat("ä", 500), "?!"}
	for n := range 1200 {
		text.Utterances = append(text.Utterances, "utterance "+asText(n))
	}
	for n := range 22 {
		name := "field" + asText(n)
		i.Fields, text.Prompts[name] = append(i.Fields, &Field{Name: name, Required: true}), "Which?"
	}
	i.Fields[0].Type, i.Fields[0].Choices = v1alpha1.FieldChoice, slices.Repeat([]string{"the same"}, 11)
	report := &Report{}
	intents := ToIntents(bot, "support", report)
	if len(intents) != 1 || len(intents[0].Spec.Utterances) != 1000 || len(intents[0].Spec.Fields) != 20 {
		t.Fatalf("%+v", report)
	}
	var got []string
	for _, n := range report.Notes {
		got = append(got, string(n.Kind)+" "+n.File+" "+n.Item+": "+n.Reason)
	}
	want := []string{
		"dropped data/nlu.yml intent many, en, utterance 2: it has 501 characters, and an utterance may have 500",
		"dropped data/nlu.yml intent many, en, utterance 4: it has no word in it",
		"dropped data/nlu.yml intent many, en, utterance 1003: an Intent may have 1000 utterances in a language: this one and the 201 after it are left out",
		"changed data/nlu.yml intent many, field field0: it takes any text now: choices are 2 to 10 that differ, of at most 60 characters, and this has 11",
		"dropped data/nlu.yml intent many, field field20: an Intent may have 20 fields",
		"dropped data/nlu.yml intent many, field field21: an Intent may have 20 fields",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAnnotationsOfOthersAreNotBelieved: two Intents may say the same name, or nonsense.
func TestAnnotationsOfOthersAreNotBelieved(t *testing.T) {
	intent := func(name, was, fields string) Source {
		i := &v1alpha1.Intent{ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{AnnotationName: was, AnnotationFields: fields}}}
		i.Spec.Utterances = []string{"about " + name}
		i.Spec.Fields = []v1alpha1.IntentField{{Name: "a", Prompt: "A?"}, {Name: "b", Prompt: "B?"}}
		return Source{File: name + ".yaml", Intent: i}
	}
	report := &Report{}
	bot := FromIntents([]Source{intent("first", "same", `{"a":"b"}`), intent("second", "same", "nonsense"), intent("third", "", `{"a":"x","b":"x"}`)}, report)
	var got []string
	for _, i := range bot.Intents {
		got = append(got, i.Name+" "+strings.Join(i.fieldNames(), " "))
	}
	if diff := cmp.Diff([]string{"same a b", "second a b", "third x b"}, got); diff != "" {
		t.Error(diff)
	}
	if report.Count(Changed) != 2 {
		t.Errorf("%+v", report.Notes)
	}
}
