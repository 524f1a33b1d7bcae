// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package releases reads the BotReleases of a Bot.
package releases

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/index"
	"github.com/intentops/intentops/internal/operator/live"
)

// Of are the BotReleases of a Bot that count, newest first, without those that somebody else
// made. They must not be changed.
func Of(ctx context.Context, from client.Reader, bot *v1alpha1.Bot) ([]*v1alpha1.BotRelease, error) {
	all, err := All(ctx, from, bot.Namespace, bot.Name)
	own, _ := live.Split(bot.Name, live.ServedBy(bot), all)
	return own, err
}

// All are the BotReleases that name a Bot, whoever made them, newest first. They must not be
// changed.
func All(ctx context.Context, from client.Reader, namespace, bot string) ([]*v1alpha1.BotRelease, error) {
	list := &v1alpha1.BotReleaseList{}
	if err := from.List(ctx, list, client.InNamespace(namespace), client.MatchingFields{index.ReleasesByBot.Field: bot}, client.UnsafeDisableDeepCopy); err != nil {
		return nil, fmt.Errorf("listing BotReleases: %w", err)
	}
	var out []*v1alpha1.BotRelease
	for i := range list.Items {
		if r := &list.Items[i]; r.DeletionTimestamp.IsZero() {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *v1alpha1.BotRelease) int {
		return cmp.Or(cmp.Compare(b.Spec.Sequence, a.Spec.Sequence), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// Live is what a Bot serves, of its releases; nil: it never served anything.
func Live(newestFirst []*v1alpha1.BotRelease) *v1alpha1.BotRelease {
	if len(newestFirst) == 0 {
		return nil
	}
	return newestFirst[0]
}
