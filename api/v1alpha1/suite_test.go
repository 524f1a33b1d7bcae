// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/schema"
)

// api is a real API server: nothing else evaluates the rules of a schema as it does.
var api client.Client

// served are its kinds, asked by HTTP as kubectl asks.
var served rest.Interface

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	assets := os.Getenv("KUBEBUILDER_ASSETS")
	if assets == "" {
		fmt.Fprintln(os.Stderr, "KUBEBUILDER_ASSETS is not set: run the tests by `make test`, or set it to the folder with etcd and kube-apiserver, bin/localcluster/envtest of the repository")
		return 1
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if !filepath.IsAbs(assets) {
		// Tests run in their package's folder, not where the variable was set.
		os.Setenv("KUBEBUILDER_ASSETS", filepath.Join(root, assets))
	}
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	server := &envtest.Environment{
		CRDDirectoryPaths:        []string{filepath.Join(root, "config", "crd", "bases")},
		ErrorIfCRDPathMissing:    true,
		Scheme:                   scheme,
		ControlPlaneStartTimeout: time.Minute,
		ControlPlaneStopTimeout:  time.Minute,
	}
	config, err := server.Start()
	if err == nil {
		api, err = client.New(config, client.Options{Scheme: scheme, FieldValidation: "Strict"})
	}
	if err == nil {
		config.GroupVersion, config.APIPath = &v1alpha1.GroupVersion, "/apis"
		config.NegotiatedSerializer = serializer.NewCodecFactory(scheme).WithoutConversion()
		served, err = rest.RESTClientFor(config)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "Starting the test environment:", errors.Join(err, server.Stop()))
		return 1
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "Stopping the test environment:", err)
		return max(code, 1)
	}
	return code
}

// object is a pointer to one of the kinds.
type object[K any] interface {
	*K
	client.Object
	DeepCopy() *K
}

// rule is one rule of a schema, met by a change of a valid object.
type rule[K any] struct {
	// change of a new object, or with update set of an existing one.
	change func(*K)
	update bool
	// want is part of the API server's message; empty: the change is valid.
	want string
}

// checkRules tries each change on a copy of valid. Nothing is kept but one object for the
// updates.
func checkRules[K any, P object[K]](t *testing.T, valid P, rules map[string]rule[K]) {
	valid.SetNamespace("default")
	valid.SetName("valid")
	existing := valid.DeepCopy()
	if err := api.Create(t.Context(), P(existing)); err != nil {
		t.Fatalf("creating the valid object: %v", err)
	}
	t.Cleanup(func() {
		if err := api.Delete(context.Background(), P(existing)); err != nil {
			t.Errorf("deleting the valid object: %v", err)
		}
	})
	for name, tc := range rules {
		t.Run(name, func(t *testing.T) {
			var err error
			var offline []error
			if tc.update {
				changed := P(existing).DeepCopy()
				tc.change(changed)
				offline = checkOffline(t, P(changed), P(existing))
				err = api.Update(t.Context(), P(changed), client.DryRunAll)
			} else {
				changed := valid.DeepCopy()
				P(changed).SetName("fresh")
				tc.change(changed)
				offline = checkOffline(t, P(changed), nil)
				err = api.Create(t.Context(), P(changed), client.DryRunAll)
			}
			if text := fmt.Sprint(offline); (tc.want == "") != (len(offline) == 0) || !strings.Contains(text, tc.want) {
				t.Errorf("kubectl intentops lint says %s, want %q as the API server says it", text, tc.want)
			}
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("got %v, want it accepted", err)
			case tc.want != "" && err == nil:
				t.Errorf("accepted, want %s", tc.want)
			case tc.want != "" && !strings.Contains(err.Error(), tc.want):
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

// checkOffline is what the plugin finds wrong with an object, in the place of another or new: it
// must say what the API server says.
func checkOffline(t *testing.T, object, old client.Object) []error {
	t.Helper()
	kinds, err := schema.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	raw := func(o client.Object) map[string]any {
		u, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	var before map[string]any
	if old != nil {
		before = raw(old)
	}
	var problems []error
	for _, problem := range kinds[reflect.TypeOf(object).Elem().Name()].Check(t.Context(), raw(object), before) {
		problems = append(problems, problem)
	}
	return problems
}

// long is a text of n characters.
func long(n int) string { return strings.Repeat("a", n) }
