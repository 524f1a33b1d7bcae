// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metrics

import (
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"

	"github.com/intentops/intentops/api/v1alpha1"
)

// bots are the series of Bots.
type bots struct {
	ready, automation, placeholder, live, liveIntents *prometheus.Desc
}

func newBots() bots {
	ofBot := []string{"namespace", "bot"}
	return bots{
		ready: prometheus.NewDesc("intentops_bot_ready",
			"Whether a Bot is ready (1) or not (0), with the reason of its condition Ready.", []string{"namespace", "bot", "reason"}, nil),
		automation: prometheus.NewDesc("intentops_bot_automation_enabled",
			"Whether a Bot answers by itself (1) or gives every conversation to a person (0).", ofBot, nil),
		placeholder: prometheus.NewDesc("intentops_bot_placeholder_helpdesk",
			"Whether handoffs of a Bot go to a host that is reserved for examples (1) or not (0).", ofBot, nil),
		live: prometheus.NewDesc("intentops_bot_live_intent",
			"1 for each intent that every conversation of a Bot gets.", []string{"namespace", "bot", "intent"}, nil),
		liveIntents: prometheus.NewDesc("intentops_bot_live_intents",
			"Number of intents that every conversation of a Bot gets.", ofBot, nil),
	}
}

func (b bots) all() []*prometheus.Desc {
	return []*prometheus.Desc{b.ready, b.automation, b.placeholder, b.live, b.liveIntents}
}

// Bot shows the status of a Bot from now on, and whether its helpdesk is a placeholder.
func (o *Objects) Bot(b *v1alpha1.Bot, placeholder bool) {
	if o == nil {
		return
	}
	ready := meta.FindStatusCondition(b.Status.Conditions, v1alpha1.ConditionReady)
	if ready == nil {
		return
	}
	labels := []string{b.Namespace, b.Name}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ofBots[types.NamespacedName{Namespace: b.Namespace, Name: b.Name}] = []series{
		{o.bots.ready, append(labels[:2:2], ready.Reason), truth(ready.Status == "True")},
		{o.bots.automation, labels, truth(b.Spec.Automation != v1alpha1.AutomationDisabled)},
		{o.bots.placeholder, labels, truth(placeholder)},
	}
}

// LiveIntents shows which intents a Bot serves from now on.
func (o *Objects) LiveIntents(b *v1alpha1.Bot, intents []string) {
	if o == nil {
		return
	}
	all := []series{{o.bots.liveIntents, []string{b.Namespace, b.Name}, float64(len(intents))}}
	for _, intent := range intents {
		all = append(all, series{o.bots.live, []string{b.Namespace, b.Name, intent}, 1})
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.live[types.NamespacedName{Namespace: b.Namespace, Name: b.Name}] = all
}

// ForgetBot removes a Bot that is gone.
func (o *Objects) ForgetBot(name types.NamespacedName) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.ofBots, name)
	delete(o.live, name)
}

// truth is a boolean as metrics write it.
func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
