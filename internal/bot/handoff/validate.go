// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package handoff

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Schema is the JSON Schema of a packet, for receivers.
//
//go:embed schema.json
var Schema []byte

const schemaName = "https://intentops.dev/schemas/handoff-packet-v1.json"

// parts that a policy may require; each has a schema of its own under $defs/parts.
var parts = []v1alpha1.PacketPart{
	v1alpha1.PartCustomerGoal, v1alpha1.PartTranscriptSummary, v1alpha1.PartAttemptedSteps,
	v1alpha1.PartSentiment, v1alpha1.PartPriority, v1alpha1.PartFields,
}

type schemas struct {
	packet *jsonschema.Schema
	parts  map[string]*jsonschema.Schema
}

var compiled = sync.OnceValue(func() schemas {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		panic("handoff: schema.json: " + err.Error())
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(schemaName, doc); err != nil {
		panic("handoff: schema.json: " + err.Error())
	}
	s := schemas{packet: c.MustCompile(schemaName), parts: map[string]*jsonschema.Schema{}}
	for _, p := range parts {
		s.parts[string(p)] = c.MustCompile(schemaName + "#/$defs/parts/" + string(p))
	}
	return s
})

// Validate checks a packet against the schema and that it has the required parts, the
// PacketPart values of an EscalationPolicy. The error names paths in the packet, never
// their values.
func Validate(packet []byte, require []string) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(packet))
	if err != nil {
		return errors.New("handoff: the packet is not JSON")
	}
	s := compiled()
	if err := s.packet.Validate(doc); err != nil {
		return fmt.Errorf("handoff: the packet does not fit its schema: %s", failedPaths(err))
	}
	for _, part := range require {
		schema, ok := s.parts[part]
		if !ok {
			return fmt.Errorf("handoff: required part %q is unknown; use one of %v", part, parts)
		}
		if err := schema.Validate(doc); err != nil {
			return fmt.Errorf("handoff: the packet lacks the required part %s: %s", part, failedPaths(err))
		}
	}
	return nil
}

// failedPaths lists where which keyword failed: the library's own message quotes values.
func failedPaths(err error) string {
	var list []string
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			path := "/" + strings.Join(e.InstanceLocation, "/") + ": " + strings.Join(e.ErrorKind.KeywordPath(), "/")
			if !slices.Contains(list, path) {
				list = append(list, path)
			}
		}
		for _, c := range e.Causes {
			walk(c)
		}
	}
	if v, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		walk(v)
	}
	return strings.Join(list, "; ")
}
