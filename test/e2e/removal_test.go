// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
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
		after, err := s.inventory(ctx)
		var left []string
		for name := range after {
			if !s.before[name] {
				left = append(left, name)
			}
		}
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

// inventory lists every object in the cluster, of whatever kind, but those that the cluster
// makes for itself all the time.
func (s *suite) inventory(ctx context.Context) (map[string]bool, error) {
	kinds, err := s.Kubectl(ctx, "api-resources", "--verbs=list", "-o", "name")
	if err != nil {
		return nil, err
	}
	var wanted []string
	for _, kind := range strings.Fields(kinds) {
		switch kind {
		case "events", "events.events.k8s.io", "leases.coordination.k8s.io", "componentstatuses":
		default:
			wanted = append(wanted, kind)
		}
	}
	printed, err := s.Kubectl(ctx, "get", strings.Join(wanted, ","), "-A", "-o",
		`jsonpath={range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name}{"\n"}{end}`)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, name := range strings.Fields(printed) {
		out[name] = true
	}
	if len(out) == 0 {
		return nil, errors.New("the cluster has no objects at all")
	}
	return out, nil
}
