// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/util/annotations"
	"pgregory.net/rapid"
)

func TestEverySelectorIsKeptToTheNamespace(t *testing.T) {
	for query, want := range map[string]string{
		`sum(tickets)`:                                   `sum(tickets{namespace="shop"})`,
		`tickets{team="a"} / on () tickets`:              `tickets{namespace="shop",team="a"} / on () tickets{namespace="shop"}`,
		`{__name__=~"tick.+"}`:                           `{__name__=~"tick.+",namespace="shop"}`,
		`tickets{namespace="bank"}`:                      `tickets{namespace="bank",namespace="shop"}`,
		`tickets{namespace=~".*"} or tickets`:            `tickets{namespace="shop",namespace=~".*"} or tickets{namespace="shop"}`,
		`max_over_time(tickets[5m] offset 1h)`:           `max_over_time(tickets{namespace="shop"}[5m] offset 1h)`,
		`max_over_time(sum(tickets @ end())[1h:1m])`:     `max_over_time(sum(tickets{namespace="shop"} @ end())[1h:1m])`,
		`absent(tickets) or vector(0)`:                   `absent(tickets{namespace="shop"}) or vector(0)`,
		`{"tickets.open", "the team"="a"}`:               `{"tickets.open",namespace="shop","the team"="a"}`,
		"tickets # namespace=\"shop\"":                   `tickets{namespace="shop"}`,
		`label_replace(tickets, "a", "$1", "b", "(.*)")`: `label_replace(tickets{namespace="shop"}, "a", "$1", "b", "(.*)")`,
		`time() - 5`: `time() - 5`,
	} {
		got, err := scoped(query, "shop")
		if err != nil || sortedMatchers(got) != sortedMatchers(want) {
			t.Errorf("%s: %s, error %v, want %s", query, got, err, want)
		}
	}
}

// sortedMatchers makes the order of matchers the same.
func sortedMatchers(query string) string {
	expr, err := promQL.ParseExpr(query)
	if err != nil {
		return err.Error()
	}
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if selector, is := node.(*parser.VectorSelector); is {
			slices.SortFunc(selector.LabelMatchers, func(a, b *labels.Matcher) int { return strings.Compare(a.String(), b.String()) })
		}
		return nil
	})
	return expr.String()
}

func TestQueriesThatCannotBeKeptToANamespaceAreRefused(t *testing.T) {
	for query, want := range map[string]string{
		`sum(`:          "1:5: parse error: unclosed left parenthesis",
		`info(tickets)`: `1:1: parse error: function "info" is not enabled`,
		`{}`:            "1:1: parse error: vector selector must contain at least one non-empty matcher",
	} {
		if got, err := scoped(query, "shop"); err == nil || err.Error() != want {
			t.Errorf("%s: %s, error %v, want %s", query, got, err, want)
		}
	}
	if got, err := scoped("tickets", ""); !errors.Is(err, errUnscoped) {
		t.Errorf("without a namespace: %s, error %v", got, err)
	}
}

// world is a Prometheus with the series of the shop, and those of others.
type world struct{ series []storage.Series }

var evaluated = time.UnixMilli(10_000_000)

func newWorld(others ...string) world {
	var w world
	for _, namespace := range append([]string{"shop", ""}, others...) {
		for i, name := range []string{"tickets", "tickets_bucket", "build_info", "target_info", "tickets.open"} {
			if namespace == "" && i > 0 {
				continue // series of no namespace are as foreign as those of another
			}
			for j, team := range []string{"a", "b"} {
				b := labels.NewBuilder(labels.EmptyLabels())
				b.Set("__name__", name).Set("team", team).Set("le", []string{"1", "+Inf"}[j]).Set("job", "desk").Set("instance", "desk:80")
				if namespace != "" {
					b.Set("namespace", namespace)
				}
				if namespace == "bank" {
					b.Set("secret", "bank-only")
				}
				var samples []promql.FPoint
				for k := range 20 {
					value := float64((i+1)*(j+1)*k + len(namespace))
					samples = append(samples, promql.FPoint{T: evaluated.UnixMilli() - int64(20-k)*60_000, F: value})
				}
				w.series = append(w.series, promql.NewStorageSeries(promql.Series{Metric: b.Labels(), Floats: samples}))
			}
		}
	}
	return w
}

