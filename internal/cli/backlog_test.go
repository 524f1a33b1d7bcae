// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/packs"
	"github.com/intentops/intentops/internal/cli/schema"
	"github.com/intentops/intentops/internal/cli/screen"
	"github.com/intentops/intentops/internal/contract/release"
)

const (
	chats      = "testdata/chats.jsonl"
	shopFolder = "check/testdata/shop"
	// lacked is an Intent of the pack that a shop does not have yet.
	lacked = "gift-cards"
)

func screens() map[string]screen.Screen {
	return map[string]screen.Screen{"80": {Width: 80}, "120": {Width: 120}, "80-colour": {Width: 80, Colour: true}, "120-colour": {Width: 120, Colour: true}}
}

// packFolder is the pack of a shop, without some Intents.
func packFolder(t *testing.T, without ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "manifests")
	if _, err := packs.Write(t.Context(), "shop", dir); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "intents.yaml")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.DeleteFunc(strings.Split(string(content), "\n---\n"), func(text string) bool {
		return slices.ContainsFunc(without, func(name string) bool { return strings.Contains(text, "  name: "+name+"\n") })
	})
	if err := os.WriteFile(file, []byte(strings.Join(kept, "\n---\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestTheBacklogIsShown(t *testing.T) {
	dir := packFolder(t, lacked)
	for suffix, sc := range screens() {
		w := newWorld(t, sc)
		if code := w.run("backlog", "support", "--from", chats, "--dir", dir); code != 0 || w.err.Len() > 0 {
			t.Fatalf("exit %d: %s", code, w.err)
		}
		golden(t, "screens/backlog-"+suffix, strings.ReplaceAll(w.out.String(), dir, "manifests"))
	}
}

func TestTheBacklogAsData(t *testing.T) {
	dir := packFolder(t, lacked)
	w := newWorld(t, shopScreen)
	if code := w.run("backlog", "support", "--from", chats, "--dir", dir, "--by", "handle-time", "-o", "json"); code != 0 || w.err.Len() > 0 {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	golden(t, "screens/backlog-json", strings.ReplaceAll(w.out.String(), dir, "manifests"))
	var b backlog
	if err := json.Unmarshal(w.out.Bytes(), &b); err != nil {
		t.Fatal(err)
	}
	for i := range b.Groups[1:] {
		if b.Groups[i].HandleSeconds < b.Groups[i+1].HandleSeconds {
			t.Errorf("group %d took agents less than the next", i+1)
		}
	}
}

// TestDraftsAreIntents: the API server would take each of them, and none holds what is about one
// customer, or names itself after what customers wrote.
func TestDraftsAreIntents(t *testing.T) {
	w := newWorld(t, shopScreen)
	if code := w.run("backlog", "support", "--from", chats, "--dir", packFolder(t, lacked), "-o", "yaml"); code != 0 {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	golden(t, "screens/backlog-yaml", w.out.String())
	golden(t, "screens/backlog-yaml-stderr", w.err.String())
	kinds, err := schema.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	drafts := strings.Split(strings.TrimPrefix(w.out.String(), "---\n"), "---\n")
	if len(drafts) != 2 {
		t.Errorf("%d drafts, want gift cards and jobs", len(drafts))
	}
	for i, text := range drafts {
		var object map[string]any
		if err := yaml.Unmarshal([]byte(text), &object); err != nil {
			t.Fatal(err)
		}
		for _, p := range kinds["Intent"].Check(t.Context(), object, nil) {
			t.Errorf("%s: %s", p.Field, p.Message)
		}
		if name := (&unstructured.Unstructured{Object: object}).GetName(); name != fmt.Sprintf("backlog-%d", i+1) {
			t.Errorf("draft %d is named %s", i+1, name)
		}
	}
	for _, of := range []string{"4111", "1111", "55512345"} {
		if strings.Contains(w.out.String(), of) {
			t.Errorf("a draft has a customer's number %s", of)
		}
	}
}

// TestTheBacklogOfWhatIsLive: the release of the cluster was made from the same folder.
func TestTheBacklogOfWhatIsLive(t *testing.T) {
	var said [2]string
	for i, args := range [][]string{{"--dir", shopFolder}, nil} {
		w := newWorld(t, shopScreen)
		serve(t, w, "support", 3, liveIntents(t, shopFolder)...)
		if code := w.run(append([]string{"backlog", "support", "--from", chats, "--min", "1"}, args...)...); code != 0 || w.err.Len() > 0 {
			t.Fatalf("exit %d: %s", code, w.err)
		}
		said[i] = strings.Replace(w.out.String(), shopFolder, "support-000003", 1)
	}
	if said[0] != said[1] || !strings.Contains(said[0], "GROUP") {
		t.Errorf("of the folder:\n%s\nof the cluster:\n%s", said[0], said[1])
	}
}

func TestWhatTheBacklogRefuses(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.jsonl")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no file":                {[]string{"support"}, "error: --from is missing: name a file with one message a line"},
		"a file that is not":     {[]string{"support", "--from", "none.jsonl"}, "error: open none.jsonl: no such file or directory"},
		"an empty file":          {[]string{"support", "--from", empty}, "error: " + empty + ": there is no message in it"},
		"another Bot":            {[]string{"sales", "--from", chats, "--dir", shopFolder}, `error: check/testdata/shop: there is no Bot "sales": use one of support`},
		"a folder of others":     {[]string{"support", "--from", chats, "--dir", "testdata/screens"}, "error: testdata/screens: has no object of intentops.dev"},
		"a Bot without releases": {[]string{"sales", "--from", chats}, "error: no BotRelease in namespace shop is of Bot sales"},
		"an order":               {[]string{"support", "--from", chats, "--by", "name"}, "error: --by name: use volume or handle-time"},
		"a number":               {[]string{"support", "--from", chats, "--top", "0"}, "error: --top 0: is not from 1 to 1000"},
		"a format":               {[]string{"support", "--from", chats, "-o", "xml"}, "error: -o xml: use json or yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen)
			if code := w.run(append([]string{"backlog"}, tc.args...)...); code != exitFailed || w.out.Len() > 0 || !strings.HasPrefix(w.err.String(), tc.want) {
				t.Errorf("exit %d, stdout %q, stderr %q, want %q", code, w.out, w.err, tc.want)
			}
		})
	}
}

// liveIntents are the Intents of a folder as a release has them.
func liveIntents(t *testing.T, dir string) []release.Intent {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "intents.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var out []release.Intent
	for text := range strings.SplitSeq(string(content), "\n---\n") {
		var i v1alpha1.Intent
		if err := yaml.Unmarshal([]byte(text), &i); err != nil {
			t.Fatal(err)
		}
		intent := release.FromIntent(i.Spec, i.Name)
		intent.Revision = i.Name + "-1"
		out = append(out, intent)
	}
	return out
}

// serve gives a Bot a release with its content.
func serve(t *testing.T, w *world, bot string, sequence int64, intents ...release.Intent) {
	t.Helper()
	compiled, err := release.Compile(intents, release.Policy{
		Name: "standard", Revision: "standard-1", ConfidencePercent: 60, MarginPercent: 5, UnresolvedTurns: 2,
		Handoff: release.Handoff{Require: []string{}, URL: "https://desk.shop.test/handoffs", AcceptWithinSeconds: 120},
	})
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := release.Pack(compiled)
	if err != nil {
		t.Fatal(err)
	}
	record := &v1alpha1.BotRelease{Spec: v1alpha1.BotReleaseSpec{BotRef: v1alpha1.LocalReference{Name: bot}, Sequence: sequence, Digest: bundle.Release}}
	record.TypeMeta, record.ObjectMeta = metaOf("BotRelease", release.RecordName(bot, sequence))
	for i, part := range bundle.Parts {
		name := release.PartName(bot, bundle.Release, i)
		record.Spec.Bundle = append(record.Spec.Bundle, name)
		put(t, w, "configmaps", &corev1.ConfigMap{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
			ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "shop"}, BinaryData: map[string][]byte{release.PartKey: part},
		})
	}
	put(t, w, "botreleases", record)
}

// put creates an object, or replaces it.
func put(t *testing.T, w *world, resource string, object any) {
	t.Helper()
	raw, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		t.Fatal(err)
	}
	of, u := corev1.SchemeGroupVersion.WithResource(resource), &unstructured.Unstructured{Object: raw}
	if u.GetKind() == "BotRelease" {
		of = v1alpha1.GroupVersion.WithResource(resource)
	}
	_ = w.client.Tracker().Delete(of, "shop", u.GetName())
	if err := w.client.Tracker().Create(of, u, "shop"); err != nil {
		t.Fatal(err)
	}
}
