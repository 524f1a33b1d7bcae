// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"errors"
	"fmt"
	"slices"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// namespaceLabel is where Prometheus keeps the namespace of the pod that a series is from.
const namespaceLabel = "namespace"

// errUnscoped says that a query could not be kept to its namespace.
var errUnscoped = errors.New("the query cannot be kept to one namespace: write it in another way")

// promQL reads the functions and modifiers that are stable. Experimental ones are refused: info()
// reads series that no selector names.
var promQL = parser.NewParser(parser.Options{})

// scoped returns the query with the namespace added to every selector in it, so that what the
// operator may read and the query's author may not stays unread. A selector that names another
// namespace besides finds nothing.
func scoped(query, namespace string) (string, error) {
	if namespace == "" {
		return "", errUnscoped
	}
	expr, err := promQL.ParseExpr(query)
	if err != nil {
		return "", err
	}
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if selector, is := node.(*parser.VectorSelector); is {
			selector.LabelMatchers = append(selector.LabelMatchers, labels.MustNewMatcher(labels.MatchEqual, namespaceLabel, namespace))
		}
		return nil
	})
	out := expr.String()
	// What is sent is what is checked, whatever became of the expression on its way into text.
	if err := checkScope(out, namespace); err != nil {
		return "", err
	}
	return out, nil
}

// checkScope asks whether every selector of a query is kept to the namespace.
func checkScope(query, namespace string) error {
	expr, err := promQL.ParseExpr(query)
	if err != nil {
		return fmt.Errorf("%w (%w)", errUnscoped, err)
	}
	for _, matchers := range parser.ExtractSelectors(expr) {
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool {
			return m.Type == labels.MatchEqual && m.Name == namespaceLabel && m.Value == namespace
		}) {
			return errUnscoped
		}
	}
	return nil
}
