// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/contract/release"
)

// NewCompiler makes releases ready to serve, with the word vectors of a file; empty: those
// that are built in. Tables that releases name are below dir. client returns what calls an
// engine outside of the bot.
func NewCompiler(file, dir string, client func(release.Understanding) *http.Client, log logr.Logger) (releases.Compiler, error) {
	trainer := understanding.Trainer{}
	if file == "" {
		trainer.Vectors = vectors.English()
	} else {
		var err error
		if trainer.Vectors, err = loadVectors(file); err != nil {
			return releases.Compiler{}, err
		}
	}
	load := func(named release.Vectors) (*vectors.Table, error) {
		if !filepath.IsLocal(named.Path) {
			return nil, fmt.Errorf("path %q leads out of its source", named.Path)
		}
		return loadVectors(filepath.Join(dir, named.Folder(), named.Path))
	}
	return releases.Compiler{Engine: releases.Engines(client, trainer, load), Rules: releases.CELRules(log)}, nil
}

func loadVectors(file string) (*vectors.Table, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("vectors: %w", err)
	}
	defer func() { _ = f.Close() }()
	table, err := vectors.Load(f)
	if err != nil {
		return nil, fmt.Errorf("vectors: %s: %w", file, err)
	}
	return table, nil
}

// newFollower returns the follower of the releases in force, and what must run for it.
func (s *Server) newFollower(published func(*releases.View)) (*releases.Follower, []func(context.Context) error, error) {
	log := s.log.WithName("releases")
	compiler, err := NewCompiler(s.config.Vectors, s.config.VectorsDir, s.engineClients(), log)
	if err != nil {
		return nil, nil, err
	}
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
