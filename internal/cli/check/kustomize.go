// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

var kustomizationNames = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// kustomized is what the kustomizations of a folder say of its files. They are not built: that
// needs what is elsewhere, and what comes out has no lines of a file.
type kustomized struct {
	// patches are files that are no objects of their own, with the folder that is patched by each.
	patches map[string]string
	// namespaces of what is in a file.
	namespaces map[string]string
}

func kustomizations(found files) kustomized {
	k := kustomized{patches: map[string]string{}, namespaces: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if !slices.Contains(kustomizationNames, path.Base(name)) {
			continue
		}
		type patch struct {
			Path string `json:"path"`
		}
		var says struct {
			Namespace             string   `json:"namespace"`
			Resources             []string `json:"resources"`
			Patches               []patch  `json:"patches"`
			PatchesStrategicMerge []string `json:"patchesStrategicMerge"`
			PatchesJSON6902       []patch  `json:"patchesJson6902"`
		}
		if yaml.Unmarshal(found[name], &says) != nil {
			continue // which is a finding of its own
		}
		dir := path.Dir(name)
		for _, resource := range says.Resources {
			if says.Namespace != "" {
				k.namespaces[path.Join(dir, resource)] = says.Namespace
			}
		}
		patches := says.PatchesStrategicMerge
		for _, p := range slices.Concat(says.Patches, says.PatchesJSON6902) {
			patches = append(patches, p.Path)
		}
		for _, p := range patches {
			if p != "" {
				k.patches[path.Join(dir, p)] = dir
			}
		}
	}
	k.addTargets(found)
	return k
}

// addTargets adds the namespaces that Flux gives to folders, where the folder that is looked at is
// the repository, and nothing nearer says another.
func (k kustomized) addTargets(found files) {
	targets := map[string][]string{}
	for _, content := range found {
		if !bytes.Contains(content, []byte("kustomize.toolkit.fluxcd.io/")) {
			continue
		}
		for _, d := range split(content) {
			var flux struct {
				APIVersion string `json:"apiVersion"`
				Kind       string `json:"kind"`
				Spec       struct {
					Path            string `json:"path"`
					TargetNamespace string `json:"targetNamespace"`
				} `json:"spec"`
			}
			err := yaml.Unmarshal(d.text, &flux)
			if err == nil && flux.Kind == "Kustomization" && strings.HasPrefix(flux.APIVersion, "kustomize.toolkit.fluxcd.io/") && flux.Spec.TargetNamespace != "" {
				dir := path.Clean(flux.Spec.Path)
				targets[dir] = append(targets[dir], flux.Spec.TargetNamespace)
			}
		}
	}
	for name := range found {
		if k.namespaces[name] != "" {
			continue
		}
		for dir := path.Dir(name); ; dir = path.Dir(dir) {
			if namespaces := slices.Compact(slices.Sorted(slices.Values(targets[dir]))); len(namespaces) > 0 {
				if len(namespaces) == 1 { // of several none is the only one
					k.namespaces[name] = namespaces[0]
				}
				break
			}
			if dir == "." || dir == "/" {
				break
			}
		}
	}
}

// patched says that a file is not looked at.
func patched(file, dir string, content []byte) []Finding {
	if !strings.Contains(string(content), "intentops.dev/") {
		return nil
	}
	return []Finding{{Rule: RuleDoubtful, Severity: Warning, File: file, Line: 1, Message: fmt.Sprintf(
		"is a patch of Kustomize, which is not checked by itself: check what it makes with kubectl kustomize %s | kubectl intentops lint -", dir)}}
}
