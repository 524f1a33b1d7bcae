// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

// rebuiltIn is a namespace that the test makes, deletes and makes again.
const rebuiltIn = "intentops-rebuilt"

// rebuilt makes the Bot in another namespace, from its YAML and the exported release. Then
// that namespace is deleted and made again, from the same YAML and the release exported
// there. Both times the Bot serves what is live here, and rolls nothing.
func (s *suite) rebuilt(t *testing.T) {
	defer func() { must(t, s.DeleteNamespace(context.WithoutCancel(s.ctx), rebuiltIn)) }()
	objects := s.asInGit(t)
	exported := s.exported(t, harness.Namespace)
	for range 2 {
		s.rebuild(t, objects, exported)
		exported = s.exported(t, rebuiltIn)
		must(t, s.DeleteNamespace(s.ctx, rebuiltIn))
	}
}

// exported is a file with what is live in a namespace.
func (s *suite) exported(t *testing.T, namespace string) string {
	t.Helper()
	file := filepath.Join(s.dir, "live-in-"+namespace+".yaml")
	must(t, os.WriteFile(file, []byte(s.plugin(t, "release", "export", harness.BotName, "-n", namespace)), 0o600))
	return file
}

// asInGit are the Bot and all that belongs to it, without what the cluster added.
func (s *suite) asInGit(t *testing.T) (objects []*unstructured.Unstructured) {
	t.Helper()
	for _, kind := range []string{"EscalationPolicy", "Intent", "IntentBatch", "Bot"} {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind + "List"))
		must(t, s.List(s.ctx, list, client.InNamespace(harness.Namespace)))
		for i := range list.Items {
			spec := list.Items[i].Object["spec"].(map[string]any)
			if kind == "Bot" {
				// A store of its own, and no Secrets of the other namespace.
				delete(spec, "store")
				delete(spec, "events")
				spec["channels"] = []any{map[string]any{"name": "api", "type": "REST", "rest": map[string]any{"access": "Anonymous"}}}
				spec["replicas"] = int64(1)
			}
			objects = append(objects, &unstructured.Unstructured{Object: map[string]any{
				"apiVersion": v1alpha1.GroupVersion.String(), "kind": kind,
				"metadata": map[string]any{"name": list.Items[i].GetName(), "namespace": rebuiltIn}, "spec": spec,
			}})
		}
	}
	return objects
}

// rebuild makes the namespace and applies objects and the exported release in random order.
func (s *suite) rebuild(t *testing.T, objects []*unstructured.Unstructured, exported string) {
	must(t, s.Create(s.ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: rebuiltIn}}))
	// The policy names it, and no Bot is ready whose pods do not find it.
	must(t, s.Create(s.ctx, &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "helpdesk", Namespace: rebuiltIn}, StringData: map[string]string{"key": rand.Text() + rand.Text()},
	}))
	s.random.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
	at := s.random.IntN(len(objects) + 1)
	// A batch that is there before the release may begin to roll until the release is.
	before := map[string]bool{}
	for i := range len(objects) + 1 {
		if i == at {
			_, err := s.Kubectl(s.ctx, "apply", "-n", rebuiltIn, "-f", exported)
			must(t, err)
		}
		if i < len(objects) {
			must(t, s.ApplyObject(s.ctx, objects[i].DeepCopy()))
			if i < at {
				before[objects[i].GetName()] = true
			}
		}
	}
	want := s.newest(t)
	must(t, harness.WaitFor(s.ctx, "the rebuilt Bot to serve what was live", podTimeout, func(ctx context.Context) (bool, string) {
		bot := &v1alpha1.Bot{}
		if err := s.Get(ctx, client.ObjectKey{Namespace: rebuiltIn, Name: harness.BotName}, bot); err != nil || bot.Status.Release == nil {
			return false, fmt.Sprint(err)
		}
		return bot.Status.Release.Stable == want.Spec.Digest, fmt.Sprintf("%+v", bot.Status.Release)
	}))
	served := time.Now()
	for _, name := range []string{"week-1", "week-2"} {
		must(t, harness.WaitFor(s.ctx, name+" to be promoted there without rolling what is restored", soon, func(ctx context.Context) (bool, string) {
			batch := &v1alpha1.IntentBatch{}
			err := s.Get(ctx, client.ObjectKey{Namespace: rebuiltIn, Name: name}, batch)
			began := batch.Status.StartedAt
			return err == nil && promoted(batch) && (began.IsZero() || before[name] && began.Time.Before(served)), fmt.Sprintf("%v %+v", err, batch.Status)
		}))
	}
	s.answersAlike(t)
}

// answersAlike asks the rebuilt Bot what customers of the other one ask.
func (s *suite) answersAlike(t *testing.T) {
	t.Helper()
	must(t, s.WaitDeployment(s.ctx, rebuiltIn, harness.BotName, podTimeout))
	// Until its pods have loaded what was restored, they hand over what comes.
	must(t, harness.WaitFor(s.ctx, "the rebuilt Bot's pods to serve it", podTimeout, func(ctx context.Context) (bool, string) {
		bot := &v1alpha1.Bot{}
		err := s.Get(ctx, client.ObjectKey{Namespace: rebuiltIn, Name: harness.BotName}, bot)
		return err == nil && meta.IsStatusConditionTrue(bot.Status.Conditions, v1alpha1.ConditionReady), fmt.Sprintf("%v %+v", err, bot.Status.Conditions)
	}))
	url, err := s.ServiceURL(s.ctx, rebuiltIn, harness.BotName+"-api")
	must(t, err)
	other, got := &harness.Caller{URL: url}, map[string]string{}
	for intent, text := range live {
		reply, err := other.Ask(s.ctx, "e2e-"+intent, text)
		must(t, err)
		if answered, answer := reply.Answer(); answered == intent {
			got[intent] = answer
		}
	}
	if diff := cmp.Diff(s.liveAnswers(t), got); diff != "" {
		t.Errorf("answers (-of the first Bot +of the rebuilt one):\n%s", diff)
	}
}
