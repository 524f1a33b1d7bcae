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
	"time"

	"github.com/go-logr/logr"
	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/bot/server"
	"github.com/intentops/intentops/internal/bot/trial"
	"github.com/intentops/intentops/internal/contract/release"
)

// maxLine is how long a line may be: a message of any channel fits.
const maxLine = 1 << 20

func understandCommand() *cobra.Command {
	var dir, vectors, vectorsDir string
	cmd := &cobra.Command{
		Use:   "understand --release-dir=DIR",
		Short: "Print what a release decides on messages",
		Long: "Read messages as JSON lines {\"text\": …, \"locale\": …} and print for each, as a first message,\n" +
			"{\"decision\": …, \"intent\": …, \"offered\": […], \"confidence\": …}.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			compiler, err := server.NewCompiler(vectors, vectorsDir, func(release.Understanding) *http.Client { return http.DefaultClient }, logr.Discard())
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
	cmd.Flags().StringVar(&vectorsDir, "vectors-dir", ".", "folder with the tables of word vectors that the release names, a folder for each source")
	_ = cmd.MarkFlagRequired("release-dir")
	return cmd
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
		d, err := trial.FirstMessage(ctx, view.Stable, view.Pointer, *message.Text, message.Locale, time.Now().UTC())
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
