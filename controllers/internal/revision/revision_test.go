// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package revision_test

import (
	"context"
	"fmt"
	"testing"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/sets"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// setup makes an Intent that owns revisions, and the store for them.
func setup(t *testing.T) (*WithT, revision.Store, *v1alpha1.Intent) {
	t.Helper()
	owner := testenv.MakeIntent("order-status").Reply("Soon <& safe> für \u2028 dich").Obj()
	env.Create(t, env.Namespace(t), owner)
	return NewWithT(t), revision.Store{Client: env.Client, Live: env.Client, FieldOwner: "test"}, owner
}

func contentOf(g *WithT, owner *v1alpha1.Intent) revision.Content {
	content, err := revision.OfIntent(release.FromIntent(owner.Spec, owner.Name), owner.Spec.BotRef.Name)
	g.Expect(err).NotTo(HaveOccurred())
	return content
}

// primary is the name that a revision has unless it is taken.
func primary(owner *v1alpha1.Intent) string {
	return owner.Name + "-" + release.IntentHash(release.FromIntent(owner.Spec, owner.Name))
}

func TestEnsureMakesARevisionOnce(t *testing.T) {
	g, store, owner := setup(t)
	first, created, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(created).To(BeTrue())
	g.Expect(first.Name).To(Equal(primary(owner)))
	g.Expect(first.Revision).To(Equal(int64(1)))
	g.Expect(first.Labels).To(Equal(map[string]string{
		"app.kubernetes.io/managed-by": "intentops", "intentops.dev/intent": "order-status", "intentops.dev/bot": "support",
	}))
	g.Expect(metav1.IsControlledBy(first, owner)).To(BeTrue())
	g.Expect(first.OwnerReferences[0].BlockOwnerDeletion).To(BeNil())

	again, created, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(created).To(BeFalse())
	g.Expect(again.ResourceVersion).To(Equal(first.ResourceVersion))

	content, err := revision.ReadIntent(again)
	g.Expect(err).NotTo(HaveOccurred())
	want := release.FromIntent(owner.Spec, owner.Name)
	want.Revision = first.Name
	g.Expect(content).To(Equal(want))
	g.Expect(contentOf(g, owner).Names(owner.Name, first.Name)).To(BeTrue())
	g.Expect(contentOf(g, owner).Names(owner.Name, "order-status-0123456789")).To(BeFalse())
}

func TestEnsureAdopts(t *testing.T) {
	cases := map[string]struct {
		owners func(*v1alpha1.Intent) []metav1.OwnerReference
		labels map[string]string
	}{
		"a revision without an owner": {},
		"the revision of an Intent of this name that is gone": {
			owners: func(o *v1alpha1.Intent) []metav1.OwnerReference {
				return []metav1.OwnerReference{{
					APIVersion: v1alpha1.GroupVersion.String(), Kind: "Intent", Name: o.Name, UID: "gone", Controller: new(true),
				}}
			},
		},
		"a revision that lost its labels": {
			owners: func(o *v1alpha1.Intent) []metav1.OwnerReference {
				return []metav1.OwnerReference{{
					APIVersion: v1alpha1.GroupVersion.String(), Kind: "Intent", Name: o.Name, UID: o.UID, Controller: new(true),
				}}
			},
			labels: map[string]string{"kept": "yes"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g, store, owner := setup(t)
			existing := stored(g, owner, release.FromIntent(owner.Spec, owner.Name), tc.labels)
			if tc.owners != nil {
				existing.OwnerReferences = tc.owners(owner)
			}
			env.Create(t, owner.Namespace, existing)

			got, created, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(created).To(BeFalse())
			g.Expect(got.Name).To(Equal(existing.Name))
			g.Expect(got.OwnerReferences).To(HaveLen(1))
			g.Expect(metav1.IsControlledBy(got, owner)).To(BeTrue())
			g.Expect(got.Labels).To(HaveKeyWithValue("intentops.dev/intent", "order-status"))
			for key, value := range tc.labels {
				g.Expect(got.Labels).To(HaveKeyWithValue(key, value))
			}
		})
	}
}

func TestEnsureEvadesNamesThatAreTaken(t *testing.T) {
	cases := map[string]struct {
		change func(*appsv1.ControllerRevision, *release.Intent)
	}{
		"by other content": {func(_ *appsv1.ControllerRevision, content *release.Intent) { content.Reply.Text = "another" }},
		"by content of somebody else": {func(r *appsv1.ControllerRevision, _ *release.Intent) {
			r.OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "StatefulSet", Name: "db", UID: "other", Controller: new(true)}}
		}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g, store, owner := setup(t)
			content := release.FromIntent(owner.Spec, owner.Name)
			existing := stored(g, owner, content, nil)
			tc.change(existing, &content)
			existing.Data = stored(g, owner, content, nil).Data
			env.Create(t, owner.Namespace, existing)

			for i := range 2 {
				got, created, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
				g.Expect(err).NotTo(HaveOccurred())
				g.Expect(created).To(Equal(i == 0))
				g.Expect(got.Name).To(Equal(primary(owner) + "-1"))
				g.Expect(contentOf(g, owner).Names(owner.Name, got.Name)).To(BeTrue())
			}
		})
	}
}

