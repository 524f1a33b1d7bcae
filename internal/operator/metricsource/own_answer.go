// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// maxBuckets is how many samples a distribution may have.
const maxBuckets = 200

// read puts the answer of the query into the totals.
func (q ownQuery) read(totals *kpi.OfOwn, answer model.Vector) *QueryError {
	if len(answer) == 0 {
		return &QueryError{Field: q.field, Problem: "no sample", Missing: true}
	}
	if q.field == "distribution" {
		if label, lowest, highest := q.definition.Scale(); label != "" {
			return q.readScores(totals, answer, label, lowest, highest)
		}
		return q.readTimes(totals, answer)
	}
	if len(answer) > 1 {
		return q.problem("it gives several samples where one is expected: aggregate them, as in sum(...)")
	}
	value := whole
	if q.field == "sum" {
		value = milliseconds
	}
	n, bad := value(answer[0])
	if bad != nil {
		return q.problem(bad.Problem)
	}
	switch q.field {
	case "numerator":
		totals.Hits = n
	case "sum":
		totals.Milliseconds = n
	default:
		totals.All = n
	}
	return nil
}

func (q ownQuery) readScores(totals *kpi.OfOwn, answer model.Vector, label string, lowest, highest int) *QueryError {
	totals.By = map[int]int64{}
	return q.each(answer, label, func(text string, n int64) bool {
		score, err := strconv.Atoi(text)
		if err != nil || score < lowest || score > highest {
			return false
		}
		totals.By[score] = n
		return true
	}, fmt.Sprintf("a whole number from %d to %d", lowest, highest))
}

func (q ownQuery) readTimes(totals *kpi.OfOwn, answer model.Vector) *QueryError {
	totals.Times = kpi.Histogram{}
	problem := q.each(answer, "le", func(text string, n int64) bool {
		bound, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(bound) || bound < 0 {
			return false
		}
		totals.Times[bound] += n // some write 1 and others 1.0
		return true
	}, "a number of seconds or +Inf")
	if problem == nil && !totals.Times.Complete() {
		return q.problem(`it must give the bucket le="+Inf" and at least one other`)
	}
	return problem
}

// each hands over the samples by their label, each value of which may be there once.
func (q ownQuery) each(answer model.Vector, label string, put func(string, int64) bool, expected string) *QueryError {
	if len(answer) > maxBuckets {
		return q.problem(fmt.Sprintf("it gives more than %d samples: aggregate them, as in sum by (%s) (...)", maxBuckets, label))
	}
	// The order of an answer is left to chance, and what is said about it must not be.
	slices.SortFunc(answer, func(a, b *model.Sample) int {
		return strings.Compare(a.Metric.String(), b.Metric.String())
	})
	seen := map[model.LabelValue]bool{}
	for _, sample := range answer {
		value, there := sample.Metric[model.LabelName(label)]
		switch {
		case !there:
			return q.problem(fmt.Sprintf("a sample lacks the label %s: aggregate, as in sum by (%s) (...)", label, label))
		case seen[value]:
			return q.problem(fmt.Sprintf("several samples have %s=%q: aggregate them, as in sum by (%s) (...)", label, value, label))
		}
		seen[value] = true
		n, bad := whole(sample)
		if bad != nil {
			return q.problem(fmt.Sprintf("sample %s=%q: %s", label, value, bad.Problem))
		}
		if !put(string(value), n) {
			return q.problem(fmt.Sprintf("label %s is %q: it must be %s", label, value, expected))
		}
	}
	return nil
}
