// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
)

func TestStartSaysWhatIsMissing(t *testing.T) {
	t.Setenv(assetsVariable, "")
	if _, _, err := start(); err == nil || !strings.Contains(err.Error(), "KUBEBUILDER_ASSETS is not set: run the tests by `make test`") {
		t.Errorf("got %v, want what to set", err)
	}
	t.Setenv(assetsVariable, t.TempDir())
	if _, _, err := start(); err == nil || !strings.Contains(err.Error(), "starting etcd and kube-apiserver of ") {
		t.Errorf("got %v, want what could not be started", err)
	}
}

func TestPanicsAreFound(t *testing.T) {
	if err := panics(); err != nil {
		t.Fatalf("got %v before any panic", err)
	}
	counter := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "controller_runtime_test_panics_total", Help: "Test."}, []string{"controller"})
	metrics.Registry.MustRegister(counter)
	defer metrics.Registry.Unregister(counter)
	counter.WithLabelValues("intent").Inc()
	if err := panics(); err == nil || !strings.Contains(err.Error(), "intent") {
		t.Errorf("got %v, want the controller that panicked", err)
	}
}