func TestEnsureGivesUpWhenEveryNameIsTaken(t *testing.T) {
	g, store, owner := setup(t)
	store.Client = interceptor.NewClient(env.Client, interceptor.Funcs{
		Get: func(_ context.Context, _ client.WithWatch, _ client.ObjectKey, obj client.Object, _ ...client.GetOption) error {
			obj.(*appsv1.ControllerRevision).Data.Raw = []byte(`{"other":true}`)
			return nil
		},
	})
	_, _, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
	g.Expect(err).To(MatchError(fmt.Sprintf("no name is free for the revision of order-status: %s and 4 more hold other content", primary(owner))))
}

func TestEnsureReadsPastACacheThatIsBehind(t *testing.T) {
	g, store, owner := setup(t)
	first, _, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
	g.Expect(err).NotTo(HaveOccurred())
	store.Client = interceptor.NewClient(env.Client, interceptor.Funcs{
		Get: func(_ context.Context, _ client.WithWatch, key client.ObjectKey, _ client.Object, _ ...client.GetOption) error {
			return apierrors.NewNotFound(schema.GroupResource{}, key.Name)
		},
	})
	got, created, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(created).To(BeFalse())
	g.Expect(got.UID).To(Equal(first.UID))
}

func TestEnsureWaitsForARevisionThatIsBeingDeleted(t *testing.T) {
	g, store, owner := setup(t)
	existing := stored(g, owner, release.FromIntent(owner.Spec, owner.Name), nil)
	existing.Finalizers = []string{"intentops.dev/test"}
	env.Create(t, owner.Namespace, existing)
	env.Delete(t, existing)
	_, _, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
	g.Expect(err).To(MatchError(ContainSubstring("is being deleted")))
}

func TestPruneKeepsTheNewestAndThoseInUse(t *testing.T) {
	g, store, owner := setup(t)
	var names []string
	for i := range 15 {
		owner.Spec.Reply.Text = fmt.Sprintf("Answer %d.", i)
		got, created, err := store.Ensure(t.Context(), owner, contentOf(g, owner))
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(created).To(BeTrue())
		g.Expect(got.Revision).To(Equal(int64(i + 1)))
		names = append(names, got.Name)
	}
	foreign := stored(g, owner, release.Intent{Name: "x"}, map[string]string{"intentops.dev/intent": owner.Name})
	foreign.Name = "foreign"
	env.Create(t, owner.Namespace, foreign)

	inUse := sets.New("", names[0], names[14])
	for range 2 {
		g.Expect(store.Prune(t.Context(), owner, inUse)).To(Succeed())
		left, err := store.List(t.Context(), owner)
		g.Expect(err).NotTo(HaveOccurred())
		var got []string
		for i := range left {
			got = append(got, left[i].Name)
		}
		// Newest first: the last, ten that nobody uses, and the very first.
		want := []string{names[14]}
		for i := 13; i >= 4; i-- {
			want = append(want, names[i])
		}
		g.Expect(got).To(Equal(append(want, names[0])))
	}
	g.Expect(env.Client.Get(t.Context(), client.ObjectKeyFromObject(foreign), foreign)).To(Succeed(), "it is not the Intent's")
}

func TestPolicies(t *testing.T) {
	g := NewWithT(t)
	owner := testenv.MakePolicy("standard").Rule("angry", "message.sentiment < -0.4 && true").Obj()
	env.Create(t, env.Namespace(t), owner)
	store := revision.Store{Client: env.Client, Live: env.Client, FieldOwner: "test"}
	want, err := release.FromPolicy(owner.Spec, owner.Name)
	g.Expect(err).NotTo(HaveOccurred())
	content, err := revision.OfPolicy(want)
	g.Expect(err).NotTo(HaveOccurred())

	got, created, err := store.Ensure(t.Context(), owner, content)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(created).To(BeTrue())
	g.Expect(got.Labels).To(HaveKeyWithValue("intentops.dev/policy", "standard"))
	want.Revision = got.Name
	g.Expect(revision.ReadPolicy(got)).To(Equal(want))

	_, err = revision.ReadIntent(got)
	g.Expect(err).To(MatchError(ContainSubstring("reading ControllerRevision "+got.Name)), "a policy is not an Intent")
	list, err := store.List(t.Context(), owner)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(list).To(HaveLen(1))
}

// stored is a revision as somebody else may have made it.
func stored(g *WithT, owner *v1alpha1.Intent, content release.Intent, labels map[string]string) *appsv1.ControllerRevision {
	raw, err := release.Canonical(content)
	g.Expect(err).NotTo(HaveOccurred())
	return &appsv1.ControllerRevision{
		ObjectMeta: metav1.ObjectMeta{Name: primary(owner), Labels: labels},
		Data:       runtime.RawExtension{Raw: raw},
		Revision:   1,
	}
}
