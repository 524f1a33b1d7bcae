// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/intentops/intentops/internal/bot/releases"
)

// Load makes the release ready to decide that a Bot would serve with every Intent of a folder, as
// the tests of Intents have it. With a revision the folder is read as it was then. exact is false
// where the classifier is an approximation, as the Bot is too large for the exact one.
func Load(ctx context.Context, dir, revision, bot string) (loaded *releases.Loaded, exact bool, err error) {
	var folder *Folder
	if revision == "" {
		folder, err = read(ctx, Options{Dir: dir})
	} else {
		var found files
		if found, _, err = readRevision(ctx, dir, revision); err == nil {
			folder, err = parse(ctx, found, shown(dir))
		}
	}
	if err != nil {
		return nil, false, err
	}
	w, findings, err := newWorld(ctx, folder, nil)
	if err != nil {
		return nil, false, err
	}
	// What is left out of a release would be missed in its decisions.
	if findings = append(findings, folder.Findings...); len(findings) > 0 {
		f := findings[0]
		return nil, false, fmt.Errorf("%s:%d: %s %s: %s; mend what \"kubectl intentops lint\" finds first", f.File, f.Line, f.Object, f.Field, f.Message)
	}
	ns, err := w.of(bot, dir)
	if err != nil {
		return nil, false, err
	}
	loaded, exact, err = ns.load(ctx, bot)
	var cannot notTestable
	if errors.As(err, &cannot) {
		return nil, false, fmt.Errorf("%s: Bot %s cannot be asked here: %w; see what \"kubectl intentops lint\" finds", dir, bot, cannot)
	}
	return loaded, exact, err
}

// of is the one namespace that has Intents of a Bot.
func (w world) of(bot, dir string) (*namespace, error) {
	var found []*namespace
	known := map[string]bool{}
	for _, ns := range w.all() {
		for _, name := range ns.botNames() {
			known[name] = true
			if name == bot {
				found = append(found, ns)
			}
		}
	}
	switch {
	case len(known) == 0:
		return nil, fmt.Errorf("%s: %w", dir, errNothing)
	case len(found) == 0:
		return nil, fmt.Errorf("%s: there is no Bot %q: use one of %s", dir, bot, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	case len(found) > 1:
		return nil, fmt.Errorf("%s: Bot %q is in the namespaces %s and %s: name the folder of one of them", dir, bot, found[0].name, found[1].name)
	}
	return found[0], nil
}
