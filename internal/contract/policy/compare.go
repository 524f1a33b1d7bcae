// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types/ref"

	"github.com/intentops/intentops/internal/contract/release"
)

// comparison of a field with a literal: the field stands on the left.
type comparison struct {
	// rule is its index in the policy, from 0.
	rule int
	// field is such as intent.risk.
	field string
	// operator as CEL names it, such as _==_.
	operator string
	value    any
}

// mirrored are the operators that say the same with both sides changed.
var mirrored = map[string]string{
	operators.Equals: operators.Equals, operators.NotEquals: operators.NotEquals,
	operators.Less: operators.Greater, operators.LessEquals: operators.GreaterEquals,
	operators.Greater: operators.Less, operators.GreaterEquals: operators.LessEquals,
}

// comparisons are those of all rules that compile. One with a list is one with each of its values.
func comparisons(source release.Policy) []comparison {
	env, err := environment()
	if err != nil {
		return nil
	}
	var out []comparison
	for i, r := range source.Rules {
		compiled, issues := env.Compile(r.When)
		if issues.Err() != nil {
			continue
		}
		ast.PreOrderVisit(compiled.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
			if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 {
				return
			}
			operator, left, right := e.AsCall().FunctionName(), e.AsCall().Args()[0], e.AsCall().Args()[1]
			if fieldName(left) == "" {
				operator, left, right = mirrored[operator], right, left
			}
			field := fieldName(left)
			switch {
			case field == "":
			case mirrored[operator] != "" && right.Kind() == ast.LiteralKind:
				out = append(out, comparison{i, field, operator, value(right.AsLiteral())})
			case operator == operators.In && right.Kind() == ast.ListKind:
				for _, element := range right.AsList().Elements() {
					if element.Kind() == ast.LiteralKind {
						out = append(out, comparison{i, field, operators.Equals, value(element.AsLiteral())})
					}
				}
			}
		}))
	}
	return out
}

// fieldName is such as intent.risk; empty: the expression is something else.
func fieldName(e ast.Expr) string {
	if e.Kind() != ast.SelectKind || e.AsSelect().IsTestOnly() || e.AsSelect().Operand().Kind() != ast.IdentKind {
		return ""
	}
	return e.AsSelect().Operand().AsIdent() + "." + e.AsSelect().FieldName()
}

// value is a string, or a number as a float64; nil: something else.
func value(literal ref.Val) any {
	switch v := literal.Value().(type) {
	case string, float64:
		return v
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	}
	return nil
}
