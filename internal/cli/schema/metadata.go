// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/api/validation"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// checkMetadata checks the name, labels and annotations of an object, which no schema describes.
func checkMetadata(object map[string]any) field.ErrorList {
	path := field.NewPath("metadata")
	metadata, is := object["metadata"].(map[string]any)
	switch {
	case !is && object["metadata"] != nil:
		return nil // of another type, which the schema says
	case !is:
		return field.ErrorList{field.Required(path.Child("name"), "name or generateName is required")}
	}
	var errs field.ErrorList
	name, _ := metadata["name"].(string)
	for _, message := range validation.NameIsDNSSubdomain(name, false) {
		errs = append(errs, field.Invalid(path.Child("name"), name, message))
	}
	labels, wrong := texts(metadata["labels"], path.Child("labels"))
	errs = append(errs, wrong...)
	errs = append(errs, metavalidation.ValidateLabels(labels, path.Child("labels"))...)
	annotations, wrong := texts(metadata["annotations"], path.Child("annotations"))
	errs = append(errs, wrong...)
	return append(errs, validation.ValidateAnnotations(annotations, path.Child("annotations"))...)
}

// texts are the texts of a map, and what is wrong with its other values.
func texts(value any, path *field.Path) (map[string]string, field.ErrorList) {
	if value == nil {
		return nil, nil
	}
	object, is := value.(map[string]any)
	if !is {
		return nil, field.ErrorList{field.TypeInvalid(path, value, "must be names with texts below it, such as name: value")}
	}
	found := map[string]string{}
	var errs field.ErrorList
	for _, key := range slices.Sorted(maps.Keys(object)) {
		text, is := object[key].(string)
		if !is {
			errs = append(errs, field.TypeInvalid(path.Key(key), object[key], `must be a text: put it in quotes, such as "5" or "true"`))
			continue
		}
		found[key] = text
	}
	return found, errs
}
