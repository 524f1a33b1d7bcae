// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/cli/traffic"
)

type replayOptions struct {
	*plugin
	bot, from, before, after, since string
	limit                           int
	exitCode                        bool
	output                          output
}

func (p *plugin) replayCommand() *cobra.Command {
	o := &replayOptions{plugin: p}
	cmd := p.messagesCommand(&cobra.Command{
		Use:   "replay BOT --from FILE --new RELEASE",
		Short: "Decide exported conversations by two releases, and show every decision that differs",
		Long: `Decide exported conversations by two releases, and show every decision that differs.

RELEASE is a folder of manifests, taken with all its Intents, or else the name of a BotRelease.
FILE has one message a line, such as {"text": "where is my parcel", "conversation": "4711"}, those
of a conversation in order. Of each conversation the messages up to the first difference are
compared: after it the customer would have written something else. Nothing leaves this machine.`,
		Example: `  # What would the folder change for last week's customers?
  kubectl intentops replay support --from chats.jsonl --new manifests

  # The same in a pull request, without a cluster.
  kubectl intentops replay support --from chats.jsonl --new manifests --since origin/main

  # Two releases that were live.
  kubectl intentops replay support --from chats.jsonl --old support-000002 --new support-000003`,
	}, &o.bot, &o.from, &o.output, o.run)
	flags := cmd.Flags()
	flags.StringVar(&o.before, "old", "", "release that is compared with: a folder, or the name of a BotRelease; default: what is live")
	flags.StringVar(&o.after, "new", "", "release that is looked at: a folder, or the name of a BotRelease")
	flags.StringVar(&o.since, "since", "", "compare with the folder of --new as it was where this branch left this commit, branch or tag; it needs git")
	flags.IntVar(&o.limit, "limit", 20, "how many differences a screen lists; -o json and yaml have all")
	flags.BoolVar(&o.exitCode, "exit-code", false, "exit with 2 where a decision differs")
	return cmd
}

func (o *replayOptions) validate() error {
	switch {
	case o.from == "":
		return errors.New("--from is missing: name a file with one message a line, or - for the standard input; neither bot nor operator keeps what customers write")
	case o.after == "":
		return errors.New("--new is missing: name the release to look at: a folder of manifests, or a BotRelease")
	case o.since != "" && o.before != "":
		return errors.New("--since and --old both say what to compare with: use one of them")
	case o.since != "" && !isFolder(o.after):
		return fmt.Errorf("--since %s: is for a folder, and --new %s is none", o.since, o.after)
	case o.limit < 0:
		return fmt.Errorf("--limit %d: is below zero", o.limit)
	}
	return o.output.validate()
}

func isFolder(name string) bool {
	about, err := os.Stat(name)
	return err == nil && about.IsDir()
}

func (o *replayOptions) run(ctx context.Context) error {
	if err := o.validate(); err != nil {
		return err
	}
	all, err := o.messages(o.from)
	if err != nil {
		return err
	}
	before, after, err := o.sources(ctx)
	if err != nil {
		return err
	}
	was, err := traffic.Decide(ctx, before.Loaded, all, o.now())
	if err != nil {
		return err
	}
	is, err := traffic.Decide(ctx, after.Loaded, all, o.now())
	if err != nil {
		return err
	}
	r := compare(all, was, is)
	r.Bot, r.Old, r.New = o.bot, before.name, after.name
	if err := o.output.write(o.Out, r, func() { o.screenOf(r) }); err != nil {
		return err
	}
	if o.exitCode && len(r.Differences) > 0 {
		return errFindings
	}
	return nil
}

func (o *replayOptions) sources(ctx context.Context) (before, after *source, err error) {
	open := func(name, revision string) (*source, error) {
		if strings.ContainsRune(name, '/') || isFolder(name) {
			return o.folderSource(ctx, name, revision, o.bot)
		}
		return o.clusterSource(ctx, o.bot, name)
	}
	old := o.before
	if o.since != "" {
		old = o.after
	}
	if before, err = open(old, o.since); err != nil {
		return nil, nil, err
	}
	if after, err = open(o.after, ""); err != nil {
		return nil, nil, err
	}
	return before, after, nil
}

// replayReport is what two releases make of the same conversations.
type replayReport struct {
	Bot string `json:"bot"`
	Old string `json:"old"`
	New string `json:"new"`
	// Conversations and Messages that were compared: those up to the first difference.
	Conversations int `json:"conversations"`
	Messages      int `json:"messages"`
	// OldUnderstood and NewUnderstood are how many of the messages each release reads as something.
	OldUnderstood int `json:"oldUnderstood"`
	NewUnderstood int `json:"newUnderstood"`
	// Changes are the differences by kind, the most frequent first.
	Changes     []replayChange     `json:"changes"`
	Differences []replayDifference `json:"differences"`
}

// replayChange is how often one decision became another.
type replayChange struct {
	Old   string `json:"old"`
	New   string `json:"new"`
	Count int    `json:"count"`
}

// replayDifference is one message that two releases decide differently.
type replayDifference struct {
	// Line of the file.
	Line         int    `json:"line"`
	Conversation string `json:"conversation,omitempty"`
	// Text is masked.
	Text string           `json:"text"`
	Old  traffic.Decision `json:"old"`
	New  traffic.Decision `json:"new"`
	// WordsOnly is true where the decision is the same, and the bot says it in other words.
	WordsOnly bool `json:"wordsOnly,omitempty"`
}

func compare(all []traffic.Conversation, was, is [][]traffic.Decision) *replayReport {
	r := &replayReport{Conversations: len(all), Changes: []replayChange{}, Differences: []replayDifference{}}
	type change struct{ old, new string }
	counts := map[change]int{}
	for i := range all {
		for at, m := range all[i].Messages {
			old, now := was[i][at], is[i][at]
			r.Messages++
			r.OldUnderstood += count(old.Understood())
			r.NewUnderstood += count(now.Understood())
			same := named(old) == named(now) && slices.Equal(old.Offered, now.Offered)
			if same && old.Said == now.Said {
				continue
			}
			d := replayDifference{Line: m.Line, Conversation: all[i].ID, Text: m.Text, Old: old, New: now, WordsOnly: same}
			r.Differences = append(r.Differences, d)
			counts[change{named(old), d.becomes()}]++
			if !same {
				break // from here on the two talk with the customer about different things
			}
		}
	}
	for c, n := range counts {
		r.Changes = append(r.Changes, replayChange{c.old, c.new, n})
	}
	slices.SortFunc(r.Changes, func(a, b replayChange) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New))
	})
	slices.SortStableFunc(r.Differences, func(a, b replayDifference) int { return cmp.Compare(a.Line, b.Line) })
	return r
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// named is a decision in a few words.
func named(d traffic.Decision) string {
	switch conversation.Kind(d.Kind) {
	case conversation.KindOffer:
		return "asks which is meant"
	case conversation.KindClarify:
		return "does not understand"
	case conversation.KindHandoff:
		if d.Rule != "" {
			return "hands over: rule " + d.Rule
		}
		return "hands over: " + d.Reason
	case conversation.KindAnswer, conversation.KindField, conversation.KindConfirm:
		return d.Kind + " " + d.Intent
	case conversation.KindNotice:
		return "small talk or notice"
	}
	return d.Kind
}

// becomes is the new decision in a few words.
func (d *replayDifference) becomes() string {
	if d.WordsOnly {
		return "the same in other words"
	}
	if named(d.Old) == named(d.New) {
		return "asks about others"
	}
	return named(d.New)
}
