// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/hack/simulator/journal"
	"github.com/intentops/intentops/test/harness"
)

// unseen lets Flux apply the first commit while the operator is away. What nobody has looked at
// has no status, and must not count as healthy.
func (g *gitOps) unseen(t *testing.T) {
	must(t, g.RemoveFlux(g.ctx))
	must(t, g.Uninstall(g.ctx))
	must(t, g.Install(g.ctx))
	var err error
	g.repo, err = harness.ServeRepository(g.ctx, filepath.Join(g.dir, "git"))
	must(t, err)
	g.fluxEnded, err = g.StartFlux(g.ctx, g.dir)
	must(t, err)
	g.firstFiles(t)
	commit := g.commit(t, "The shop's bot, and its first batch")

	g.operators(t, 0)
	g.applyKustomizations(t)
	g.green(t, commit, infrastructure)
	var looked time.Time
	must(t, harness.WaitFor(g.ctx, "Flux to look at what the operator has not seen", podTimeout, func(ctx context.Context) (bool, string) {
		_, err := g.Batch(ctx, "week-1")
		if err == nil {
			_, err = g.Bot(ctx)
		}
		for _, name := range []string{bots, batches} {
			k := g.kustomization(t, name)
			if k.is(v1alpha1.ConditionReady) || k.is("Healthy") {
				t.Errorf("Kustomization %s is green: %+v", name, k.conditions)
			}
			if c := meta.FindStatusCondition(k.conditions, "Healthy"); c == nil {
				return false, fmt.Sprintf("%s does not wait: %+v", name, k.conditions)
			}
		}
		if looked.IsZero() && err == nil {
			looked = time.Now()
		}
		return err == nil && time.Since(looked) > fluxSees, fmt.Sprint("not long enough yet ", err)
	}))
	g.operators(t, 1)
	g.green(t, commit, bots, batches)
	g.seenBefore(t, bots, "Bot", "Intent", "EscalationPolicy")
	g.seenBefore(t, batches, "IntentBatch")
}

// seenBefore compares when the Kustomization became healthy with when the operator accepted
// what it applies.
func (g *gitOps) seenBefore(t *testing.T, name string, kinds ...string) {
	t.Helper()
	healthy := meta.FindStatusCondition(g.kustomization(t, name).conditions, "Healthy")
	if healthy == nil {
		t.Fatalf("Kustomization %s has no condition Healthy", name)
	}
	for _, kind := range kinds {
		list := g.listed(t, kind)
		if len(list) == 0 {
			t.Errorf("there is no %s", kind)
		}
		for i := range list {
			conditions, err := harness.Conditions(&list[i])
			must(t, err)
			accepted := meta.FindStatusCondition(conditions, v1alpha1.ConditionAccepted)
			if accepted == nil || healthy.LastTransitionTime.Before(&accepted.LastTransitionTime) {
				t.Errorf("Kustomization %s was healthy at %s, before %s %s was accepted: %+v",
					name, healthy.LastTransitionTime, kind, list[i].GetName(), accepted)
			}
		}
	}
}

// listed are the objects of one of our kinds.
func (g *gitOps) listed(t *testing.T, kind string) []unstructured.Unstructured {
	t.Helper()
	list := &unstructured.UnstructuredList{}
	list.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind + "List"))
	must(t, g.List(g.ctx, list, client.InNamespace(harness.Namespace)))
	return list.Items
}

// firstFiles are the repository's folders, as docs/gitops.md has them: what a shop has beside the
// operator, the Bot of the demo in one pod with its own store, and the first batch.
func (g *gitOps) firstFiles(t *testing.T) {
	t.Helper()
	services, err := g.Read("hack/demo/services.yaml")
	must(t, err)
	for _, obj := range services {
		if obj.GetName() != "nats" {
			g.writeObjects(t, fmt.Sprintf("infrastructure/intentops/%s-%s.yaml", obj.GetName(), strings.ToLower(obj.GetKind())), obj)
		}
	}
	for _, name := range []string{"helpdesk", "events", "api"} {
		g.writeObjects(t, "infrastructure/intentops/"+name+"-secret.yaml", &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": name, "namespace": harness.Namespace},
			"stringData": map[string]any{"key": rand.Text() + rand.Text(), "token": rand.Text()},
		}})
	}
	bot, err := g.Read("hack/demo/bot.yaml")
	must(t, err)
	for _, obj := range bot {
		if obj.GetKind() != "Bot" {
			continue
		}
		spec := obj.Object["spec"].(map[string]any)
		delete(spec, "store")
		spec["replicas"] = int64(1)
		spec["automation"] = string(v1alpha1.AutomationEnabled)
		spec["rollout"] = map[string]any{"steps": []any{
			map[string]any{"name": "shadow", "percent": int64(0)},
			map[string]any{"name": "half", "percent": int64(50), "minConversations": int64(10)},
			map[string]any{"name": "all", "percent": int64(100)},
		}}
	}
	g.writeObjects(t, "bots/support/bot.yaml", bot...)
	g.copyFile(t, "config/samples/intents.yaml", "bots/support/intents.yaml")
	g.addBatch(t, "week-1")
}

// addBatch puts a batch into the work tree.
func (g *gitOps) addBatch(t *testing.T, name string) {
	t.Helper()
	g.copyFile(t, "test/e2e/testdata/gitops/"+name+".yaml", "batches/support/"+name+".yaml")
}

func (g *gitOps) copyFile(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(g.Root, from))
	must(t, err)
	g.write(t, to, raw)
}

func (g *gitOps) writeObjects(t *testing.T, name string, objects ...*unstructured.Unstructured) {
	t.Helper()
	var raw []byte
	for _, obj := range objects {
		one, err := yaml.Marshal(obj.Object)
		must(t, err)
		raw = append(append(raw, "---\n"...), one...)
	}
	g.write(t, name, raw)
}

func (g *gitOps) write(t *testing.T, name string, raw []byte) {
	t.Helper()
	file := filepath.Join(g.repo.Dir, name)
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, os.WriteFile(file, raw, 0o600))
}

// replace changes a text in a file of the work tree.
func (g *gitOps) replace(t *testing.T, name, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(g.repo.Dir, name))
	must(t, err)
	if strings.Count(string(raw), from) != 1 {
		t.Fatalf("%s has %q %d times", name, from, strings.Count(string(raw), from))
	}
	g.write(t, name, []byte(strings.Replace(string(raw), from, to, 1)))
}

// customersArrive lets customers come, as few as a batch needs.
func (g *gitOps) customersArrive(t *testing.T) {
	t.Helper()
	g.callBot(t)
	g.startCustomers(t)
	must(t, g.customers.Rate(g.ctx, 6))
}

// callBot finds where the Bot answers.
func (g *gitOps) callBot(t *testing.T) {
	t.Helper()
	urls, err := g.BotURLs(g.ctx)
	must(t, err)
	credentials, err := g.Credentials(g.ctx)
	must(t, err)
	g.bot = &harness.Caller{Credentials: credentials, URL: urls.API, EventsURL: urls.Events, Journal: journal.New(g.ownEvents)}
	must(t, harness.WaitFor(g.ctx, "the bot to answer", podTimeout, func(ctx context.Context) (bool, string) {
		err := harness.Probe(ctx, urls.API+"/healthz")
		return err == nil, fmt.Sprint(err)
	}))
}
