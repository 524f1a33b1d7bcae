// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

const namespace = "perf"

// sampleRelease compiles the intents and the policy of config/samples.
func sampleRelease(samples, helpdesk string) (release.Release, error) {
	policies, err := read[v1alpha1.EscalationPolicy](filepath.Join(samples, "escalationpolicy.yaml"))
	if err != nil {
		return release.Release{}, err
	}
	objects, err := read[v1alpha1.Intent](filepath.Join(samples, "intents.yaml"))
	if err != nil {
		return release.Release{}, err
	}
	policies[0].Spec.Handoff.Targets[0].Webhook = &v1alpha1.WebhookTarget{URL: v1alpha1.URL(helpdesk)}
	policy, err := release.FromPolicy(policies[0].Spec, policies[0].Name)
	if err != nil {
		return release.Release{}, err
	}
	var intents []release.Intent
	for _, o := range objects {
		intent := release.FromIntent(o.Spec, o.Name)
		intent.Revision = o.Name + "-" + release.IntentHash(intent)
		intents = append(intents, intent)
	}
	return release.Compile(intents, policy)
}

// read returns the objects of a file.
func read[T any](path string) ([]T, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []T
	for decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(raw), 4096); ; {
		var object *T
		switch err := decoder.Decode(&object); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, err)
		case object != nil: // else a comment
			out = append(out, *object)
		}
	}
}

func intentName(bot string, i int) string { return fmt.Sprintf("%s-intent-%d", bot, i) }

// shop makes a Bot with its intents in batches that go through the steps given.
func shop(name string, batches, intentsEach int, steps ...v1alpha1.RolloutStep) []client.Object {
	ref := v1alpha1.LocalReference{Name: name}
	meta := func(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name, Namespace: namespace} }
	out := []client.Object{&v1alpha1.Bot{ObjectMeta: meta(name), Spec: v1alpha1.BotSpec{
		Channels:            []v1alpha1.Channel{{Name: "web", Type: v1alpha1.ChannelWebChat}},
		EscalationPolicyRef: v1alpha1.LocalReference{Name: "standard"},
	}}}
	for b := range batches {
		batch := &v1alpha1.IntentBatch{ObjectMeta: meta(fmt.Sprintf("%s-batch-%d", name, b)), Spec: v1alpha1.IntentBatchSpec{BotRef: ref, Steps: steps}}
		for i := range intentsEach {
			intent := &v1alpha1.Intent{ObjectMeta: meta(intentName(name, b*intentsEach+i)), Spec: v1alpha1.IntentSpec{
				BotRef: ref, Reply: v1alpha1.IntentReply{Text: "This is what we know about it."},
			}}
			for u := range 10 {
				intent.Spec.Utterances = append(intent.Spec.Utterances, fmt.Sprintf("please tell me about thing %d of batch %d in way %d", i, b, u))
			}
			batch.Spec.Intents = append(batch.Spec.Intents, intent.Name)
			out = append(out, intent)
		}
		out = append(out, batch)
	}
	return out
}

var objectives = map[v1alpha1.KPI]v1alpha1.Objective{
	v1alpha1.KPIEscalationRate: {AtMost: "30%"}, v1alpha1.KPIDeflectionRate: {AtLeast: "40%"}, v1alpha1.KPICSAT: {AtLeast: "4.3"},
	v1alpha1.KPIFirstResponseTime: {AtMost: "60s"}, v1alpha1.KPIChatVolume: {AtLeast: "100"},
}

// targets makes a KPITarget of each KPI for a Bot.
func targets(bot string) []client.Object {
	var out []client.Object
	for kpi, objective := range objectives {
		target := &v1alpha1.KPITarget{
			ObjectMeta: metav1.ObjectMeta{GenerateName: bot + "-", Namespace: namespace},
			Spec:       v1alpha1.KPITargetSpec{BotRef: v1alpha1.LocalReference{Name: bot}, KPI: kpi, Objective: objective},
		}
		if kpi == v1alpha1.KPIFirstResponseTime {
			target.Spec.Series = v1alpha1.SeriesBot // there are no people
		}
		out = append(out, target)
	}
	return out
}

// policy is the one of all Bots. It names no Secret, so that none is waited for.
func policy() client.Object {
	return &v1alpha1.EscalationPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: "standard", Namespace: namespace},
		Spec: v1alpha1.EscalationPolicySpec{
			Rules: []v1alpha1.EscalationRule{{Name: "asked", When: "message.asksForHuman"}},
			Handoff: v1alpha1.Handoff{Targets: []v1alpha1.HandoffTarget{{
				Name: "helpdesk", Type: v1alpha1.HandoffWebhook, Webhook: &v1alpha1.WebhookTarget{URL: "http://helpdesk.invalid/handoffs"},
			}}},
		},
	}
}
