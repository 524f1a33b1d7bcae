// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package schema checks objects as the API server does: with its own code, by the
// CustomResourceDefinitions that belong to this version.
package schema

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	apiextensionsvalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/config/crd"
)

// Problem is something that the API server would refuse.
type Problem struct {
	// Field is its path, such as spec.steps[1].percent; empty: the object as a whole.
	Field string
	// Message as the API server says it, without the field, and what to write instead.
	Message string
	// Mistyped says that the value is of another type than that of the field.
	Mistyped bool
	// Meant is the known field that an unknown one is probably a misspelling of; empty: it is none.
	Meant string
}

func (p Problem) Error() string {
	if p.Field == "" {
		return p.Message
	}
	return p.Field + ": " + p.Message
}

// Kind checks the objects of one kind. It is safe for concurrent use.
type Kind struct {
	// Name is such as IntentBatch, Plural such as intentbatches.
	Name, Plural string

	structural *structural.Structural
	props      apiextensionsvalidation.SchemaValidator
	rules      *cel.Validator
}

// Kinds are those of this version by name.
var Kinds = sync.OnceValues(load)

func load() (map[string]*Kind, error) {
	kinds := map[string]*Kind{}
	err := fs.WalkDir(crd.Bases, "bases", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := crd.Bases.ReadFile(path)
		if err != nil {
			return err
		}
		kind, err := newKind(raw)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		kinds[kind.Name] = kind
		return nil
	})
	return kinds, err
}

func newKind(raw []byte) (*Kind, error) {
	var definition apiextensionsv1.CustomResourceDefinition
	if err := yaml.UnmarshalStrict(raw, &definition); err != nil {
		return nil, err
	}
	if len(definition.Spec.Versions) != 1 {
		return nil, errors.New("has several versions")
	}
	var internal apiextensions.CustomResourceValidation
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(definition.Spec.Versions[0].Schema, &internal, nil); err != nil {
		return nil, err
	}
	s, err := structural.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	props, _, err := apiextensionsvalidation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	return &Kind{
		Name: definition.Spec.Names.Kind, Plural: definition.Spec.Names.Plural,
		structural: s, props: props, rules: cel.NewValidator(s, true, celconfig.PerCallLimit),
	}, nil
}

// Check returns what the API server would refuse of an object, first in the place of old, or
// new where old is nil. It fills the defaults in. The object is not kept.
func (k *Kind) Check(ctx context.Context, object, old map[string]any) []Problem {
	unknown := pruning.PruneWithOptions(object, k.structural, true, structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	defaulting.PruneNonNullableNullsWithoutDefaults(object, k.structural)
	defaulting.Default(object, k.structural)
	if old != nil {
		old = runtime.DeepCopyJSON(old)
		defaulting.Default(old, k.structural)
	}
	errs := k.misspelt(onePerMistake(k.check(ctx, object, old)), unknown)
	var problems []Problem
	for _, path := range unknown {
		if !follows(path, errs) {
			problems = append(problems, Problem{Field: path, Message: k.unknown(path), Meant: k.nearest(path)})
		}
	}
	for _, err := range errs {
		problems = append(problems, Problem{Field: path(err), Message: k.message(err), Mistyped: err.Type == field.ErrorTypeTypeInvalid})
	}
	return problems
}

func (k *Kind) check(ctx context.Context, object, old map[string]any) field.ErrorList {
	errs := checkMetadata(object)
	if old == nil {
		errs = append(errs, apiextensionsvalidation.ValidateCustomResource(nil, object, k.props)...)
	} else {
		errs = append(errs, apiextensionsvalidation.ValidateCustomResourceUpdate(nil, object, old, k.props)...)
	}
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, k.structural, object)...)
	if len(errs) > 0 || k.rules == nil {
		// As in the API server: rules are for objects that fit the schema.
		return errs
	}
	var before any
	if old != nil {
		before = old
	}
	broken, _ := k.rules.Validate(ctx, nil, k.structural, object, before, celconfig.RuntimeCELCostBudget)
	return append(errs, broken...)
}

// onePerMistake leaves out what follows from a value of another type: what it cannot be either.
func onePerMistake(errs field.ErrorList) field.ErrorList {
	var mistyped []string
	return slices.DeleteFunc(errs, func(err *field.Error) bool {
		follows := slices.Contains(mistyped, err.Field) ||
			slices.ContainsFunc(mistyped, func(f string) bool { return path(err) == "" && strings.HasSuffix(err.Detail, " in "+f) })
		if err.Type == field.ErrorTypeTypeInvalid {
			mistyped = append(mistyped, err.Field)
		}
		return follows
	})
}

// follows says that an unknown field is one of a value of another type, as of "- where: here" where
// a text belongs.
func follows(unknown string, errs field.ErrorList) bool {
	return slices.ContainsFunc(errs, func(err *field.Error) bool {
		rest, within := strings.CutPrefix(unknown, path(err))
		return within && err.Type == field.ErrorTypeTypeInvalid && rest != "" && (rest[0] == '.' || rest[0] == '[')
	})
}

// path is empty where the API server writes <nil>.
func path(err *field.Error) string {
	if err.Field == "<nil>" {
		return ""
	}
	return strings.TrimPrefix(err.Field, ".")
}
