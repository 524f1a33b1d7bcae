// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// TestConnectionsReachThePods: what a spec names of certificates, tokens and keys is mounted and
// told by name, and no value is in an argument.
func TestConnectionsReachThePods(t *testing.T) {
	secret := func(name string) *v1alpha1.SecretReference { return &v1alpha1.SecretReference{Name: name} }
	bot := &v1alpha1.Bot{ObjectMeta: metav1.ObjectMeta{Name: "support", Namespace: "shop"}, Spec: v1alpha1.BotSpec{
		Store: &v1alpha1.Store{
			NATS: &v1alpha1.NATSStore{URL: "tls://nats:4222", SecretRef: secret("creds"), Isolation: v1alpha1.IsolationRequired,
				TLS: &v1alpha1.ClientTLS{CARef: &v1alpha1.CAReference{Name: "nats-ca"}, CertificateRef: secret("nats-client")}},
			Encryption: &v1alpha1.StoreEncryption{SecretRef: *secret("store")},
		},
		Understanding: &v1alpha1.Understanding{HTTP: &v1alpha1.HTTPUnderstanding{URL: "https://nlu", SecretRef: secret("nlu"),
			TLS: &v1alpha1.ClientTLS{CARef: &v1alpha1.CAReference{Kind: v1alpha1.CASecret, Name: "nlu-ca"}}}},
	}}
	policies := []release.Policy{{Name: "standard", Handoff: release.Handoff{SecretName: "desk", TLS: release.TLS{CA: "ConfigMap/desk-ca", CertificateName: "desk-client"}}}}
	template := podTemplate(bot, policies, "image", DefaultSecurity())
	container := botOf(template)
	for _, arg := range []string{"--nats-secret=creds", "--nats-ca=ConfigMap/nats-ca", "--nats-certificate-secret=nats-client", "--nats-require-isolation", "--store-secret=store"} {
		if !slices.Contains(container.Args, arg) {
			t.Errorf("arguments %q lack %s", container.Args, arg)
		}
	}
	mounted := map[string]bool{}
	for _, m := range container.VolumeMounts {
		mounted[m.MountPath] = true
	}
	for _, path := range []string{
		"secrets/creds", "secrets/nats-client", "secrets/store", "secrets/nlu", "secrets/nlu-ca", "secrets/desk", "secrets/desk-client",
		"configmaps/nats-ca", "configmaps/desk-ca",
	} {
		if !mounted["/etc/intentops/"+path] {
			t.Errorf("%s is not mounted: %v", path, mounted)
		}
	}

	patch := `{"spec":{"containers":[{"name":"bot","env":[{"name":"BOT_NAME","value":"victim"},{"name":"POD_NAMESPACE","value":"victim","valueFrom":null},{"name":"TZ","value":"UTC"}]}]}}`
	patched, err := overlay(template, &runtime.RawExtension{Raw: []byte(patch)})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, e := range botOf(patched).Env {
		names[e.Name] = e.Value
	}
	if names["BOT_NAME"] != "support" || names["POD_NAMESPACE"] != "" || names["TZ"] != "UTC" {
		t.Errorf("a template changed who the bot is, or its own variables are lost: %v", names)
	}
}
