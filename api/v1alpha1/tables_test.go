// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/printers"
	"sigs.k8s.io/controller-runtime/pkg/client"

	. "github.com/intentops/intentops/api/v1alpha1"
)

// terminal is how many characters a line of a terminal is taken to have.
const terminal = 120

// TestTablesFitIntoATerminal prints each kind as kubectl get does, with values that are as
// long as real ones get.
func TestTablesFitIntoATerminal(t *testing.T) {
	const bot, batch, policy = "customer-support", "2026-week-48-returns", "standard-with-key-accounts"
	to := LocalReference{Name: bot}
	conditions := []metav1.Condition{{Type: ConditionReady, Status: metav1.ConditionUnknown}, {Type: ConditionAccepted, Status: metav1.ConditionUnknown},
		{Type: ConditionLive, Status: metav1.ConditionUnknown}, {Type: ConditionAvailable, Status: metav1.ConditionUnknown}}
	for i := range conditions {
		conditions[i].Reason, conditions[i].LastTransitionTime = "Unknown", metav1.Now()
	}
	for plural, object := range map[string]client.Object{
		"bots": &Bot{
			ObjectMeta: metav1.ObjectMeta{Name: bot},
			Spec:       BotSpec{Channels: []Channel{{Name: "web", Type: ChannelWebChat}}, EscalationPolicyRef: LocalReference{Name: policy}},
			Status: BotStatus{Conditions: conditions, ReadyReplicas: new(int32(100)), LiveIntents: new(int32(2000)),
				Release: &ServedRelease{Batch: batch, Percent: new(int32(100))}},
		},
		"botreleases": &BotRelease{
			ObjectMeta: metav1.ObjectMeta{Name: bot + "-000123"},
			Spec: BotReleaseSpec{BotRef: to, Sequence: 123, Digest: strings.Repeat("0", 64), Bundle: []string{"bundle"},
				EscalationPolicy: ReleasedPolicy{Name: policy, Revision: "r"}, Cause: ReleaseCause{Type: CausePromoted, Batch: batch, Rollout: "r"}},
			Status: BotReleaseStatus{Conditions: conditions},
		},
		"escalationpolicies": &EscalationPolicy{
			ObjectMeta: metav1.ObjectMeta{Name: policy},
			Spec:       EscalationPolicySpec{Handoff: Handoff{Targets: []HandoffTarget{webhook("https://desk.example")}}},
			Status:     EscalationPolicyStatus{Conditions: conditions, Rules: new(int32(50)), Bots: []string{bot, bot + "-fr", bot + "-test", bot + "-uk"}},
		},
		"intents": &Intent{
			ObjectMeta: metav1.ObjectMeta{Name: "change-delivery-address"},
			Spec:       IntentSpec{BotRef: to, Utterances: []string{"a"}, Reply: IntentReply{Text: "b"}, Risk: RiskMedium},
			Status: IntentStatus{Conditions: conditions, Batch: batch, State: IntentRolledBack, ConfidencePercent: new(int32(100)),
				Measurements: &IntentMeasurements{Escalation: "23.4%", CSAT: "4.35", Conversations: new(int64(1234567))}},
		},
		"intentbatches": &IntentBatch{
			ObjectMeta: metav1.ObjectMeta{Name: batch},
			Spec:       IntentBatchSpec{BotRef: to, Intents: []string{"a"}},
			Status: IntentBatchStatus{Conditions: conditions, Step: "three-quarters", Percent: new(int32(75)), Escalation: "23.4%", CSAT: "4.35",
				Verdict: VerdictInconclusive, Result: ResultRolledBack},
		},
		"kpitargets": &KPITarget{
			ObjectMeta: metav1.ObjectMeta{Name: "first-contact-resolution"},
			Spec:       KPITargetSpec{BotRef: to, KPI: KPIFirstContactResolution, Objective: Objective{AtLeast: "82.5%"}},
			Status: KPITargetStatus{Conditions: conditions, Target: ">= 82.5%", Baseline: &KPIMeasurement{Value: "78.25%"},
				Current: &KPIMeasurement{Value: "81.75%", Samples: new(int64(1234567))}, Trend: TrendImproving, State: KPIGuardrailBreached},
		},
	} {
		t.Run(plural, func(t *testing.T) {
			object.SetNamespace("default")
			status := object.DeepCopyObject().(client.Object)
			if err := api.Create(t.Context(), object); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = api.Delete(t.Context(), object) })
			status.SetResourceVersion(object.GetResourceVersion())
			if err := api.Status().Update(t.Context(), status); err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(table(t, plural), "\n") {
				if len(line) > terminal {
					t.Errorf("line %d has %d characters, want at most %d:\n%s", i+1, len(line), terminal, line)
				}
			}
		})
	}
}

// table is what kubectl get prints: the server makes the cells, the client sets them out.
func table(t *testing.T, plural string) string {
	t.Helper()
	raw, err := served.Get().Resource(plural).Namespace("default").
		SetHeader("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io").DoRaw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := &metav1.Table{}
	if err := json.Unmarshal(raw, got); err != nil {
		t.Fatal(err)
	}
	age := len(got.ColumnDefinitions)
	for i, column := range got.ColumnDefinitions {
		if column.Name == "Age" {
			age = i
		}
	}
	for _, row := range got.Rows {
		row.Cells[age] = "364d"
	}
	var out bytes.Buffer
	if err := printers.NewTablePrinter(printers.PrintOptions{}).PrintObj(got, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
