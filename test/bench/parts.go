// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package bench has what programs that measure have in common: a cluster, processes of their
// own, their metrics, and a table of figures with bounds.
package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/intentops/intentops/controllers"
)

// Cluster is an etcd and a kube-apiserver with the CRDs, and nothing else.
type Cluster struct {
	Config     *rest.Config
	Client     client.Client
	Kubeconfig string // the same for a process
	Stop       func() error
}

// StartCluster starts one with a namespace; its files are in dir.
func StartCluster(ctx context.Context, dir, crds, namespace string) (*Cluster, error) {
	env := &envtest.Environment{
		CRDDirectoryPaths: []string{crds}, ErrorIfCRDPathMissing: true, Scheme: controllers.Scheme(),
		ControlPlaneStartTimeout: time.Minute, ControlPlaneStopTimeout: time.Minute,
	}
	// Each Bot has a Service; the default range ends after 250 of them.
	env.ControlPlane.GetAPIServer().Configure().Set("service-cluster-ip-range", "10.0.0.0/16")
	c := &Cluster{Kubeconfig: filepath.Join(dir, "kubeconfig"), Stop: env.Stop}
	var err error
	if c.Config, err = env.Start(); err != nil {
		return c, fmt.Errorf("starting etcd and kube-apiserver of KUBEBUILDER_ASSETS: %w", err)
	}
	user, err := env.AddUser(envtest.User{Name: "operator", Groups: []string{"system:masters"}}, c.Config)
	if err != nil {
		return c, err
	}
	raw, err := user.KubeConfig()
	if err != nil {
		return c, err
	}
	if err := os.WriteFile(c.Kubeconfig, raw, 0o600); err != nil {
		return c, err
	}
	if c.Client, err = client.New(c.Config, client.Options{Scheme: env.Scheme}); err != nil {
		return c, err
	}
	return c, c.Client.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}})
}

// Process is a program of this project that runs by itself, as it would in a pod.
type Process struct {
	cmd     *exec.Cmd
	metrics string // URL
	ended   chan error
}

// Start runs a program that serves metrics at the address given. Its log is a file in dir.
func Start(dir, program, metrics string, args ...string) (*Process, error) {
	log, err := os.OpenFile(filepath.Join(dir, filepath.Base(program)+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the process has it too
	p := &Process{cmd: exec.Command(program, args...), metrics: "http://" + metrics + "/metrics", ended: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { p.ended <- p.cmd.Wait() }()
	return p, nil
}

// Stop asks the program to end, as a kubelet does.
func (p *Process) Stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("%s: %w", p.cmd.Path, err)
	}
	select {
	case err := <-p.ended:
		return err
	case <-time.After(time.Minute):
		return errors.Join(fmt.Errorf("%s did not stop within a minute", p.cmd.Path), p.cmd.Process.Kill())
	}
}

// PID is the process's number.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Metrics is the URL of the program's metrics.
func (p *Process) Metrics() string { return p.metrics }

// Kill ends the program without a warning, as when its machine goes.
func (p *Process) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil {
		return err
	}
	<-p.ended //nolint:errcheck // that it was killed
	return nil
}

// Figures are a program's own metrics: values by name and labels, as they are written.
type Figures map[string]float64

// Figures asks the program for its metrics.
func (p *Process) Figures(ctx context.Context) (Figures, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.metrics, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return ReadFigures(bufio.NewScanner(resp.Body))
}

// ReadFigures reads metrics as text.
func ReadFigures(lines *bufio.Scanner) (Figures, error) {
	out := Figures{}
	for lines.Scan() {
		at := strings.LastIndexByte(lines.Text(), ' ')
		if at <= 0 || lines.Text()[0] == '#' {
			continue
		}
		value, err := strconv.ParseFloat(lines.Text()[at+1:], 64)
		if err != nil {
			return nil, err
		}
		out[lines.Text()[:at]] = value
	}
	return out, lines.Err()
}

var label = regexp.MustCompile(`(\w+)="([^"]*)"`)

// Labels are those of a series, its name among them as __name__.
func Labels(series string) map[string]string {
	name, labels, _ := strings.Cut(series, "{")
	out := map[string]string{"__name__": name}
	for _, found := range label.FindAllStringSubmatch(labels, -1) {
		out[found[1]] = found[2]
	}
	return out
}

// Count is how many series a metric has.
func (f Figures) Count(metric string) int {
	n := 0
	for series := range f {
		if name, _, _ := strings.Cut(series, "{"); name == metric {
			n++
		}
	}
	return n
}

// Sum adds up the series of a metric that have a label with one of the values; "": all.
func (f Figures) Sum(metric, label string, values ...string) float64 {
	total := 0.0
	for series, value := range f {
		name, labels, _ := strings.Cut(series, "{")
		if name != metric {
			continue
		}
		counts := label == ""
		for _, v := range values {
			counts = counts || strings.Contains(labels, label+`="`+v+`"`)
		}
		if counts {
			total += value
		}
	}
	return total
}

// Since subtracts what was counted before.
func (f Figures) Since(before Figures) Figures {
	out := Figures{}
	for series, value := range f {
		out[series] = value - before[series]
	}
	return out
}

// Resident is the memory that the kernel holds for the program, in megabytes.
func (f Figures) Resident() float64 { return f["process_resident_memory_bytes"] / 1e6 }

// FreeAddress is one that nobody listens on now.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// Eventually polls until done, for as long as two minutes.
func Eventually(ctx context.Context, what string, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		if err := Pause(ctx, 200*time.Millisecond); err != nil {
			return fmt.Errorf("waiting until %s: %w", what, err)
		}
	}
}

// Pause waits, unless ctx ends first.
func Pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
