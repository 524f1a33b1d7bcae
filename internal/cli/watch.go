// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/intentops/intentops/api/v1alpha1"
)

// restEvery bounds how often a screen is written: a rollout changes its figures in one go.
const restEvery = 500 * time.Millisecond

// lookEvery is how often metrics are asked again that no change of an object tells of.
const lookEvery = 10 * time.Second

// watchKind shows something, and again after each change of an object of a kind, and so often where
// often is not 0, until the context ends. That is how a watch ends, so it is not an error.
func (p *plugin) watchKind(ctx context.Context, k kind, name string, often time.Duration, show func(context.Context) error) error {
	client, namespace, err := p.cluster()
	if err != nil {
		return err
	}
	options := metav1.ListOptions{}
	if name != "" {
		options.FieldSelector = fields.OneTermEqualSelector("metadata.name", name).String()
	}
	for {
		changes, err := client.Resource(v1alpha1.GroupVersion.WithResource(k.resource)).Namespace(namespace).Watch(ctx, options)
		if err == nil {
			err = p.showAtChanges(ctx, changes, often, show)
			changes.Stop()
		}
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // whoever watches has seen enough
		case err != nil:
			return err
		}
		// The server ends a watch now and then, and some proxies do at once.
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(p.rest):
		}
	}
}

func (p *plugin) showAtChanges(ctx context.Context, changes watch.Interface, often time.Duration, show func(context.Context) error) error {
	wipe := ""
	if p.screen().Colour {
		wipe = "\x1b[H\x1b[2J"
	}
	for {
		fmt.Fprint(p.Out, wipe)
		if err := show(ctx); err != nil {
			return err
		}
		open, err := waitForChange(ctx, changes, p.rest, often)
		if err != nil || !open {
			return err
		}
		if wipe == "" {
			fmt.Fprintln(p.Out)
		}
	}
}

// waitForChange returns after the next change and those that follow at once, or once often has
// passed, where it is not 0; false: the server has ended the watch.
func waitForChange(ctx context.Context, changes watch.Interface, rest, often time.Duration) (open bool, err error) {
	var rested, passed <-chan time.Time
	if often > 0 {
		passed = time.After(often)
	}
	for {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-passed:
			return true, ctx.Err()
		case <-rested:
			return true, ctx.Err() // nothing more once it is interrupted, whichever came first
		case event, open := <-changes.ResultChan():
			if !open {
				return false, nil
			}
			if event.Type == watch.Error {
				return false, errors.New("the server ended the watch with an error")
			}
			if rested == nil {
				rested = time.After(rest)
			}
		}
	}
}
