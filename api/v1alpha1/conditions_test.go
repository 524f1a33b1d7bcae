// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// TestNoReasonOrConditionIsThereTwice reads the source: a compiler sees values only.
func TestNoReasonOrConditionIsThereTwice(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "conditions.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is {
			return true
		}
		name, value := spec.Names[0].Name, spec.Values[0].(*ast.BasicLit).Value
		// A condition and a reason may share a word: Ready is Ready because it is.
		key := name[:len("Condi")] + value
		if other := names[key]; other != "" {
			t.Errorf("%s and %s are both %s: keep one", other, name, value)
		}
		names[key] = name
		return true
	})
	if len(names) < 50 {
		t.Errorf("%d constants, too few: the test looks at the wrong place", len(names))
	}
}
