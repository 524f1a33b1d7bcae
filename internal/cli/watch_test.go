// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
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
