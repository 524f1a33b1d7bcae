// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/chars"
)

// Classify says of each message which Intent of a release is the likeliest, and how sure that is.
// The zero Prediction is of a message of which nothing is known.
func Classify(ctx context.Context, loaded *releases.Loaded, messages []Message) ([]understanding.Prediction, error) {
	out := make([]understanding.Prediction, len(messages))
	workers, within := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i := range messages {
		workers.Go(func() error {
			predictions, err := loaded.Classifier.Classify(within, chars.Fold(messages[i].Text))
			if err == nil && len(predictions) > 0 {
				out[i] = predictions[0]
			}
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}
