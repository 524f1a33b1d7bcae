// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// GitOps is the tool that applies an object from Git.
type GitOps struct {
	// tool is Flux or Argo CD.
	tool string
	// source is what applies the object, such as Kustomization shop/support; empty: not known.
	source string
	// stop is the command that stops it.
	stop string
	// fields of spec that it applies.
	fields []string
	// others are fields of spec that somebody else wrote last: whether Git sets them too cannot be
	// seen, as who writes another value takes the field from the one who had it.
	others []string
}

// GitOpsOf finds the tool by the owners of the object's fields; nil: there is none.
func GitOpsOf(u *unstructured.Unstructured) *GitOps {
	var found *GitOps
	var others []string
	for _, entry := range u.GetManagedFields() {
		if entry.Subresource != "" {
			continue
		}
		var owned map[string]map[string]json.RawMessage
		var fields []string
		if entry.FieldsV1 != nil && json.Unmarshal(entry.FieldsV1.GetRawBytes(), &owned) == nil {
			for field := range owned["f:spec"] {
				fields = append(fields, strings.TrimPrefix(field, "f:"))
			}
		}
		// A tool has several entries where it has applied in more than one way.
		switch g := toolOf(entry.Manager, u); {
		case g == nil:
			others = append(others, fields...)
		case found == nil:
			g.fields, found = fields, g
		default:
			found.fields = append(found.fields, fields...)
		}
	}
	if found != nil {
		found.others = others
	}
	return found
}

func toolOf(manager string, u *unstructured.Unstructured) *GitOps {
	labels := u.GetLabels()
	fluxOf := func(kind, command, prefix string) *GitOps {
		g := &GitOps{tool: "Flux", stop: fmt.Sprintf("flux suspend %s NAME --namespace NAMESPACE", command)}
		if name, namespace := labels[prefix+"/name"], labels[prefix+"/namespace"]; name != "" {
			g.source = fmt.Sprintf("%s %s/%s", kind, namespace, name)
			g.stop = fmt.Sprintf("flux suspend %s %s --namespace %s", command, name, namespace)
		}
		return g
	}
	switch {
	case manager == "kustomize-controller":
		return fluxOf("Kustomization", "kustomization", "kustomize.toolkit.fluxcd.io")
	case manager == "helm-controller":
		return fluxOf("HelmRelease", "helmrelease", "helm.toolkit.fluxcd.io")
	case strings.HasPrefix(manager, "argocd"):
		g := &GitOps{tool: "Argo CD", stop: "argocd app set NAME --sync-policy none"}
		app, _, tracked := strings.Cut(u.GetAnnotations()["argocd.argoproj.io/tracking-id"], ":")
		if !tracked {
			app = labels["app.kubernetes.io/instance"]
		}
		if app != "" {
			g.source, g.stop = "Application "+app, fmt.Sprintf("argocd app set %s --sync-policy none", strings.Replace(app, "_", "/", 1))
		}
		return g
	}
	return nil
}

// Warning says what becomes of a change of fields that Git does not have.
func (g *GitOps) Warning(kind, name string, fields []string) string {
	by := g.tool
	if g.source != "" {
		by += " (" + g.source + ")"
	}
	among := func(some []string) bool {
		return slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(some, f) })
	}
	changed := fmt.Sprintf("spec.%s of %s %s", strings.Join(fields, ", spec."), kind, name)
	switch {
	case among(g.fields):
		return fmt.Sprintf("%s will undo this: it applies %s from Git. Commit the change, or stop it: %s", by, changed, g.stop)
	case among(g.others):
		return fmt.Sprintf("%s will undo this if Git sets %s, which cannot be seen here, as it was last changed past Git. Commit the change, or stop it: %s", by, changed, g.stop)
	}
	return fmt.Sprintf("%s will undo this as soon as Git sets %s, which it does not now, and a cluster made again from Git will not have it. Commit the change, or stop it: %s",
		by, changed, g.stop)
}
