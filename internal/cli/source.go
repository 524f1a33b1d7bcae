// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/go-logr/logr"
	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/cli/check"
	"github.com/intentops/intentops/internal/cli/traffic"
	"github.com/intentops/intentops/internal/contract/release"
)

// messagesCommand completes a verb that reads messages of a Bot's customers from a file.
func (p *plugin) messagesCommand(cmd *cobra.Command, bot, from *string, out *output, run func(context.Context) error) *cobra.Command {
	cmd.Args, cmd.ValidArgsFunction = arguments, p.completeNames(botKind)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		*bot = args[0]
		return run(contextOf(cmd))
	}
	cmd.Flags().StringVar(from, "from", "", "file with one message a line, in JSON; - reads the standard input")
	out.add(cmd)
	return cmd
}

// source is a release that is ready to decide, and where it came from.
type source struct {
	*releases.Loaded
	// name is that of a BotRelease, or a folder.
	name string
}

// sourceOf is the release that a folder would make, or without one the newest of the cluster.
func (p *plugin) sourceOf(ctx context.Context, dir, bot string) (*source, error) {
	if dir != "" {
		return p.folderSource(ctx, dir, "", bot)
	}
	return p.clusterSource(ctx, bot, "")
}

// folderSource is the release that a Bot would serve with all that a folder has.
func (p *plugin) folderSource(ctx context.Context, dir, revision, bot string) (*source, error) {
	loaded, exact, err := check.Load(ctx, dir, revision, bot)
	if err != nil {
		return nil, err
	}
	name := dir
	if revision != "" {
		name += " at " + revision
	}
	if !exact {
		fmt.Fprintf(p.ErrOut, "Warning: Bot %s has so many utterances that its classifier is taught in groups here; the bot teaches all of them together and may decide close cases otherwise.\n", bot)
	}
	return &source{loaded, name}, nil
}

// clusterSource is a BotRelease with its content; without a name, the newest.
func (p *plugin) clusterSource(ctx context.Context, bot, name string) (*source, error) {
	ctx, cancel := context.WithTimeout(ctx, clusterTimeout)
	defer cancel()
	o := &releaseOptions{IOStreams: p.IOStreams, cluster: p.cluster}
	history, client, err := o.history(ctx, bot)
	if err != nil {
		return nil, err
	}
	record, err := find(history, name)
	if err != nil {
		return nil, err
	}
	var parts [][]byte
	for _, part := range record.Spec.Bundle {
		stored, err := client.Resource(corev1.SchemeGroupVersion.WithResource("configmaps")).Namespace(record.Namespace).Get(ctx, part, metav1.GetOptions{})
		if err != nil {
			return nil, fmt.Errorf("BotRelease %s is not complete: %w", record.Name, err)
		}
		var bundle corev1.ConfigMap
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(stored.Object, &bundle); err != nil {
			return nil, err
		}
		parts = append(parts, bundle.BinaryData[release.PartKey])
	}
	loaded, err := releases.Compiler{Engine: builtIn, Rules: releases.CELRules(logr.Discard())}.Build(record.Spec.Digest, parts)
	if err != nil {
		return nil, fmt.Errorf("BotRelease %s: %w", record.Name, err)
	}
	return &source{loaded, record.Name}, nil
}

// builtIn refuses engines that run elsewhere: customers' words stay on this machine.
func builtIn(r release.Release) (understanding.Classifier, error) {
	if r.Understanding != nil {
		return nil, errors.New("it classifies by an engine that runs elsewhere, which is not asked from here")
	}
	return releases.Train(r)
}

// messages reads what customers wrote from a file; - reads the standard input.
func (p *plugin) messages(file string) ([]traffic.Conversation, error) {
	in, name := p.In, "the standard input"
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // it was read only
		in, name = io.Reader(f), file
	}
	all, err := traffic.Read(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}
