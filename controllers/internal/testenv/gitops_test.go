// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"maps"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
)

// is makes conditions of "type=status reason"; each has a message that names its type.
func is(lines ...string) []metav1.Condition {
	var out []metav1.Condition
	for _, line := range lines {
		kind, rest, _ := strings.Cut(line, "=")
		value, reason, _ := strings.Cut(rest, " ")
		out = append(out, metav1.Condition{Type: kind, Status: metav1.ConditionStatus(value), Reason: reason, ObservedGeneration: 2, Message: "because of " + kind})
	}
	return out
}

func bot(observed int64, conditions ...string) client.Object {
	b := MakeBot("support").Obj()
	b.Generation = 2
	b.Status.ObservedGeneration, b.Status.Conditions = observed, is(conditions...)
	return b
}

func draft(observed int64, conditions ...string) client.Object {
	i := MakeIntent("order-status").Obj()
	i.Generation = 2
	i.Status.ObservedGeneration, i.Status.Conditions = observed, is(conditions...)
	return i
}

func target(conditions ...string) client.Object {
	return &v1alpha1.KPITarget{ObjectMeta: metav1.ObjectMeta{Generation: 2}, Status: v1alpha1.KPITargetStatus{ObservedGeneration: 2, Conditions: is(conditions...)}}
}

func policy(conditions ...string) client.Object {
	return &v1alpha1.EscalationPolicy{ObjectMeta: metav1.ObjectMeta{Generation: 2}, Status: v1alpha1.EscalationPolicyStatus{ObservedGeneration: 2, Conditions: is(conditions...)}}
}

func record(conditions ...string) client.Object {
	return &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Generation: 2}, Status: v1alpha1.BotReleaseStatus{ObservedGeneration: 2, Conditions: is(conditions...)}}
}

func rolling(conditions ...string) client.Object {
	return &v1alpha1.IntentBatch{ObjectMeta: metav1.ObjectMeta{Generation: 2}, Status: v1alpha1.IntentBatchStatus{ObservedGeneration: 2, Conditions: is(conditions...)}}
}

// TestWhatFluxAndArgoCDMakeOfEachKind; that of batches is in their controller's tests, and every
// status that any controller writes in a test is checked by CheckGitOps.
func TestWhatFluxAndArgoCDMakeOfEachKind(t *testing.T) {
	for name, tc := range map[string]struct {
		object              client.Object
		flux, argo, message string
	}{
		"a Bot that nobody has looked at":            {bot(-1), "InProgress", "Progressing", "not looked at this version"},
		"a Bot with an edit that nobody looked at":   {bot(1, "Accepted=True", "Ready=True Ready"), "InProgress", "Progressing", "not looked at this version"},
		"a Bot whose pods start":                     {bot(2, "Accepted=True", "Ready=False PodsNotReady", "Reconciling=True PodsNotReady"), "InProgress", "Progressing", "because of Ready"},
		"a Bot that serves":                          {bot(2, "Accepted=True", "Ready=True Ready"), "Current", "Healthy", "because of Ready"},
		"a Bot that serves while its pods change":    {bot(2, "Accepted=True", "Ready=True Ready", "Reconciling=True PodsNotReady"), "Current", "Progressing", "because of Ready"},
		"a Bot whose pods crash for ten minutes":     {bot(2, "Accepted=True", "Ready=False PodsNotReady", "Stalled=True PodsNotReady"), "Failed", "Degraded", "because of Stalled"},
		"a Bot that serves with a freeze misspelt":   {bot(2, "Accepted=False InvalidSpec", "Ready=True Ready"), "Failed", "Degraded", "because of Accepted"},
		"a Bot whose automation is switched off":     {bot(2, "Accepted=True", "Ready=True AutomationDisabled"), "Current", "Suspended", "because of Ready"},
		"an Intent that no batch names":              {draft(2, "Accepted=True", "Ready=True Draft"), "Current", "Healthy", "because of Ready"},
		"an Intent that rolls":                       {draft(2, "Accepted=True", "Ready=False Progressing", "Reconciling=True Progressing"), "Current", "Progressing", "because of Ready"},
		"an Intent that was rolled back":             {draft(2, "Accepted=True", "Ready=False RolledBack", "Stalled=True RolledBack"), "Current", "Degraded", "because of Stalled"},
		"an Intent with utterances of another":       {draft(2, "Accepted=False DuplicateUtterance", "Ready=False DuplicateUtterance", "Stalled=True DuplicateUtterance"), "Failed", "Degraded", "because of Stalled"},
		"a batch that waits for conversations":       {rolling("Accepted=True", "Ready=False CollectingEvidence", "Reconciling=True CollectingEvidence"), "Current", "Progressing", "because of Ready"},
		"a batch whose review is overdue":            {rolling("Accepted=True", "Ready=False ReviewOverdue", "Reconciling=True ReviewOverdue"), "Current", "Suspended", "because of Ready"},
		"a batch whose Bot is pinned":                {rolling("Accepted=True", "Ready=False Pinned", "Reconciling=True Pinned"), "Current", "Suspended", "because of Ready"},
		"a batch whose Bot is switched off":          {rolling("Accepted=True", "Ready=False AutomationDisabled", "Reconciling=True AutomationDisabled"), "Current", "Suspended", "because of Ready"},
		"a batch that waits for fresh figures":       {rolling("Accepted=True", "Ready=False StaleData", "Reconciling=True StaleData"), "Current", "Progressing", "because of Ready"},
		"a policy in force":                          {policy("Accepted=True", "Ready=True Ready"), "Current", "Healthy", "because of Ready"},
		"a policy that does not compile":             {policy("Accepted=False CompileFailed", "Ready=False CompileFailed", "Stalled=True CompileFailed"), "Failed", "Degraded", "because of Stalled"},
		"a KPI that is measured":                     {target("Accepted=True", "Ready=True Measured"), "Current", "Healthy", "because of Ready"},
		"a KPI without data for ten minutes":         {target("Accepted=True", "Ready=False NoData", "Stalled=True NoData"), "Current", "Degraded", "because of Stalled"},
		"a KPI whose query Prometheus has not seen":  {target("Accepted=Unknown MetricsError", "Ready=False MetricsError", "Reconciling=True MetricsError"), "InProgress", "Progressing", "because of Ready"},
		"a KPI whose query Prometheus cannot read":   {target("Accepted=False InvalidQuery", "Ready=False InvalidQuery", "Stalled=True InvalidQuery"), "Failed", "Degraded", "because of Stalled"},
		"a release that can be served":               {record("Available=True BundleComplete", "Live=False NotServed"), "Current", "Healthy", "because of Available"},
		"a restored release without all its content": {record("Available=False BundleMissing", "Live=False NotServed"), "Failed", "Degraded", "because of Available"},
	} {
		t.Run(name, func(t *testing.T) {
			flux, err := Flux(tc.object)
			if err != nil || flux != tc.flux {
				t.Errorf("Flux: %s, error %v; want %s", flux, err, tc.flux)
			}
			argo, message, err := ArgoCD(tc.object)
			if err != nil || argo != tc.argo || !strings.Contains(message, tc.message) {
				t.Errorf("Argo CD: %s (%s), error %v; want %s (%s)", argo, message, err, tc.argo, tc.message)
			}
		})
	}
}

