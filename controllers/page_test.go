// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package controllers

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/page"
)

// TestThePageShowsWhatItsCallerMaySee asks a page whose operator may do everything, as users of a
// real API server with the rights of some roles, of others, and of none.
func TestThePageShowsWhatItsCallerMaySee(t *testing.T) {
	namespace := env.Namespace(t)
	for _, object := range samples(t) {
		switch object.GetObjectKind().GroupVersionKind().Kind {
		case "Bot", "IntentBatch", "Intent", "KPITarget":
			object.SetNamespace(namespace)
			if err := env.Client.Create(t.Context(), object); err != nil {
				t.Fatal(err)
			}
		}
	}
	handler := page.Handler(page.Options{Access: page.ByToken(env.Config)})
	ask := func(token, path string) (int, string) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		// What a client adds to become somebody else must not reach the API server.
		r.Header.Set("Impersonate-User", "system:admin")
		r.Header.Set("Impersonate-Group", "system:masters")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		return answer.Code, answer.Body.String()
	}
	all := []string{"bots", "intentbatches", "botreleases", "kpitargets", "intents"}
	lead := tokenOf(t, namespace, "lead", all)
	partial := tokenOf(t, namespace, "partial", []string{"bots", "kpitargets"})
	nobody := tokenOf(t, namespace, "nobody", nil)
	overview, batch := "/api/namespaces/"+namespace, "/api/namespaces/"+namespace+"/batches/week-1"

	for name, tc := range map[string]struct {
		token, path string
		status      int
		has, hasNot []string
	}{
		"who may see all":                     {lead, overview, 200, []string{`"support"`, `"week-1"`, `"csat"`}, []string{"You may not"}},
		"a batch":                             {lead, batch, 200, []string{`"week-1"`, `"steps":[{`}, []string{"You may not"}},
		"all namespaces with rights in one":   {lead, "/api/bots", 200, []string{"You may not list Bots in all namespaces"}, []string{`"support"`}},
		"another namespace":                   {lead, "/api/namespaces/kube-system", 200, []string{"You may not list Bots in namespace kube-system"}, nil},
		"who may not see batches":             {partial, overview, 200, []string{`"support"`, "You may not list IntentBatches", "You may not list BotReleases"}, []string{"week-1"}},
		"a batch of who may not":              {partial, batch, 403, []string{"You may not get IntentBatches"}, []string{"steps"}},
		"who has no rights":                   {nobody, overview, 200, []string{"You may not list Bots", `"bots":[]`}, []string{`"support"`, "week-1"}},
		"an approval of who has no rights":    {nobody, batch + "/approval", 403, []string{"You may not get IntentBatches"}, []string{"patch"}},
		"nobody at all":                       {"", overview, 401, []string{"You are not signed in."}, []string{"support"}},
		"a token that the cluster never gave": {"invented", overview, 401, []string{"The cluster does not accept the token."}, []string{"support"}},
		"a token with another's end":          {lead[:len(lead)-4] + "AAAA", overview, 401, []string{"The cluster does not accept the token."}, []string{"support"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := ask(tc.token, tc.path)
			if status != tc.status {
				t.Errorf("status %d, want %d: %s", status, tc.status, body)
			}
			for _, want := range tc.has {
				if !strings.Contains(body, want) {
					t.Errorf("%s\nlacks %s", body, want)
				}
			}
			for _, secret := range tc.hasNot {
				if strings.Contains(body, secret) {
					t.Errorf("%s\nhas %s", body, secret)
				}
			}
			if tc.token != "" && strings.Contains(body, tc.token) {
				t.Error("the answer has the token")
			}
			if !json.Valid([]byte(body)) {
				t.Errorf("%s is not JSON", body)
			}
		})
	}
}

// tokenOf makes a ServiceAccount that may read some kinds in its namespace, and returns a token
// of it.
func tokenOf(t *testing.T, namespace, name string, resources []string) string {
	t.Helper()
	meta := metav1.ObjectMeta{Namespace: namespace, Name: name}
	objects := []client.Object{&corev1.ServiceAccount{ObjectMeta: meta}}
	if len(resources) > 0 {
		objects = append(objects,
			&rbacv1.Role{ObjectMeta: meta, Rules: []rbacv1.PolicyRule{{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: resources, Verbs: []string{"get", "list"}}}},
			&rbacv1.RoleBinding{
				ObjectMeta: meta, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: name},
				Subjects: []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: namespace, Name: name}},
			})
	}
	for _, object := range objects {
		if err := env.Client.Create(t.Context(), object); err != nil {
			t.Fatal(err)
		}
	}
	clients, err := kubernetes.NewForConfig(env.Config)
	if err != nil {
		t.Fatal(err)
	}
	request, err := clients.CoreV1().ServiceAccounts(namespace).CreateToken(t.Context(), name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return request.Status.Token
}
