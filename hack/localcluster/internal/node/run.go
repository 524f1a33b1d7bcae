// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/health"
)

// Run starts the programs in an order in which none waits long for another, and
// then keeps them. It returns only when the node cannot start.
func Run(ctx context.Context, c cluster.Cluster) error {
	s := supervisor{logs: c.Log()}
	s.keep(etcd(c))
	s.keep(apiserver(c))

	containers := make(chan error, 1)
	go func() { containers <- startContainerd(ctx, s, c) }()

	client, err := health.NewClient(c)
	if err != nil {
		return err
	}
	if err := within(ctx, time.Minute, client.APIReady); err != nil {
		return fmt.Errorf("API server: %w", err)
	}
	s.keep(controllerManager(c))
	s.keep(scheduler(c))
	if err := <-containers; err != nil {
		return fmt.Errorf("containerd: %w", err)
	}
	s.keep(kubelet(c))
	s.keep(proxy(c))
	// CoreDNS is refused until its role is there, and then tries again late.
	if err := s.run(program{c.Home("kubectl"), []string{"--kubeconfig=" + c.Kubeconfig(),
		"apply", "--server-side", "--filename=" + c.Run("rbac.yaml")}}); err != nil {
		return fmt.Errorf("roles: %w", err)
	}
	s.keep(coredns(c))
	log.Print("all programs started")
	<-ctx.Done()
	return ctx.Err()
}

// within asks until the answer is good.
func within(ctx context.Context, limit time.Duration, ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}
