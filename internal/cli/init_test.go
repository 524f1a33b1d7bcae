// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/internal/cli/packs"
)

func TestAPackIsWrittenOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "manifests")
	w := newWorld(t, shopScreen)
	if code := w.run("init", "shop", dir); code != exitDone {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	golden(t, "screens/init", strings.ReplaceAll(w.out.String()+w.err.String(), dir, "manifests"))
	was, err := os.ReadFile(filepath.Join(dir, "bot.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	w.out.Reset()
	w.err.Reset()
	if code := w.run("init", "bank", dir); code != exitFailed || w.out.Len() > 0 || !strings.HasPrefix(w.err.String(), "error: "+dir+": has Kustomization already, and nothing is overwritten") {
		t.Errorf("exit %d: %s%s", code, w.out, w.err)
	}
	if is, err := os.ReadFile(filepath.Join(dir, "bot.yaml")); err != nil || string(is) != string(was) {
		t.Errorf("%v: the file was overwritten", err)
	}
	if code := w.run("__complete", "init", ""); code != exitDone || !strings.HasPrefix(w.out.String(), "bank\nsaas\nshop\n") {
		t.Errorf("exit %d: completes %s", code, w.out)
	}
}

// takesPacks applies every object of every pack.
func takesPacks(t *testing.T, api client.Client) {
	t.Helper()
	for _, pack := range packs.Names() {
		from, err := packs.Files(pack)
		if err != nil {
			t.Fatal(err)
		}
		names, err := fs.Glob(from, "*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		taken := 0
		for _, name := range names {
			content, err := fs.ReadFile(from, name)
			if err != nil {
				t.Fatal(err)
			}
			for text := range strings.SplitSeq(string(content), "\n---\n") {
				object := &unstructured.Unstructured{}
				if err := yaml.Unmarshal([]byte(text), &object.Object); err != nil {
					t.Fatalf("%s/%s: %v", pack, name, err)
				}
				if object.GetAPIVersion() != groupVersion {
					continue
				}
				object.SetNamespace(metav1.NamespaceDefault)
				if err := api.Create(t.Context(), object, client.DryRunAll); err != nil {
					t.Errorf("%s/%s: %s: %v", pack, name, object.GetName(), err)
				}
				taken++
			}
		}
		if taken != 22 {
			t.Errorf("pack %s: %d objects, want a Bot, a policy, 7 KPITargets, 10 Intents and 3 batches", pack, taken)
		}
	}
}
