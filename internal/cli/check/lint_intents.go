// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// lintIntents finds what the operator would not accept, by the code of the operator.
func (ns *namespace) lintIntents() []Finding {
	var findings []Finding
	contents := map[string][]release.Intent{} // by Bot
	for _, i := range ordered(ns.intents) {
		content := release.AsWritten(i.Value.Spec, i.Name)
		contents[i.Value.Spec.BotRef.Name] = append(contents[i.Value.Spec.BotRef.Name], content)
		for _, p := range release.Check(content) {
			findings = append(findings, i.finding(RuleIntent, Error, p.Field, p.Message))
		}
		for _, doubt := range release.Doubts(content) {
			field, message, _ := strings.Cut(doubt, ": ")
			findings = append(findings, i.finding(RuleDoubtful, Warning, field, message))
		}
	}
	for _, bot := range ns.botNames() {
		all := contents[bot]
		for _, p := range release.Duplicates(all) {
			findings = append(findings, ns.intents[p.Intent].finding(RuleDuplicate, Error, p.Field, p.Message))
		}
		findings = append(findings, ns.nearDuplicates(all)...)
	}
	return findings
}

// nearDuplicates finds utterances of two Intents that have the same words in another order.
func (ns *namespace) nearDuplicates(all []release.Intent) []Finding {
	type at struct {
		intent string
		index  int
		text   string
	}
	first := map[string]at{}
	var findings []Finding
	for _, intent := range all {
		for i, utterance := range intent.Utterances {
			words := utterances.AppendWords(nil, utterance)
			if len(words) < 2 {
				continue
			}
			text := strings.Join(words, " ")
			slices.Sort(words)
			key := strings.Join(slices.Compact(words), " ")
			before, known := first[key]
			if !known {
				first[key] = at{intent.Name, i, text}
				continue
			}
			// The very same text is a duplicate, which is an error of its own.
			if before.intent != intent.Name && before.text != text {
				findings = append(findings, ns.intents[intent.Name].finding(RuleNear, Warning, fmt.Sprintf("spec.utterances[%d]", i),
					fmt.Sprintf("has the words of spec.utterances[%d] of Intent %q: the bot can hardly tell the two apart", before.index, before.intent)))
			}
		}
	}
	return findings
}
