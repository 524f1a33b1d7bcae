// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"math"
	"testing"
)

// The hashes are the identity of every revision and release that exists. When this test
// fails, an upgrade of the operator would roll every bot: find what changed the encoding
// and take it back, or raise FormatVersion on purpose.
func TestHashesStayAsTheyWerePublished(t *testing.T) {
	compiled, err := Compile([]Intent{orderStatus(), greeting()}, standardPolicy())
	if err != nil {
		t.Fatal(err)
	}
	empty, err := Compile(nil, standardPolicy())
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ got, want string }{
		"an intent with every field":    {IntentHash(orderStatus()), "43063d7741"},
		"an intent with the least":      {IntentHash(greeting()), "af5f4a0c2d"},
		"a policy":                      {PolicyHash(standardPolicy()), "f5e5dc4b46"},
		"a release":                     {compiled.Hash(), "912f3453d63389a546961655658a7be3b6bcd5d2e7e8643a516608f955e410fa"},
		"a release without any intents": {empty.Hash(), "c66f24d8e7de95843aa4df18dd2a00504779810643e16cbb99f70fb6a003da0e"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if tc.got != tc.want {
				t.Errorf("hash is %s, want %s: this change rolls every bot", tc.got, tc.want)
			}
		})
	}
}

func TestCanonicalSortsAndDoesNotEscape(t *testing.T) {
	type inner struct {
		Zulu  string `json:"zulu"`
		Alpha int64  `json:"alpha"`
	}
	got, err := Canonical(struct {
		B inner             `json:"b"`
		A map[string]string `json:"a"`
	}{inner{"<&>", math.MaxInt64}, map[string]string{"y": "ü", "x": "\xff"}})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"a":{"x":"�","y":"ü"},"b":{"alpha":9223372036854775807,"zulu":"<&>"}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCanonicalRefusesWhatJSONCannotHold(t *testing.T) {
	if got, err := Canonical(math.NaN()); err == nil {
		t.Errorf("got %s, want an error", got)
	}
	if got, err := Hash("x", make(chan int)); err == nil {
		t.Errorf("got %s, want an error", got)
	}
}

func TestRevisionHashes(t *testing.T) {
	base := IntentHash(orderStatus())
	revised := orderStatus()
	revised.Revision = "another"
	if got := IntentHash(revised); got != base {
		t.Errorf("the revision's name changes the hash to %s, want %s", got, base)
	}
	if len(base) != RevisionHashLength {
		t.Errorf("hash has %d digits, want %d", len(base), RevisionHashLength)
	}
	seen := map[string]string{base: "unchanged"}
	for name, change := range map[string]func(*Intent){
		"name":       func(i *Intent) { i.Name = "x" },
		"risk":       func(i *Intent) { i.Risk = "High" },
		"confidence": func(i *Intent) { i.ConfidencePercent = 81 },
		"utterances": func(i *Intent) { i.Utterances = i.Utterances[:1] },
		"field":      func(i *Intent) { i.Fields[1].Required = true },
		"reply":      func(i *Intent) { i.Reply.Text += "!" },
	} {
		changed := orderStatus()
		change(&changed)
		hash := IntentHash(changed)
		if other, taken := seen[hash]; taken {
			t.Errorf("a change of %s has the hash of %s", name, other)
		}
		seen[hash] = name
	}
}

func TestHashesOfDifferentKindsDiffer(t *testing.T) {
	a, errA := Hash("a", 1)
	b, errB := Hash("b", 1)
	if errA != nil || errB != nil || a == b {
		t.Errorf("hashes %s and %s (%v, %v), want two that differ", a, b, errA, errB)
	}
}
