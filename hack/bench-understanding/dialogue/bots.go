// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"slices"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// atMedium runs the paraphrases of a folder of bots, and what is out of their scope, as first messages to
// bots that do everything at the risk Medium: what is asked for is to be done at once, and nothing else.
func (b bench) atMedium(folder string) error {
	files, err := filepath.Glob(filepath.Join(b.blind, folder, "*.json"))
	if err != nil {
		return err
	}
	slices.Sort(files)
	requests, others := newTally("at once"), newTally("not done")
	for _, file := range files {
		var set struct {
			Intents                 []intent
			Paraphrases, OutOfScope []struct{ Intent, Kind, Text string }
		}
		if err := b.read(filepath.Join(folder, filepath.Base(file)), &set); err != nil {
			return err
		}
		for i := range set.Intents {
			set.Intents[i].Risk, set.Intents[i].Fields = "Medium", nil
		}
		made, err := botOf(set.Intents, "en", someDay)
		if err != nil {
			return err
		}
		for _, p := range slices.Concat(set.Paraphrases, set.OutOfScope) {
			talk, err := made.talk("en", nil)
			if err != nil {
				return err
			}
			out, err := talk.say(p.Text)
			if err != nil {
				return err
			}
			var done []string
			for _, r := range out.Replies {
				if r.Kind == conversation.KindAnswer {
					done = append(done, r.Intent)
				}
			}
			wrong := slices.ContainsFunc(done, func(name string) bool { return name != p.Intent })
			if p.Intent == "" {
				others.count("out of scope", !wrong)
			} else {
				requests.count("paraphrases", slices.Contains(done, p.Intent))
				others.count("of another intent", !wrong)
			}
			if wrong {
				b.fail("%s %s %q: %v", filepath.Base(file), p.Intent, p.Text, done)
			}
		}
	}
	requests.print()
	others.print()
	return nil
}
