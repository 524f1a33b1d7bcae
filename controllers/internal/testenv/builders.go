// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// DefaultBot is the Bot that objects made here belong to, unless they are told otherwise.
const DefaultBot = "support"

// IntentBuilder makes an Intent.
type IntentBuilder struct{ obj v1alpha1.Intent }

// MakeIntent starts a valid Intent with one utterance that holds its name.
func MakeIntent(name string) *IntentBuilder {
	return &IntentBuilder{v1alpha1.Intent{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.IntentSpec{
			BotRef:     v1alpha1.LocalReference{Name: DefaultBot},
			Utterances: []string{"tell me about " + name},
			Reply:      v1alpha1.IntentReply{Text: "This is about " + name + "."},
		},
	}}
}

// Namespace sets metadata.namespace.
func (b *IntentBuilder) Namespace(namespace string) *IntentBuilder {
	b.obj.Namespace = namespace
	return b
}

// Bot sets spec.botRef.name.
func (b *IntentBuilder) Bot(name string) *IntentBuilder {
	b.obj.Spec.BotRef.Name = name
	return b
}

// Risk sets spec.risk.
func (b *IntentBuilder) Risk(risk v1alpha1.Risk) *IntentBuilder {
	b.obj.Spec.Risk = risk
	return b
}

// Confidence sets spec.confidencePercent.
func (b *IntentBuilder) Confidence(percent int32) *IntentBuilder {
	b.obj.Spec.ConfidencePercent = &percent
	return b
}

// Utterances replaces spec.utterances.
func (b *IntentBuilder) Utterances(utterances ...string) *IntentBuilder {
	b.obj.Spec.Utterances = utterances
	return b
}

// Field adds a required field.
func (b *IntentBuilder) Field(name, prompt, pattern string) *IntentBuilder {
	b.obj.Spec.Fields = append(b.obj.Spec.Fields, v1alpha1.IntentField{Name: name, Prompt: prompt, Pattern: pattern})
	return b
}

// Reply sets spec.reply.text.
func (b *IntentBuilder) Reply(text string) *IntentBuilder {
	b.obj.Spec.Reply.Text = text
	return b
}

// Status sets the whole status.
func (b *IntentBuilder) Status(status v1alpha1.IntentStatus) *IntentBuilder {
	b.obj.Status = status
	return b
}

// Obj returns the Intent.
func (b *IntentBuilder) Obj() *v1alpha1.Intent { return b.obj.DeepCopy() }

// BatchBuilder makes an IntentBatch.
type BatchBuilder struct{ obj v1alpha1.IntentBatch }

// MakeBatch starts a valid IntentBatch of the intents given.
func MakeBatch(name string, intents ...string) *BatchBuilder {
	return &BatchBuilder{v1alpha1.IntentBatch{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.IntentBatchSpec{
			BotRef:  v1alpha1.LocalReference{Name: DefaultBot},
			Intents: intents,
		},
	}}
}

// Namespace sets metadata.namespace.
func (b *BatchBuilder) Namespace(namespace string) *BatchBuilder {
	b.obj.Namespace = namespace
	return b
}

// Bot sets spec.botRef.name.
func (b *BatchBuilder) Bot(name string) *BatchBuilder {
	b.obj.Spec.BotRef.Name = name
	return b
}

// DependsOn replaces spec.dependsOn.
func (b *BatchBuilder) DependsOn(batches ...string) *BatchBuilder {
	b.obj.Spec.DependsOn = batches
	return b
}

// Step adds a step of the name and percent given.
func (b *BatchBuilder) Step(name string, percent int32, change ...func(*v1alpha1.RolloutStep)) *BatchBuilder {
	step := v1alpha1.RolloutStep{Name: name, Percent: &percent}
	for _, c := range change {
		c(&step)
	}
	b.obj.Spec.Steps = append(b.obj.Spec.Steps, step)
	return b
}

// Gate adds a gate.
func (b *BatchBuilder) Gate(gate v1alpha1.Gate) *BatchBuilder {
	b.obj.Spec.Gates = append(b.obj.Spec.Gates, gate)
	return b
}

// State sets spec.state.
func (b *BatchBuilder) State(state v1alpha1.BatchState) *BatchBuilder {
	b.obj.Spec.State = state
	return b
}

// Status sets the whole status.
func (b *BatchBuilder) Status(status v1alpha1.IntentBatchStatus) *BatchBuilder {
	b.obj.Status = status
	return b
}

// Obj returns the IntentBatch.
func (b *BatchBuilder) Obj() *v1alpha1.IntentBatch { return b.obj.DeepCopy() }
