// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Intent is an Intent of a folder with the file that it stands in.
type Intent struct {
	File   string
	Intent *v1alpha1.Intent
}

// Intents returns the Intents of a folder by file, and what is wrong with some of them. One that
// the API server would refuse, for lack of a reply say, is returned all the same, as far as it
// can be read.
func Intents(ctx context.Context, o Options) ([]Intent, []Finding, error) {
	folder, err := read(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	folder.Objects = slices.DeleteFunc(folder.Objects, func(object *Object) bool { return object.Kind != "Intent" })
	_, findings, err := newWorld(ctx, folder, nil)
	if err != nil {
		return nil, nil, err
	}
	findings = append(findings, folder.Findings...)
	var out []Intent
	for _, object := range folder.Objects {
		intent := &v1alpha1.Intent{}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(asJSON(object.raw), intent); err != nil {
			findings = append(findings, object.finding(RuleSchema, Error, "", "cannot be read: "+err.Error()))
			continue
		}
		out = append(out, Intent{File: object.File, Intent: intent})
	}
	findings, _ = sortFindings(findings)
	return out, findings, nil
}