func TestArgoCDPinsAndStopsBots(t *testing.T) {
	served, pinned := MakeBot("support").Obj(), MakeBot("support").Obj()
	served.Status.Release = &v1alpha1.ServedRelease{Name: "support-000003"}
	pinned.Spec.ReleaseRef = &v1alpha1.LocalReference{Name: "support-000002"}
	pinned.Spec.Automation = v1alpha1.AutomationDisabled
	for name, tc := range map[string]struct {
		bot    *v1alpha1.Bot
		offers []string
	}{
		"one that serves nothing yet": {MakeBot("support").Obj(), []string{"disable"}},
		"one that serves":             {served, []string{"disable", "pin"}},
		"one that is stopped":         {pinned, []string{"enable", "unpin"}},
	} {
		got, err := ArgoCDActions(tc.bot)
		if err != nil || !slices.Equal(got, tc.offers) {
			t.Errorf("%s: %v, error %v; want %v", name, got, err, tc.offers)
		}
	}
	for name, tc := range map[string]struct {
		bot        *v1alpha1.Bot
		action     string
		parameters map[string]string
		field      string
		want       any
	}{
		"what is served is kept":      {served, "pin", nil, "releaseRef", map[string]any{"name": "support-000003"}},
		"an empty parameter is none":  {served, "pin", map[string]string{"release": ""}, "releaseRef", map[string]any{"name": "support-000003"}},
		"back to an earlier release":  {served, "pin", map[string]string{"release": "support-000001"}, "releaseRef", map[string]any{"name": "support-000001"}},
		"the pin goes":                {pinned, "unpin", nil, "releaseRef", nil},
		"people take every customer":  {served, "disable", nil, "automation", "Disabled"},
		"the bot answers again":       {pinned, "enable", nil, "automation", "Enabled"},
		"the rest stays as it was":    {served, "disable", nil, "escalationPolicyRef", policyOf(t, served)},
		"a pin leaves the rest alone": {served, "pin", nil, "escalationPolicyRef", policyOf(t, served)},
	} {
		spec, err := RunArgoCDAction(tc.bot, tc.action, tc.parameters)
		got, want := spec[tc.field], tc.want
		if a, is := got.(map[string]any); is && err == nil {
			if b, too := want.(map[string]any); !too || !maps.Equal(a, b) {
				t.Errorf("%s: %s is %v, want %v", name, tc.field, got, want)
			}
		} else if err != nil || got != want {
			t.Errorf("%s: %s is %v, error %v; want %v", name, tc.field, got, err, want)
		}
	}
	if _, err := RunArgoCDAction(MakeBot("support").Obj(), "pin", nil); err == nil || !strings.Contains(err.Error(), "release: name a BotRelease of this Bot") {
		t.Errorf("a Bot that serves nothing is pinned: %v", err)
	}
}

func policyOf(t *testing.T, b *v1alpha1.Bot) any {
	t.Helper()
	fields, err := content(b)
	if err != nil {
		t.Fatal(err)
	}
	spec, _ := fields["spec"].(map[string]any)
	if spec["escalationPolicyRef"] == nil {
		t.Fatal("the Bot has no escalationPolicyRef: the test compares nothing")
	}
	return spec["escalationPolicyRef"]
}

// TestKindsWithNothingOfTheirOwnHaveTheSameScript, so that they are mended together.
func TestKindsWithNothingOfTheirOwnHaveTheSameScript(t *testing.T) {
	all, err := argoScripts()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"EscalationPolicy", "KPITarget"} {
		if all[kind].health != all["Intent"].health {
			t.Errorf("%s has another script than Intent", kind)
		}
	}
	if len(all) != 6 {
		t.Errorf("scripts for %d kinds, want six", len(all))
	}
}
