// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"net/url"
	"slices"
	"strings"
)

// placeholders are the names that RFC 2606 reserves for examples: nobody can have them.
var placeholders = []string{".example", ".invalid", ".example.com", ".example.net", ".example.org"}

// Placeholder says whether packets go to a host that cannot exist, as in an example that was
// not completed.
func (h Handoff) Placeholder() bool {
	parsed, err := url.Parse(h.URL)
	if err != nil {
		return false
	}
	host := "." + strings.ToLower(strings.TrimSuffix(parsed.Hostname(), "."))
	return slices.ContainsFunc(placeholders, func(name string) bool { return strings.HasSuffix(host, name) })
}
