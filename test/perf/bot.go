// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/bench"
)

// customers talk to the bot at a time.
const customers = 16

// measureBot reports what a bot with the sample intents and its own store costs, and how
// fast it is.
func measureBot(ctx context.Context, o options, dir string, r *bench.Report) (err error) {
	helpdesk := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	defer helpdesk.Close()
	sample, err := sampleRelease(o.samples, helpdesk.URL)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(sample)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, releases.DirectoryRelease), raw, 0o600); err != nil {
		return err
	}
	address, err := bench.FreeAddress()
	if err != nil {
		return err
	}
	metrics, err := bench.FreeAddress()
	if err != nil {
		return err
	}
	bot, err := bench.Start(dir, o.bot, metrics, "--release-dir="+dir, "--data-dir="+filepath.Join(dir, "data"),
		"--channel=api=REST:Anonymous", "--allow-egress=127.0.0.0/8", "--new-conversations=1000000", "--store-size=0", "--api-listen="+address, "--metrics-listen="+metrics)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bot.Stop()) }()
	caller := &caller{base: "http://" + address, client: &http.Client{
		Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: customers},
	}}
	if err := bench.Eventually(ctx, "the bot is ready", func() (bool, error) { return ready(ctx, metrics), nil }); err != nil {
		return err
	}
	say("Holding %d conversations", o.conversations)
	begun := time.Now()
	took, err := caller.converse(ctx, sample, o.conversations)
	if err != nil {
		return err
	}
	elapsed := time.Since(begun).Seconds()
	seen, err := bot.Figures(ctx)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("bot, %d intents, after %d conversations: ", len(sample.Intents), o.conversations)
	r.AtMost(what+"resident", seen.Resident(), "MB", 120)
	r.Info(what+"heap", seen["go_memstats_heap_alloc_bytes"]/1e6, "MB")
	r.Info(fmt.Sprintf("bot, own store, %d customers at a time: turns", customers), float64(len(took))/elapsed, "1/s")
	r.Times(fmt.Sprintf("bot, own store, %d customers at a time: a turn", customers), took, 0)
	return nil
}

// caller uses the bot's REST channel.
type caller struct {
	base   string
	client *http.Client
}

// ready reports whether the bot says so, on its port for metrics.
func ready(ctx context.Context, metrics string) bool {
	health := &caller{base: "http://" + metrics, client: http.DefaultClient}
	return health.call(ctx, http.MethodGet, "/readyz", nil, nil) == nil
}

// converse holds n conversations of three turns, in every tenth of which the customer
// asks for a person. It returns how long each turn took.
func (c *caller) converse(ctx context.Context, r release.Release, n int) ([]time.Duration, error) {
	var mu sync.Mutex
	var all []time.Duration
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(customers)
	for i := range n {
		group.Go(func() error {
			var opened struct{ Conversation string }
			if err := c.call(ctx, http.MethodPost, "/v1/conversations", map[string]string{"customer": fmt.Sprint("customer-", i)}, &opened); err != nil {
				return err
			}
			about := r.Intents[i%len(r.Intents)].Utterances
			texts := []string{about[i%len(about)], "AB123456", "thank you very much"}
			if i%10 == 0 {
				texts[2] = "I want to talk to a person"
			}
			for turn, text := range texts {
				begun := time.Now()
				message := map[string]string{"messageId": fmt.Sprint("m", turn), "text": text}
				if err := c.call(ctx, http.MethodPost, "/v1/conversations/"+opened.Conversation+"/messages", message, nil); err != nil {
					return err
				}
				mu.Lock()
				all = append(all, time.Since(begun))
				mu.Unlock()
			}
			return nil
		})
	}
	return all, group.Wait()
}

func (c *caller) call(ctx context.Context, method, path string, body, out any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: the bot answered %s", method, path, resp.Status)
	}
	if out == nil {
		_, err = io.Copy(io.Discard, resp.Body) // so that the connection is used again
		return err
	}
	return json.NewDecoder(resp.Body).Decode(out)
}
