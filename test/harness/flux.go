// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// FluxNamespace is where Flux keeps its objects.
const FluxNamespace = "flux-system"

// fluxCRDs is the file of CustomResourceDefinitions that localcluster flux writes.
var fluxCRDs = filepath.Join("bin", "localcluster", "flux-crds.yaml")

// StartFlux installs Flux's CustomResourceDefinitions and starts source-controller and
// kustomize-controller on this machine, with the cluster's administrator's rights, as they have
// in a cluster. They end with the context; ended waits for that. Files and logs are in dir.
func (c *Cluster) StartFlux(ctx context.Context, dir string) (ended func(), err error) {
	var running sync.WaitGroup
	return running.Wait, c.startFlux(ctx, dir, &running)
}

func (c *Cluster) startFlux(ctx context.Context, dir string, running *sync.WaitGroup) error {
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: FluxNamespace}}
	if err := c.Create(ctx, namespace); err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	if _, err := c.Kubectl(ctx, "apply", "--server-side", "--force-conflicts", "-f", filepath.Join(c.Root, fluxCRDs)); err != nil {
		return fmt.Errorf("run localcluster flux first: %w", err)
	}
	if _, err := c.Kubectl(ctx, "wait", "--for=condition=Established", "--timeout=1m", "-f", filepath.Join(c.Root, fluxCRDs)); err != nil {
		return err
	}
	artifacts := filepath.Join(dir, "artifacts")
	if err := os.MkdirAll(artifacts, 0o755); err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	if err := c.startController(ctx, dir, running, "source-controller",
		"--storage-path="+artifacts, "--storage-addr="+address, "--storage-adv-addr="+address); err != nil {
		return err
	}
	return c.startController(ctx, dir, running, "kustomize-controller")
}

func (c *Cluster) startController(ctx context.Context, dir string, running *sync.WaitGroup, name string, flags ...string) error {
	health, err := freeAddress()
	if err != nil {
		return err
	}
	log, err := os.Create(FluxLog(dir, name))
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(c.Root, "bin", "localcluster", name),
		append(flags, "--metrics-addr=0", "--health-addr="+health, "--watch-all-namespaces")...)
	cmd.Env = append(os.Environ(), "RUNTIME_NAMESPACE="+FluxNamespace)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	// It goes with this process, however that ends.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", name, err)
	}
	running.Go(func() {
		_ = cmd.Wait() // it is asked to end; how it says so does not matter
		_ = log.Close()
	})
	return WaitFor(ctx, name, time.Minute, func(ctx context.Context) (bool, string) {
		err := Probe(ctx, "http://"+health+"/readyz")
		return err == nil, fmt.Sprint(err)
	})
}

// FluxLog is the file with what one of Flux's controllers said.
func FluxLog(dir, name string) string { return filepath.Join(dir, name+".log") }

// RemoveFlux removes Flux's objects, without what they applied, and then its
// CustomResourceDefinitions. It works without Flux's controllers too.
func (c *Cluster) RemoveFlux(ctx context.Context) error {
	for _, kind := range []string{"kustomizations.kustomize.toolkit.fluxcd.io", "gitrepositories.source.toolkit.fluxcd.io"} {
		if err := c.dropFinalizers(ctx, kind); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(c.Root, fluxCRDs)); err == nil {
		if _, err := c.Kubectl(ctx, "delete", "--ignore-not-found", "--timeout=1m", "-f", filepath.Join(c.Root, fluxCRDs)); err != nil {
			return err
		}
	}
	return c.DeleteNamespace(ctx, FluxNamespace)
}

// dropFinalizers lets all objects of a kind go although nobody is there to clean up after them.
func (c *Cluster) dropFinalizers(ctx context.Context, kind string) error {
	known, err := c.Kubectl(ctx, "get", "crd", kind, "--ignore-not-found", "-o", "name")
	if err != nil || known == "" {
		return err
	}
	names, err := c.Kubectl(ctx, "get", kind, "-n", FluxNamespace, "-o", "name")
	if err != nil {
		return err
	}
	for _, name := range strings.Fields(names) {
		if !strings.Contains(name, "/") {
			continue // it says that there are none
		}
		if _, err := c.Kubectl(ctx, "patch", name, "-n", FluxNamespace, "--type=merge", "-p", `{"metadata":{"finalizers":null}}`); err != nil {
			return err
		}
	}
	return nil
}
