// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// guesses are messages that are taken for an Intent with a confidence in percent, of which some are
// about it, evenly in both halves.
func guesses(intent string, percent, of, right int) []guess {
	var out []guess
	for i := range of {
		about := intent
		if i*right/of == (i+1)*right/of {
			about = "another"
		}
		out = append(out, guess{as: intent, about: about, confidence: float64(percent) / 100, second: i/2%2 == 1})
	}
	return out
}

func TestThresholdsAreProposedWhereTheMessagesTell(t *testing.T) {
	join := func(all ...[]guess) (out []guess) {
		for _, some := range all {
			out = append(out, some...)
		}
		return out
	}
	for name, tc := range map[string]struct {
		guesses  []guess
		now      int
		proposed int
		why      string
	}{
		"answers below are right too":          {join(guesses("refund", 90, 400, 390), guesses("refund", 55, 400, 388), guesses("refund", 40, 100, 20)), 70, 55, "answers more"},
		"answers above are wrong too often":    {join(guesses("refund", 92, 300, 294), guesses("refund", 75, 300, 150)), 70, 90, "too many answers are wrong"},
		"the present one fits":                 {join(guesses("refund", 72, 400, 385), guesses("refund", 60, 400, 100)), 70, 0, "fits"},
		"too few messages":                     {guesses("refund", 90, 40, 40), 70, 0, "fewer than 30 answers in each half"},
		"none is right often enough":           {guesses("refund", 95, 400, 200), 70, 0, "no threshold makes 90% of answers right: add utterances, or tell the Intent from others"},
		"nearly right, and nothing is certain": {join(guesses("refund", 90, 70, 62), guesses("refund", 75, 10, 6)), 70, 0, "too few answers to tell"},
		"a higher one would be safer":          {join(guesses("refund", 90, 100, 98), guesses("refund", 75, 20, 10)), 70, 0, "nothing shows that fewer than 90% of answers are right now"},
	} {
		t.Run(name, func(t *testing.T) {
			p := propose("refund", tc.now, 90, tc.guesses)
			if p.Proposed != tc.proposed || p.Why != tc.why {
				t.Errorf("%+v: want %d%%: %s", p, tc.proposed, tc.why)
			}
			if (p.After != nil) != (tc.proposed > 0) {
				t.Errorf("after is %+v", p.After)
			}
		})
	}
}

// TestWhatOneHalfAloneSaysIsNotProposed: the half that a threshold is chosen by always likes it.
func TestWhatOneHalfAloneSaysIsNotProposed(t *testing.T) {
	all := guesses("refund", 90, 400, 392)
	for i, g := range guesses("refund", 55, 200, 200) {
		if g.second = i%2 == 1; g.second && i%4 == 1 {
			g.about = "another"
		}
		all = append(all, g)
	}
	p := propose("refund", 70, 90, all)
	if p.Proposed != 0 || !strings.HasPrefix(p.Why, "55% looks right, but the other half of the messages does not bear it out") {
		t.Errorf("%+v", p)
	}
}

func TestIntervalsAreWilsons(t *testing.T) {
	for want, r := range map[string]rate{"90% (83-94)": rateOf(90, 100), "100% (72-100)": rateOf(10, 10), "-": rateOf(0, 0)} {
		if r.String() != want {
			t.Errorf("%s, want %s", r, want)
		}
	}
}

func TestThresholdsAreShown(t *testing.T) {
	after := effect{Right: rateOf(180, 190), Answered: rateOf(180, 200)}
	shown := &thresholds{Bot: "support", Release: "support-000003", Wanted: 90, Messages: 1200, Elsewhere: 80, Intents: []proposal{
		{Intent: "order-status", Now: 70, Proposed: 55, Before: effect{Right: rateOf(140, 144), Answered: rateOf(140, 200)}, After: &after, Why: "answers more"},
		{Intent: "refund", Now: 70, Before: effect{Right: rateOf(9, 10), Answered: rateOf(9, 14)}, Why: "fewer than 30 answers in each half"},
	}}
	for suffix, sc := range screens() {
		w := newWorld(t, sc)
		(&thresholdsOptions{plugin: w.plugin, bot: "support"}).screenOf(shown)
		golden(t, "screens/thresholds-"+suffix, w.out.String())
	}
	w := newWorld(t, shopScreen)
	if err := (&thresholdsOptions{plugin: w.plugin, bot: "support"}).writePatches(shown); err != nil {
		t.Fatal(err)
	}
	golden(t, "screens/thresholds-yaml", w.out.String()+w.err.String())
}

// TestThresholdsOfAFolder labels many messages that are clear, and more that are as clearly about
// something else and look the same.
func TestThresholdsOfAFolder(t *testing.T) {
	var lines strings.Builder
	for i := range 300 {
		fmt.Fprintf(&lines, "{\"text\": \"when are you open on day %d\", \"intent\": \"opening-hours\"}\n", i)
		fmt.Fprintf(&lines, "{\"text\": \"bananas and %d apples\", \"intent\": \"groceries\"}\n", i)
	}
	lines.WriteString(`{"text": "nobody labelled this"}` + "\n")
	file := filepath.Join(t.TempDir(), "labelled.jsonl")
	if err := os.WriteFile(file, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, shopScreen)
	if code := w.run("thresholds", "support", "--from", file, "--dir", shopFolder, "-o", "json"); code != exitDone {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	if want := "1 label of the file: Bot support has no such Intent, so messages count as about something else: groceries\n"; w.err.String() != want {
		t.Errorf("%q, want %q", w.err, want)
	}
	var got thresholds
	if err := yaml.Unmarshal(w.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Messages != 600 || got.Elsewhere != 300 || len(got.Intents) == 0 {
		t.Fatalf("%+v", got)
	}
	for _, p := range got.Intents {
		if p.Now != 60 {
			t.Errorf("Intent %s has %d%% now, want the policy's", p.Intent, p.Now)
		}
	}
}

func TestWhatThresholdsRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no file":   {nil, "error: --from is missing: name a file of labelled messages"},
		"no labels": {[]string{"--from", chats, "--dir", shopFolder}, "error: " + chats + ": no message has a label"},
		"a wish":    {[]string{"--from", chats, "--right", "100"}, "error: --right 100: is not from 50 to 99"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen)
			if code := w.run(append([]string{"thresholds", "support"}, tc.args...)...); code != exitFailed || w.out.Len() > 0 || !strings.HasPrefix(w.err.String(), tc.want) {
				t.Errorf("exit %d, stdout %q, stderr %q, want %q", code, w.out, w.err, tc.want)
			}
		})
	}
}
