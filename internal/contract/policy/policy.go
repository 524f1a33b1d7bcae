// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package policy decides whether a message goes to a person: it compiles the rules of an
// EscalationPolicy, which are CEL expressions, and evaluates them. The package is pure.
package policy

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/cel-go/cel"

	"github.com/intentops/intentops/internal/contract/release"
)

// Match is the rule that hands a conversation over.
type Match struct {
	// Rule is the rule's name.
	Rule string
	// Priority is Low, Normal, High or Urgent.
	Priority string
	// Queue in the helpdesk; empty: the helpdesk decides.
	Queue string
}

// Policy is a compiled escalation policy. It is safe for concurrent use.
type Policy struct {
	rules []rule
}

type rule struct {
	match   Match
	program cel.Program
}

// Compile checks and compiles the rules of a policy. The error joins one CompileError for
// each rule that does not compile.
func Compile(source release.Policy) (*Policy, error) {
	env, err := environment()
	if err != nil {
		return nil, fmt.Errorf("creating the environment of rules: %w", err)
	}
	compiled := &Policy{rules: make([]rule, 0, len(source.Rules))}
	var problems []error
	for i, r := range source.Rules {
		program, err := compileRule(env, r.When)
		if err != nil {
			err.Index, err.Rule = i, r.Name
			problems = append(problems, err)
			continue
		}
		compiled.rules = append(compiled.rules, rule{
			match:   Match{Rule: r.Name, Priority: r.Priority, Queue: r.Queue},
			program: program,
		})
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return compiled, nil
}

// CompileError says what is wrong with a rule, and where.
type CompileError struct {
	// Index of the rule in the policy, from 0.
	Index int
	// Rule is its name.
	Rule string
	// Line and Column of the error in the expression, from 1; 0: the whole of it.
	Line, Column int
	// Message says what is wrong.
	Message string
}

// Error is such as: rules[2] "angry-vip": 1:14: undeclared reference to 'x'.
func (e *CompileError) Error() string {
	position := ""
	if e.Line > 0 {
		position = fmt.Sprintf("%d:%d: ", e.Line, e.Column)
	}
	return fmt.Sprintf("rules[%d] %q: %s%s", e.Index, e.Rule, position, e.Message)
}

func compileRule(env *cel.Env, expression string) (cel.Program, *CompileError) {
	if strings.TrimSpace(expression) == "" {
		return nil, &CompileError{Message: "when is empty: write a condition, or true to match every message"}
	}
	ast, issues := env.Compile(expression)
	if issues.Err() != nil {
		err := firstIssue(issues)
		err.Message = withFix(env, expression, err.Message)
		return nil, err
	}
	if !ast.OutputType().IsExactType(cel.BoolType) {
		return nil, &CompileError{Message: fmt.Sprintf("gives %s, want true or false: compare it with something", ast.OutputType())}
	}
	cost, err := env.EstimateCost(ast, sizes{})
	if err != nil {
		return nil, &CompileError{Message: "estimating cost: " + err.Error()}
	}
	if cost.Max > maxCost {
		return nil, &CompileError{Message: fmt.Sprintf("may cost %d units of work on every message, at most %d are allowed: make it simpler", cost.Max, maxCost)}
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(maxCost))
	if err != nil {
		return nil, &CompileError{Message: err.Error()}
	}
	return program, nil
}

// firstIssue reports the first of a rule's errors: the later ones often follow from it.
func firstIssue(issues *cel.Issues) *CompileError {
	all := issues.Errors()
	if len(all) == 0 {
		return &CompileError{Message: issues.Err().Error()}
	}
	first := all[0]
	return &CompileError{
		Line:    first.Location.Line(),
		Column:  first.Location.Column() + 1,
		Message: strings.TrimSuffix(first.Message, " (in container '')"),
	}
}

// Len is the number of rules.
func (p *Policy) Len() int { return len(p.rules) }

// Evaluate returns the first rule that matches, and whether there is one. A rule that
// cannot be evaluated counts as matching, because a customer too many with a person does
// less harm than one too few; the error then says what went wrong, and the caller reports
// it and hands the conversation over all the same.
func (p *Policy) Evaluate(in Input) (Match, bool, error) {
	activation := map[string]any{
		"intent":       in.Intent,
		"message":      in.Message,
		"customer":     in.Customer,
		"conversation": in.Conversation,
	}
	for _, r := range p.rules {
		result, _, err := r.program.Eval(activation)
		if err != nil {
			return r.match, true, fmt.Errorf("evaluating rule %q: %s", r.match.Rule, cause(err))
		}
		if matched, isBool := result.Value().(bool); matched || !isBool {
			return r.match, true, nil
		}
	}
	return Match{}, false, nil
}

// cause says why a rule could not be evaluated. Errors of CEL may quote the value that did
// not fit, which is a customer's: only those that quote nothing are passed on.
func cause(err error) string {
	for _, safe := range []string{
		"division by zero", "modulus by zero", "integer overflow", "actual cost limit exceeded",
		"index out of bounds", "no such key", "invalid regular expression",
	} {
		if strings.Contains(err.Error(), safe) {
			return safe
		}
	}
	return "a conversion or comparison does not fit the values of this message"
}
