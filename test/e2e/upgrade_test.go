// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// TestUpgrade upgrades an installation of the version that hack/upgrade-from names to the
// present one, in the middle of a rollout and under load. No conversation, count or live
// answer may be lost.
func TestUpgrade(t *testing.T) {
	s := begin(t)
	commit, why, err := s.EarlierCommit(s.ctx)
	must(t, err)
	if commit == "" {
		t.Skip(why)
	}
	t.Logf("upgrading from %s", commit)
	s.tree, err = s.BuildEarlier(s.ctx, commit)
	must(t, err)
	for _, part := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"the earlier version promotes a batch", s.installEarlier},
		{"the present version takes over in the middle of a rollout", s.upgraded},
		{"what the bot counted is what customers saw", s.counted},
		{"removing everything leaves nothing", s.removed},
	} {
		if !t.Run(part.name, part.run) {
			s.explain(t)
			t.Fatalf("%s: failed; everything is left as it is", part.name)
		}
	}
}

func (s *suite) installEarlier(t *testing.T) {
	must(t, s.Uninstall(s.ctx))
	var err error
	s.before, err = s.inventory(s.ctx)
	must(t, err)
	must(t, s.InstallChart(s.ctx, path.Join(s.tree, "charts/intentops"), harness.EarlierTag, harness.EarlierTag))
	s.begun(t)
}

// live are questions about intents that the first batch made live, in words that the bot
// learned from, so that both tracks are sure of them.
var live = map[string]string{
	"opening-hours":   question,
	"shipping-cost":   "how much is shipping",
	"payment-methods": "can I pay with paypal",
}

// upgraded upgrades the chart, and with it the operator and the pods of the Bot, while a
// batch rolls. Meanwhile customers go on, and get the same answers all the time.
func (s *suite) upgraded(t *testing.T) {
	answers := s.liveAnswers(t)
	s.applyBatch(t, "week-2")
	before := s.batch(t, "week-2", "to be in a step with customers", stepTimeout, func(b *v1alpha1.IntentBatch) bool {
		return rolling(b) && percent(b) > 0 && percent(b) < 100
	})
	must(t, s.customers.Rate(s.ctx, rushPerSecond))
	old := s.pods(t, harness.Namespace, "intentops-bot")

	began, over := time.Now(), make(chan error, 1)
	go func() { over <- s.takeOver(old) }()
	for looks, upgrading := 0, true; upgrading; looks++ {
		select {
		case err := <-over:
			must(t, err)
			t.Logf("upgraded in %.0f seconds; live answers were looked at %d times meanwhile", time.Since(began).Seconds(), looks)
			upgrading = false
		default:
		}
		if diff := cmp.Diff(answers, s.liveAnswers(t)); diff != "" {
			t.Errorf("live answers (-before the upgrade +during it):\n%s", diff)
		}
	}
	must(t, s.customers.Rate(s.ctx, customersPerSecond))

	after := s.batch(t, "week-2", "to be promoted", rolloutTimeout, promoted)
	if after.Status.Rollout != before.Status.Rollout || after.Status.Attempt != before.Status.Attempt {
		t.Errorf("rollout %s, attempt %d; want %s, attempt %d to go on", after.Status.Rollout, after.Status.Attempt,
			before.Status.Rollout, before.Status.Attempt)
	}
	for _, m := range s.seen.of("week-1", began) {
		if m.result != v1alpha1.ResultPromoted {
			t.Errorf("what was live rolled again: %s", m)
		}
	}
	s.settled(t)
	s.checkStatuses(t)
	if diff := cmp.Diff(answers, s.liveAnswers(t)); diff != "" {
		t.Errorf("live answers (-before the upgrade +after it):\n%s", diff)
	}
}

// takeOver installs the present version and waits until none of the old pods of the Bot is
// left.
func (s *suite) takeOver(old map[string]podIdentity) error {
	if err := s.Install(s.ctx); err != nil {
		return err
	}
	if err := harness.WaitFor(s.ctx, "the bot's new image", podTimeout, func(ctx context.Context) (bool, string) {
		pods, err := s.Pods(ctx, harness.Namespace, "app.kubernetes.io/name", "intentops-bot")
		if err != nil {
			return false, err.Error()
		}
		for i := range pods {
			_, isOld := old[pods[i].Name]
			if isOld || strings.HasSuffix(pods[i].Spec.Containers[0].Image, ":"+harness.EarlierTag) {
				return false, fmt.Sprintf("pod %s is of the earlier version", pods[i].Name)
			}
		}
		return len(pods) == len(old), fmt.Sprintf("there are %d pods", len(pods))
	}); err != nil {
		return err
	}
	return s.WaitBot(s.ctx, podTimeout)
}

// liveAnswers are what customers get now, by intent.
func (s *suite) liveAnswers(t *testing.T) map[string]string {
	t.Helper()
	answers := map[string]string{}
	for intent, text := range live {
		_, answers[intent] = s.answer(t, intent, text)
	}
	return answers
}