// Querier implements storage.Queryable.
func (w world) Querier(int64, int64) (storage.Querier, error) {
	return &storage.MockQuerier{SelectMockFunction: func(_ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
		var found []storage.Series
		for _, series := range w.series {
			if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(series.Labels().Get(m.Name)) }) {
				found = append(found, series)
			}
		}
		return &seriesSet{left: found}
	}}, nil
}

type seriesSet struct {
	left []storage.Series
	at   storage.Series
}

func (s *seriesSet) Next() bool {
	if len(s.left) == 0 {
		return false
	}
	s.at, s.left = s.left[0], s.left[1:]
	return true
}
func (s *seriesSet) At() storage.Series                { return s.at }
func (s *seriesSet) Err() error                        { return nil }
func (s *seriesSet) Warnings() annotations.Annotations { return nil }

// newEngine evaluates like a server that has every experiment turned on.
func newEngine() *promql.Engine {
	return promql.NewEngine(promql.EngineOpts{
		MaxSamples: 20_000, Timeout: 5 * time.Second, LookbackDelta: 5 * time.Minute, EnableAtModifier: true, EnableNegativeOffset: true,
		NoStepSubqueryIntervalFn: func(int64) int64 { return 60_000 },
		Parser: parser.NewParser(parser.Options{
			EnableExperimentalFunctions: true, ExperimentalDurationExpr: true, EnableExtendedRangeSelectors: true, EnableBinopFillModifiers: true,
		}),
	})
}

