// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/go-logr/logr"
	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue"
	"github.com/intentops/intentops/internal/bot/handoff"
	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/server"
	"github.com/intentops/intentops/internal/bot/signals"
	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/release"
)

// maxLine is how long a line may be: a message of any channel fits.
const maxLine = 1 << 20

func understandCommand() *cobra.Command {
	var dir, vectors string
	cmd := &cobra.Command{
		Use:   "understand --release-dir=DIR",
		Short: "Print what a release decides on messages",
		Long: "Read messages as JSON lines {\"text\": …, \"locale\": …} and print for each, as a first message,\n" +
			"{\"decision\": …, \"intent\": …, \"offered\": […], \"confidence\": …}.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			compiler, err := server.NewCompiler(vectors, func(release.Understanding) *http.Client { return http.DefaultClient }, logr.Discard())
			if err != nil {
				return err
			}
			view, err := releases.Directory(dir, compiler)
			if err != nil {
				return fmt.Errorf("release-dir: %w", err)
			}
			if share, known := view.Stable.ExpectedAnswered(); known {
				fmt.Fprintf(cmd.ErrOrStderr(), "release %.12s expects to answer %.0f%% of messages about its intents\n", view.Stable.Hash, 100*share)
			}
			return understandLines(cmd.Context(), view, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&dir, "release-dir", "", "folder with the release.json")
	cmd.Flags().StringVar(&vectors, "vectors", "", "file of word vectors for the built-in classifier; without it English ones are used")
	_ = cmd.MarkFlagRequired("release-dir")
	return cmd
}

// decided is one line of the output.
type decided struct {
	// Decision is answer, confirm, field, offer, clarify or handoff.
	Decision string `json:"decision"`
	// Intent that was understood; empty: none.
	Intent string `json:"intent"`
	// Offered are the intents that may have been meant, the most likely first, when none was
	// understood.
	Offered []string `json:"offered"`
	// Confidence of the best intent, 0..1.
	Confidence float64 `json:"confidence"`
}

// understandLines decides line by line.
func understandLines(ctx context.Context, view *releases.View, in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	written := json.NewEncoder(out)
	number := 0
	for lines.Scan() {
		number++
		if len(lines.Bytes()) == 0 {
			continue
		}
		var message struct {
			Text   *string `json:"text"`
			Locale string  `json:"locale"`
		}
		err := json.Unmarshal(lines.Bytes(), &message)
		if err == nil && message.Text == nil {
			err = errors.New("text is missing")
		}
		if err != nil {
			return fmt.Errorf("line %d: %w; want {\"text\": \"…\", \"locale\": \"en\"}", number, err)
		}
		d, err := firstMessage(ctx, view, *message.Text, message.Locale)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := written.Encode(d); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("line %d: %w", number+1, err)
	}
	return nil
}

// firstMessage decides a turn as for a customer who has just opened a conversation with the
// stable release.
func firstMessage(ctx context.Context, view *releases.View, text, locale string) (decided, error) {
	now := time.Now().UTC()
	text = chars.Clean(text)
	read := chars.Fold(text)
	side := dialogue.Side{Compiled: view.Stable.Compiled}
	var err error
	if side.Predictions, err = view.Stable.Classifier.Classify(ctx, read); err != nil {
		side.Failed = true
	}
	for _, part := range signals.Parts(read) {
		predictions, err := view.Stable.Classifier.Classify(ctx, part)
		side.Failed = side.Failed || err != nil
		side.Parts = append(side.Parts, dialogue.Part{Text: part, Signals: signals.Read(part, locale), Predictions: predictions})
	}
	pointer := view.Pointer
	pointer.Candidate, pointer.Rollout = nil, nil
	outcome, err := dialogue.Turn(
		conversation.State{ID: "understand", Customer: "understand", Channel: "understand", Locale: locale, StartedAt: now},
		dialogue.Message{ID: "1", Text: text, ReceivedAt: now},
		dialogue.Inputs{Now: now, Pointer: pointer, Stable: side, Signals: signals.Read(read, locale), Packer: handoff.Packer{}},
	)
	if err != nil {
		return decided{}, err
	}
	d := decided{Confidence: outcome.State.Confidence, Offered: []string{}}
	if len(side.Predictions) > 0 && d.Confidence == 0 {
		d.Confidence = side.Predictions[0].Confidence
	}
	for _, reply := range outcome.Replies {
		if reply.Kind != conversation.KindNotice || d.Decision == "" {
			d.Decision = string(reply.Kind)
		}
	}
	if outcome.State.Offered != nil {
		d.Offered = append(d.Offered, outcome.State.Offered.Intents...)
	}
	if slices.Contains([]string{string(conversation.KindAnswer), string(conversation.KindConfirm), string(conversation.KindField)}, d.Decision) {
		d.Intent = outcome.State.Intent
	}
	return d, nil
}
