// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/ext"
)

const (
	// maxCost bounds the work of one rule in units of CEL's cost model, where a comparison
	// is 1. It is about a millisecond; the rules people write cost 2 to 50.
	maxCost = 10_000
	// maxNodes bounds the size of a rule, and by it the time to compile one.
	maxNodes = 1_000
	// maxDepth bounds nesting.
	maxDepth = 50
	// assumedLength is the length of a string from outside that a rule's cost is judged by.
	// A longer one meets maxCost when the rule is evaluated.
	assumedLength = 256
)

// variables are those of rules by name.
var variables = map[string]any{"intent": Intent{}, "message": Message{}, "customer": Customer{}, "conversation": Conversation{}}

func variableNames() []string { return slices.Sorted(maps.Keys(variables)) }

// environment is what rules may refer to. It takes a millisecond to make and never
// changes, so that it is made once.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	types := make([]any, 0, 1+len(variables))
	types = append(types, ext.ParseStructTags(true))
	options := []cel.EnvOption{
		// message.sentiment < 0 means what it says, though 0 is not a double.
		cel.CrossTypeNumericComparisons(true),
		cel.ASTValidators(cel.ValidateRegexLiterals(), cel.ValidateDurationLiterals(),
			cel.ValidateTimestampLiterals(), cel.ValidateComprehensionNestingLimit(2)),
		cel.ExpressionNodeLimit(maxNodes),
		cel.ParserRecursionLimit(maxDepth),
	}
	for _, name := range variableNames() {
		goType := reflect.TypeOf(variables[name])
		types = append(types, goType)
		options = append(options, cel.Variable(name, cel.ObjectType("policy."+goType.Name())))
	}
	return cel.NewEnv(append(options, ext.NativeTypes(types...))...)
})

// sizes tells the cost model how long strings are.
type sizes struct{}

func (sizes) EstimateSize(element checker.AstNode) *checker.SizeEstimate {
	if len(element.Path()) == 0 {
		return nil
	}
	return &checker.SizeEstimate{Min: 0, Max: assumedLength}
}

func (sizes) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}
