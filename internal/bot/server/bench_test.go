// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkTurns sends messages over HTTP to a bot in a process of its own, with the
// embedded store, which syncs each commit to disk. It reports the latency as customers see
// it and the bot's resident memory afterwards.
func BenchmarkTurns(b *testing.B) {
	for _, customers := range []int{1, 16} {
		b.Run(fmt.Sprintf("customers=%d", customers), func(b *testing.B) { benchmarkTurns(b, customers) })
	}
}

func benchmarkTurns(b *testing.B, customers int) {
	c := config(b)
	c.ReleaseDir = folder(b, sample("nine to five", "https://helpdesk.invalid"), 3600)
	c.CustomerRate, c.CustomerBurst = 1e6, 1e6
	bot := spawn(b, c)
	defer bot.kill(b)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: customers}}
	var mu sync.Mutex
	var took []time.Duration
	b.ResetTimer()
	var wg sync.WaitGroup
	for i := range customers {
		wg.Go(func() {
			var own []time.Duration
			path := ""
			for n := range b.N / customers {
				if n%5 == 0 {
					path = open(b, bot.url, fmt.Sprintf("c%d-%d", i, n))
				}
				begin := time.Now()
				status, _, err := post(client, path+"/messages", fmt.Sprintf(`{"messageId":"m%d","text":"when are you open"}`, n))
				if err != nil || status != http.StatusOK {
					b.Errorf("message: %d %v", status, err)
					return
				}
				own = append(own, time.Since(begin))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
		})
	}
	wg.Wait()
	b.StopTimer()
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	quantile := func(q float64) float64 {
		return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(quantile(0.5), "p50-ms")
	b.ReportMetric(quantile(0.99), "p99-ms")
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "turns/s")
	b.ReportMetric(resident(b, bot.cmd.Process.Pid), "resident-MB")
}

// resident is a process's memory in MB, as Linux counts it.
func resident(tb testing.TB, pid int) float64 {
	tb.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(f)
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				tb.Fatal(err)
			}
			return kb / 1000
		}
	}
	tb.Fatal("the process has no VmRSS")
	return 0
}
