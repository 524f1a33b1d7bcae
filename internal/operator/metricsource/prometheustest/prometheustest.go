// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package prometheustest runs a real Prometheus for a test.
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

// listening is what Prometheus logs of its address, whose port it has chosen itself: one that
// the test chose could be taken before Prometheus has it.
var listening = regexp.MustCompile(`msg="Listening on" .*address=(\S+)`)

// Start runs a Prometheus with a configuration, in YAML, until the test ends, and returns its
// URL. The test is skipped where INTENTOPS_PROMETHEUS does not name a binary.
func Start(t testing.TB, configuration string) string {
	t.Helper()
	binary := os.Getenv("INTENTOPS_PROMETHEUS")
	if binary == "" {
		t.Skip("INTENTOPS_PROMETHEUS does not name a Prometheus binary; make test sets it")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address=127.0.0.1:0")
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
			if found := listening.FindStringSubmatch(lines.Text()); found != nil {
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
			t.Log("Prometheus wrote:\n" + log.String())
		}
	})
	select {
	case at := <-address:
		return "http://" + at
	case <-read:
		t.Fatal("Prometheus ended before it listened")
	case <-time.After(startWithin):
		t.Fatalf("Prometheus did not listen within %s", startWithin)
	}
	return ""
}
