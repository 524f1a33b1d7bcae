// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// Bounds of what is read and said of pods.
const (
	maxPods  = 50
	maxCause = 300
)

// behind says whether pods of the present template are still missing. While the Deployment's
// controller has not seen the template, its figures are of the one before.
func behind(bot *v1alpha1.Bot, d *appsv1.Deployment) bool {
	if d == nil {
		return wantedReplicas(bot) > 0
	}
	return d.Status.ObservedGeneration < d.Generation || d.Status.ReadyReplicas < wantedReplicas(bot) ||
		d.Status.UpdatedReplicas < wantedReplicas(bot)
}

// observePods asks why pods are missing. It is asked only then, and past the cache: an
// informer would keep every pod of the cluster in memory for it.
func (r *Reconciler) observePods(ctx context.Context, bot *v1alpha1.Bot, seen *observation) error {
	if seen.deployment == nil || !behind(bot, seen.deployment) {
		return nil
	}
	if seen.podCause = refusedPods(seen.deployment); seen.podCause != "" {
		return nil
	}
	pods := &corev1.PodList{}
	if err := r.Live.List(ctx, pods, client.InNamespace(bot.Namespace), client.MatchingLabels(selector(bot)), client.Limit(maxPods)); err != nil {
		return fmt.Errorf("listing pods: %w", err)
	}
	seen.podCause = podsCause(slices.DeleteFunc(pods.Items, func(pod corev1.Pod) bool { return !belongs(bot, &pod) }))
	return nil
}

// belongs says whether a pod is of the Bot's Deployment: whether the ReplicaSet of its template
// controls it. The labels alone anybody can give who creates pods.
func belongs(bot *v1alpha1.Bot, pod *corev1.Pod) bool {
	controller := metav1.GetControllerOf(pod)
	return controller != nil && controller.Kind == "ReplicaSet" &&
		controller.Name == bot.Name+"-"+pod.Labels[appsv1.DefaultDeploymentUniqueLabelKey]
}

// refusedPods is why no pod can be created, as a quota or a policy of the cluster may have it.
func refusedPods(d *appsv1.Deployment) string {
	for _, c := range d.Status.Conditions {
		if c.Type == appsv1.DeploymentReplicaFailure && c.Status == corev1.ConditionTrue {
			return cause(c.Reason, c.Message)
		}
	}
	return ""
}

// podsCause is the trouble of the youngest pod that has one.
func podsCause(pods []corev1.Pod) string {
	slices.SortFunc(pods, func(a, b corev1.Pod) int {
		return cmp.Or(b.CreationTimestamp.Compare(a.CreationTimestamp.Time), cmp.Compare(a.Name, b.Name))
	})
	for i := range pods {
		if trouble := podCause(&pods[i]); trouble != "" {
			return trouble
		}
	}
	return ""
}

// podCause is why a pod is not ready, as far as the pod itself says.
func podCause(pod *corev1.Pod) string {
	if pod.Status.Phase == corev1.PodFailed && pod.Status.Reason != "" {
		return cause(pod.Status.Reason, pod.Status.Message)
	}
	for _, c := range pod.Status.Conditions {
		switch {
		case c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue:
			return ""
		case c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse:
			return cause(c.Reason, c.Message)
		}
	}
	for _, containers := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for i := range containers {
			if trouble := containerCause(&containers[i]); trouble != "" {
				return trouble
			}
		}
	}
	return ""
}

// starting are the reasons of a container to wait that are normal.
var starting = map[string]bool{"": true, "ContainerCreating": true, "PodInitializing": true}

func containerCause(c *corev1.ContainerStatus) string {
	name := "container " + c.Name
	ended := c.State.Terminated
	if ended == nil {
		ended = c.LastTerminationState.Terminated
	}
	switch waiting := c.State.Waiting; {
	case c.Ready, c.State.Terminated != nil && c.State.Terminated.ExitCode == 0:
		return ""
	case ended != nil:
		what := fmt.Sprintf("%s ended with %s, exit code %d", name, cmp.Or(ended.Reason, "Error"), ended.ExitCode)
		return cause(what, tellingLine(ended.Message))
	case waiting != nil && !starting[waiting.Reason]:
		return cause(waiting.Reason, cmp.Or(waiting.Message, name))
	case c.State.Running != nil && c.Started != nil && *c.Started:
		return name + " runs and is not ready: its log says why"
	}
	return ""
}

// tellingLine is the line of a log that says best why a program ended: where it panicked, or
// else its last one.
func tellingLine(log string) string {
	var last string
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "panic:") || strings.HasPrefix(line, "fatal error:") {
			return line
		}
		if line != "" {
			last = line
		}
	}
	var entry struct{ Msg, Error string }
	if json.Unmarshal([]byte(last), &entry) == nil && entry.Msg != "" {
		// Without the time, so that each crash says the same.
		return strings.TrimSuffix(entry.Msg+": "+entry.Error, ": ")
	}
	return last
}

// cause is a short text on one line.
func cause(reason, message string) string {
	text := strings.TrimSuffix(reason+": "+message, ": ")
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	return chars.Clip(text, maxCause)
}

// loaded is what the pods say they serve.
type loaded struct {
	// unknown says why it cannot be told; empty: it can.
	unknown string
	pods    []metricsource.LoadedRelease
	// want is the pointer that pods should follow, ready how many pods should follow it.
	want  release.Pointer
	ready int32
	// shared is true where pods can read Bots of other namespaces on their NATS server.
	shared bool
}

// count is the number of pods that follow the wanted pointer with its stable release. A pod
// with a higher sequence follows a pointer that is gone.
func (l loaded) count() int32 {
	var n int32
	for _, pod := range l.pods {
		if pod.Track == "stable" && pod.Release == l.want.Stable.Release && pod.Sequence == l.want.Sequence {
			n++
		}
	}
	return n
}

// complete is false while a pod that is ready still has to load.
func (l loaded) complete() bool {
	return l.unknown == "" && l.count() >= l.ready
}

func (r *Reconciler) observeLoaded(ctx context.Context, bot *v1alpha1.Bot, seen *observation) {
	seen.missingSecrets, seen.untoldSecrets = missingSecrets(secretRefs(bot, seen.policies), nil)
	if r.Loaded == nil {
		seen.loaded.unknown = "the operator has no Prometheus"
		return
	}
	snapshot, err := r.Loaded.LoadedSoon(ctx)
	if err != nil {
		seen.loaded.unknown = "Prometheus did not answer"
		return
	}
	key := metricsource.BotKey{Namespace: bot.Namespace, Bot: bot.Name}
	seen.loaded.pods, seen.loaded.shared = snapshot.Bots[key].Pods, snapshot.Shared[key]
	seen.missingSecrets, seen.untoldSecrets = missingSecrets(secretRefs(bot, seen.policies), snapshot.Missing[key])
}
