// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package apply

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestOnlyWhatIsOursIsTaken(t *testing.T) {
	labels := map[string]string{"instance": "support"}
	bot := metav1.OwnerReference{APIVersion: "intentops.dev/v1alpha1", Kind: "Bot", Name: "support", UID: "1", Controller: new(true)}
	owned := func(r metav1.OwnerReference, change ...func(*metav1.OwnerReference)) []metav1.OwnerReference {
		for _, c := range change {
			c(&r)
		}
		return []metav1.OwnerReference{r}
	}
	wanted := metav1.ObjectMeta{Name: "support", Labels: labels, OwnerReferences: owned(bot)}
	for name, tc := range map[string]struct {
		live metav1.ObjectMeta
		want error
	}{
		"ours, by the controller":            {live: metav1.ObjectMeta{OwnerReferences: owned(bot)}},
		"ours, without its controller":       {live: metav1.ObjectMeta{Labels: map[string]string{"instance": "support", "more": "x"}}},
		"somebody's, without any controller": {live: metav1.ObjectMeta{}, want: &ForeignError{Kind: "Service", Name: "support"}},
		"of another Bot": {
			live: metav1.ObjectMeta{Labels: labels, OwnerReferences: owned(bot, func(r *metav1.OwnerReference) { r.Name, r.UID = "sales", "2" })},
			want: &ForeignError{Kind: "Service", Name: "support", Controller: `Bot "sales"`},
		},
		"of another kind's object with the same name": {
			live: metav1.ObjectMeta{OwnerReferences: owned(bot, func(r *metav1.OwnerReference) { r.APIVersion, r.UID = "example.com/v1", "2" })},
			want: &ForeignError{Kind: "Service", Name: "support", Controller: `Bot "support"`},
		},
		"of the Bot's predecessor": {
			live: metav1.ObjectMeta{OwnerReferences: owned(bot, func(r *metav1.OwnerReference) { r.UID = "0" })},
			want: &LeftoverError{Kind: "Service", Name: "support"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tc.live.Name = "support"
			got := CheckOwner("Service", &corev1.Service{ObjectMeta: tc.live}, &corev1.Service{ObjectMeta: wanted})
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
