// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"

	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/dialogue/wording"
	"github.com/intentops/intentops/internal/bot/understanding"
)

// Read is the release's side of a message: what its classifier makes of the text, of its parts, and of the bare text,
// which may be empty. An engine outside is asked once, and not about the latter two. The error is the classifier's, and
// the side then says that it failed.
func (l *Loaded) Read(ctx context.Context, text string, parts []wording.Part, bare string) (decide.Side, error) {
	side := decide.Side{Compiled: l.Compiled}
	failed := decide.Side{Compiled: l.Compiled, Failed: true}
	var err error
	if side.Predictions, err = l.Classifier.Classify(ctx, text); err != nil {
		return failed, err
	}
	if _, outside := l.Classifier.(*understanding.Remote); outside {
		return side, nil
	}
	for _, part := range parts {
		if part.Predictions, err = l.Classifier.Classify(ctx, part.Text); err != nil {
			return failed, err
		}
		side.Parts = append(side.Parts, part)
	}
	if bare != "" {
		if side.Bare, err = l.Classifier.Classify(ctx, bare); err != nil {
			return failed, err
		}
	}
	return side, nil
}
