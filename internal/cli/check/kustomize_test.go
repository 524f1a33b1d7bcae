// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFoldersOfKustomize are checked as far as they say themselves what they hold: a patch is no
// object, and the same names in two namespaces are not the same objects.
func TestFoldersOfKustomize(t *testing.T) {
	const bot = "apiVersion: intentops.dev/v1alpha1\nkind: Bot\nmetadata: {name: support}\nspec: {replicas: 3}\n"
	const policy = "apiVersion: intentops.dev/v1alpha1\nkind: EscalationPolicy\nmetadata: {name: standard}\n" +
		"spec: {handoff: {targets: [{name: desk, type: Webhook, webhook: {url: 'https://desk.shop.test'}}]}}\n"
	const notChecked = "is a patch of Kustomize, which is not checked by itself: check what it makes with kubectl kustomize DIR/overlays/prod | kubectl intentops lint -"
	flux := func(folder, namespace string) string {
		return "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: " + namespace + "}\n" +
			"spec: {path: " + folder + ", targetNamespace: " + namespace + "}\n"
	}
	for name, tc := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"a patch of an overlay": {map[string]string{
			"overlays/prod/kustomization.yaml": "resources: [../../base]\npatches:\n- path: bot.yaml\n- path: replicas.yaml\n  target: {kind: Bot}\n- patch: 'x'\n",
			"overlays/prod/bot.yaml":           bot, "overlays/prod/replicas.yaml": "- {op: replace, path: /spec/replicas, value: 2}\n",
		}, []string{"overlays/prod/bot.yaml:1: warning " + notChecked}},
		"a patch as it was written before, and a file without a suffix": {map[string]string{
			"overlays/prod/Kustomization": "patchesStrategicMerge: [bot.yaml]\npatchesJson6902:\n- {path: replicas.yaml}\n",
			"overlays/prod/bot.yaml":      bot, "overlays/prod/replicas.yaml": "- {op: replace, path: /spec/replicas, value: 2}\n",
		}, []string{"overlays/prod/bot.yaml:1: warning " + notChecked}},
		"the same names in two namespaces": {map[string]string{
			"a/kustomization.yaml": "namespace: a\nresources: [policy.yaml]\n", "a/policy.yaml": policy,
			"b/kustomization.yaml": "namespace: b\nresources: [./policy.yaml]\n", "b/policy.yaml": policy,
		}, nil},
		"the same names in two namespaces of Flux": {map[string]string{
			"clusters/flux.yaml": flux("./bots/a", "a") + "---\n" + flux("bots/b/", "b"),
			"bots/a/policy.yaml": policy, "bots/b/policy.yaml": policy,
		}, nil},
		"one folder for two namespaces of Flux": {map[string]string{
			"clusters/flux.yaml": flux("./bots/a", "a") + "---\n" + flux("./bots/a", "b"), "bots/a/policy.yaml": policy, "bots/a/again.yaml": policy,
		}, []string{"bots/a/policy.yaml:3: error is declared in DIR/bots/a/again.yaml:3 too: keep one"}},
		"the same name twice": {map[string]string{
			"a/policy.yaml": policy, "b/policy.yaml": policy,
		}, []string{"b/policy.yaml:3: error is declared in DIR/a/policy.yaml:3 too: keep one"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, "", "", "")
			for file, content := range tc.files {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o700); err != nil {
					t.Fatal(err)
				}
				write(t, dir, file, content)
			}
			r := checked(t, Options{Dir: dir, Lint: true, hasty: true})
			var got []string
			for _, f := range r.Findings {
				line := fmt.Sprintf("%s:%d: %s %s", strings.TrimPrefix(f.File, dir+"/"), f.Line, f.Severity, f.Message)
				got = append(got, strings.ReplaceAll(line, dir, "DIR"))
			}
			if strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
			}
		})
	}
}
