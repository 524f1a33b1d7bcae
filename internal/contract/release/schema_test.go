// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write docs/contract again from the Go types")

const contractFolder = "../../../docs/contract"

// published are the schemas by file. strict ones have no members but those that they name; written
// ones are embedded by package written too, which judges by them.
var published = map[string]struct {
	title           string
	of              reflect.Type
	strict, written bool
}{
	"release.schema.json":    {"The content of a bundle: all that decides what a bot answers", reflect.TypeFor[Release](), true, true},
	"policy.schema.json":     {"An escalation policy, as a release holds it", reflect.TypeFor[Policy](), true, false},
	"utterances.schema.json": {"The utterances of an intent, as a release holds them", reflect.TypeFor[[]string](), true, false},
	"pointer.schema.json":    {"The pointer of a Bot: which release a conversation gets", reflect.TypeFor[Pointer](), false, true},
}

const localePattern = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"

// limits are what the types do not say, by type and member.
var limits = map[string]map[string]any{
	"Release.version":             {"const": FormatVersion},
	"Pointer.version":             {"const": FormatVersion},
	"Pointer.sequence":            {"minimum": 0},
	"Pointer.automation":          {"enum": []any{"Enabled", "Disabled"}},
	"Understanding.engine":        {"enum": []any{EngineBuiltIn, EngineRasa, EngineHTTP}},
	"Intent.name":                 {"minLength": 1},
	"Intent.risk":                 {"enum": []any{"Low", "Medium", "High"}},
	"Intent.locale":               {"pattern": localePattern},
	"IntentLocale.locale":         {"pattern": localePattern},
	"Prompt.prompt":               {"minLength": 1},
	"Intent.confidencePercent":    {"minimum": 0, "maximum": 100},
	"Intent.utterances":           {"minItems": 1},
	"Field.name":                  {"pattern": "^[a-z][A-Za-z0-9]*$"},
	"Field.prompt":                {"minLength": 1},
	"Field.region":                {"pattern": "^[A-Z]{2}$"},
	"Field.type":                  {"enum": []any{FieldText, FieldNumber, FieldDate, FieldEmail, FieldPhone, FieldChoice, FieldCardLastFour}},
	"Policy.confidencePercent":    {"minimum": 0, "maximum": 100},
	"Policy.marginPercent":        {"minimum": 0, "maximum": 100},
	"Policy.unresolvedTurns":      {"minimum": 1},
	"Rule.priority":               {"enum": []any{"Low", "Normal", "High", "Urgent"}},
	"Handoff.acceptWithinSeconds": {"minimum": 0},
	"Handoff.require": {"items": map[string]any{"type": "string", "enum": []any{
		"CustomerGoal", "TranscriptSummary", "AttemptedSteps", "Sentiment", "Priority", "Fields"}}},
	"BundleRef.release":               {"minLength": 1},
	"BundleRef.configMaps":            {"minItems": 1},
	"Rollout.id":                      {"minLength": 1},
	"Rollout.step":                    {"minLength": 1},
	"Rollout.salt":                    {"minLength": 1},
	"Rollout.percent":                 {"minimum": 0, "maximum": 100},
	"Measurement.outcomeAfterSeconds": {"minimum": 0},
	"Measurement.ratingWithinSeconds": {"minimum": 0},
	"Measurement.wrapUpWithinSeconds": {"minimum": 0},
	"Measurement.anonymousPerNetwork": {"minimum": 0},
}

// schemaOf makes the schema of a type; definitions collects those of the structs in it.
func schemaOf(t reflect.Type, strict bool, comments map[string]string, definitions map[string]any) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), strict, comments, definitions)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), strict, comments, definitions)}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int32, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Struct:
		if _, known := definitions[t.Name()]; !known {
			definitions[t.Name()] = nil
			definitions[t.Name()] = objectOf(t, strict, comments, definitions)
		}
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	default:
		panic("no schema for " + t.String())
	}
}

func objectOf(t reflect.Type, strict bool, comments map[string]string, definitions map[string]any) map[string]any {
	properties, required := map[string]any{}, []any{}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		member := schemaOf(t.Field(i).Type, strict, comments, definitions)
		for key, value := range limits[t.Name()+"."+name] {
			member[key] = value
		}
		if text := comments[t.Name()+"."+t.Field(i).Name]; text != "" {
			member["description"] = text
		}
		properties[name] = member
		if options == "" {
			required = append(required, name)
		}
	}
	out := map[string]any{"type": "object", "properties": properties, "required": required}
	if strict {
		out["additionalProperties"] = false
	}
	if text := comments[t.Name()]; text != "" {
		out["description"] = text
	}
	if t.Name() == "Pointer" {
		out["dependentRequired"] = map[string]any{"candidate": []any{"rollout"}, "rollout": []any{"candidate"}}
	}
	return out
}

// commentsOf reads what the types and members of this package are for.
func commentsOf(t *testing.T) map[string]string {
	t.Helper()
	comments := map[string]string{}
	for _, file := range []string{"types.go", "texts.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok || group.Tok != token.TYPE {
				continue
			}
			for _, spec := range group.Specs {
				spec := spec.(*ast.TypeSpec)
				comments[spec.Name.Name] = line(group.Doc)
				if object, ok := spec.Type.(*ast.StructType); ok {
					for _, field := range object.Fields.List {
						for _, name := range field.Names {
							comments[spec.Name.Name+"."+name.Name] = line(field.Doc)
						}
					}
				}
			}
		}
	}
	return comments
}

