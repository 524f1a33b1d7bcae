// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"pgregory.net/rapid"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// awkward are pieces of utterances that mean something to one of the formats, or to YAML.
var awkward = []string{
	"yes", "no", "null", "~", "on", "0x1f", "1e3", "2025-03-31", "- ", "-", ": ", "#", " # ", "'", `"`, "`", "```", `\`, `\n`, "[", "]", "(", ")", "[a](b)", `[a]{"entity": "b"}`,
	"{", "}", "{{x}}", "{orderId}", "$x", "$", "#c.d", "%", "&", "*", "!", "|", ">", "@", "<b>", "\t", "\n", "\r", "\u2028", "\u0085", "\u00a0", "\ufeff", "\x00", "\x7f", "\x1d",
	"ä", "e\u0301", "我的订单", "मेरा", "أين", "👍🏽", "--- ", "...", "? ", " ", "  ", "where is it", "\U0010ffff", "\ufffd",
}

func utterance(t *rapid.T) string {
	pieces := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(awkward), rapid.String()), 1, 6).Draw(t, "pieces")
	said := strings.ToValidUTF8(strings.Join(pieces, ""), "") + rapid.SampledFrom([]string{"", " ", "x", "word"}).Draw(t, "end")
	if utterances.Normalise(said) == "" {
		said = "word " + said + "."
	}
	return string([]rune(said)[:min(len([]rune(said)), 100)])
}

func name(t *rapid.T) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"order_status", "Order Status", "orderStatus", "order-status", "faq/hours", "faq/returns", "Größe", "我的", "../../etc/passwd", "yes", "a.b", "CON", strings.Repeat("long", 30)}),
		rapid.StringMatching(`[A-Za-z_ -]{1,80}[a-z]`),
	).Draw(t, "name")
}

// anyIntents are Intents as an import makes them.
func anyIntents(t *rapid.T) []Source {
	names := rapid.SliceOfNDistinct(rapid.Custom(name), 1, 3, func(s string) string { return s }).Draw(t, "names")
	given := kubernetesNames(names)
	var sources []Source
	for n, original := range names {
		intent := &v1alpha1.Intent{ObjectMeta: metav1.ObjectMeta{Name: given[original]}}
		if given[original] != original {
			intent.Annotations = map[string]string{AnnotationName: original}
		}
		intent.Spec = v1alpha1.IntentSpec{
			BotRef: v1alpha1.LocalReference{Name: "support"}, Locale: "en",
			Utterances: rapid.SliceOfN(rapid.Custom(utterance), 1, 4).Draw(t, "utterances"),
			Reply:      v1alpha1.IntentReply{Text: "It is on its way."},
		}
		if rapid.Bool().Draw(t, "german") {
			intent.Spec.Locales = []v1alpha1.IntentLocale{{
				Locale: "de", Utterances: rapid.SliceOfN(rapid.Custom(utterance), 1, 3).Draw(t, "german utterances"), Reply: v1alpha1.IntentReply{Text: "Unterwegs."},
			}}
		}
		sources = append(sources, Source{File: fmt.Sprintf("%d.yaml", n), Intent: intent})
	}
	return sources
}

// TestUtterancesSurviveTheWayOutAndIn: what export writes, import reads as the very same, but for
// what the report of the export lists.
func TestUtterancesSurviveTheWayOutAndIn(t *testing.T) {
	for _, format := range Formats {
		t.Run(format.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				sources := anyIntents(t)
				out := &Report{}
				files := format.Write(FromIntents(sources, out), out)
				bot, err := format.Read(files, &Report{})
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]v1alpha1.IntentSpec{}
				for _, intent := range ToIntents(bot, "support", &Report{}) {
					got[intent.Name] = manifest(t, intent).Spec
				}
				after := namesAfter(format, sources)
				for _, s := range sources {
					want, back := s.Intent.Spec, got[after[s.Intent.Name]]
					if format.Name == "rasa" {
						want.Utterances, want.Locales = readByRasa(want.Utterances), nil
						if len(want.Utterances) == 0 {
							continue
						}
					}
					if diff := gocmp.Diff(want, back); diff != "" {
						t.Fatalf("%q came back as another (-want +got):\n%s\nreport: %+v", s.Intent.Name, diff, out.Notes)
					}
				}
			})
		})
	}
}

// manifest is an Intent after it was written as YAML and read as kubectl reads it.
func manifest(t *rapid.T, intent *v1alpha1.Intent) *v1alpha1.Intent {
	object, err := runtime.DefaultUnstructuredConverter.ToUnstructured(intent)
	if err != nil {
		t.Fatal(err)
	}
	raw := Manifest(object)
	read := &v1alpha1.Intent{}
	if err := yaml.UnmarshalStrict(raw, read); err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	return read
}

// namesAfter are the names of Intents after export and import: Lex and CX change names.
func namesAfter(format Format, sources []Source) map[string]string {
	var originals []string
	original := map[string]string{}
	for _, s := range sources {
		original[s.Intent.Name] = cmp.Or(s.Intent.Annotations[AnnotationName], s.Intent.Name)
		originals = append(originals, original[s.Intent.Name])
	}
	there := map[string]string{}
	for _, name := range originals {
		there[name] = name
	}
	switch format.Name {
	case "lex":
		there = lexDistinct(nil, originals, "", &Report{})
	case "dialogflow-cx":
		there = cxNames(originals)
	}
	back := kubernetesNames(slices.Collect(maps.Values(there)))
	after := map[string]string{}
	for name, was := range original {
		after[name] = back[there[was]]
	}
	return after
}

// readByRasa are the utterances that Rasa can hold, as its own reader would give them.
func readByRasa(all []string) []string {
	var out []string
	for _, s := range all {
		if trimmed := strings.Trim(s, " \r\n"); !rasaEntity.MatchString(s) && utterances.Normalise(trimmed) != "" {
			out = append(out, trimmed)
		}
	}
	return slices.Clip(out)
}

// TestNamesComeBack: an Intent keeps the name that it had, in every format that takes it.
func TestNamesComeBack(t *testing.T) {
	names := []string{"order_status", "Order Status", "OrderStatus", "order-status", "Bestellung Größe", "注文", "faq/opening hours", "a.b", strings.Repeat("x_", 40)}
	bot := &Bot{Locale: "en"}
	for _, n := range names {
		i := bot.intent(n, "f")
		text := i.text("en")
		text.Utterances, text.Reply = []string{"about " + n}, "Yes."
	}
	intents := ToIntents(bot, "support", &Report{})
	var got []string
	for _, format := range Formats {
		if format.Name == "lex" || format.Name == "dialogflow-cx" {
			continue // take fewer names
		}
		var sources []Source
		for _, intent := range intents {
			sources = append(sources, Source{Intent: intent})
		}
		read, err := format.Read(format.Write(FromIntents(sources, &Report{}), &Report{}), &Report{})
		if err != nil {
			t.Fatal(err)
		}
		got = namesOf(read)
		slices.Sort(got)
		want := slices.Sorted(slices.Values(names))
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format.Name, diff)
		}
	}
}
