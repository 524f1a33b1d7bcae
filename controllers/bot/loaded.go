// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// loaded is what the pods say they serve.
type loaded struct {
	// unknown says why it cannot be told; empty: it can.
	unknown string
	pods    []metricsource.LoadedRelease
	// want is the pointer that pods should follow, ready how many pods should follow it.
	want  release.Pointer
	ready int32
}

// count is the number of pods that follow the wanted pointer with its stable release. A pod
// with a higher sequence follows a pointer that is gone.
func (l loaded) count() int32 {
	var n int32
	for _, pod := range l.pods {
		if pod.Track == "stable" && pod.Release == l.want.Stable.Release && pod.Sequence == l.want.Sequence {
			n++
		}
	}
	return n
}

// complete is false while a pod that is ready still has to load.
func (l loaded) complete() bool {
	return l.unknown == "" && l.count() >= l.ready
}

func (r *Reconciler) observeLoaded(ctx context.Context, bot *v1alpha1.Bot, seen *observation) {
	if r.Loaded == nil {
		seen.loaded.unknown = "the operator has no Prometheus"
		return
	}
	snapshot, err := r.Loaded.Loaded(ctx)
	if err != nil {
		seen.loaded.unknown = "Prometheus did not answer"
		return
	}
	key := metricsource.BotKey{Namespace: bot.Namespace, Bot: bot.Name}
	seen.loaded.pods = snapshot.Bots[key].Pods
}
