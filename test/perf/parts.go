// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

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

// cluster is an etcd and a kube-apiserver with the CRDs, and nothing else.
type cluster struct {
	config     *rest.Config
	client     client.Client
	kubeconfig string // the same for a process
	stop       func() error
}

func startCluster(ctx context.Context, dir, crds string) (*cluster, error) {
	env := &envtest.Environment{
		CRDDirectoryPaths: []string{crds}, ErrorIfCRDPathMissing: true, Scheme: controllers.Scheme(),
		ControlPlaneStartTimeout: time.Minute, ControlPlaneStopTimeout: time.Minute,
	}
	c := &cluster{kubeconfig: filepath.Join(dir, "kubeconfig"), stop: env.Stop}
	var err error
	if c.config, err = env.Start(); err != nil {
		return c, fmt.Errorf("starting etcd and kube-apiserver of KUBEBUILDER_ASSETS: %w", err)
	}
	user, err := env.AddUser(envtest.User{Name: "operator", Groups: []string{"system:masters"}}, c.config)
	if err != nil {
		return c, err
	}
	raw, err := user.KubeConfig()
	if err != nil {
		return c, err
	}
	if err := os.WriteFile(c.kubeconfig, raw, 0o600); err != nil {
		return c, err
	}
	if c.client, err = client.New(c.config, client.Options{Scheme: env.Scheme}); err != nil {
		return c, err
	}
	return c, c.client.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}})
}

// process is a program of this project that runs by itself, as it would in a pod.
type process struct {
	cmd     *exec.Cmd
	metrics string // URL
	ended   chan error
}

// start runs a program that serves metrics at the address given. Its log is a file in dir.
func start(dir, program, metrics string, args ...string) (*process, error) {
	log, err := os.OpenFile(filepath.Join(dir, filepath.Base(program)+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the process has it too
	p := &process{cmd: exec.Command(program, args...), metrics: "http://" + metrics + "/metrics", ended: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { p.ended <- p.cmd.Wait() }()
	return p, nil
}

// stop asks the program to end, as a kubelet does.
func (p *process) stop() error {
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

// figures are a program's own metrics: values by name and labels, as they are written.
type figures map[string]float64

func (p *process) figures(ctx context.Context) (figures, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.metrics, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	out := figures{}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		if at := strings.LastIndexByte(lines.Text(), ' '); at > 0 && lines.Text()[0] != '#' {
			if out[lines.Text()[:at]], err = strconv.ParseFloat(lines.Text()[at+1:], 64); err != nil {
				return nil, err
			}
		}
	}
	return out, lines.Err()
}

// sum adds up the series of a metric that have a label with one of the values; "": all.
func (f figures) sum(metric, label string, values ...string) float64 {
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

// since subtracts what was counted before.
func (f figures) since(before figures) figures {
	out := figures{}
	for series, value := range f {
		out[series] = value - before[series]
	}
	return out
}

// resident is the memory that the kernel holds for the program, in megabytes.
func (f figures) resident() float64 { return f["process_resident_memory_bytes"] / 1e6 }

// freeAddress is one that nobody listens on now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// eventually polls until done, for as long as two minutes.
func eventually(ctx context.Context, what string, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return fmt.Errorf("waiting until %s: %w", what, err)
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
