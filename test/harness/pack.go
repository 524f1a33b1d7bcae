// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/packs"
)

// PackAnswer is what a pack's Bot answers to a question that its first batch is about.
type PackAnswer struct{ Namespace, Question, Intent, Text string }

// PackNamespace is where a pack is tried.
func PackNamespace(pack string) string { return Namespace + "-" + pack }

// packOverlay is what the trial of a pack changes: the Bot can be asked by a program, and its
// first batch comes to half of the conversations at once instead of within days.
const packOverlay = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: %s
resources:
- manifests
patches:
- target: {kind: Bot}
  patch: |-
    - {op: add, path: /spec/channels/-, value: {name: api, type: REST, rest: {access: Anonymous}}}
    - {op: replace, path: /spec/rollout/steps, value: [{name: half, percent: 50}, {name: all, percent: 100}]}
`

// TryPack does with a pack what a team does on its first day: "kubectl intentops init", then
// check, then apply, each as a person would. It waits until the Bot is ready and answers a question
// of the first batch.
func (c *Cluster) TryPack(ctx context.Context, pack string, timeout time.Duration) (PackAnswer, error) {
	answer := PackAnswer{Namespace: PackNamespace(pack)}
	dir, err := os.MkdirTemp("", "intentops-pack-*")
	if err != nil {
		return answer, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder for temporary files
	manifests := filepath.Join(dir, "manifests")
	for _, args := range [][]string{{"init", pack, manifests}, {"check", manifests}} {
		out, err := exec.CommandContext(ctx, filepath.Join(c.Root, "bin", "tools", "kubectl-intentops"), args...).CombinedOutput()
		if err != nil {
			return answer, fmt.Errorf("kubectl intentops %s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	overlay := fmt.Sprintf(packOverlay, answer.Namespace)
	if err := os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte(overlay), 0o600); err != nil {
		return answer, err
	}
	if answer.Question, answer.Intent, err = packQuestion(manifests); err != nil {
		return answer, err
	}
	if err := c.ApplyObject(ctx, &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Namespace",
		"metadata": map[string]any{
			"name":   answer.Namespace,
			"labels": map[string]any{"pod-security.kubernetes.io/enforce": "restricted"},
		},
	}}); err != nil {
		return answer, err
	}
	if _, err := c.Kubectl(ctx, "apply", "-k", dir); err != nil {
		return answer, err
	}
	return answer, c.askPack(ctx, &answer, timeout)
}

// packQuestion is what the first Intent of the first batch is tested with.
func packQuestion(manifests string) (question, intent string, err error) {
	batches, err := readFile(filepath.Join(manifests, "batches.yaml"))
	if err != nil {
		return "", "", err
	}
	intents, err := readFile(filepath.Join(manifests, "intents.yaml"))
	if err != nil {
		return "", "", err
	}
	for _, batch := range batches {
		names, _, err := unstructured.NestedStringSlice(batch.Object, "spec", "intents")
		if err != nil {
			return "", "", err
		}
		for _, obj := range intents {
			tests, _, err := unstructured.NestedSlice(obj.Object, "spec", "tests")
			if err != nil {
				return "", "", err
			}
			for _, test := range tests {
				fields, ok := test.(map[string]any)
				if say, _ := fields["say"].(string); ok && len(names) > 0 && obj.GetName() == names[0] && fields["expect"] == nil {
					return say, obj.GetName(), nil
				}
			}
		}
	}
	return "", "", errors.New("no Intent of the first batch has a test")
}

// askPack waits until the Bot is ready, and then until it answers by the Intent.
func (c *Cluster) askPack(ctx context.Context, answer *PackAnswer, timeout time.Duration) error {
	if err := WaitFor(ctx, "Bot "+BotName+" in "+answer.Namespace+" to be ready", timeout, func(ctx context.Context) (bool, string) {
		bot := &v1alpha1.Bot{}
		if err := c.Get(ctx, client.ObjectKey{Namespace: answer.Namespace, Name: BotName}, bot); err != nil {
			return false, err.Error()
		}
		ready := meta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionReady)
		if ready == nil {
			return false, "it has no condition Ready yet"
		}
		return ready.Status == "True" && ready.ObservedGeneration == bot.Generation, ready.Message
	}); err != nil {
		return err
	}
	url, err := c.ServiceURL(ctx, answer.Namespace, BotName+"-api")
	if err != nil {
		return err
	}
	caller := &Caller{URL: url}
	asked := 0
	return WaitFor(ctx, "an answer by Intent "+answer.Intent, timeout, func(ctx context.Context) (bool, string) {
		asked++
		reply, err := caller.Ask(ctx, fmt.Sprintf("pack-%d", asked), answer.Question)
		if err != nil {
			return false, err.Error()
		}
		var intent string
		intent, answer.Text = reply.Answer()
		return intent == answer.Intent, fmt.Sprintf("%q is answered by %q: %+v", answer.Question, intent, reply.Messages)
	})
}

// RemovePacks removes what was tried, while there is an operator that lets go of it.
func (c *Cluster) RemovePacks(ctx context.Context) error {
	for _, pack := range packs.Names() {
		if err := c.DeleteNamespace(ctx, PackNamespace(pack)); err != nil {
			return err
		}
	}
	return nil
}
