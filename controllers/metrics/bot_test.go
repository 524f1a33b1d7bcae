// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metrics

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestABotShowsWhetherItServesAndWhat(t *testing.T) {
	bot := &v1alpha1.Bot{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "support"}}
	o := New()
	o.Bot(bot, false)
	if got := shown(t, o); got != nil {
		t.Errorf("a Bot without conditions: %v", got)
	}
	bot.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReady, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonReady}}
	o.Bot(bot, false)
	o.LiveIntents(bot, []string{"refund", "warranty"})
	bot.Status.Conditions[0].Status, bot.Status.Conditions[0].Reason = metav1.ConditionFalse, v1alpha1.ReasonPodsNotReady
	bot.Spec.Automation = v1alpha1.AutomationDisabled
	o.Bot(bot, true)
	o.LiveIntents(bot, []string{"refund"})
	want := []string{
		"intentops_bot_automation_enabled bot=support,namespace=shop 0",
		"intentops_bot_live_intent bot=support,intent=refund,namespace=shop 1",
		"intentops_bot_live_intents bot=support,namespace=shop 1",
		"intentops_bot_placeholder_helpdesk bot=support,namespace=shop 1",
		"intentops_bot_ready bot=support,namespace=shop,reason=PodsNotReady 0",
	}
	if diff := cmp.Diff(want, shown(t, o)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	o.ForgetBot(types.NamespacedName{Namespace: "shop", Name: "support"})
	if got := shown(t, o); got != nil {
		t.Errorf("it is gone, and yet %v", got)
	}

	var nobody *Objects
	nobody.Bot(bot, true)
	nobody.LiveIntents(bot, []string{"refund"})
	nobody.ForgetBot(types.NamespacedName{})
}

func TestABatchShowsWhetherItsSpecIsAccepted(t *testing.T) {
	o := New()
	b := batch(metav1.ConditionFalse, v1alpha1.ReasonGateInvalid)
	b.Status.Conditions = append(b.Status.Conditions, metav1.Condition{Type: v1alpha1.ConditionAccepted, Status: metav1.ConditionFalse, Reason: v1alpha1.ReasonGateInvalid})
	o.IntentBatch(b)
	want := []string{
		"intentops_batch_accepted batch=week-1,bot=support,namespace=shop 0",
		"intentops_batch_waiting batch=week-1,bot=support,namespace=shop,reason=GateInvalid 1",
	}
	if diff := cmp.Diff(want, shown(t, o)); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
}
