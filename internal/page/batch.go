// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

// batchAnswer is a batch in full.
type batchAnswer struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Bot       string `json:"bot"`
	view.Standing
	view.Advice
	Rolling   bool                 `json:"rolling,omitempty"`
	Ended     v1alpha1.BatchResult `json:"ended,omitempty"`
	Percent   *int32               `json:"percent,omitempty"`
	Step      string               `json:"step,omitempty"`
	Rollout   string               `json:"rollout,omitempty"`
	Revision  string               `json:"revision,omitempty"`
	NextLook  metav1.Time          `json:"nextLook,omitzero"`
	Steps     []stepPart           `json:"steps"`
	Gates     []gatePart           `json:"gates"`
	Intents   []intentPart         `json:"intents"`
	Decisions []decisionPart       `json:"decisions"`
	// Approval says that a step waits for one, or will.
	Approval bool      `json:"approval,omitempty"`
	Missing  gaps      `json:"missing"`
	Now      time.Time `json:"now"`
}

type stepPart struct {
	Name    string `json:"name"`
	Percent int32  `json:"percent"`
	// Mark is done, now, failed, or empty for a step that is ahead.
	Mark      string      `json:"mark,omitempty"`
	Began     metav1.Time `json:"began,omitzero"`
	Candidate int64       `json:"candidate"`
	Stable    int64       `json:"stable"`
	AsksFor   string      `json:"asksFor,omitempty"`
}

type intentPart struct {
	Name string `json:"name"`
	Is   string `json:"is"`
	// Of the last day, where it was measured.
	Escalation    v1alpha1.Value `json:"escalation,omitempty"`
	CSAT          v1alpha1.Value `json:"csat,omitempty"`
	Conversations int64          `json:"conversations,omitempty"`
	// Culprit is the one that was handed over most.
	Culprit bool `json:"culprit,omitempty"`
}

type decisionPart struct {
	At       metav1.Time            `json:"at"`
	Decision v1alpha1.BatchDecision `json:"decision"`
	Step     string                 `json:"step,omitempty"`
	Message  string                 `json:"message,omitempty"`
}

// batch is one batch: itself, its Bot and the Intents of the namespace.
func (p *page) batch(ctx context.Context, client dynamic.Interface, r *http.Request) (any, error) {
	namespace, name := r.PathValue("namespace"), r.PathValue("name")
	b, _, err := get[v1alpha1.IntentBatch](ctx, client, namespace, batchKind, name)
	if err != nil {
		return nil, err
	}
	s := &b.Status
	a := batchAnswer{
		Namespace: namespace, Name: name, Bot: b.Spec.BotRef.Name, Standing: view.StandingOf(s.Conditions, b.Generation, s.ObservedGeneration),
		Rolling: s.Rollout != "" && s.Result == "", Ended: s.Result, Percent: s.Percent, Step: s.Step, Rollout: s.Rollout,
		Revision: view.ShortRevision(s.Revision), NextLook: s.NextEvaluation, Gates: gateParts(s.Gates), Now: p.Now(),
		Steps: []stepPart{}, Intents: []intentPart{}, Decisions: []decisionPart{},
	}
	a.Advice = view.AdviseOnBatch(b, a.Standing)
	bot, err := p.botOf(ctx, client, b, &a.Missing)
	if err != nil {
		return nil, err
	}
	// Without the Bot the steps may be others than those in force.
	if bot != nil || len(b.Spec.Steps) > 0 {
		steps := view.StepsOf(b, bot)
		a.Steps = stepParts(b, steps)
		a.Approval = s.Result != v1alpha1.ResultRolledBack && view.SameRevision(b, "") == nil && len(view.Ahead(b, steps)) > 0
	}
	withHistory(a.Gates, s, a.Now)
	for i := range slices.Backward(s.History) {
		d := &s.History[i]
		a.Decisions = append(a.Decisions, decisionPart{d.At, d.Decision, d.Step, d.Message})
	}
	if len(s.Intents) == 0 {
		return a, nil
	}
	intents, err := list[v1alpha1.Intent](ctx, client, namespace, intentKind, &a.Missing)
	if err != nil {
		return nil, err
	}
	a.Intents = intentParts(b, intents)
	return a, nil
}

// botOf is the Bot of a batch; nil where the caller may not see it, or there is none.
func (p *page) botOf(ctx context.Context, client dynamic.Interface, b *v1alpha1.IntentBatch, missing *gaps) (*v1alpha1.Bot, error) {
	bot, _, err := get[v1alpha1.Bot](ctx, client, b.Namespace, botKind, b.Spec.BotRef.Name)
	var said *refusal
	if errors.As(err, &said) {
		missing.add("%s", said.Message)
		return nil, nil
	}
	return bot, err
}

func stepParts(b *v1alpha1.IntentBatch, steps []v1alpha1.RolloutStep) []stepPart {
	parts := []stepPart{}
	for _, step := range steps {
		part := stepPart{Name: step.Name, Percent: view.Number(step.Percent), Mark: view.MarkOf(b, step.Name), AsksFor: view.AsksFor(b, step)}
		for i := range b.Status.Steps {
			if record := &b.Status.Steps[i]; record.Name == step.Name {
				part.Began, part.Candidate, part.Stable = record.StartedAt, record.Candidate.Conversations, record.Stable.Conversations
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// intentParts are the intents of a batch, with what was measured of them in the last day.
func intentParts(b *v1alpha1.IntentBatch, all []v1alpha1.Intent) []intentPart {
	measured := map[string]*v1alpha1.IntentMeasurements{}
	for i := range all {
		measured[all[i].Name] = all[i].Status.Measurements
	}
	parts := []intentPart{}
	for _, i := range b.Status.Intents {
		part := intentPart{Name: i.Name, Is: view.BroughtAs(i)}
		if m := measured[i.Name]; m != nil {
			part.Escalation, part.CSAT, part.Conversations = m.Escalation, m.CSAT, view.Number(m.Conversations)
		}
		parts = append(parts, part)
	}
	culprit := view.Culprit(&b.Status)
	if i := slices.IndexFunc(parts, func(p intentPart) bool { return p.Name == culprit }); i >= 0 {
		parts[i].Culprit = true
	}
	return parts
}

// approvalAnswer is what to commit.
type approvalAnswer struct {
	Patch string   `json:"patch"`
	Notes []string `json:"notes"`
}

// approval is the patch that kubectl intentops approve prints.
func (p *page) approval(ctx context.Context, client dynamic.Interface, r *http.Request) (any, error) {
	namespace, name := r.PathValue("namespace"), r.PathValue("name")
	b, found, err := get[v1alpha1.IntentBatch](ctx, client, namespace, batchKind, name)
	if err != nil {
		return nil, err
	}
	var bot *v1alpha1.Bot
	if len(b.Spec.Steps) == 0 {
		if bot, _, err = get[v1alpha1.Bot](ctx, client, namespace, botKind, b.Spec.BotRef.Name); err != nil {
			return nil, err
		}
	}
	if err := view.SameRevision(b, ""); err != nil {
		return nil, &refusal{http.StatusConflict, err.Error()}
	}
	edit, err := view.Approve(b, view.StepsOf(b, bot), "")
	if err != nil {
		return nil, &refusal{http.StatusConflict, err.Error()}
	}
	if err := edit.Normalise(); err != nil {
		return nil, err
	}
	patch, err := yaml.Marshal(edit.Patch(found, batchKind.name))
	if err != nil {
		return nil, err
	}
	return approvalAnswer{string(patch), edit.Notes(found, "run kubectl intentops approve "+name+" --apply")}, nil
}
