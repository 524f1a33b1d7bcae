// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// DefaultPolicy is the EscalationPolicy of Bots made here, unless they are told otherwise.
const DefaultPolicy = "standard"

// BotBuilder makes a Bot.
type BotBuilder struct{ obj v1alpha1.Bot }

// MakeBot starts a valid Bot with a web chat channel.
func MakeBot(name string) *BotBuilder {
	return &BotBuilder{v1alpha1.Bot{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.BotSpec{
			Channels:            []v1alpha1.Channel{{Name: "web", Type: v1alpha1.ChannelWebChat}},
			EscalationPolicyRef: v1alpha1.LocalReference{Name: DefaultPolicy},
		},
	}}
}

// Namespace sets metadata.namespace.
func (b *BotBuilder) Namespace(namespace string) *BotBuilder {
	b.obj.Namespace = namespace
	return b
}

// Policy sets spec.escalationPolicyRef.name.
func (b *BotBuilder) Policy(name string) *BotBuilder {
	b.obj.Spec.EscalationPolicyRef.Name = name
	return b
}

// Replicas sets spec.replicas.
func (b *BotBuilder) Replicas(n int32) *BotBuilder {
	b.obj.Spec.Replicas = &n
	return b
}

// Automation sets spec.automation.
func (b *BotBuilder) Automation(automation v1alpha1.Automation) *BotBuilder {
	b.obj.Spec.Automation = automation
	return b
}

// Spec changes the spec in any way.
func (b *BotBuilder) Spec(change func(*v1alpha1.BotSpec)) *BotBuilder {
	change(&b.obj.Spec)
	return b
}

// Status sets the whole status.
func (b *BotBuilder) Status(status v1alpha1.BotStatus) *BotBuilder {
	b.obj.Status = status
	return b
}

// Obj returns the Bot.
func (b *BotBuilder) Obj() *v1alpha1.Bot { return b.obj.DeepCopy() }

// PolicyBuilder makes an EscalationPolicy.
type PolicyBuilder struct{ obj v1alpha1.EscalationPolicy }

// MakePolicy starts a valid EscalationPolicy without rules.
func MakePolicy(name string) *PolicyBuilder {
	return &PolicyBuilder{v1alpha1.EscalationPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.EscalationPolicySpec{
			Handoff: v1alpha1.Handoff{
				Targets: []v1alpha1.HandoffTarget{{
					Name: "desk", Type: v1alpha1.HandoffWebhook, Webhook: &v1alpha1.WebhookTarget{URL: "http://desk.support.svc/handoffs"},
				}},
			},
		},
	}}
}

// Namespace sets metadata.namespace.
func (b *PolicyBuilder) Namespace(namespace string) *PolicyBuilder {
	b.obj.Namespace = namespace
	return b
}

// Confidence sets spec.confidencePercent.
func (b *PolicyBuilder) Confidence(percent int32) *PolicyBuilder {
	b.obj.Spec.ConfidencePercent = &percent
	return b
}

// Rule adds a rule.
func (b *PolicyBuilder) Rule(name, when string) *PolicyBuilder {
	b.obj.Spec.Rules = append(b.obj.Spec.Rules, v1alpha1.EscalationRule{Name: name, When: when})
	return b
}

// Secret sets the Secret that signs packets.
func (b *PolicyBuilder) Secret(name string) *PolicyBuilder {
	b.obj.Spec.Handoff.Targets[0].Webhook.SecretRef = &v1alpha1.SecretReference{Name: name}
	return b
}

// Status sets the whole status.
func (b *PolicyBuilder) Status(status v1alpha1.EscalationPolicyStatus) *PolicyBuilder {
	b.obj.Status = status
	return b
}

// Obj returns the EscalationPolicy.
func (b *PolicyBuilder) Obj() *v1alpha1.EscalationPolicy { return b.obj.DeepCopy() }

// KPITargetBuilder makes a KPITarget.
type KPITargetBuilder struct{ obj v1alpha1.KPITarget }

// MakeKPITarget starts a valid KPITarget: CSAT of at least 4.3.
func MakeKPITarget(name string) *KPITargetBuilder {
	return &KPITargetBuilder{v1alpha1.KPITarget{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: v1alpha1.KPITargetSpec{
			BotRef:    v1alpha1.LocalReference{Name: DefaultBot},
			KPI:       v1alpha1.KPICSAT,
			Objective: v1alpha1.Objective{AtLeast: "4.3"},
		},
	}}
}

// Namespace sets metadata.namespace.
func (b *KPITargetBuilder) Namespace(namespace string) *KPITargetBuilder {
	b.obj.Namespace = namespace
	return b
}

// Bot sets spec.botRef.name.
func (b *KPITargetBuilder) Bot(name string) *KPITargetBuilder {
	b.obj.Spec.BotRef.Name = name
	return b
}

// AtLeast sets the kpi and the smallest value that meets it.
func (b *KPITargetBuilder) AtLeast(kpi v1alpha1.KPI, value v1alpha1.Value) *KPITargetBuilder {
	b.obj.Spec.KPI, b.obj.Spec.Objective = kpi, v1alpha1.Objective{AtLeast: value}
	return b
}

// AtMost sets the kpi and the largest value that meets it.
func (b *KPITargetBuilder) AtMost(kpi v1alpha1.KPI, value v1alpha1.Value) *KPITargetBuilder {
	b.obj.Spec.KPI, b.obj.Spec.Objective = kpi, v1alpha1.Objective{AtMost: value}
	return b
}

// Series sets spec.series.
func (b *KPITargetBuilder) Series(series v1alpha1.Series) *KPITargetBuilder {
	b.obj.Spec.Series = series
	return b
}

// Window sets spec.window.
func (b *KPITargetBuilder) Window(window v1alpha1.Duration) *KPITargetBuilder {
	b.obj.Spec.Window = window
	return b
}

// MinSamples sets spec.minSamples.
func (b *KPITargetBuilder) MinSamples(n int64) *KPITargetBuilder {
	b.obj.Spec.MinSamples = &n
	return b
}

// Baseline sets spec.baseline.
func (b *KPITargetBuilder) Baseline(baseline v1alpha1.Baseline) *KPITargetBuilder {
	b.obj.Spec.Baseline = &baseline
	return b
}

// Status sets the whole status.
func (b *KPITargetBuilder) Status(status v1alpha1.KPITargetStatus) *KPITargetBuilder {
	b.obj.Status = status
	return b
}

// Obj returns the KPITarget.
func (b *KPITargetBuilder) Obj() *v1alpha1.KPITarget { return b.obj.DeepCopy() }
