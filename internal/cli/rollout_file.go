// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/gate"
	"github.com/intentops/intentops/internal/plural"
)

// rolloutFile is a rollout on paper: gates, and counts by step and track.
type rolloutFile struct {
	ErrorRates *v1alpha1.ErrorRates `json:"errorRates,omitempty"`
	// PlannedSteps with customers, which weigh the evidence. Default: those in steps.
	PlannedSteps int `json:"plannedSteps,omitempty"`
	// Require is what the last step demands. Default: Evidence.
	Require v1alpha1.GateMode `json:"require,omitempty"`
	// MinConversations of the candidate for require: NoHarm. Default: computed from the
	// gates and the last step's percent.
	MinConversations int64 `json:"minConversations,omitempty"`
	// Intents are New, when stable hands their conversations to a person, Changed, or Mixed:
	// both, which are judged apart. Default: Mixed where a step counts them apart, else by
	// stable's counts, New when nearly all of them were escalated.
	Intents string          `json:"intents,omitempty"`
	Gates   []v1alpha1.Gate `json:"gates"`
	Steps   []stepFile      `json:"steps"`

	gates  []gate.Gate
	budget gate.Budget
}

// stepFile is one step of it.
type stepFile struct {
	Name    string `json:"name"`
	Percent *int32 `json:"percent"`
	// The counts of all conversations; of a Mixed rollout, those by the kind of intents.
	countsFile
	New     *countsFile `json:"new,omitempty"`
	Changed *countsFile `json:"changed,omitempty"`

	step gate.Step
}

// parseRollout reads a file and refuses what is unknown or cannot be, by the field's name.
func parseRollout(content []byte) (*rolloutFile, error) {
	r := &rolloutFile{}
	asJSON, err := yaml.YAMLToJSONStrict(content)
	if err != nil {
		return nil, plain(err)
	}
	unknown, err := kjson.UnmarshalStrict(asJSON, r)
	if err != nil {
		return nil, plain(err)
	}
	if len(unknown) > 0 {
		return nil, unknown[0]
	}
	for _, check := range []func() error{r.checkHead, r.checkGates, r.checkKinds, r.checkSteps} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// inner are the parts of a reader's message that talk of the program.
var inner = regexp.MustCompile(`error converting YAML to JSON: |json: |yaml: |Go struct (?:field \w+\.)?`)

// wrongType is a reader's message of a value of the wrong type; names of types may stand in the
// field's path.
var (
	wrongType = regexp.MustCompile(`cannot unmarshal (\w+)(?: \S+)? into (?:Go struct field )?(\S+) of type (\S+)`)
	typeNames = regexp.MustCompile(`\b\w+File\.`)
)

// plain leaves of a message what concerns the file.
func plain(err error) error {
	if match := wrongType.FindStringSubmatch(err.Error()); match != nil {
		return fmt.Errorf("%s: has a %s, write %s", typeNames.ReplaceAllString(match[2], ""), strings.Replace(match[1], "array", "list", 1), wanted(match[3]))
	}
	return errors.New(inner.ReplaceAllString(err.Error(), ""))
}

// wanted is what a type is called in a file.
func wanted(goType string) string {
	switch goType = strings.TrimLeft(goType, "*"); {
	case strings.HasPrefix(goType, "int"):
		return "a whole number"
	case strings.HasPrefix(goType, "float"):
		return "a number"
	case strings.HasPrefix(goType, "["):
		return "a list"
	case goType == "string" || goType == "bool":
		return "a " + goType
	}
	return "an object with fields"
}

func (r *rolloutFile) checkHead() error {
	r.budget = gate.Budget{FalseRollback: 0.05, FalsePromotion: 0.05}
	if b := r.ErrorRates; b != nil {
		for _, part := range []struct {
			name    string
			percent *int32
			to      *float64
		}{
			{"falseRollbackPercent", b.FalseRollbackPercent, &r.budget.FalseRollback},
			{"falsePromotionPercent", b.FalsePromotionPercent, &r.budget.FalsePromotion},
		} {
			if part.percent == nil {
				continue
			}
			if *part.percent < 1 || *part.percent > 50 {
				return fmt.Errorf("errorRates.%s: %d is not from 1 to 50", part.name, *part.percent)
			}
			*part.to = float64(*part.percent) / 100
		}
	}
	switch {
	case r.PlannedSteps < 0 || r.PlannedSteps > 20:
		return fmt.Errorf("plannedSteps: %d is not from 1 to 20", r.PlannedSteps)
	case r.Require == "":
		r.Require = v1alpha1.GateEvidence
	case r.Require != v1alpha1.GateEvidence && r.Require != v1alpha1.GateNoHarm:
		return fmt.Errorf("require: %q is not NoHarm or Evidence", r.Require)
	}
	if r.MinConversations < 0 {
		return fmt.Errorf("minConversations: %d is below zero", r.MinConversations)
	}
	switch r.Intents {
	case "", intentsNew, intentsChanged, intentsMixed:
		return nil
	}
	return fmt.Errorf("intents: %q is not New, Changed or Mixed", r.Intents)
}

func (r *rolloutFile) checkGates() error {
	if len(r.Gates) == 0 || len(r.Gates) > 10 {
		return fmt.Errorf("gates: give 1 to 10, not %d", len(r.Gates))
	}
	seen := map[string]bool{}
	for i, g := range r.Gates {
		at := fmt.Sprintf("gates[%d]", i)
		switch {
		case g.Name == "":
			return fmt.Errorf("%s.name: is missing", at)
		case seen[g.Name]:
			return fmt.Errorf("%s.name: %q is there twice", at, g.Name)
		case g.KPITargetRef != nil:
			return fmt.Errorf("%s.kpiTargetRef: a file has no KPITargets: give metric and limit or margin", at)
		case g.Compare == v1alpha1.CompareStable && g.Limit != "":
			return fmt.Errorf("%s.limit: goes with compare: Target", at)
		case g.Compare == v1alpha1.CompareTarget && g.Margin != "":
			return fmt.Errorf("%s.margin: goes with compare: Stable", at)
		}
		seen[g.Name] = true
		bound := g.Limit
		if g.Compare == v1alpha1.CompareStable {
			bound = g.Margin
		}
		parsed, err := gate.Parse(g.Name, g.Metric, g.Compare, bound)
		if err != nil {
			return fmt.Errorf("%s.%w", at, err)
		}
		r.gates = append(r.gates, parsed)
	}
	return nil
}

func (r *rolloutFile) checkSteps() error {
	if len(r.Steps) == 0 || len(r.Steps) > 20 {
		return fmt.Errorf("steps: give 1 to 20, not %d", len(r.Steps))
	}
	last, customers := int32(-1), 0
	for i := range r.Steps {
		s := &r.Steps[i]
		at := fmt.Sprintf("steps[%d]", i)
		switch {
		case s.Name == "":
			return fmt.Errorf("%s.name: is missing", at)
		case s.Percent == nil:
			return fmt.Errorf("%s.percent: is missing", at)
		case *s.Percent > 100 || *s.Percent <= last:
			return fmt.Errorf("%s.percent: %d does not rise from step to step, from 0 up to 100", at, *s.Percent)
		}
		last = *s.Percent
		if last > 0 {
			customers++
		}
		var err error
		if s.step, err = r.resolve(at, s); err != nil {
			return err
		}
	}
	if r.PlannedSteps == 0 {
		r.PlannedSteps = max(1, customers)
	}
	if r.PlannedSteps < customers {
		return fmt.Errorf("plannedSteps: %d is less than the %s with customers", r.PlannedSteps, plural.Of(customers, "step"))
	}
	return nil
}
