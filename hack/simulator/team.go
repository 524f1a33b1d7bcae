// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"github.com/intentops/intentops/hack/simulator/internal/agents"
	"github.com/intentops/intentops/hack/simulator/internal/helpdesk"
)

// collectEvents is how long events wait to be sent in a batch.
const collectEvents = time.Second

// teamFlags are the flags of the agents behind the helpdesk.
type teamFlags struct {
	bot, keyFile, events string
	agents, capacity     int
	pace                 time.Duration
	surveyShare          float64
}

func (f *teamFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.bot, "bot", "", "address of the bot's port for events, such as http://support-events, that gets events about the conversations handed over; default: there are no agents")
	flags.StringVar(&f.keyFile, "events-key-file", "", "with --bot: file with the key that signs events, byte for byte (required)")
	flags.StringVar(&f.events, "events", "", "with --bot: file for what happened, as scorecard --from reads it; GET /events serves it; default: none")
	flags.IntVar(&f.agents, "agents", 4, "with --bot: people who work on a conversation each")
	flags.IntVar(&f.capacity, "capacity", 30, "with --bot: conversations that the team may have at the same time; those beyond it go elsewhere")
	flags.DurationVar(&f.pace, "pace", time.Second, "with --bot: how long people take over a message on average")
	flags.Float64Var(&f.surveyShare, "survey-share", 0, "with --bot: share of conversations in which the helpdesk asks for a rating, as rating.helpdesk of the customers' scenario")
}

func (f *teamFlags) check() error {
	switch {
	case f.keyFile == "":
		return errors.New("--events-key-file: is required with --bot")
	case f.agents < 1 || f.agents > 1000:
		return errors.New("--agents: must be from 1 to 1000")
	case f.capacity < f.agents || f.capacity > 10_000:
		return errors.New("--capacity: must be from --agents to 10000")
	case f.pace < time.Millisecond || f.pace > time.Hour:
		return errors.New("--pace: must be from 1ms to 1h")
	case !(f.surveyShare >= 0 && f.surveyShare <= 1):
		return errors.New("--survey-share: must be from 0 to 1")
	}
	return nil
}

// open lets a team work on what the helpdesk gets, until ctx ends. close waits for them.
func (f *teamFlags) open(ctx context.Context, o *helpdesk.Options) (closeTeam func() error, err error) {
	if f.bot == "" {
		return func() error { return nil }, nil
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	key, err := os.ReadFile(f.keyFile)
	if err != nil {
		return nil, fmt.Errorf("--events-key-file: %w", err)
	}
	if len(bytes.TrimSpace(key)) == 0 {
		return nil, errors.New("--events-key-file: the file is empty")
	}
	outbox, err := agents.NewOutbox(f.bot, o.Bot, key, o.Seed, collectEvents)
	if err != nil {
		return nil, fmt.Errorf("--bot: %w", err)
	}
	notes, err := openJournal(f.events)
	if err != nil {
		return nil, fmt.Errorf("--events: %w", err)
	}
	team := agents.NewTeam(ctx, agents.Options{
		Agents: f.agents, Capacity: f.capacity, Pace: f.pace, Seed: o.Seed, SurveyShare: f.surveyShare,
		Tell: outbox.Tell, Journal: notes.Journal,
	})
	var sending sync.WaitGroup
	sending.Go(func() { outbox.Run(ctx) })
	o.Take, o.Events = team.Take, f.events
	o.Team = func() helpdesk.TeamReport { return helpdesk.TeamReport{Report: team.Report(), Sent: outbox.Sent()} }
	return func() error {
		team.Wait()
		sending.Wait()
		return notes.close()
	}, nil
}
