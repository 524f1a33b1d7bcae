// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"regexp"

	"k8s.io/apimachinery/pkg/api/validation"
)

// nameOfOther is the path of a name of an object that is not ours: a Secret, or for a CA a ConfigMap.
var nameOfOther = regexp.MustCompile(`\.(secret|certificate|ca)Ref\.name$`)

// lintNames finds names that no Secret or ConfigMap can have, so that none can be made.
func (ns *namespace) lintNames() []Finding {
	var findings []Finding
	for _, o := range ns.objects() {
		walk(o.raw["spec"], "spec", func(path, text string) {
			if nameOfOther.MatchString(path) && len(validation.NameIsDNSSubdomain(text, false)) > 0 {
				findings = append(findings, o.finding(RuleReference, Error, path,
					fmt.Sprintf("nothing can be named %q: write lower-case letters, digits, hyphens and dots, such as desk-key", text)))
			}
		})
	}
	return findings
}