func line(comment *ast.CommentGroup) string {
	if comment == nil {
		return ""
	}
	return strings.Join(strings.Fields(comment.Text()), " ")
}

func TestPublishedSchemasAreThoseOfTheTypes(t *testing.T) {
	comments := commentsOf(t)
	for file, p := range published {
		t.Run(file, func(t *testing.T) {
			definitions := map[string]any{}
			schema := schemaOf(p.of, p.strict, comments, definitions)
			if p.of.Kind() == reflect.Slice {
				for key, value := range limits["Intent.utterances"] {
					schema[key] = value
				}
			}
			schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
			schema["$id"] = "https://intentops.dev/schemas/" + strings.TrimSuffix(file, ".schema.json") + "-" + FormatVersion + ".json"
			schema["title"] = p.title
			if len(definitions) > 0 {
				schema["$defs"] = definitions
			}
			var want bytes.Buffer
			encoder := json.NewEncoder(&want)
			encoder.SetEscapeHTML(false)
			encoder.SetIndent("", "  ")
			if err := encoder.Encode(schema); err != nil {
				t.Fatal(err)
			}
			paths := []string{filepath.Join(contractFolder, file)}
			if p.written {
				paths = append(paths, filepath.Join("../written", file))
			}
			for _, path := range paths {
				if *update {
					if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				got, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want.Bytes()) {
					t.Errorf("%s is not that of the Go types: go test ./internal/contract/release -run Schemas -update writes it again", path)
				}
			}
		})
	}
}

// The bot embeds the packet's schema and judges each packet by it; receivers read the same.
func TestThePublishedPacketSchemaIsTheOneThatIsAsserted(t *testing.T) {
	asserted, err := os.ReadFile("../../bot/handoff/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(contractFolder, "handoff-packet.schema.json")
	if *update {
		if err := os.WriteFile(path, asserted, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, asserted) {
		t.Errorf("docs/contract/handoff-packet.schema.json is not internal/bot/handoff/schema.json (%v): go test ./internal/contract/release -run Schema -update copies it", err)
	}
}

func compileSchema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(contractFolder, file))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, document []byte) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestWhatIsEncodedFollowsThePublishedSchemas(t *testing.T) {
	release, policy, words, pointer := compileSchema(t, "release.schema.json"), compileSchema(t, "policy.schema.json"),
		compileSchema(t, "utterances.schema.json"), compileSchema(t, "pointer.schema.json")
	full := func(change func(*Release)) Release {
		r, err := Compile([]Intent{orderStatus(), greeting()}, standardPolicy())
		if err != nil {
			t.Fatal(err)
		}
		change(&r)
		return r
	}
	for name, r := range map[string]Release{
		"intents and a policy": full(func(*Release) {}),
		"an engine and texts": full(func(r *Release) {
			r.Understanding = &Understanding{Engine: EngineRasa, URL: "http://rasa:5005"}
			r.Texts, r.TextsRevision = ResolveTexts(nil), "0123"
		}),
		"word vectors": full(func(r *Release) {
			r.Understanding = &Understanding{Engine: EngineBuiltIn, Vectors: Vectors{Kind: "Image", Name: "registry.example/vectors@sha256:0123", Path: "multilingual.vectors"}}
		}),
		"no intents": full(func(r *Release) { r.Intents = []Intent{} }),
	} {
		bundle, err := Pack(r)
		if err != nil {
			t.Fatal(err)
		}
		// The schema is for what a reader finds after decompression, whose hash was checked.
		unpacked, err := Unpack(bundle.Release, bundle.Parts)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := Canonical(unpacked)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, release, raw); err != nil {
			t.Errorf("release with %s: %v", name, err)
		}
	}
	for schema, value := range map[*jsonschema.Schema]any{policy: standardPolicy(), words: orderStatus().Utterances} {
		raw, err := Canonical(value)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, schema, raw); err != nil {
			t.Error(err)
		}
	}
	alone := rolling()
	alone.Candidate, alone.Rollout = nil, nil
	for _, p := range []Pointer{rolling(), alone} {
		raw, err := EncodePointer(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, pointer, raw); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatReadersRefuseThePublishedSchemasRefuseToo(t *testing.T) {
	for name, tc := range map[string]struct {
		file, document string
	}{
		"a release of another version":       {file: "release.schema.json", document: `{"version":"v2","intents":[],"policy":{}}`},
		"a release with a member of its own": {file: "release.schema.json", document: `{"version":"v1","intents":[],"policy":{},"more":1}`},
		"a pointer without a release":        {file: "pointer.schema.json", document: `{"version":"v1","sequence":1,"automation":"Enabled","stable":{"release":"","configMaps":["a"]},"measurement":{"outcomeAfterSeconds":1,"ratingWithinSeconds":1}}`},
		"a candidate without its rollout":    {file: "pointer.schema.json", document: `{"version":"v1","sequence":1,"automation":"Enabled","stable":{"release":"a","configMaps":["a"]},"candidate":{"release":"b","configMaps":["b"]},"measurement":{"outcomeAfterSeconds":1,"ratingWithinSeconds":1}}`},
		"no utterances":                      {file: "utterances.schema.json", document: `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			if err := validate(t, compileSchema(t, tc.file), []byte(tc.document)); err == nil {
				t.Error("is valid by the schema")
			}
		})
	}
}
