// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"errors"
	"fmt"
	"strings"

	"github.com/intentops/intentops/internal/contract/outbound"
)

// lintURLs finds URLs to which bots do not connect, by the guard of the bots. Whether the operator
// allows them all the same is not known here.
func (ns *namespace) lintURLs() []Finding {
	var findings []Finding
	for _, o := range ns.objects() {
		walk(o.raw["spec"], "spec", func(path, text string) {
			if !strings.HasSuffix(path, ".url") {
				return
			}
			if denied, is := errors.AsType[*outbound.DeniedError](outbound.Guard{}.CheckURL(text)); is {
				findings = append(findings, o.finding(RuleDoubtful, Warning, path,
					fmt.Sprintf("leads to %s, to which bots do not connect unless the operator's --allow-egress lists it: write a name or an address that pods reach, such as that of a Service", denied.Kind)))
			}
		})
	}
	return findings
}
