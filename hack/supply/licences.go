// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// allowed are the licences that the programs may contain: those that only ask for notices, and
// one that asks for changes to its own files to be published, of which there are none.
var allowed = []string{
	"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MPL-2.0", "Unlicense", "Zlib",
}

// refused says which modules may not be part of the programs, and why.
func refused(modules []module) error {
	var problems []error
	for _, m := range modules {
		if m.problem != "" {
			problems = append(problems, fmt.Errorf("%s: the licence is not known: %s", m.path, m.problem))
		}
		for _, licence := range m.licences {
			if !slices.Contains(allowed, licence) {
				problems = append(problems, fmt.Errorf("%s: %s is not allowed: use another module, or add it to allowed in hack/supply with a reason", m.path, licence))
			}
		}
	}
	return errors.Join(problems...)
}

const licencesHead = `# Licences

intentops is under Apache-2.0. Its programs (operator, bot and kubectl plugin) also contain the Go standard library (BSD-3-Clause) and these modules. Their versions are in ` + "`go.mod`" + ` and, for each image, in its [SBOM](security.md#what-the-images-are-made-of).

Made by ` + "`make licences`" + ` from the licence files of the modules; ` + "`make verify`" + ` fails when this page is not up to date, or when there is another licence than %s. Above all that leaves out: GPL, LGPL and AGPL, whose conditions reach the program around them; SSPL, BUSL, Commons Clause and other licences that restrict use; and modules without a licence that is recognised.

| module | licence |
| --- | --- |
`

// page is docs/licences.md. It leaves versions out, so that an update of a module changes it
// only when the licence changes.
func page(modules []module) string {
	var b strings.Builder
	fmt.Fprintf(&b, licencesHead, strings.Join(allowed[:len(allowed)-1], ", ")+" and "+allowed[len(allowed)-1])
	for _, m := range modules {
		fmt.Fprintf(&b, "| `%s` | %s |\n", m.path, strings.Join(m.licences, ", "))
	}
	b.WriteString("\nFiles that are not Go modules:\n\n| file | licence |\n| --- | --- |\n")
	for _, e := range embeddedFiles {
		fmt.Fprintf(&b, "| `%s` of npm | %s |\n", e.name, e.licence)
	}
	return b.String()
}

func writeLicences(ctx context.Context, file string) error {
	all, err := modules(ctx)
	if err != nil {
		return err
	}
	if err := refused(all); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(page(all)), 0o644)
}
