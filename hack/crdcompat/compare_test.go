// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shop is a definition with one of everything that is compared.
const shop = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.dev}
spec:
  group: example.dev
  scope: Namespaced
  names: {kind: Shop, listKind: ShopList, plural: shops, singular: shop, shortNames: [sh], categories: [example]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.tills, statusReplicasPath: .status.tills}
    selectableFields: [{jsonPath: .spec.town}]
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [town]
            x-kubernetes-validations: [{rule: "self.tills > 0", message: it needs a till}]
            properties:
              town: {type: string, maxLength: 40, pattern: "^[a-z]+$"}
              tills: {type: integer, minimum: 1, maximum: 9, default: 1}
              open: {type: string, enum: [Daily, Weekdays]}
              note: {type: string, nullable: true}
              labels: {type: object, additionalProperties: {type: string, maxLength: 9}}
              extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
              goods:
                type: array
                maxItems: 5
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items: {type: object, required: [name], properties: {name: {type: string}, price: {type: integer}}}
`

func TestWhatIsIncompatible(t *testing.T) {
	const v1 = "shops.example.dev v1: "
	for name, tc := range map[string]struct {
		// edits are pairs: what stands in shop, and what stands there afterwards.
		edits []string
		want  []string
	}{
		"nothing changed":                   {},
		"a new optional field":              {edits: []string{"note: {", "phone: {type: string, maxLength: 20}\n              note: {"}},
		"a new required field":              {edits: []string{"required: [town]", "required: [town, phone]", "note: {", "phone: {type: string}\n              note: {"}, want: []string{v1 + ".spec.phone is required now"}},
		"a new required field with default": {edits: []string{"required: [town]", "required: [town, phone]", "note: {", "phone: {type: string, default: none}\n              note: {"}},
		"a field that becomes optional":     {edits: []string{"required: [town]", "required: []"}},
		"a field that becomes required":     {edits: []string{"required: [town]", "required: [town, open]"}, want: []string{v1 + ".spec.open is required now"}},
		"a field that goes":                 {edits: []string{"              note: {type: string, nullable: true}\n", ""}, want: []string{v1 + ".spec.note is gone"}},
		"a renamed field":                   {edits: []string{"price:", "cost:"}, want: []string{v1 + ".spec.goods[].price is gone"}},
		"a number or text, not only one":    {edits: []string{"price: {type: integer}", "price: {x-kubernetes-int-or-string: true}"}},
		"another type":                      {edits: []string{"price: {type: integer}", "price: {type: string}"}, want: []string{v1 + ".spec.goods[].price was of type integer, is of type string"}},
		"another default":                   {edits: []string{"default: 1", "default: 2"}, want: []string{v1 + ".spec.tills had the default 1, has 2"}},
		"no default":                        {edits: []string{", default: 1", ""}, want: []string{v1 + ".spec.tills had the default 1, has none"}},
		"a new value":                       {edits: []string{"[Daily, Weekdays]", "[Daily, Weekdays, Never]"}},
		"a value less":                      {edits: []string{"[Daily, Weekdays]", "[Daily]"}, want: []string{v1 + `.spec.open no longer allows "Weekdays"`}},
		"wider bounds":                      {edits: []string{"maxLength: 40", "maxLength: 63", "minimum: 1", "minimum: 0", "maxItems: 5", "maxItems: 9"}},
		"narrower bounds": {
			edits: []string{"maxLength: 40", "maxLength: 30", "minimum: 1", "minimum: 2", "maxItems: 5", "minItems: 1\n                maxItems: 5", "maxLength: 9", "maxLength: 8"},
			want: []string{
				v1 + ".spec.goods has a minItems now: 1", v1 + ".spec.labels.* had the maxLength 9, has 8", v1 + ".spec.tills had the minimum 1, has 2", v1 + ".spec.town had the maxLength 40, has 30",
			},
		},
		"a bound where there was none": {edits: []string{"              open: {type: string,", "              open: {type: string, maxLength: 8,"}, want: []string{v1 + ".spec.open has a maxLength now: 8"}},
		"another pattern":              {edits: []string{`"^[a-z]+$"`, `"^[a-f]+$"`}, want: []string{v1 + `.spec.town had the pattern "^[a-z]+$", has "^[a-f]+$"`}},
		"no pattern":                   {edits: []string{`, pattern: "^[a-z]+$"`, ""}},
		"a new rule":                   {edits: []string{"it needs a till}]", "it needs a till}, {rule: self.tills < 5, message: five are too many}]"}, want: []string{v1 + ".spec has a new rule: five are too many"}},
		"a stricter rule":              {edits: []string{"self.tills > 0", "self.tills > 1"}, want: []string{v1 + ".spec has a new rule: it needs a till"}},
		"another message":              {edits: []string{"it needs a till", "it needs a till or two"}},
		"no null":                      {edits: []string{", nullable: true", ""}, want: []string{v1 + ".spec.note may no longer be null"}},
		"unknown fields are dropped":   {edits: []string{", x-kubernetes-preserve-unknown-fields: true", ""}, want: []string{v1 + ".spec.extra drops fields that it does not know now"}},
		"another way to merge":         {edits: []string{"x-kubernetes-list-type: map", "x-kubernetes-list-type: atomic"}, want: []string{v1 + ".spec.goods had the list type map, has atomic"}},
		"other keys":                   {edits: []string{"map-keys: [name]", "map-keys: [price]"}, want: []string{v1 + ".spec.goods had the list map keys [name], has [price]"}},
		"a selectable field goes":      {edits: []string{"    selectableFields: [{jsonPath: .spec.town}]\n", ""}, want: []string{v1 + ".spec.town can no longer be selected by"}},
		"the status goes":              {edits: []string{"      status: {}\n", ""}, want: []string{v1 + "the status subresource is gone"}},
		"scaling by another field":     {edits: []string{".spec.tills", ".spec.tellers"}, want: []string{v1 + "the scale subresource is gone or other"}},
		"another short name":           {edits: []string{"[sh]", "[shop]"}, want: []string{"shops.example.dev: shortNames no longer has sh"}},
		"another scope":                {edits: []string{"Namespaced", "Cluster"}, want: []string{"shops.example.dev: scope was Namespaced, is Cluster"}},
		"a version that is not served": {edits: []string{"served: true", "served: false"}, want: []string{v1 + "the version is no longer served"}},
		"a version that goes":          {edits: []string{"name: v1\n", "name: v2\n"}, want: []string{v1 + "the version is gone"}},
		"a definition that goes":       {edits: []string{"shops.example.dev", "stores.example.dev"}, want: []string{"shops.example.dev: the definition is gone"}},
	} {
		t.Run(name, func(t *testing.T) {
			edited := shop
			for i := 0; i < len(tc.edits); i += 2 {
				if !strings.Contains(edited, tc.edits[i]) {
					t.Fatalf("nothing to edit: %q", tc.edits[i])
				}
				edited = strings.Replace(edited, tc.edits[i], tc.edits[i+1], 1)
			}
			before, err := read(folder(t, shop))
			if err != nil {
				t.Fatal(err)
			}
			after, err := read(folder(t, edited))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, compare(before, after)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestExceptionsNeedAReasonAndAChange(t *testing.T) {
	narrow := strings.Replace(shop, "maxLength: 40", "maxLength: 30", 1)
	const change = "shops.example.dev v1: .spec.town had the maxLength 40, has 30"
	for name, tc := range map[string]struct {
		after, exceptions, wantErr, wantOut string
	}{
		"compatible":                    {after: shop},
		"not excepted":                  {after: narrow, wantErr: "incompatible changes: 1; undo each, or list it in", wantOut: "incompatible: " + change},
		"excepted":                      {after: narrow, exceptions: `[{change: "` + change + `", reason: no town has a longer name}]`, wantOut: "meant to break: " + change + " (no town has a longer name)"},
		"without a reason":              {after: narrow, exceptions: `[{change: "` + change + `"}]`, wantErr: "needs a change and a reason"},
		"an exception for nothing":      {after: shop, exceptions: `[{change: "` + change + `", reason: no town has a longer name}]`, wantErr: "exceptions that match no change: 1; remove them"},
		"a field that nobody asked for": {after: shop, exceptions: `[{change: a, reason: b, by: c}]`, wantErr: `unknown field "by"`},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "exceptions.yaml")
			if err := os.WriteFile(file, []byte(tc.exceptions), 0o600); err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			err := run(&out, folder(t, shop), folder(t, tc.after), file)
			if tc.wantErr == "" && err != nil || tc.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tc.wantErr)) {
				t.Errorf("error %v, want %q", err, tc.wantErr)
			}
			if !strings.Contains(out.String(), tc.wantOut) {
				t.Errorf("printed %q, want %q", out.String(), tc.wantOut)
			}
		})
	}
}

// TestTheProjectsOwnFilesAreRead: an unknown field in a definition would be compared by nobody.
func TestTheProjectsOwnFilesAreRead(t *testing.T) {
	crds, err := read("../../config/crd/bases")
	if err != nil || len(crds) == 0 {
		t.Fatalf("%d definitions, error %v", len(crds), err)
	}
	if found := compare(crds, crds); len(found) > 0 {
		t.Errorf("each is compatible with itself, but: %q", found)
	}
	if _, err := readExceptions("../crd-exceptions.yaml"); err != nil {
		t.Error(err)
	}
}

func folder(t *testing.T, crd string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "crd.yaml"), []byte(crd), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
