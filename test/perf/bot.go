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
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/intentops/intentops/internal/bot/releases"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/test/bench"
)

// customers talk to the bot at a time.
const customers = 16

// measureBots reports what a bot costs, and how it compares with an earlier one.
func measureBots(ctx context.Context, o options, dir string, r *bench.Report) error {
	before := 0.0
	if o.botBefore != "" {
		var err error
		if before, err = measureBot(ctx, o, o.botBefore, "earlier bot", dir, r); err != nil {
			return err
		}
	}
	now, err := measureBot(ctx, o, o.bot, "bot", dir, r)
	if err == nil && o.botBefore != "" {
		r.Info("turns a second, of the earlier bot's", now/before, "")
	}
	return err
}

// measureBot reports what a bot with the sample intents and its own store costs, and how
// fast it is: it returns the turns a second.
func measureBot(ctx context.Context, o options, program, called, dir string, r *bench.Report) (rate float64, err error) {
	if dir, err = os.MkdirTemp(dir, "bot-"); err != nil {
		return 0, err
	}
	helpdesk := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	defer helpdesk.Close()
	sample, err := sampleRelease(o.samples, helpdesk.URL)
	if err != nil {
		return 0, err
	}
	raw, err := json.Marshal(sample)
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(dir, releases.DirectoryRelease), raw, 0o600); err != nil {
		return 0, err
	}
	address, err := bench.FreeAddress()
	if err != nil {
		return 0, err
	}
	metrics, err := bench.FreeAddress()
	if err != nil {
		return 0, err
	}
	bot, err := bench.Start(dir, program, metrics, "--release-dir="+dir, "--data-dir="+filepath.Join(dir, "data"),
		"--channel=api=REST:Anonymous", "--allow-egress=127.0.0.0/8", "--new-conversations=1000000", "--store-size=0", "--api-listen="+address, "--metrics-listen="+metrics)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, bot.Stop()) }()
	caller := &caller{base: "http://" + address, client: &http.Client{
		Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: customers},
	}}
	if err := bench.Eventually(ctx, "the bot is ready", func() (bool, error) { return ready(ctx, metrics), nil }); err != nil {
		return 0, err
	}
	say("Holding %d conversations with %s", o.conversations, program)
	written, err := bytesWritten(bot.PID())
	if err != nil {
		return 0, err
	}
	idle, err := bot.Figures(ctx)
	if err != nil {
		return 0, err
	}
	begun := time.Now()
	took, err := caller.converse(ctx, sample, o.conversations)
	if err != nil {
		return 0, err
	}
	elapsed := time.Since(begun).Seconds()
	seen, err := bot.Figures(ctx)
	if err != nil {
		return 0, err
	}
	all, err := bytesWritten(bot.PID())
	if err != nil {
		return 0, err
	}
	turns := float64(len(took))
	rate = turns / elapsed
	what := fmt.Sprintf("%s, %d intents, after %d conversations: ", called, len(sample.Intents), o.conversations)
	r.AtMost(what+"resident", seen.Resident(), "MB", 120)
	r.Info(what+"heap", seen["go_memstats_heap_alloc_bytes"]/1e6, "MB")
	what = fmt.Sprintf("%s, own store, %d customers at a time: ", called, customers)
	r.Info(what+"turns", rate, "1/s")
	r.Times(what+"a turn", took, 0)
	r.Info(what+"p99 by p50", bench.Percentile(took, 99)/bench.Percentile(took, 50), "")
	r.Info(what+"processor time a turn", 1000*seen.Since(idle)["process_cpu_seconds_total"]/turns, "ms")
	r.Info(what+"allocated a turn", seen.Since(idle)["go_memstats_alloc_bytes_total"]/turns/1000, "kB")
	r.Info(what+"written to disk a turn", (all-written)/turns/1000, "kB")
	return rate, nil
}

// bytesWritten is how much a process has had written to disk.
func bytesWritten(pid int) (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if value, ok := strings.CutPrefix(line, "write_bytes: "); ok {
			return strconv.ParseFloat(strings.TrimSpace(value), 64)
		}
	}
	return 0, fmt.Errorf("the kernel does not say what process %d writes", pid)
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
