// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package written

import (
	"bytes"
	_ "embed"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// The published schemas, of which docs/contract has the same.
var (
	//go:embed release.schema.json
	releaseSchema []byte
	//go:embed pointer.schema.json
	pointerSchema []byte
)

// schema is one with its text, from which problems say what to write.
type schema struct {
	text     map[string]any
	compiled *jsonschema.Schema
}

var (
	releases = sync.OnceValue(func() schema { return mustCompile("release.schema.json", releaseSchema) })
	pointers = sync.OnceValue(func() schema { return mustCompile("pointer.schema.json", pointerSchema) })
)

func mustCompile(name string, published []byte) schema {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(published))
	if err != nil {
		panic("written: " + name + ": " + err.Error())
	}
	text := document.(map[string]any)
	// A member that nobody knows is a mistake in what a person wrote.
	for _, definition := range text["$defs"].(map[string]any) {
		definition.(map[string]any)["additionalProperties"] = false
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(name, text); err != nil {
		panic("written: " + name + ": " + err.Error())
	}
	return schema{text: text, compiled: compiler.MustCompile(name)}
}

// check finds what does not fit the schema.
func (s schema) check(document any) list {
	if object, is := document.(map[string]any); is && isManifest(object) {
		return list{{nil, "is a manifest and not a release: make one with \"kubectl intentops release build DIR\""}}
	}
	failed, is := errors.AsType[*jsonschema.ValidationError](s.compiled.Validate(document))
	if !is {
		return nil
	}
	var found list
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			walk(cause)
		}
		if len(e.Causes) == 0 {
			found = append(found, s.problems(document, e)...)
		}
	}
	walk(failed)
	return found
}

// problems are those of one keyword of the schema.
func (s schema) problems(document any, e *jsonschema.ValidationError) list {
	path := e.InstanceLocation
	below := func(member string) []string { return append(slices.Clone(path), member) }
	var found list
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, member := range k.Missing {
			found = append(found, problem{below(member), "is missing: write " + s.wanted(s.node(below(member)))})
		}
	case *kind.AdditionalProperties:
		for _, member := range k.Properties {
			found = append(found, problem{below(member), s.unknown(path, member)})
		}
	default:
		found = list{{path, "is " + shown(at(document, path)) + ": write " + s.wanted(s.node(path))}}
	}
	return found
}

// ofManifests are members of manifests that a release has in another form.
var ofManifests = map[string]string{
	"presence": "write required: true or required: false",
	"targets":  "write the url of the webhook as url",
	"webhook":  "write the url of the webhook as url",
}

func (s schema) unknown(path []string, member string) string {
	known := members(s.node(path))
	if here, is := ofManifests[member]; is {
		return "is a member of manifests and not of releases: " + here
	}
	for _, name := range known {
		if strings.EqualFold(name, member) {
			return "is not known: write " + name
		}
	}
	return "is not known: remove it, or use one of " + strings.Join(known, ", ")
}

// isManifest says whether an object is one for kubectl.
func isManifest(object map[string]any) bool {
	_, has := object["apiVersion"]
	return has
}
