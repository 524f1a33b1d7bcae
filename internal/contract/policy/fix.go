// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
)

var (
	unknownToken = regexp.MustCompile(`^Syntax error: token recognition error at: '(\S+) ?'$`)
	beforeEnd    = regexp.MustCompile(`^Syntax error: (?:mismatched|extraneous) input '<EOF>' expecting`)
	behindEnd    = regexp.MustCompile(`^Syntax error: (?:mismatched|extraneous) input ('.+') expecting <EOF>$`)
	alternatives = regexp.MustCompile(` expecting \{.*\}$`)
	notField     = regexp.MustCompile(`^undefined field '(.+)'$`)
)

// doubled are operators that other languages write once.
var doubled = map[string]string{"&": "&&", "|": "||", "=": "=="}

// withFix says of an error of CEL what to write instead, where that can be told. Its names of
// symbols, such as <EOF>, mean nothing to those who write rules.
func withFix(env *cel.Env, expression, message string) string {
	if match := unknownToken.FindStringSubmatch(message); match != nil {
		switch token := match[1]; {
		case doubled[token] != "":
			return "Syntax error: '" + token + "' is not an operator: write " + doubled[token]
		case token[0] == '\'' || token[0] == '"':
			return "Syntax error: the text does not end: write " + token[:1] + " behind it"
		}
		return message
	}
	if match := behindEnd.FindStringSubmatch(message); match != nil {
		return "Syntax error: " + match[1] + " does not belong here: remove it, or join conditions with && or ||"
	}
	if match := notField.FindStringSubmatch(message); match != nil {
		if known := fieldsBeside(env, expression, match[1]); len(known) > 0 {
			return message + ": use one of " + strings.Join(known, ", ")
		}
	}
	if beforeEnd.MatchString(message) {
		return "Syntax error: something is missing at the end: write it, or remove the operator before it"
	}
	return strings.ReplaceAll(alternatives.ReplaceAllString(message, ""), "'<EOF>'", "the end")
}

// fieldsBeside are the fields of the variable of which an expression wants one that there is not.
func fieldsBeside(env *cel.Env, expression, unknown string) (known []string) {
	parsed, issues := env.Parse(expression)
	if issues.Err() != nil {
		return nil
	}
	ast.PreOrderVisit(parsed.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.SelectKind || e.AsSelect().FieldName() != unknown || e.AsSelect().Operand().Kind() != ast.IdentKind || known != nil {
			return
		}
		if variable, is := variables[e.AsSelect().Operand().AsIdent()]; is {
			if names := fieldNames(variable); !slices.Contains(names, unknown) {
				known = names
			}
		}
	}))
	return known
}

// fieldNames are those of a variable as rules write them, in the order of the documentation.
func fieldNames(variable any) []string {
	var names []string
	for field := range reflect.TypeOf(variable).Fields() {
		names = append(names, field.Tag.Get("cel"))
	}
	return names
}
