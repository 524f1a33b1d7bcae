// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package testenv starts a real API server for the tests of a controller package, and
// holds what all of them need: builders of objects, and a check of conditions.
//
//	var env *testenv.Environment
//
//	func TestMain(m *testing.M) { testenv.Main(m, &env) }
package testenv

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/managercache"
)

// assetsVariable names the folder with etcd and kube-apiserver.
const assetsVariable = "KUBEBUILDER_ASSETS"

// Environment is an API server with the CRDs of this project and no controllers.
type Environment struct {
	// Config has all permissions.
	Config *rest.Config
	// Scheme knows the built-in kinds and those of this project.
	Scheme *runtime.Scheme
	// Client reads and writes the API server directly.
	Client client.WithWatch
	// Logger of managers that are made from now on. Default: controller-runtime's.
	Logger logr.Logger
}

// Main starts the environment, runs the package's tests, stops it, and exits. It fails the
// package when a reconciler panicked: controller-runtime recovers panics, so that the
// tests themselves may pass.
func Main(m *testing.M, env **Environment) {
	os.Exit(run(m, env))
}

func run(m *testing.M, env **Environment) int {
	flag.Parse()
	// What reconcilers log is of interest only with -v.
	logger := logr.Discard()
	if testing.Verbose() {
		logger = klog.Background()
	}
	ctrl.SetLogger(logger)
	started, stop, err := start()
	if err != nil {
		fmt.Fprintln(os.Stderr, "Starting the test environment:", err)
		return 1
	}
	*env = started
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "Stopping the test environment:", err)
		code = max(code, 1)
	}
	if err := panics(); err != nil {
		fmt.Fprintln(os.Stderr, "Looking for panics:", err)
		code = max(code, 1)
	}
	return code
}

func start() (*Environment, func() error, error) {
	assets := os.Getenv(assetsVariable)
	if assets == "" {
		return nil, nil, fmt.Errorf("%s is not set: run the tests by `make test`, or build the binaries by `make envtest` and set it to their folder, bin/localcluster/envtest of the repository", assetsVariable)
	}
	root, err := Root()
	if err != nil {
		return nil, nil, err
	}
	if !filepath.IsAbs(assets) {
		// Tests run in their package's folder, not where the variable was set.
		assets = filepath.Join(root, assets)
		if err := os.Setenv(assetsVariable, assets); err != nil {
			return nil, nil, err
		}
	}
	scheme := runtime.NewScheme()
	if err := errors.Join(clientgoscheme.AddToScheme(scheme), v1alpha1.AddToScheme(scheme)); err != nil {
		return nil, nil, err
	}
	server := &envtest.Environment{
		CRDDirectoryPaths:        []string{filepath.Join(root, "config", "crd", "bases")},
		ErrorIfCRDPathMissing:    true,
		Scheme:                   scheme,
		ControlPlaneStartTimeout: time.Minute,
		ControlPlaneStopTimeout:  time.Minute,
	}
	config, err := server.Start()
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("starting etcd and kube-apiserver of %s: %w", assets, err), server.Stop())
	}
	c, err := client.NewWithWatch(config, client.Options{Scheme: scheme})
	if err != nil {
		return nil, nil, errors.Join(err, server.Stop())
	}
	return &Environment{Config: config, Scheme: scheme, Client: c}, server.Stop, nil
}

// Root is the folder of the repository.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod in this folder or above")
		}
		dir = parent
	}
}

// panics returns an error when a reconciler or a webhook panicked since the start.
func panics() error {
	families, err := metrics.Registry.Gather()
	if err != nil {
		return fmt.Errorf("reading metrics: %w", err)
	}
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "controller_runtime_") || !strings.HasSuffix(family.GetName(), "_panics_total") {
			continue
		}
		for _, metric := range family.GetMetric() {
			if n := metric.GetCounter().GetValue(); n > 0 {
				return fmt.Errorf("%s {%s} is %v: a reconciler panicked", family.GetName(), metric.GetLabel(), n)
			}
		}
	}
	return nil
}

