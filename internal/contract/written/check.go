// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package written

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/intentops/intentops/internal/contract/policy"
	"github.com/intentops/intentops/internal/contract/release"
)

// checkRelease finds what the operator would not accept in manifests of the same content.
func checkRelease(r release.Release) list {
	var found list
	index := map[string]string{}
	for i, intent := range r.Intents {
		at := strconv.Itoa(i)
		if _, twice := index[intent.Name]; twice && intent.Name != "" {
			found = append(found, problem{[]string{"intents", at, "name"}, "is the name of an earlier intent too: name each intent once"})
			continue
		}
		index[intent.Name] = at
		for _, p := range release.Check(intent) {
			found = append(found, ofIntent(at, p))
		}
		for j, field := range intent.Fields {
			for _, p := range checkField(field) {
				found = append(found, problem{append([]string{"intents", at, "fields", strconv.Itoa(j)}, p.path...), p.message})
			}
		}
	}
	for _, p := range release.Duplicates(r.Intents) {
		found = append(found, ofIntent(index[p.Intent], p))
	}
	return append(found, checkPolicy(r.Policy)...)
}

// ofManifest are words about manifests with those about releases.
var ofManifest = strings.NewReplacer(
	"metadata.name", "name", "spec.", "",
	"which is Optional and may have no value: make the field Required", "which has required: false and may have no value: make it required",
	"secretRef", "secretName",
)

// ofIntent is a problem with the intent at a place of the release.
func ofIntent(at string, p release.Problem) problem {
	return problem{append([]string{"intents", at}, steps(ofManifest.Replace(p.Field))...), ofManifest.Replace(p.Message)}
}

// steps of a path such as fields[0].pattern.
func steps(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
}

// checkField finds members of a field that do not belong to its type, as the API server does in
// manifests.
func checkField(f release.Field) list {
	var found list
	report := func(wrong bool, member, message string) {
		if wrong {
			found = append(found, problem{[]string{member}, message})
		}
	}
	choice := f.Type == release.FieldChoice
	report(choice && len(f.Choices) < 2, "choices", "has fewer than two, which the type Choice needs: write a list such as [\"Red\", \"Blue\"]")
	report(!choice && len(f.Choices) > 0, "choices", "belongs to the type Choice: write type: \"Choice\", or remove it")
	report(f.Pattern != "" && f.Type != "" && f.Type != release.FieldText, "pattern", "is for the type Text: remove it, the type checks the value")
	report(f.Region != "" && f.Type != release.FieldPhone, "region", "is for the type Phone: remove it")
	return found
}

func checkPolicy(p release.Policy) list {
	var found list
	if err := release.CheckURL(p.Handoff.URL); err != nil {
		found = append(found, problem{[]string{"policy", "handoff", "url"}, ofManifest.Replace(err.Error())})
	}
	_, err := policy.Compile(p)
	for _, err := range each(err) {
		rule, is := errors.AsType[*policy.CompileError](err)
		if !is {
			found = append(found, problem{[]string{"policy", "rules"}, err.Error()})
			continue
		}
		message := rule.Message
		if rule.Line > 0 {
			message = fmt.Sprintf("%d:%d: %s", rule.Line, rule.Column, message)
		}
		found = append(found, problem{[]string{"policy", "rules", strconv.Itoa(rule.Index), "when"}, message})
	}
	return found
}

// each are the errors that errors.Join put together.
func each(err error) []error {
	if several, is := err.(interface{ Unwrap() []error }); is {
		return several.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
