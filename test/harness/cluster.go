// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package harness is what the demo and the end-to-end test share: a cluster, the chart
// installed in it, and simulated customers.
package harness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/controllers"
)

// Names that the demo and the test use.
const (
	SystemNamespace = "intentops-system"
	Namespace       = "intentops-demo"
	BotName         = "support"
	owner           = "intentops-demo"
)

// Cluster is the cluster that KUBECONFIG names.
type Cluster struct {
	client.WithWatch
	Config *rest.Config
	// Root of the repository.
	Root string
	// Out gets the output of the programs that are run.
	Out io.Writer
}

// Open connects to the cluster of KUBECONFIG. It never falls back to the user's own.
func Open(out io.Writer) (*Cluster, error) {
	path := os.Getenv("KUBECONFIG")
	if path == "" {
		return nil, errors.New("KUBECONFIG is not set: use make demo or make e2e, which set it to the local cluster's")
	}
	config, err := clientcmd.BuildConfigFromFlags("", path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	config.QPS = -1
	c, err := client.NewWithWatch(config, client.Options{Scheme: controllers.Scheme()})
	if err != nil {
		return nil, err
	}
	root, err := findRoot()
	if err != nil {
		return nil, err
	}
	return &Cluster{WithWatch: c, Config: config, Root: root, Out: out}, nil
}

func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "PROJECT")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("run this inside the repository")
		}
	}
}

// Apply applies the objects of YAML files, named from the root of the repository. Objects
// without a namespace get the demo's. change, which may be nil, may alter each.
func (c *Cluster) Apply(ctx context.Context, change func(*unstructured.Unstructured), files ...string) error {
	for _, name := range files {
		objects, err := c.Read(name)
		if err != nil {
			return err
		}
		for _, obj := range objects {
			if obj.GetNamespace() == "" && obj.GetKind() != "Namespace" {
				obj.SetNamespace(Namespace)
			}
			if change != nil {
				change(obj)
			}
			if err := c.ApplyObject(ctx, obj); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// ApplyObject applies one object.
func (c *Cluster) ApplyObject(ctx context.Context, obj *unstructured.Unstructured) error {
	err := c.WithWatch.Apply(ctx, client.ApplyConfigurationFromUnstructured(obj), client.FieldOwner(owner), client.ForceOwnership)
	if err != nil {
		return fmt.Errorf("applying %s %s: %w", obj.GetKind(), obj.GetName(), err)
	}
	return nil
}

// Read returns the objects of a YAML file, named from the root of the repository.
func (c *Cluster) Read(name string) ([]*unstructured.Unstructured, error) {
	return readFile(filepath.Join(c.Root, name))
}

func readFile(name string) ([]*unstructured.Unstructured, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	var objects []*unstructured.Unstructured
	for decoder := yaml.NewYAMLOrJSONDecoder(file, 4096); ; {
		obj := &unstructured.Unstructured{}
		switch err := decoder.Decode(&obj.Object); {
		case errors.Is(err, io.EOF):
			return objects, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", name, err)
		case len(obj.Object) > 0:
			objects = append(objects, obj)
		}
	}
}

// WaitFor polls until done is true. The error says what was waited for, and why it was not
// done the last time.
func WaitFor(ctx context.Context, what string, timeout time.Duration, done func(context.Context) (bool, string)) error {
	return WaitEvery(ctx, time.Second/2, what, timeout, done)
}

// WaitEvery is WaitFor with the time between two looks, for what is measured.
func WaitEvery(ctx context.Context, step time.Duration, what string, timeout time.Duration, done func(context.Context) (bool, string)) error {
	last := "it was never looked at"
	err := wait.PollUntilContextTimeout(ctx, step, timeout, true, func(ctx context.Context) (bool, error) {
		ok, why := done(ctx)
		if ok || ctx.Err() == nil {
			// What fails because the time is over says nothing.
			last = why
		}
		return ok, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for %s: after %s: %s", what, timeout, last)
	}
	return nil
}

// ServiceURL is where a Service answers, as seen from here. The local cluster's addresses
// are routed to it.
func (c *Cluster) ServiceURL(ctx context.Context, namespace, name string) (string, error) {
	service := &corev1.Service{}
	if err := c.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, service); err != nil {
		return "", err
	}
	address := net.JoinHostPort(service.Spec.ClusterIP, fmt.Sprint(service.Spec.Ports[0].Port))
	return "http://" + address, nil
}

// BotURLs are where the Bot's Services answer.
type BotURLs struct{ Chat, API, Events string }

// BotURLs asks for the Services of the Bot that the demo makes.
func (c *Cluster) BotURLs(ctx context.Context) (urls BotURLs, err error) {
	for suffix, into := range map[string]*string{"": &urls.Chat, "-api": &urls.API, "-events": &urls.Events} {
		if *into, err = c.ServiceURL(ctx, Namespace, BotName+suffix); err != nil {
			return urls, err
		}
	}
	return urls, nil
}

// DeleteNamespace deletes a namespace and waits until it is gone.
func (c *Cluster) DeleteNamespace(ctx context.Context, name string) error {
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if err := c.Delete(ctx, ns); client.IgnoreNotFound(err) != nil {
		return err
	}
	return WaitFor(ctx, "namespace "+name+" to go", 2*time.Minute, func(ctx context.Context) (bool, string) {
		err := c.Get(ctx, client.ObjectKey{Name: name}, ns)
		return apierrors.IsNotFound(err), "it is still there"
	})
}