// evaluate returns what a query gives, with its lines in order; false: it took too much.
func evaluate(t *testing.T, engine *promql.Engine, w world, query string) (string, bool) {
	t.Helper()
	q, err := engine.NewInstantQuery(t.Context(), w, nil, query, evaluated)
	if err != nil {
		t.Fatalf("%s: what was let through cannot be read: %v", query, err)
	}
	defer q.Close()
	result := q.Exec(context.Background())
	var slow promql.ErrQueryTimeout
	var large promql.ErrTooManySamples
	switch {
	case errors.As(result.Err, &slow), errors.As(result.Err, &large):
		return "", false
	case result.Err != nil:
		return "error", true
	}
	lines := strings.Split(result.String(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n"), true
}

// foreignWorlds differ in what other namespaces have. Whoever sees a difference sees their series.
var foreignWorlds = []world{newWorld(), newWorld("bank"), newWorld("bank", "shopping", "shop2")}

// keepsToItself asks whether a query tells worlds apart, and says whether it has an answer.
func keepsToItself(t *testing.T, engine *promql.Engine, query string) (answered bool) {
	t.Helper()
	sent, err := scoped(query, "shop")
	if err != nil {
		return false
	}
	alone, ok := evaluate(t, engine, foreignWorlds[0], sent)
	if !ok {
		return false
	}
	for _, w := range foreignWorlds[1:] {
		if got, ok := evaluate(t, engine, w, sent); ok && got != alone {
			t.Fatalf("%s, sent as %s, sees series of other namespaces (-without +with them):\n%s", query, sent, cmp.Diff(alone, got))
		}
	}
	return alone != "error"
}

// TestNoQueryReachesAnotherNamespace draws queries from the grammar.
func TestNoQueryReachesAnotherNamespace(t *testing.T) {
	engine, answered, all := newEngine(), 0, 0
	rapid.Check(t, func(r *rapid.T) {
		query := (&drawing{T: r}).expr(parser.ValueTypeVector, 4)
		all++
		if keepsToItself(t, engine, query) {
			answered++
		}
	})
	if answered*3 < all {
		t.Errorf("only %d of %d queries were answered: is anything tested?", answered, all)
	}
	for _, query := range []string{"sum(tickets)", `tickets{namespace="bank"}`} {
		alone, _ := evaluate(t, engine, foreignWorlds[0], query)
		if beside, _ := evaluate(t, engine, foreignWorlds[1], query); alone == beside || alone == "error" {
			t.Errorf("%s: the worlds are the same for who is not kept to one namespace: %s", query, alone)
		}
	}
}

// FuzzScope takes any text for a query.
func FuzzScope(f *testing.F) {
	for _, query := range []string{
		`tickets`, `sum by (namespace) (tickets{namespace!="shop"})`, `{__name__="tickets",namespace="bank"}`, `{"tickets.open"}`,
		`absent(tickets{namespace="bank"})`, `topk(1, tickets) or tickets @ 9900 offset -5m`, `max_over_time(tickets[5m:1m])`,
		`tickets{namespace="bank"} # namespace="shop"`, "tickets{team='\\'} or tickets{team='\"}", "{\"namespace\"=~`.*`}",
		`label_replace(tickets, "namespace", "bank", "", "")`, `tickets and on () absent(build_info{namespace=~"b.+"})`,
		`info(tickets, {secret=~".+"})`, `tickets{} + ignoring(namespace) group_left(secret) build_info`,
	} {
		f.Add(query)
	}
	engine := newEngine()
	f.Fuzz(func(t *testing.T, query string) {
		if len(query) > 2048 {
			t.Skip("the schema allows 2048 characters")
		}
		keepsToItself(t, engine, query)
	})
}

// drawing draws queries of the whole grammar.
type drawing struct{ *rapid.T }

func (d *drawing) one(of ...string) string { return rapid.SampledFrom(of).Draw(d.T, "") }
func (d *drawing) maybe() bool             { return rapid.Bool().Draw(d.T, "") }

func (d *drawing) expr(kind parser.ValueType, depth int) string {
	switch kind {
	case parser.ValueTypeMatrix:
		if depth > 0 && d.maybe() {
			return "(" + d.expr(parser.ValueTypeVector, depth-1) + ")" + d.one("[5m:1m]", "[10m:]", "[3m:30s]") + d.modifiers()
		}
		return d.selector() + d.one("[5m]", "[10m]", "[90s]") + d.modifiers()
	case parser.ValueTypeScalar:
		if depth > 0 && d.maybe() {
			return "scalar(" + d.expr(parser.ValueTypeVector, depth-1) + ")"
		}
		return d.one("0", "1", "0.5", "-2", "1e3", "Inf", "NaN", "0x1f", "time()", "pi()")
	case parser.ValueTypeString:
		return d.one(`"a"`, `'namespace'`, "`secret`", `"$1"`, `"(.*)"`, `"bank"`, `"team"`)
	}
	if depth == 0 {
		return d.selector() + d.modifiers()
	}
	switch d.one("selector", "selector", "aggregate", "aggregate", "binary", "binary", "call", "call", "parens", "unary", "vector", "labels") {
	case "aggregate":
		return d.aggregate(depth)
	case "binary":
		return d.binary(depth)
	case "call":
		return d.call(depth)
	case "parens":
		return "( # " + d.one("", "namespace=\"shop\"") + "\n" + d.expr(parser.ValueTypeVector, depth-1) + " )"
	case "unary":
		return "-" + d.expr(parser.ValueTypeVector, 0)
	case "vector":
		return "vector(" + d.expr(parser.ValueTypeScalar, depth-1) + ")"
	case "labels":
		return fmt.Sprintf(`label_replace(%s, "%s", "%s", "%s", "(.*)")`, d.expr(parser.ValueTypeVector, depth-1),
			d.one("namespace", "seen", "team"), d.one("$1", "bank", "shop"), d.one("namespace", "secret", "team"))
	}
	return d.selector() + d.modifiers()
}

func (d *drawing) selector() string {
	var matchers []string
	for d.maybe() && len(matchers) < 4 {
		matchers = append(matchers, d.one("namespace", "namespace", `"namespace"`, "team", "secret", "job")+d.one("=", "!=", "=~", "!~")+
			d.one(`"bank"`, `"shop"`, `""`, `".*"`, `".+"`, `'b.*|shop'`, "`shop|bank`", `"a"`, `"\u0062ank"`))
	}
	name := d.one("tickets", "tickets_bucket", "build_info", "target_info")
	switch d.one("name", "name", "quoted", "matcher", "regexp") {
	case "quoted":
		return "{" + strings.Join(append(matchers, d.one(`"tickets.open"`, `"tickets"`)), ", ") + "}"
	case "matcher":
		return "{" + strings.Join(append(matchers, `__name__="`+name+`"`), ",") + "}"
	case "regexp":
		return "{" + strings.Join(append(matchers, d.one(`__name__=~"tick.*"`, `__name__!="x",job="desk"`, `__name__=~".+"`)), ", ") + "}"
	}
	if len(matchers) == 0 {
		return name + d.one("", "{}")
	}
	return name + "{" + strings.Join(matchers, ",") + d.one("", ",") + "}"
}

func (d *drawing) modifiers() string {
	return d.one("", "", "", " offset 2m", " offset -1m", " @ 9940", " @ start()", " @ end() offset 1m", " offset 3m @ 9980.5")
}

func (d *drawing) grouping() string {
	return " " + d.one("by", "without") + " (" + d.one("", "namespace", "secret", "team", "namespace, team", `"namespace"`, "le") + ") "
}

func (d *drawing) aggregate(depth int) string {
	grouping := ""
	if d.maybe() {
		grouping = d.grouping()
	}
	inner := d.expr(parser.ValueTypeVector, depth-1)
	switch op := d.one("sum", "avg", "min", "max", "count", "stddev", "stdvar", "group", "topk", "bottomk", "quantile", "count_values"); op {
	case "topk", "bottomk", "quantile":
		return op + grouping + "(" + d.expr(parser.ValueTypeScalar, depth-1) + ", " + inner + ")"
	case "count_values":
		return op + grouping + `("` + d.one("namespace", "value") + `", ` + inner + ")"
	default:
		return op + grouping + "(" + inner + ")"
	}
}

func (d *drawing) binary(depth int) string {
	left, right := d.expr(parser.ValueTypeVector, depth-1), d.expr(parser.ValueTypeVector, depth-1)
	matching := ""
	if d.maybe() {
		matching = " " + d.one("on", "ignoring") + " (" + d.one("", "team", "namespace", "job, team", "namespace, secret") + ")"
	}
	op := d.one("+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "> bool", "<=", "and", "or", "unless")
	if matching != "" && op != "and" && op != "or" && op != "unless" && d.maybe() {
		matching += " " + d.one("group_left", "group_right") + " (" + d.one("", "secret", "le") + ")"
	}
	return "(" + left + " " + op + matching + " " + right + ")"
}

// call is one of all functions that there are, experimental ones too.
func (d *drawing) call(depth int) string {
	names := []string{}
	for name, f := range parser.Functions {
		if f.ReturnType == parser.ValueTypeVector && !strings.HasPrefix(name, "label_") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	f := parser.Functions[rapid.SampledFrom(names).Draw(d.T, "")]
	if f.Experimental && rapid.IntRange(0, 9).Draw(d.T, "") > 0 {
		return d.selector()
	}
	var args []string
	for _, kind := range f.ArgTypes {
		args = append(args, d.expr(kind, depth-1))
	}
	return f.Name + "(" + strings.Join(args, ", ") + ")"
}
