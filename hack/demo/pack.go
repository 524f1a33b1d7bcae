// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/intentops/intentops/test/harness"
)

// tryPack shows a pack with the operator that the demo left.
func tryPack(ctx context.Context, cluster *harness.Cluster, pack string) error {
	fmt.Printf("Writing, checking and applying the pack %s\n", pack)
	answer, err := cluster.TryPack(ctx, pack, 2*time.Minute)
	if err != nil {
		return err
	}
	chat, err := cluster.ServiceURL(ctx, answer.Namespace, harness.BotName)
	if err != nil {
		return err
	}
	fmt.Printf(`
  customer: %s
  bot:      %s

That was Intent %s. Talk to the bot: %s/chat
Look around: export KUBECONFIG=bin/localcluster/kubeconfig; bin/localcluster/kubectl get intentops -n %s
Remove it:   make demo-clean

`, answer.Question, answer.Text, answer.Intent, chat, answer.Namespace)
	return nil
}
