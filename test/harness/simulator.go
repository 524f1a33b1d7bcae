// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Customers are simulated customers that talk to the Bot.
type Customers struct {
	cmd     *exec.Cmd
	control string
	done    chan struct{}
}

// Report is the part of the simulator's report that is compared with what the operator
// saw.
type Report struct {
	Started   int64 `json:"started"`
	Running   int64 `json:"running"`
	Failed    int64 `json:"failed"`
	Uncertain int64 `json:"uncertain"`
	Counts
	Intents  map[string]Counts `json:"intents"`
	Tracks   map[string]Counts `json:"tracks"`
	Requests map[string]int64  `json:"requests"`
}

// Counts of conversations.
type Counts struct {
	Conversations int64    `json:"conversations"`
	Messages      int64    `json:"messages"`
	Outcomes      Outcomes `json:"outcomes"`
	Handoffs      int64    `json:"handoffs"`
	Disabled      int64    `json:"disabled"`
	Harmed        int64    `json:"harmed"`
	Ratings       [5]int64 `json:"ratings"`
}

// Outcomes of conversations, as the contract of metrics counts them.
type Outcomes struct {
	Contained       int64 `json:"contained"`
	Escalated       int64 `json:"escalated"`
	PolicyEscalated int64 `json:"policyEscalated"`
	Abandoned       int64 `json:"abandoned"`
}

// StartCustomers lets customers come to a bot at a rate per second, with a seed. Further
// flags of the simulator replace those that are set here.
func (c *Cluster) StartCustomers(ctx context.Context, url string, perSecond float64, seed int, flags ...string) (*Customers, error) {
	control, err := freeAddress()
	if err != nil {
		return nil, err
	}
	credentials, err := c.Credentials(ctx)
	if err != nil {
		return nil, err
	}
	files, err := os.MkdirTemp("", "intentops-customers")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(files) //nolint:errcheck // the simulator has read them when it answers
	args := []string{
		"--url", url, "--scenario", filepath.Join(c.Root, "hack", "demo", "customers.yaml"),
		"--rate", fmt.Sprint(perSecond), "--seed", fmt.Sprint(seed),
		"--control", control, "--linger", "--report", os.DevNull,
	}
	for flag, value := range map[string]string{"token-file": credentials.Token, "identity-file": credentials.Identity} {
		if value == "" {
			continue
		}
		file := filepath.Join(files, flag)
		if err := os.WriteFile(file, []byte(value), 0o600); err != nil {
			return nil, err
		}
		args = append(args, "--"+flag, file)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(c.Root, "bin", "tools", "simulator"), append(args, flags...)...)
	cmd.Stdout, cmd.Stderr = io.Discard, c.Out
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	// The simulator goes with this process, however it ends.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the simulator: %w", err)
	}
	customers := &Customers{cmd: cmd, control: "http://" + control, done: make(chan struct{})}
	go func() {
		defer close(customers.done)
		_ = cmd.Wait() // it is asked to end; how it says so does not matter
	}()
	return customers, WaitFor(ctx, "the simulator", 10*time.Second, func(ctx context.Context) (bool, string) {
		_, err := customers.Report(ctx)
		return err == nil, fmt.Sprint(err)
	})
}

// Report says what the customers did and saw so far.
func (c *Customers) Report(ctx context.Context) (Report, error) {
	var report Report
	err := call(ctx, http.MethodGet, c.control+"/report", nil, &report)
	return report, err
}

// HarmfulBatch is the harm that week-3 of hack/demo/batches.yaml does: every answer of it, so
// that gates find it soon, and not by chance.
func HarmfulBatch() map[string]float64 {
	return map[string]float64{"cancel-order": 1, "damaged-item": 1, "discount-code": 1, "warranty": 1}
}

// Harm sets by intent how probable it is that its answer does harm.
func (c *Customers) Harm(ctx context.Context, harm map[string]float64) error {
	return call(ctx, http.MethodPost, c.control+"/harm", harm, nil)
}

// Rate sets how many customers come per second; 0: nobody.
func (c *Customers) Rate(ctx context.Context, perSecond float64) error {
	return call(ctx, http.MethodPost, c.control+"/rate", map[string]float64{"perSecond": perSecond}, nil)
}

// Drain lets nobody come any more and waits until those that are there have finished.
func (c *Customers) Drain(ctx context.Context, timeout time.Duration) (Report, error) {
	if err := c.Rate(ctx, 0); err != nil {
		return Report{}, err
	}
	var report Report
	err := WaitFor(ctx, "the last customers", timeout, func(ctx context.Context) (bool, string) {
		var err error
		if report, err = c.Report(ctx); err != nil {
			return false, err.Error()
		}
		return report.Running == 0, fmt.Sprintf("%d are still there", report.Running)
	})
	return report, err
}

// Stop ends the simulator.
func (c *Customers) Stop() {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); errors.Is(err, os.ErrProcessDone) {
		return
	}
	force := time.AfterFunc(10*time.Second, func() { _ = c.cmd.Process.Kill() })
	defer force.Stop()
	<-c.done
}

func call(ctx context.Context, method, url string, in, out any) error {
	raw, err := fetch(ctx, method, url, in)
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(raw, out)
}

// maxFetched is the longest answer that is read, in bytes: a run's events.
const maxFetched = 256 << 20

func fetch(ctx context.Context, method, url string, in any) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxFetched))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 300 {
		return nil, fmt.Errorf("%s %s: %s: %.200s", method, url, resp.Status, raw)
	}
	return raw, nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close() //nolint:errcheck // only asked for a number
	return listener.Addr().String(), nil
}

// Probe returns nil when a URL answers 2xx.
func Probe(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return errors.New(resp.Status)
	}
	return nil
}
