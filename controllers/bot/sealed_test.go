// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"slices"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// TestBotsAreToldSinceWhenAllPodsHaveTheKey, and not before: what a pod without it stores is read.
func TestBotsAreToldSinceWhenAllPodsHaveTheKey(t *testing.T) {
	now := time.Date(2026, 11, 28, 15, 4, 5, 0, time.UTC)
	encrypted := func(s *v1alpha1.BotSpec) {
		s.Store = &v1alpha1.Store{NATS: &v1alpha1.NATSStore{URL: "tls://nats:4222"}, Encryption: &v1alpha1.StoreEncryption{SecretRef: v1alpha1.SecretReference{Name: "store"}}}
		s.Replicas = new(int32(2))
	}
	const notYet, since = "--store-sealed-since=", "--store-sealed-since=2026-11-28T15:04:05Z"
	for name, tc := range map[string]struct {
		spec   func(*v1alpha1.BotSpec)
		pods   func(*appsv1.Deployment)
		before bool // no pod knows the flag yet
		want   string
	}{
		"all pods have it":                {spec: encrypted, want: since},
		"pods of an operator from before": {spec: encrypted, before: true, want: notYet},
		"one is not ready":                {spec: encrypted, pods: func(d *appsv1.Deployment) { d.Status.ReadyReplicas = 1 }, want: notYet},
		"one of before is left":           {spec: encrypted, pods: func(d *appsv1.Deployment) { d.Status.Replicas = 3 }, want: notYet},
		"the template was not seen yet":   {spec: encrypted, pods: func(d *appsv1.Deployment) { d.Generation = 2 }, want: notYet},
		"no encryption":                   {spec: func(s *v1alpha1.BotSpec) { encrypted(s); s.Store.Encryption = nil }},
		"an embedded store": {spec: func(s *v1alpha1.BotSpec) {
			encrypted(s)
			s.Store.NATS, s.Store.Embedded = nil, &v1alpha1.EmbeddedStore{}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Spec(tc.spec).Obj()
			made, err := deploymentFor(bot, nil, "bot:test", DefaultSecurity())
			if err != nil {
				t.Fatal(err)
			}
			d := made.DeepCopy()
			if tc.before {
				container := botOf(&d.Spec.Template)
				container.Args = slices.DeleteFunc(container.Args, func(arg string) bool { return arg == notYet })
			}
			d.Generation, d.Status = 1, appsv1.DeploymentStatus{ObservedGeneration: 1, Replicas: 2, UpdatedReplicas: 2, ReadyReplicas: 2}
			if tc.pods != nil {
				tc.pods(d)
			}
			noteSealed(bot, nil, now)
			noteSealed(bot, d, now)
			noteSealed(bot, d, now.Add(time.Hour)) // it is noted once
			if got := slices.IndexFunc(arguments(bot, nil), func(arg string) bool { return arg == tc.want }); tc.want != "" && got < 0 || tc.want == "" && bot.Status.StoreSealedSince != nil {
				t.Errorf("arguments %q, status %v; want %q", arguments(bot, nil), bot.Status.StoreSealedSince, tc.want)
			}
			bot.Spec.Store.Encryption = nil
			if noteSealed(bot, d, now); bot.Status.StoreSealedSince != nil {
				t.Error("it stays when the key goes")
			}
		})
	}
}
