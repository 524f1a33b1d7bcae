// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"regexp"
	"slices"
)

// secrets are the shapes of keys and tokens that are known by their beginnings.
var secrets = []struct {
	what  string
	shape *regexp.Regexp
}{
	{"a private key", regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`)},
	{"an access key of AWS", regexp.MustCompile(`\bAKIA[0-9A-Z]{16}\b`)},
	{"a token of GitHub", regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9]{36,}\b`)},
	{"a token of Slack", regexp.MustCompile(`\bxox[abprs]-[A-Za-z0-9-]{10,}`)},
	{"a JSON web token", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`)},
	{"a password in a URL", regexp.MustCompile(`\b[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@]+@`)},
}

// lintSecrets finds secrets in specs. The message never quotes one.
func (ns *namespace) lintSecrets() []Finding {
	var findings []Finding
	for _, o := range ns.objects() {
		spec, _ := o.raw["spec"].(map[string]any)
		walk(spec, "spec", func(path, text string) {
			for _, s := range secrets {
				if s.shape.MatchString(text) {
					findings = append(findings, o.finding(RuleSecret, Error, path,
						fmt.Sprintf("holds %s, which everybody can read here: revoke it, put another into a Secret, and refer to that", s.what)))
				}
			}
		})
	}
	return findings
}

// objects of all kinds.
func (ns *namespace) objects() []*Object {
	var out []*Object
	for _, b := range ordered(ns.bots) {
		out = append(out, b.Object)
	}
	for _, i := range ordered(ns.intents) {
		out = append(out, i.Object)
	}
	for _, b := range ordered(ns.batches) {
		out = append(out, b.Object)
	}
	for _, p := range ordered(ns.policies) {
		out = append(out, p.Object)
	}
	for _, t := range ordered(ns.targets) {
		out = append(out, t.Object)
	}
	return out
}

// walk visits every text of a value.
func walk(value any, path string, visit func(path, text string)) {
	switch v := value.(type) {
	case string:
		visit(path, v)
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			walk(v[key], path+"."+key, visit)
		}
	case []any:
		for i, item := range v {
			walk(item, fmt.Sprintf("%s[%d]", path, i), visit)
		}
	}
}
