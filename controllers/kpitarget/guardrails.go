// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpitarget

import (
	"context"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/internal/contract/kpi"
)

// maxCounterparts is how many the schema allows.
const maxCounterparts = 8

// counterparts reads the KPITargets that must not get worse: those that are named, else
// those of the Bot that measure the KPI's counterparts in the catalogue.
func (r *Reconciler) counterparts(ctx context.Context, target *v1alpha1.KPITarget, w wanted) ([]v1alpha1.GuardrailStatus, error) {
	var out []v1alpha1.GuardrailStatus
	if len(w.guardrails) > 0 {
		for _, c := range w.guardrails {
			other := &v1alpha1.KPITarget{}
			err := r.Get(ctx, client.ObjectKey{Namespace: target.Namespace, Name: c.Name}, other)
			if client.IgnoreNotFound(err) != nil {
				return nil, fmt.Errorf("reading KPITarget %s: %w", c.Name, err)
			}
			s := v1alpha1.GuardrailStatus{Name: c.Name, State: v1alpha1.GuardrailUnknown}
			switch {
			case apierrors.IsNotFound(err):
				s.Message = "there is no such KPITarget in the namespace"
			case c.Name == target.Name:
				s.Message = "a KPITarget cannot be its own counterpart"
			case other.Spec.BotRef.Name != target.Spec.BotRef.Name:
				s.Message = fmt.Sprintf("it measures Bot %s and not %s", other.Spec.BotRef.Name, target.Spec.BotRef.Name)
			default:
				s = against(other)
			}
			out = append(out, s)
		}
		return out, nil
	}
	if len(w.definition.CounterpartKPIs) == 0 {
		return nil, nil
	}
	var others v1alpha1.KPITargetList
	if err := r.List(ctx, &others, client.InNamespace(target.Namespace),
		client.MatchingFields{index.KPITargetsByBot.Field: target.Spec.BotRef.Name}); err != nil {
		return nil, fmt.Errorf("listing KPITargets of Bot %s: %w", target.Spec.BotRef.Name, err)
	}
	for i := range others.Items {
		if other := &others.Items[i]; other.Name != target.Name && slices.Contains(w.definition.CounterpartKPIs, other.Spec.KPI) {
			out = append(out, against(other))
		}
	}
	slices.SortFunc(out, func(a, b v1alpha1.GuardrailStatus) int { return strings.Compare(a.Name, b.Name) })
	return out[:min(len(out), maxCounterparts)], nil
}

// wrongCounterparts says which counterparts that spec names cannot be compared, and what to
// do; empty: none. The KPI is measured all the same.
func wrongCounterparts(seen observation) string {
	var wrong []string
	for _, c := range seen.counterparts {
		if c.KPI == "" {
			wrong = append(wrong, fmt.Sprintf("spec.guardrails[%s]: %s", c.Name, c.Message))
		}
	}
	if len(wrong) == 0 {
		return ""
	}
	return strings.Join(wrong, "; ") + ": create it, or name another KPITarget of the same Bot"
}

// against compares a KPITarget with its own baseline. It is Worse only where chance does
// not explain the difference: where its interval and that of the baseline are apart.
func against(other *v1alpha1.KPITarget) v1alpha1.GuardrailStatus {
	s := v1alpha1.GuardrailStatus{Name: other.Name, KPI: other.Spec.KPI, State: v1alpha1.GuardrailUnknown}
	d, known := kpi.Lookup(other.Spec.KPI)
	now, baseline := other.Status.Current, other.Status.Baseline
	switch {
	case !known || d.Interval == "":
		s.Message = "it has no interval to judge by"
		return s
	case !meta.IsStatusConditionTrue(other.Status.Conditions, v1alpha1.ConditionDataAvailable) || now == nil:
		s.Message = "it is not measured at present"
		return s
	case other.Status.State == v1alpha1.KPINoData:
		s.Message = "it has too few samples"
		return s
	case baseline == nil:
		s.Message = "it has no baseline"
		return s
	}
	was := *baseline
	if was.Low == "" && was.High == "" { // it was given
		was.Low, was.High = was.Value, was.Value
	}
	lowerIsBetter := d.Better == kpi.LowerIsBetter || d.Better == kpi.Neither && other.Spec.Objective.AtMost != ""
	worse := beyond(d.Unit, was.Low, now.High)
	if lowerIsBetter {
		worse = beyond(d.Unit, now.Low, was.High)
	}
	s.State = v1alpha1.GuardrailSteady
	if worse {
		s.State = v1alpha1.GuardrailWorse
	}
	s.Message = fmt.Sprintf("%s is %s, baseline %s", d.Name(other.Spec.Series), shown(now), shown(baseline))
	return s
}

// beyond reports whether a is larger than b. An end that is not shown is not known, and
// proves nothing.
func beyond(u kpi.Unit, a, b v1alpha1.Value) bool {
	x, err := u.Parse(a)
	if err != nil {
		return false
	}
	y, err := u.Parse(b)
	return err == nil && x > y
}
