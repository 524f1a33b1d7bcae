// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/kpi/history"
)

var splitArgs = []string{"scorecard", "support", "--from", history1, "--bot-start", "2025-02-11", "--min-samples", "10", "-o", "kpitargets"}

func TestScorecardAsKPITargets(t *testing.T) {
	got, stderr, code := run("", splitArgs...)
	if code != 0 || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	golden(t, "scorecard-kpitargets", got)
}

func TestNamesOfKPITargets(t *testing.T) {
	for name, want := range map[v1alpha1.KPI]string{
		v1alpha1.KPICSAT:              "b-csat",
		v1alpha1.KPINPS:               "b-nps",
		v1alpha1.KPIFirstResponseTime: "b-first-response-time",
		v1alpha1.KPISLAHitRate:        "b-sla-hit-rate",
	} {
		if got := targetName("b", name); got != want {
			t.Errorf("%s is named %s, want %s", name, got, want)
		}
	}
	if got := targetName(strings.Repeat("b", 63), v1alpha1.KPICSAT); len(got) != 63 || !strings.HasSuffix(got, "-csat") {
		t.Errorf("the name of a Bot with a long name is %s", got)
	}
}

// TestAPIServerTakesWhatIsPrinted applies KPITargets, freezes and packs as a user would.
func TestAPIServerTakesWhatIsPrinted(t *testing.T) {
	assets := os.Getenv("KUBEBUILDER_ASSETS")
	if assets == "" {
		t.Skip("KUBEBUILDER_ASSETS is not set: make test sets it to the folder with etcd and kube-apiserver")
	}
	root := filepath.Join("..", "..")
	if !filepath.IsAbs(assets) {
		assets = filepath.Join(root, assets) // it was set in the repository's folder
	}
	server := &envtest.Environment{
		BinaryAssetsDirectory:    assets,
		CRDDirectoryPaths:        []string{filepath.Join(root, "config", "crd", "bases")},
		ErrorIfCRDPathMissing:    true,
		ControlPlaneStartTimeout: time.Minute,
		ControlPlaneStopTimeout:  time.Minute,
	}
	config, err := server.Start()
	if err != nil {
		t.Fatal(errors.Join(err, server.Stop()))
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	api, err := client.New(config, client.Options{FieldValidation: "Strict"})
	if err != nil {
		t.Fatal(err)
	}

	takesPacks(t, api)

	before, _, _ := run("", "scorecard", "support", "--from", history1, "--min-samples", "1", "-o", "kpitargets")
	after, _, _ := run("", splitArgs...)
	for what, text := range map[string]string{"without a bot's start": before, "with one": after} {
		documents := yaml.NewYAMLOrJSONDecoder(bytes.NewBufferString(text), 4096)
		taken := 0
		for {
			object := &unstructured.Unstructured{}
			if err := documents.Decode(&object.Object); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			object.SetNamespace(metav1.NamespaceDefault)
			if err := api.Create(t.Context(), object, client.DryRunAll); err != nil {
				t.Errorf("%s: %s: %v", what, object.GetName(), err)
			}
			taken++
		}
		if taken < 5 {
			t.Errorf("%s: %d KPITargets, want one for each KPI of the history:\n%s", what, taken, text)
		}
	}

	freezes := freezeYAML([]v1alpha1.Freeze{{Name: "busy-mon-fri-09-2h", Schedule: "0 9 * * MON,FRI", Duration: "2h", TimeZone: "UTC"}})
	bot := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(freezes), &bot.Object); err != nil {
		t.Fatalf("%v in\n%s", err, freezes)
	}
	bot.SetGroupVersionKind(schema.GroupVersionKind{Group: v1alpha1.GroupVersion.Group, Version: v1alpha1.GroupVersion.Version, Kind: "Bot"})
	bot.SetName("support")
	bot.SetNamespace(metav1.NamespaceDefault)
	set := func(value any, path ...string) {
		t.Helper()
		if err := unstructured.SetNestedField(bot.Object, value, path...); err != nil {
			t.Fatal(err)
		}
	}
	set("policy", "spec", "escalationPolicyRef", "name")
	set([]any{map[string]any{"name": "api", "type": "REST", "rest": map[string]any{"access": "Anonymous"}}}, "spec", "channels")
	if err := api.Create(t.Context(), bot, client.DryRunAll); err != nil {
		t.Errorf("a Bot with the proposed freeze: %v", err)
	}
}

func TestFreezesArePrinted(t *testing.T) {
	r := &history.Report{Volume: history.Volume{Freezes: []v1alpha1.Freeze{{Name: "busy-mon-09-2h", Schedule: "0 9 * * MON", Duration: "2h", TimeZone: "UTC"}}}}
	for _, s := range reportSections(r) {
		if s.code == "spec:\n  rollout:\n    freezes:\n    - {name: busy-mon-09-2h, schedule: \"0 9 * * MON\", duration: 2h, timeZone: UTC}\n" {
			return
		}
	}
	t.Errorf("no freeze among %+v", reportSections(r))
}
