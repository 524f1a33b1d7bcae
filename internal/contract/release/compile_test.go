// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompileRefuses(t *testing.T) {
	with := func(change func(*Intent)) []Intent {
		intent := orderStatus()
		change(&intent)
		return []Intent{intent}
	}
	cases := map[string]struct {
		intents []Intent
		want    []string
	}{
		"two intents of one name": {
			intents: []Intent{greeting(), greeting()},
			want:    []string{`intent "greeting": metadata.name: is in the release twice: name each intent once`},
		},
		"no name": {
			intents: with(func(i *Intent) { i.Name = "" }),
			want:    []string{`intent "": metadata.name: is empty: name the intent`},
		},
		"no utterances": {
			intents: with(func(i *Intent) { i.Utterances = nil }),
			want:    []string{`intent "order-status": spec.utterances: is empty: give at least five examples of what customers write`},
		},
		"an utterance without words": {
			intents: with(func(i *Intent) { i.Utterances[1] = " ?! " }),
			want:    []string{`intent "order-status": spec.utterances[1]: has no word in it: write what a customer would, or remove it`},
		},
		"an utterance in two intents, written in two ways": {
			intents: []Intent{
				{Name: "b", Utterances: []string{"hi", "WHERE is my Parcel"}, Reply: Reply{Text: "x"}},
				orderStatus(),
			},
			want: []string{`intent "order-status": spec.utterances[0]: says the same as spec.utterances[1] of Intent "b": remove it from Intent "order-status" or from Intent "b"`},
		},
		"a pattern that is not RE2": {
			intents: with(func(i *Intent) { i.Fields[0].Pattern = "(?=x)" }),
			want: []string{
				`intent "order-status": spec.fields[0].pattern: not an RE2 expression: error parsing regexp: invalid or unsupported Perl syntax: ` + "`(?=`" + `: see https://github.com/google/re2/wiki/Syntax`,
			},
		},
		"a pattern that closes a group it did not open": {
			intents: with(func(i *Intent) { i.Fields[0].Pattern = "a)(b" }),
			want: []string{
				`intent "order-status": spec.fields[0].pattern: not an RE2 expression: error parsing regexp: unexpected ): ` + "`a)(b`" + `: see https://github.com/google/re2/wiki/Syntax`,
			},
		},
		"two fields of one name": {
			intents: with(func(i *Intent) { i.Fields[1].Name = "orderId"; i.Fields[1].Required = true }),
			want:    []string{`intent "order-status": spec.fields[1].name: "orderId" is the name of an earlier field too: rename one`},
		},
		"a reply without text": {
			intents: with(func(i *Intent) { i.Reply.Text = " \n" }),
			want:    []string{`intent "order-status": spec.reply.text: is empty: write what the bot answers`},
		},
		"a reply with an unknown field": {
			intents: with(func(i *Intent) { i.Reply.Text = "{orderid}, {orderid}" }),
			want:    []string{`intent "order-status": spec.reply.text: refers to {orderid}, but there is no such field: add it to spec.fields or correct the name`},
		},
		"a reply with a field that may have no value": {
			intents: with(func(i *Intent) { i.Reply.Text = "to {city}" }),
			want:    []string{`intent "order-status": spec.reply.text: refers to {city}, which is Optional and may have no value: make the field Required or leave it out`},
		},
		"several things at once": {
			intents: with(func(i *Intent) { i.Name = ""; i.Reply.Text = "" }),
			want: []string{
				`intent "": metadata.name: is empty: name the intent`,
				`intent "": spec.reply.text: is empty: write what the bot answers`,
			},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Compile(tc.intents, standardPolicy())
			if err == nil {
				t.Fatal("compiled, want an error")
			}
			if diff := cmp.Diff(tc.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

// TestALookAlikeIsADuplicateAndStopsNoRelease: nobody may bring such an utterance any more, and
// customers keep a release that had two before that was known.
func TestALookAlikeIsADuplicateAndStopsNoRelease(t *testing.T) {
	for name, other := range map[string]string{
		"apostrophe": "where’s my bill", "accent": "where´s my bill", "invisible": "where's\u200b my bill\u200f", "letters": "ｗｈｅｒｅ’ｓ my bill",
	} {
		intents := []Intent{
			{Name: "a", Utterances: []string{"where's my bill"}, Reply: Reply{Text: "x"}},
			{Name: "b", Utterances: []string{"hi", other}, Reply: Reply{Text: "x"}},
		}
		want := `intent "b": spec.utterances[1]: says the same as spec.utterances[0] of Intent "a": remove it from Intent "b" or from Intent "a"`
		if got := Duplicates(intents); len(got) != 1 || got[0].Error() != want {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
		if _, err := Compile(intents, standardPolicy()); err != nil {
			t.Errorf("%s: a release of before cannot be made: %v", name, err)
		}
	}
	unseen := Intent{Name: "a", Utterances: []string{"hi", "\u3164"}, Reply: Reply{Text: "x"}}
	if got := Check(unseen); len(got) != 1 || got[0].Field != "spec.utterances[1]" {
		t.Errorf("an utterance that nobody sees: %v, want a problem", got)
	}
	if _, err := Compile([]Intent{unseen}, standardPolicy()); err != nil {
		t.Errorf("an utterance that nobody sees, of before: %v", err)
	}
}

func TestCompileAcceptsOnePlainTextTwiceInOneIntent(t *testing.T) {
	intent := greeting()
	intent.Utterances = []string{"hello", "Hello!"}
	if _, err := Compile([]Intent{intent}, standardPolicy()); err != nil {
		t.Error(err)
	}
}

func TestOrderOfIntentsDoesNotMatter(t *testing.T) {
	intents := manyIntents(40, 5)
	want, err := Compile(intents, standardPolicy())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		random.Shuffle(len(intents), func(i, j int) { intents[i], intents[j] = intents[j], intents[i] })
		first := intents[0].Name
		got, err := Compile(intents, standardPolicy())
		if err != nil {
			t.Fatal(err)
		}
		if got.Hash() != want.Hash() {
			t.Fatalf("hash depends on the order: %s", cmp.Diff(want, got))
		}
		if intents[0].Name != first {
			t.Fatal("the caller's slice was sorted")
		}
	}
}

func TestNoIntentsAndNilIntentsAreOneRelease(t *testing.T) {
	a, errA := Compile(nil, standardPolicy())
	b, errB := Compile([]Intent{}, standardPolicy())
	if errA != nil || errB != nil || a.Hash() != b.Hash() {
		t.Errorf("hashes %s and %s (%v, %v), want one", a.Hash(), b.Hash(), errA, errB)
	}
}
