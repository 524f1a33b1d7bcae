// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// removed takes everything away, from the Bot to the chart, and looks for leftovers.
func (s *suite) removed(t *testing.T) {
	s.customers.Stop()
	bot, err := s.Bot(s.ctx)
	must(t, err)
	must(t, s.Delete(s.ctx, bot))
	must(t, harness.WaitFor(s.ctx, "the Bot's objects to go with it", podTimeout, func(ctx context.Context) (bool, string) {
		left, err := s.owned(ctx, bot)
		return err == nil && left == "", fmt.Sprintf("%s %v", left, err)
	}))
	if intents := (&v1alpha1.IntentList{}); s.List(s.ctx, intents) != nil || len(intents.Items) == 0 {
		t.Error("the Intents went with the Bot: they belong to people")
	}
	must(t, s.Uninstall(s.ctx))

	must(t, harness.WaitFor(s.ctx, "nothing to be left", soon, func(ctx context.Context) (bool, string) {
		left, err := s.leftovers(ctx)
		return err == nil && len(left) == 0, fmt.Sprintf("%v %v", left, err)
	}))
}

// owned lists what is labelled as the Bot's, and its pods.
func (s *suite) owned(ctx context.Context, bot *v1alpha1.Bot) (string, error) {
	printed, err := s.Kubectl(ctx, "get", "pods,deployments,replicasets,services,serviceaccounts,roles,rolebindings,configmaps,poddisruptionbudgets",
		"-n", harness.Namespace, "-o", `jsonpath={range .items[*]}{.metadata.ownerReferences[*].uid} {.metadata.labels.app\.kubernetes\.io/name} {.kind}/{.metadata.name}{"\n"}{end}`)
	var left []string
	for line := range strings.Lines(printed) {
		if strings.Contains(line, string(bot.UID)) || strings.Contains(line, "intentops-bot") {
			left = append(left, strings.TrimSpace(line))
		}
	}
	return strings.Join(left, ", "), err
}

// leftovers lists everything in the cluster that is ours.
func (s *suite) leftovers(ctx context.Context) ([]string, error) {
	var left []string
	all, err := s.Kubectl(ctx, "get", "crds,clusterroles,clusterrolebindings,namespaces,pods,apiservices,validatingwebhookconfigurations,mutatingwebhookconfigurations",
		"-A", "-o", "name")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(all) {
		if strings.Contains(line, "intentops") {
			left = append(left, strings.TrimSpace(line))
		}
	}
	return left, nil
}
