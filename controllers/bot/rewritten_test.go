// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"slices"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
)

// rewriting are attacks on the records of a Bot, whose served record is support-000002 and has an
// answer; support-000001 has none.
var rewriting = map[string]func(ctx context.Context, f *fixture, c client.Client) error{
	"a record of a higher number": func(ctx context.Context, f *fixture, c client.Client) error {
		return c.Create(ctx, f.emptied("restored", 9))
	},
	"a record of the highest number": func(ctx context.Context, f *fixture, c client.Client) error {
		return c.Create(ctx, f.emptied("restored", 999_999_999))
	},
	"the operator's next record": func(ctx context.Context, f *fixture, c client.Client) error {
		forged := f.emptied("support-000003", 3)
		forged.Spec.Parent = "support-000002"
		return c.Create(ctx, forged)
	},
	"a record with the operator's status": func(ctx context.Context, f *fixture, c client.Client) error {
		forged := f.emptied("support-000003", 3)
		forged.Spec.Parent = "support-000002"
		forged.Status = *f.served().Status.DeepCopy()
		return c.Create(ctx, forged)
	},
	"the status of a record": func(ctx context.Context, f *fixture, c client.Client) error {
		return c.Status().Patch(ctx, f.served(), client.RawPatch(types.MergePatchType, []byte(`{"status":{"conditions":[]}}`)))
	},
	"the content of the served record": func(ctx context.Context, f *fixture, c client.Client) error {
		changed := f.served()
		changed.Spec.Digest, changed.Spec.Bundle, changed.Spec.Intents = f.first().Spec.Digest, f.first().Spec.Bundle, nil
		return c.Update(ctx, changed)
	},
	"the labels and owners of the served record": func(ctx context.Context, f *fixture, c client.Client) error {
		return c.Patch(ctx, f.served(), client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":null,"annotations":null,"ownerReferences":null}}`)))
	},
	"the served record is deleted": func(ctx context.Context, f *fixture, c client.Client) error {
		return c.Delete(ctx, f.served())
	},
	"another in the place of the served record": func(ctx context.Context, f *fixture, c client.Client) error {
		if err := c.Delete(ctx, f.served()); err != nil {
			return err
		}
		return c.Create(ctx, f.emptied("support-000002", 2))
	},
	"all records are deleted": func(ctx context.Context, f *fixture, c client.Client) error {
		return c.DeleteAllOf(ctx, &v1alpha1.BotRelease{}, client.InNamespace(f.namespace))
	},
}

func (f *fixture) record(name string) *v1alpha1.BotRelease {
	f.t.Helper()
	return get(f, name, &v1alpha1.BotRelease{})
}

// served is the record that the pointer names.
func (f *fixture) served() *v1alpha1.BotRelease {
	f.t.Helper()
	return f.record("support-000002")
}

// first is the record of before there were answers.
func (f *fixture) first() *v1alpha1.BotRelease {
	f.t.Helper()
	return f.record("support-000001")
}

// emptied is a record that would take all answers out.
func (f *fixture) emptied(name string, sequence int64) *v1alpha1.BotRelease {
	f.t.Helper()
	return f.copyOf(f.first(), name, sequence, "support")
}

// TestWhoRewritesTheRecordsChangesNoAnswer: who has only the role edit writes no record at all. Who
// may restore, and no policy asks what, changes nothing that customers are answered, and does not stop
// what comes next.
func TestWhoRewritesTheRecordsChangesNoAnswer(t *testing.T) {
	roles := rendered[rbacv1.ClusterRole](t, "ClusterRole")
	for name, attack := range rewriting {
		t.Run(name, func(t *testing.T) {
			f, bot, intent, batch := servingBot(t)
			as := withRoles(t, f.namespace, roles)
			f.Eventually(func() bool { // the API server has seen the roles
				return apierrors.IsNotFound(as(author).Delete(t.Context(), &v1alpha1.Intent{ObjectMeta: metav1.ObjectMeta{Namespace: f.namespace, Name: "no-such"}})) &&
					apierrors.IsNotFound(as(editor).Delete(t.Context(), &v1alpha1.BotRelease{ObjectMeta: metav1.ObjectMeta{Namespace: f.namespace, Name: "no-such"}}))
			}).WithTimeout(time.Minute).Should(BeTrue())
			before := f.history("support")
			f.Expect(apierrors.IsForbidden(attack(t.Context(), f, as(author)))).To(BeTrue(), "with the role edit")
			f.Expect(f.history("support")).To(HaveLen(len(before)))

			err := attack(t.Context(), f, as(editor))
			t.Logf("with the role restore: %v", err)
			_ = f.tries(bot, 6) // it may have to look twice
			f.Expect(f.answers(bot)).To(Equal(map[string]string{"order-status": "Old."}))

			intent.Spec.Reply.Text = "New."
			f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: f.revise(intent)})
			_ = f.tries(bot, 6)
			f.Expect(f.answers(bot)).To(Equal(map[string]string{"order-status": "New."}))
			f.Expect(slices.ContainsFunc(f.history("support"), func(r *v1alpha1.BotRelease) bool { return r.Name == f.pointer(bot).Record.Name })).To(BeTrue())
		})
	}
}
