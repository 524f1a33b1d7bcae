// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package prometheustest runs a real Prometheus for a test, or another program with its API.
package prometheustest

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// startWithin is for a machine on which a build runs as well.
const startWithin = time.Minute

// Engine is a program that scrapes as Prometheus does, and answers the same queries.
type Engine struct {
	// Name as people know it.
	Name string
	// Delay is how long it takes at most, on a machine that is busy, until answers have what was scraped.
	Delay time.Duration
	// env names its binary, which set makes.
	env, set string
	// arguments run it with a configuration file, a folder for its data and a port that it chooses
	// itself: one that the test chose could be taken before it has it.
	arguments func(file, data string) []string
	// listening is what it logs of its address.
	listening *regexp.Regexp
}

// Prometheus itself.
var Prometheus = Engine{
	Name: "Prometheus", Delay: 7 * time.Second, env: "INTENTOPS_PROMETHEUS", set: "make test",
	arguments: func(file, data string) []string {
		return []string{"--config.file=" + file, "--storage.tsdb.path=" + data, "--web.listen-address=127.0.0.1:0"}
	},
	listening: regexp.MustCompile(`msg="Listening on" .*address=(\S+)`),
}

// VictoriaMetrics has the same API by a storage and a query engine of its own. It collects what it
// scraped for some seconds, and by default answers as of half a minute ago.
var VictoriaMetrics = Engine{
	Name: "VictoriaMetrics", Delay: 20 * time.Second, env: "INTENTOPS_VICTORIAMETRICS", set: "make test-victoriametrics",
	arguments: func(file, data string) []string {
		return []string{
			"-promscrape.config=" + file, "-promscrape.config.strictParse=false", "-storageDataPath=" + data,
			"-httpListenAddr=127.0.0.1:0", "-search.latencyOffset=0s",
		}
	},
	listening: regexp.MustCompile(`started server at http://([^/]+)/`),
}

// Start runs a Prometheus with a configuration, in YAML, until the test ends, and returns its
// URL. The test is skipped where INTENTOPS_PROMETHEUS does not name a binary.
func Start(t testing.TB, configuration string) string {
	t.Helper()
	return Prometheus.Start(t, configuration)
}

// Start runs the engine as the function Start does.
func (e Engine) Start(t testing.TB, configuration string) string {
	t.Helper()
	binary := os.Getenv(e.env)
	if binary == "" {
		t.Skipf("%s does not name a %s binary; %s sets it", e.env, e.Name, e.set)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, e.arguments(file, filepath.Join(dir, "data"))...)
	output, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	address, read := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			log.WriteString(lines.Text() + "\n")
			if found := e.listening.FindStringSubmatch(lines.Text()); found != nil {
				select {
				case address <- found[1]:
				default: // it is known
				}
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-read
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(e.Name + " wrote:\n" + log.String())
		}
	})
	select {
	case at := <-address:
		return "http://" + at
	case <-read:
		t.Fatalf("%s ended before it listened", e.Name)
	case <-time.After(startWithin):
		t.Fatalf("%s did not listen within %s", e.Name, startWithin)
	}
	return ""
}