// Namespace makes a namespace for one test. It is not deleted: an API server alone never
// finishes that.
func (e *Environment) Namespace(t testing.TB) string {
	t.Helper()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "test-"}}
	if err := e.Client.Create(t.Context(), namespace); err != nil {
		t.Fatalf("creating a namespace: %v", err)
	}
	return namespace.Name
}

// Manager returns a manager that sees only the given namespace, so that tests may run side
// by side. setup registers controllers. The manager runs until the test ends; Manager
// returns when its cache is in step.
func (e *Environment) Manager(t testing.TB, namespace string, setup func(ctrl.Manager) error) ctrl.Manager {
	t.Helper()
	mgr, err := ctrl.NewManager(e.Config, ctrl.Options{
		Scheme:                 e.Scheme,
		Logger:                 e.Logger,
		Cache:                  managercache.Options(managercache.Shard{}, namespace),
		Metrics:                metricsserver.Options{BindAddress: "0"},
		HealthProbeBindAddress: "0",
		// Each test has a manager, so that names of controllers come again. Several workers, as
		// in the operator, let the race detector see them side by side.
		Controller: config.Controller{SkipNameValidation: new(true), MaxConcurrentReconciles: 4},
	})
	if err != nil {
		t.Fatalf("creating a manager: %v", err)
	}
	if err := setup(mgr); err != nil {
		t.Fatalf("setting up controllers: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("running the manager: %v", err)
			}
		case <-time.After(time.Minute):
			t.Error("the manager does not stop")
		}
	})
	wait, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	if !mgr.GetCache().WaitForCacheSync(wait) {
		t.Fatal("the manager's cache does not get in step")
	}
	return mgr
}

// Create creates objects in a namespace, in order. A status that is set is written too.
func (e *Environment) Create(t testing.TB, namespace string, objects ...client.Object) {
	t.Helper()
	for _, object := range objects {
		object.SetNamespace(namespace)
		withStatus := object.DeepCopyObject().(client.Object)
		if err := e.Client.Create(t.Context(), object); err != nil {
			t.Fatalf("creating %T %s: %v", object, object.GetName(), err)
		}
		if hasStatus(withStatus) {
			withStatus.SetResourceVersion(object.GetResourceVersion())
			withStatus.SetUID(object.GetUID())
			if err := e.Client.Status().Update(t.Context(), withStatus); err != nil {
				t.Fatalf("writing the status of %T %s: %v", object, object.GetName(), err)
			}
			object.SetResourceVersion(withStatus.GetResourceVersion())
		}
	}
}

// Change reads an object again, changes it, and writes spec and metadata.
func Change[T client.Object](t testing.TB, e *Environment, object T, change func(T)) {
	t.Helper()
	retry(t, func() error {
		if err := e.Client.Get(t.Context(), client.ObjectKeyFromObject(object), object); err != nil {
			return err
		}
		change(object)
		return e.Client.Update(t.Context(), object)
	})
}

// ChangeStatus reads an object again, changes it, and writes its status.
func ChangeStatus[T client.Object](t testing.TB, e *Environment, object T, change func(T)) {
	t.Helper()
	retry(t, func() error {
		if err := e.Client.Get(t.Context(), client.ObjectKeyFromObject(object), object); err != nil {
			return err
		}
		change(object)
		return e.Client.Status().Update(t.Context(), object)
	})
}

// Delete deletes an object and does not mind when it is gone.
func (e *Environment) Delete(t testing.TB, object client.Object) {
	t.Helper()
	if err := client.IgnoreNotFound(e.Client.Delete(t.Context(), object)); err != nil {
		t.Fatalf("deleting %T %s: %v", object, object.GetName(), err)
	}
}

// hasStatus tells whether an object has a field Status with something in it.
func hasStatus(object client.Object) bool {
	status := reflect.ValueOf(object).Elem().FieldByName("Status")
	return status.IsValid() && !status.IsZero()
}

// retry tries again as long as a controller writes between a test's read and write.
func retry(t testing.TB, change func() error) {
	t.Helper()
	var err error
	for range 20 {
		if err = change(); !apierrors.IsConflict(err) {
			break
		}
	}
	if err != nil {
		t.Fatalf("changing an object: %v", err)
	}
}
