// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	ktesting "k8s.io/client-go/testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestAWatchShowsEachChangeUntilItIsInterrupted changes the batch after the first screen and
// interrupts after the second.
func TestAWatchShowsEachChangeUntilItIsInterrupted(t *testing.T) {
	w := newWorld(t, shopScreen)
	ctx, interrupt := context.WithCancel(t.Context())
	resource := v1alpha1.GroupVersion.WithResource("intentbatches")
	screens := 0
	w.client.PrependReactor("get", "intentbatches", func(ktesting.Action) (bool, runtime.Object, error) {
		screens++
		if screens > 1 {
			interrupt()
			return false, nil, nil
		}
		stored, err := w.client.Tracker().Get(resource, "shop", "week-2")
		if err != nil {
			t.Error(err)
		}
		return true, stored, w.client.Tracker().Update(resource, stored.DeepCopyObject(), "shop")
	})
	root := rootOf("test", w.IOStreams, w.plugin)
	root.SetArgs([]string{"get", "batch", "week-2", "--watch"})
	if code := codeOf(ctx, root.ExecuteContext(ctx), w.IOStreams); code != exitDone || w.err.Len() > 0 {
		t.Errorf("exit %d: %s", code, w.err)
	}
	if n := strings.Count(w.out.String(), "IntentBatch week-2"); n != 2 {
		t.Errorf("%d screens, want 2:\n%s", n, w.out)
	}
}

// TestAWatchThatEndsAtOnceIsNotAskedForAgainAtOnce: behind a proxy that knows no watches, screens
// and requests would follow each other as fast as they can.
func TestAWatchThatEndsAtOnceIsNotAskedForAgainAtOnce(t *testing.T) {
	w := newWorld(t, shopScreen)
	w.rest = time.Hour
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	asked := 0
	w.client.PrependWatchReactor("intentbatches", func(ktesting.Action) (bool, watch.Interface, error) {
		asked++
		time.AfterFunc(50*time.Millisecond, interrupt)
		ended := watch.NewFake()
		ended.Stop()
		return true, ended, nil
	})
	shown := 0
	if err := w.watchKind(ctx, batchKind, "", 0, func(context.Context) error { shown++; return nil }); err != nil {
		t.Fatal(err)
	}
	if asked != 1 || shown != 1 {
		t.Errorf("asked %d times and shown %d times before anybody could look", asked, shown)
	}
}
