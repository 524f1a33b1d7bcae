// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestARoleForNamedObjectsIsEnough runs against a real API server, as a user who may only
// read the ConfigMaps of those names.
func TestARoleForNamedObjectsIsEnough(t *testing.T) {
	assets := os.Getenv("KUBEBUILDER_ASSETS")
	if assets == "" {
		t.Skip("KUBEBUILDER_ASSETS is not set: `make test` builds an API server and sets it")
	}
	if !filepath.IsAbs(assets) {
		assets = filepath.Join("..", "..", "..", assets)
	}
	env := &envtest.Environment{BinaryAssetsDirectory: assets}
	config, err := env.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := env.Stop(); err != nil {
			t.Error(err)
		}
	})
	admin, err := client.New(config, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	one, two := bundle(t, "nine to five"), bundle(t, "nine to six")
	names := append([]string{"shop-pointer"}, append(one.Ref("shop").ConfigMaps, two.Ref("shop").ConfigMaps...)...)
	objects := []client.Object{
		&rbacv1.Role{
			ObjectMeta: metav1.ObjectMeta{Name: "bot", Namespace: "default"},
			Rules: []rbacv1.PolicyRule{{
				APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: names, Verbs: []string{"get", "list", "watch"},
			}},
		},
		&rbacv1.RoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: "bot", Namespace: "default"},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "bot"},
			Subjects:   []rbacv1.Subject{{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: "bot"}},
		},
		&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "shop-pointer", Namespace: "default"}, Data: encoded(t, pointer(1, one))},
		&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "another", Namespace: "default"}},
	}
	for _, b := range []release.Bundle{one, two} {
		for i, part := range b.Parts {
			objects = append(objects, &corev1.ConfigMap{
				ObjectMeta: metav1.ObjectMeta{Name: release.PartName("shop", b.Release, i), Namespace: "default"},
				Immutable:  new(true), BinaryData: map[string][]byte{release.PartKey: part},
			})
		}
	}
	for _, o := range objects {
		if err := admin.Create(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	user, err := env.AddUser(envtest.User{Name: "bot"}, config)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCluster(user.Config(), "default", "shop", logr.Discard())
	if err != nil {
		t.Fatal(err)
	}
	f, _ := follow(t, c, nil)
	watch(t, c, f.Offer)
	eventually(t, "the first release", serves(f, one.Release, "", 0))

	cm := objects[2].(*corev1.ConfigMap)
	cm.Data = encoded(t, rolling(pointer(2, one), two, 25))
	if err := admin.Update(t.Context(), cm); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the rollout", serves(f, one.Release, two.Release, 25))
	if _, err := c.part(t.Context(), "another"); err == nil {
		t.Error("another ConfigMap can be read: the user has too many rights for this test to show anything")
	}
}

func encoded(t *testing.T, p release.Pointer) map[string]string {
	t.Helper()
	data, err := release.EncodePointer(p)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{release.PointerKey: string(data)}
}
