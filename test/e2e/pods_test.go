// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/intentops/intentops/test/harness"
)

// podIdentity tells whether a pod is still the same, and was never restarted.
type podIdentity struct {
	UID      string
	Restarts int32
	Ready    bool
}

func (s *suite) pods(t *testing.T, namespace, app string) map[string]podIdentity {
	t.Helper()
	list, err := s.Pods(s.ctx, namespace, "app.kubernetes.io/name", app)
	must(t, err)
	out := map[string]podIdentity{}
	for i := range list {
		id := podIdentity{UID: string(list[i].UID)}
		for _, c := range list[i].Status.ContainerStatuses {
			id.Restarts += c.RestartCount
		}
		for _, c := range list[i].Status.Conditions {
			id.Ready = id.Ready || c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue
		}
		out[list[i].Name] = id
	}
	return out
}

// kill kills a pod, and waits until another one is ready in its place.
func (s *suite) kill(t *testing.T, namespace, app, victim string) {
	t.Helper()
	before := len(s.pods(t, namespace, app))
	must(t, s.Kill(s.ctx, namespace, victim))
	must(t, harness.WaitFor(s.ctx, "another pod in the place of "+victim, podTimeout, func(context.Context) (bool, string) {
		pods := s.pods(t, namespace, app)
		all := len(pods) == before
		for name, pod := range pods {
			all = all && name != victim && pod.Ready
		}
		return all, fmt.Sprintf("the pods are %+v", pods)
	}))
}

func one(pods map[string]podIdentity) string {
	for name := range pods {
		return name
	}
	return ""
}
