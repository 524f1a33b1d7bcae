// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/hack/simulator/journal"
	"github.com/intentops/intentops/test/harness"
)

var kinds = []string{"Bot", "EscalationPolicy", "Intent", "IntentBatch", "KPITarget"}

// install begins with nothing and ends with a promoted batch.
func (s *suite) install(t *testing.T) {
	must(t, s.Uninstall(s.ctx))
	var err error
	s.before, err = s.inventory(s.ctx)
	must(t, err)
	must(t, s.Install(s.ctx))
	s.begun(t)
	s.checkStatuses(t)
	s.checkColumns(t)
}

// begun brings the Bot up, lets customers come and waits until the first batch is promoted.
func (s *suite) begun(t *testing.T) {
	t.Helper()
	must(t, s.Services(s.ctx))
	applied := time.Now()
	for _, file := range []string{
		"hack/demo/bot.yaml", "config/samples/kpitargets.yaml", "config/samples/kpitargets-helpdesk.yaml",
		"test/e2e/testdata/kpitargets.yaml", "config/samples/intents.yaml",
	} {
		must(t, s.Apply(s.ctx, shorter, path.Join(s.tree, file)))
	}
	must(t, s.WaitDeployment(s.ctx, harness.Namespace, harness.BotName, podTimeout))
	urls, err := s.BotURLs(s.ctx)
	must(t, err)
	credentials, err := s.Credentials(s.ctx)
	must(t, err)
	s.bot = &harness.Caller{Credentials: credentials, URL: urls.API, EventsURL: urls.Events, Journal: journal.New(s.ownEvents)}
	must(t, harness.WaitFor(s.ctx, "the bot to answer", soon, func(ctx context.Context) (bool, string) {
		err := harness.Probe(ctx, urls.API+"/healthz")
		return err == nil, fmt.Sprint(err)
	}))
	t.Logf("the bot answers %.1f seconds after it was applied", time.Since(applied).Seconds())
	go s.seen.follow(s.ctx, s.Cluster)
	s.startCustomers(t)
	s.applyBatch(t, "week-1")
	batch := s.batch(t, "week-1", "to be promoted", rolloutTimeout, promoted)
	t.Log(ready(batch))
	s.settled(t)
}

// shorter gives the Bot's rollouts steps that few customers earn. Conversations are judged
// at an age at which they are over, even if a pod died meanwhile: only then do customers and
// bot agree on what became of them.
func shorter(obj *unstructured.Unstructured) {
	if obj.GetKind() != "Bot" {
		return
	}
	step := func(name string, percent, conversations int64) any {
		return map[string]any{"name": name, "percent": percent, "minDuration": "5s", "minConversations": conversations}
	}
	_ = unstructured.SetNestedSlice(obj.Object, []any{
		step("shadow", 0, 0), step("quarter", 25, 10), step("half", 50, 30), map[string]any{"name": "all", "percent": int64(100)},
	}, "spec", "rollout", "steps")
	_ = unstructured.SetNestedField(obj.Object, "25s", "spec", "measurement", "outcomeAfter")
}

// checkStatuses waits until the status of every object says what kstatus expects. A moment
// after a change it may not.
func (s *suite) checkStatuses(t *testing.T) {
	t.Helper()
	must(t, harness.WaitFor(s.ctx, "statuses that tools understand", soon, func(ctx context.Context) (bool, string) {
		var problems []error
		for _, kind := range kinds {
			list := &unstructured.UnstructuredList{}
			list.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind + "List"))
			if err := s.List(ctx, list, client.InNamespace(harness.Namespace)); err != nil {
				return false, err.Error()
			}
			if len(list.Items) == 0 {
				problems = append(problems, errors.New("there is no "+kind))
			}
			for i := range list.Items {
				problems = append(problems, harness.CheckStatus(&list.Items[i]))
			}
		}
		err := errors.Join(problems...)
		return err == nil, fmt.Sprint(err)
	}))
}

// checkColumns reads what a person sees first.
func (s *suite) checkColumns(t *testing.T) {
	t.Helper()
	printed, err := s.Kubectl(s.ctx, "get", "intentops", "-A")
	must(t, err)
	t.Logf("$ kubectl get intentops -A\n%s", printed)
	want := map[string]string{
		"bot.":              "REPLICAS LIVE ROLLING PERCENT READY AGE",
		"botrelease.":       "SEQUENCE CAUSE BATCH LIVE AVAILABLE AGE",
		"escalationpolicy.": "RULES ACCEPTED READY AGE",
		"intentbatch.":      "STEP PERCENT ESCALATION CSAT VERDICT RESULT READY AGE",
		"intent.":           "RISK BATCH STATE ESCALATION CSAT VOLUME READY AGE",
		"kpitarget.":        "TARGET BASELINE CURRENT SAMPLES TREND STATE READY AGE",
	}
	rows := map[string]map[string]string{}
	for _, table := range harness.Tables(printed) {
		if len(table.Rows) == 0 {
			t.Fatalf("a table without rows: %v", table.Columns)
		}
		for prefix, columns := range want {
			if !strings.HasPrefix(table.Rows[0]["NAME"], prefix) {
				continue
			}
			if !slices.Equal(table.Columns, append([]string{"NAMESPACE", "NAME"}, strings.Fields(columns)...)) {
				t.Errorf("columns of %s are %v, want %s", prefix, table.Columns, columns)
			}
			delete(want, prefix)
		}
		for _, row := range table.Rows {
			if row["NAMESPACE"] == harness.Namespace {
				rows[row["NAME"]] = row
			}
		}
	}
	for prefix := range want {
		t.Errorf("there is no table of %s", prefix)
	}
	for name, cells := range map[string]map[string]string{
		"bot.intentops.dev/support":               {"REPLICAS": "2", "LIVE": "4", "ROLLING": "", "PERCENT": "", "READY": "True"},
		"escalationpolicy.intentops.dev/standard": {"RULES": "4", "ACCEPTED": "True", "READY": "True"},
		"intentbatch.intentops.dev/week-1":        {"STEP": "all", "PERCENT": "100", "VERDICT": "Pass", "RESULT": "Promoted", "READY": "True"},
		"intent.intentops.dev/opening-hours":      {"RISK": "Low", "BATCH": "week-1", "STATE": "Live", "READY": "True"},
		"intent.intentops.dev/warranty":           {"RISK": "Medium", "BATCH": "", "STATE": "Draft"},
		"kpitarget.intentops.dev/csat":            {"TARGET": ">= 4.0", "BASELINE": "3.8", "READY": "True"},
		"kpitarget.intentops.dev/volume":          {"TARGET": ">= 100", "STATE": "Met", "READY": "True"},
	} {
		for column, cell := range cells {
			if got := rows[name][column]; got != cell {
				t.Errorf("%s of %s is %q, want %q", column, name, got, cell)
			}
		}
	}
	batch := rows["intentbatch.intentops.dev/week-1"]
	if !strings.HasSuffix(batch["ESCALATION"], "%") || batch["CSAT"] < "1" || batch["CSAT"] > "5" {
		t.Errorf("ESCALATION %q and CSAT %q of week-1, want a percentage and a score", batch["ESCALATION"], batch["CSAT"])
	}
}
