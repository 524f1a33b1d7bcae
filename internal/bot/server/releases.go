// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"fmt"
	"path/filepath"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/intentops/intentops/internal/bot/releases"
)

// newFollower returns the follower of the releases in force, and what must run for it.
func (s *Server) newFollower(published func(*releases.View)) (*releases.Follower, []func(context.Context) error, error) {
	log := s.log.WithName("releases")
	compiler := releases.Compiler{Engine: releases.Engines(engineClient(s.guard())), Rules: releases.CELRules(log)}
	options := releases.Options{
		Builder: compiler, Clock: s.clock, Log: log, Published: published,
		Metrics: releases.NewMetrics(s.registry, s.config.Namespace, s.config.Bot, s.config.Pod),
	}
	if s.config.ReleaseDir != "" {
		view, err := releases.Directory(s.config.ReleaseDir, compiler)
		if err != nil {
			return nil, nil, fmt.Errorf("release-dir: %w", err)
		}
		follower := releases.NewFollower(options)
		follower.Serve(view)
		return follower, nil, nil
	}
	restConfig, err := s.restConfig()
	if err != nil {
		return nil, nil, fmt.Errorf("finding the API server: %w; outside of a cluster use --kubeconfig or --release-dir", err)
	}
	cluster, err := releases.NewCluster(restConfig, s.config.Namespace, s.config.Bot, log)
	if err != nil {
		return nil, nil, err
	}
	options.Fetcher = cluster
	if options.Disk, err = releases.NewDisk(filepath.Join(s.config.DataDir, "releases")); err != nil {
		return nil, nil, err
	}
	follower := releases.NewFollower(options)
	return follower, []func(context.Context) error{
		follower.Run,
		func(ctx context.Context) error { return cluster.Watch(ctx, follower.Offer) },
	}, nil
}

func (s *Server) restConfig() (*rest.Config, error) {
	if s.config.Kubeconfig != "" {
		return clientcmd.BuildConfigFromFlags("", s.config.Kubeconfig)
	}
	return rest.InClusterConfig()
}
