// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
)

// mostShared bounds how many parts are looked for, so that what was shared by objects that are gone is
// dropped some time.
const mostShared = 8192

type partKey [sha256.Size / 2]byte

// parts are what objects have in common, by a digest of it: those met lately, and those of before.
// What is in a cache is never changed, so that one copy is enough for all.
type parts struct {
	mu          sync.Mutex
	now, before map[partKey]any
}

var shares = &parts{now: map[partKey]any{}}

// one has a part of an object be the copy that others have, if there is one.
func one[T any](part *T) {
	raw, err := json.Marshal(part)
	if err != nil || len(raw) <= len("null") {
		return
	}
	*part = shares.of(digest(fmt.Appendf(raw, "%T", part)), *part).(T)
}

func digest(raw []byte) partKey {
	sum := sha256.Sum256(raw)
	return partKey(sum[:])
}

func (p *parts) of(key partKey, part any) any {
	p.mu.Lock()
	defer p.mu.Unlock()
	if kept, known := p.now[key]; known {
		return kept
	}
	if kept, known := p.before[key]; known {
		part = kept
	}
	if len(p.now) >= mostShared/2 {
		p.before, p.now = p.now, map[partKey]any{}
	}
	p.now[key] = part
	return part
}

// shareSpec has the children of all Bots share what they say alike.
func shareSpec(object any) {
	switch o := object.(type) {
	case *appsv1.Deployment:
		one(&o.Spec.Selector)
		one(&o.Spec.Strategy.RollingUpdate)
		sharePods(&o.Spec.Template)
		one(&o.Status.Conditions)
	case *corev1.Service:
		one(&o.Spec.Ports)
		one(&o.Spec.Selector)
		one(&o.Spec.IPFamilies)
	case *networkingv1.NetworkPolicy:
		one(&o.Spec.PodSelector.MatchLabels)
		one(&o.Spec.Ingress)
		one(&o.Spec.Egress)
		one(&o.Spec.PolicyTypes)
	case *policyv1.PodDisruptionBudget:
		one(&o.Spec.Selector)
	}
}

func sharePods(template *corev1.PodTemplateSpec) {
	one(&template.Labels)
	one(&template.Annotations)
	pod := &template.Spec
	one(&pod.Volumes)
	one(&pod.SecurityContext)
	one(&pod.TopologySpreadConstraints)
	for i := range pod.Containers {
		c := &pod.Containers[i]
		for j := range c.Env {
			one(&c.Env[j].ValueFrom)
		}
		one(&c.Args)
		one(&c.Ports)
		one(&c.Resources.Limits)
		one(&c.Resources.Requests)
		one(&c.VolumeMounts)
		one(&c.LivenessProbe)
		one(&c.ReadinessProbe)
		one(&c.StartupProbe)
		one(&c.Lifecycle)
		one(&c.SecurityContext)
	}
}
