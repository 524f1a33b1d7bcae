// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/internal/cli/check"
)

// readYAML reads a file of the repository; a field that the type does not have is an error
// where strict says so.
func readYAML[T any](t *testing.T, path string, strict bool) T {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", path))
	if err != nil {
		t.Fatal(err)
	}
	var out T
	if strict {
		err = yaml.UnmarshalStrict(content, &out)
	} else {
		err = yaml.Unmarshal(content, &out)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return out
}

// definitions are the CRDs by the plural of their kind.
func definitions(t *testing.T) map[string]apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	files, err := filepath.Glob("../../config/crd/bases/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v: no CRDs", err)
	}
	all := map[string]apiextensionsv1.CustomResourceDefinition{}
	for _, file := range files {
		crd := readYAML[apiextensionsv1.CustomResourceDefinition](t, filepath.Join("config/crd/bases", filepath.Base(file)), false)
		all[crd.Spec.Names.Plural] = crd
	}
	return all
}

func TestK9sCallsVerbsThatThereAre(t *testing.T) {
	type plugin struct {
		ShortCut    string   `json:"shortCut"`
		Description string   `json:"description"`
		Scopes      []string `json:"scopes"`
		Command     string   `json:"command"`
		Confirm     bool     `json:"confirm"`
		Dangerous   bool     `json:"dangerous"`
		Background  bool     `json:"background"`
		Args        []string `json:"args"`
	}
	file := readYAML[struct {
		Plugins map[string]plugin `json:"plugins"`
	}](t, "config/k9s/plugins.yaml", true)
	if len(file.Plugins) == 0 {
		t.Fatal("no plugins")
	}
	kinds, keys := definitions(t), map[string]string{}
	for name, p := range file.Plugins {
		for _, scope := range p.Scopes {
			if _, ok := kinds[scope]; !ok {
				t.Errorf("%s is for %s, which is not a kind", name, scope)
			}
			if other := keys[scope+p.ShortCut]; other != "" {
				t.Errorf("%s and %s have the same key for %s", name, other, scope)
			}
			keys[scope+p.ShortCut] = name
		}
		if p.Command != "sh" || len(p.Args) != 2 || p.Description == "" || p.ShortCut == "" {
			t.Errorf("%s is not what k9s can call: %+v", name, p)
			continue
		}
		command, _, _ := strings.Cut(p.Args[1], " 2>&1 | less")
		words := strings.Fields(strings.ReplaceAll(command, `"`, ""))
		root := NewRoot("dev", genericiooptions.IOStreams{Out: io.Discard, ErrOut: io.Discard})
		verb, rest, err := root.Find(words[2:])
		if err != nil || !verb.Runnable() || words[0] != "kubectl" || words[1] != "intentops" {
			t.Errorf("%s calls %q, which is not a verb: %v", name, command, err)
			continue
		}
		if err := verb.ParseFlags(rest); err != nil {
			t.Errorf("%s calls %q: %v", name, command, err)
		} else if err := verb.ValidateArgs(verb.Flags().Args()); err != nil {
			t.Errorf("%s calls %q: %v", name, command, err)
		}
		if slices.Contains(words, "--apply") != p.Confirm {
			t.Errorf("%s asks before it does something: %v, want it for what changes something", name, p.Confirm)
		}
	}
}

func TestBackstageShowsEveryKind(t *testing.T) {
	type resource struct {
		Group      string `json:"group"`
		APIVersion string `json:"apiVersion"`
		Plural     string `json:"plural"`
	}
	file := readYAML[struct {
		Kubernetes struct {
			CustomResources []resource `json:"customResources"`
		} `json:"kubernetes"`
	}](t, "config/backstage/app-config.yaml", true)
	var want []resource
	for plural, crd := range definitions(t) {
		want = append(want, resource{crd.Spec.Group, crd.Spec.Versions[0].Name, plural})
	}
	slices.SortFunc(want, func(a, b resource) int { return strings.Compare(a.Plural, b.Plural) })
	if !slices.Equal(file.Kubernetes.CustomResources, want) {
		t.Errorf("%v, want %v", file.Kubernetes.CustomResources, want)
	}
	component := readYAML[map[string]any](t, "config/backstage/catalog-info.yaml", true)
	if component["kind"] != "Component" || component["apiVersion"] != "backstage.io/v1alpha1" {
		t.Errorf("%v is not a component", component)
	}
}

func TestArtifactHubKnowsEveryKindAndItsExamplesAreValid(t *testing.T) {
	chart := readYAML[struct {
		Annotations map[string]string `json:"annotations"`
	}](t, "charts/intentops/Chart.yaml", false)
	var listed []struct {
		Kind        string `json:"kind"`
		Version     string `json:"version"`
		Name        string `json:"name"`
		DisplayName string `json:"displayName"`
		Description string `json:"description"`
	}
	if err := yaml.UnmarshalStrict([]byte(chart.Annotations["artifacthub.io/crds"]), &listed); err != nil {
		t.Fatal(err)
	}
	kinds := definitions(t)
	if len(listed) != len(kinds) {
		t.Errorf("%d kinds are listed, want %d", len(listed), len(kinds))
	}
	for _, entry := range listed {
		plural, group, _ := strings.Cut(entry.Name, ".")
		crd, ok := kinds[plural]
		if !ok || crd.Spec.Group != group || crd.Spec.Names.Kind != entry.Kind || crd.Spec.Versions[0].Name != entry.Version || entry.Description == "" {
			t.Errorf("%+v is not a kind", entry)
		}
	}

	var examples []map[string]any
	if err := yaml.Unmarshal([]byte(chart.Annotations["artifacthub.io/crdsExamples"]), &examples); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, example := range examples {
		document, err := yaml.Marshal(example)
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString("---\n" + string(document))
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "examples.yaml"), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := check.Run(t.Context(), check.Options{Dir: dir, Lint: true})
	if err != nil || len(examples) == 0 {
		t.Fatalf("%d examples: %v", len(examples), err)
	}
	for _, f := range report.Findings {
		if f.Rule != check.RuleDoubtful {
			t.Errorf("%d %s %s %s: %s", f.Line, f.Rule, f.Object, f.Field, f.Message)
		}
	}
}
