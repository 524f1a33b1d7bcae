// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
	"github.com/intentops/intentops/internal/cli/clusters"
	"github.com/intentops/intentops/internal/cli/traffic"
)

type backlogOptions struct {
	*plugin
	bot, from, dir, by string
	top, least         int
	output             output
}

// Orders of the backlog.
const (
	byVolume     = "volume"
	byHandleTime = "handle-time"
)

func (p *plugin) backlogCommand() *cobra.Command {
	o := &backlogOptions{plugin: p}
	cmd := p.messagesCommand(&cobra.Command{
		Use:   "backlog BOT --from FILE",
		Short: "Show what customers ask that no Intent answers, as draft Intents",
		Long: `Show what customers ask that no Intent answers: messages that the bot does not understand, put
together by what they ask for, the largest group first.

FILE has one message a line, such as {"text": "do you sell gift cards", "locale": "en",
"conversation": "4711", "handleTimeSeconds": 340}; only text is required. The messages are decided
here, by what is live or by what a folder would make, and never leave this machine.`,
		Example: `  # What is missing in what is live?
  kubectl intentops backlog support --from chats.jsonl

  # Draft Intents for the ten largest groups, against a folder, without a cluster.
  kubectl intentops backlog support --from chats.jsonl --dir manifests --top 10 -o yaml > drafts.yaml`,
	}, &o.bot, &o.from, &o.output, o.run)
	flags := cmd.Flags()
	flags.StringVar(&o.dir, "dir", "", "folder with the Intents that count as there; default: what is live in the cluster")
	flags.StringVar(&o.by, "by", byVolume, "order of the groups: volume or handle-time")
	flags.IntVar(&o.top, "top", 25, "how many groups to show")
	flags.IntVar(&o.least, "min", 3, "how many messages a group has at least")
	flags.Lookup("output").Usage = "output format: yaml writes draft Intents, json the groups as data; default: a screen for people"
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions([]string{byVolume, byHandleTime}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}

func (o *backlogOptions) validate() error {
	switch {
	case o.from == "":
		return errors.New("--from is missing: name a file with one message a line, or - for the standard input; neither bot nor operator keeps what customers write")
	case o.by != byVolume && o.by != byHandleTime:
		return fmt.Errorf("--by %s: use %s or %s", o.by, byVolume, byHandleTime)
	case o.top < 1 || o.top > 1000:
		return fmt.Errorf("--top %d: is not from 1 to 1000", o.top)
	case o.least < 1:
		return fmt.Errorf("--min %d: is less than 1", o.least)
	}
	return o.output.validate()
}

func (o *backlogOptions) run(ctx context.Context) error {
	if err := o.validate(); err != nil {
		return err
	}
	all, err := o.messages(o.from)
	if err != nil {
		return err
	}
	with, err := o.sourceOf(ctx, o.dir, o.bot)
	if err != nil {
		return err
	}
	decisions, err := traffic.Decide(ctx, with.Loaded, all, o.now())
	if err != nil {
		return err
	}
	b := backlogOf(all, decisions, o.least, o.by)
	b.Bot, b.Release = o.bot, with.name
	b.Groups = b.Groups[:min(len(b.Groups), o.top)]
	return o.write(b)
}

// backlog is what customers ask that no Intent answers.
type backlog struct {
	Bot string `json:"bot"`
	// Release that was asked: a BotRelease or a folder.
	Release    string `json:"release"`
	Messages   int    `json:"messages"`
	Unanswered int    `json:"unanswered"`
	// All is how many groups there are, and Groups are those that are shown.
	All    int           `json:"groupsInAll"`
	Groups []backlogItem `json:"groups"`
}

// backlogItem is messages that ask for the same.
type backlogItem struct {
	Messages int `json:"messages"`
	// HandleSeconds is how long agents worked on those of which it is known.
	HandleSeconds float64 `json:"handleSeconds,omitempty"`
	// HandleKnown is of how many messages it is known.
	HandleKnown int `json:"handleTimeKnown,omitempty"`
	// Near is the Intent that the bot would offer for most of them; empty: none.
	Near string `json:"near,omitempty"`
	// Says are the most typical messages, of those that are about nobody in particular.
	Says []string `json:"says"`

	locale string
	// utterances that a draft may have.
	utterances []string
}

// leastNear is the least confidence with which a message is near an Intent: the bot offers with less,
// so that nobody goes without a choice.
const leastNear = 0.12

// unanswered is a message that no Intent answers.
type unanswered struct {
	traffic.Message
	offered string
}

func backlogOf(all []traffic.Conversation, decisions [][]traffic.Decision, least int, by string) *backlog {
	b := &backlog{Groups: []backlogItem{}}
	var open []unanswered
	var texts []string
	for i := range all {
		for at, m := range all[i].Messages {
			b.Messages++
			d := decisions[i][at]
			if d.Understood() {
				continue
			}
			offered := ""
			if len(d.Offered) > 0 && d.Confidence >= leastNear {
				offered = d.Offered[0]
			}
			open = append(open, unanswered{m, offered})
			texts = append(texts, m.Text)
		}
	}
	b.Unanswered = len(open)
	for _, c := range clusters.Of(texts, vectors.English()) {
		if len(c.Members) >= least {
			b.Groups = append(b.Groups, itemOf(open, c))
		}
	}
	b.All = len(b.Groups)
	if by == byHandleTime {
		slices.SortStableFunc(b.Groups, func(x, y backlogItem) int { return cmp.Compare(y.HandleSeconds, x.HandleSeconds) })
	}
	return b
}

func itemOf(open []unanswered, c clusters.Cluster) backlogItem {
	item := backlogItem{Messages: len(c.Members), locale: open[c.Members[0]].Locale}
	offered := map[string]int{}
	for _, at := range c.Members {
		m := open[at]
		if m.HandleSeconds >= 0 {
			item.HandleSeconds += m.HandleSeconds
			item.HandleKnown++
		}
		if m.Locale != item.locale {
			item.locale = ""
		}
		if offered[m.offered]++; m.offered != "" && 2*offered[m.offered] > len(c.Members) {
			item.Near = m.offered
		}
	}
	for _, at := range c.Typical {
		text := open[at].Text
		if len(item.utterances) < mostUtterances && teaches(text) {
			item.utterances = append(item.utterances, text)
		}
	}
	item.Says = item.utterances[:min(len(item.utterances), mostSays)]
	if len(item.Says) == 0 {
		item.Says = []string{open[c.Members[0]].Text}
	}
	return item
}
