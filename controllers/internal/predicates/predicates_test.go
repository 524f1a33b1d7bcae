// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package predicates

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestASpecChangesByItsGenerationOrItsEnd(t *testing.T) {
	bot := func(change func(*v1alpha1.Bot)) client.Object {
		b := &v1alpha1.Bot{ObjectMeta: metav1.ObjectMeta{Name: "support", Generation: 1}}
		change(b)
		return b
	}
	for name, tc := range map[string]struct {
		after client.Object
		want  bool
	}{
		"a status":     {after: bot(func(b *v1alpha1.Bot) { b.Status.Replicas = new(int32(1)) })},
		"a label":      {after: bot(func(b *v1alpha1.Bot) { b.Labels = map[string]string{"a": "b"} })},
		"a generation": {after: bot(func(b *v1alpha1.Bot) { b.Generation = 2 }), want: true},
		"its deletion": {after: bot(func(b *v1alpha1.Bot) { b.DeletionTimestamp = &metav1.Time{Time: time.Unix(1, 0)} }), want: true},
	} {
		t.Run(name, func(t *testing.T) {
			update := event.UpdateEvent{ObjectOld: bot(func(*v1alpha1.Bot) {}), ObjectNew: tc.after}
			if got := SpecChanged.Update(update); got != tc.want {
				t.Errorf("it passes: %t, want %t", got, tc.want)
			}
		})
	}
	if NotCreated.Create(event.CreateEvent{}) || !NotCreated.Delete(event.DeleteEvent{}) {
		t.Error("NotCreated must leave out creations alone")
	}
}
