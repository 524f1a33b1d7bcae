// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
)

// entityType is a type of values that an agent of Dialogflow has of its own.
type entityType struct {
	file     string
	values   []string
	synonyms bool
	regexp   bool
	used     bool
}

type entityTypes map[string]*entityType

// systemTypes are those of Dialogflow that a field can have.
var systemTypes = map[string]v1alpha1.FieldType{
	"sys.number": v1alpha1.FieldNumber, "sys.number-integer": v1alpha1.FieldNumber, "sys.date": v1alpha1.FieldDate,
	"sys.email": v1alpha1.FieldEmail, "sys.phone-number": v1alpha1.FieldPhone, "sys.any": "",
}

// field makes a field of a parameter of a type such as @sys.date or @size.
func (types entityTypes) field(name, dataType string, r *Report, i *Intent) *Field {
	f := &Field{Name: name}
	dataType = strings.TrimPrefix(dataType, "@")
	known, isSystem := systemTypes[dataType]
	own := types[dataType]
	switch {
	case isSystem:
		f.Type = known
	case own == nil:
		r.Add(Changed, i.File, "intent "+i.Name+", field "+name, "it takes any text now: its type %s is not known here", dataType)
	case own.regexp:
		own.used = true
		if f.Pattern = own.pattern(); f.Pattern == "" {
			r.Add(Changed, i.File, "intent "+i.Name+", field "+name, "it takes any text now: a pattern is one expression of RE2 with at most %d characters", maxPattern)
		}
	default:
		own.used = true
		f.Type, f.Choices = v1alpha1.FieldChoice, own.values
		if own.synonyms {
			r.Add(Dropped, own.file, "synonyms of "+dataType, "a field with choices understands near words, and nothing further")
			own.synonyms = false // said once
		}
	}
	return f
}

const maxPattern = 200

func (t *entityType) pattern() string {
	if len(t.values) != 1 || len(t.values[0]) > maxPattern {
		return ""
	}
	if _, err := regexp.Compile(t.values[0]); err != nil {
		return ""
	}
	return t.values[0]
}

// leave lists types that no field has.
func (types entityTypes) leave(r *Report) {
	for _, name := range slices.Sorted(maps.Keys(types)) {
		if t := types[name]; !t.used {
			r.Add(Dropped, t.file, "entity type "+name, "no field that is carried over has it")
		}
	}
}

type esEntity struct {
	ID                 string `json:"id"`
	Name               string `json:"name"`
	IsOverridable      bool   `json:"isOverridable"`
	IsEnum             bool   `json:"isEnum"`
	IsRegexp           bool   `json:"isRegexp"`
	AutomatedExpansion bool   `json:"automatedExpansion"`
	AllowFuzzy         bool   `json:"allowFuzzyExtraction"`
}

type esEntry struct {
	Value    string   `json:"value"`
	Synonyms []string `json:"synonyms"`
}

var esEntries = regexp.MustCompile(`^(.+)_entries_([A-Za-z-]+)\.json$`)

// readEntitiesES reads the entities of an agent; the values are those of its first language.
func readEntitiesES(files Files) (entityTypes, error) {
	types, byFile := entityTypes{}, map[string]*entityType{}
	names := jsonNames(files, "entities")
	for _, name := range names {
		if esEntries.MatchString(name) {
			continue
		}
		var read esEntity
		if err := readJSON(files, name, &read); err != nil {
			return nil, err
		}
		if read.Name == "" {
			read.Name = base(name)
		}
		types[read.Name] = &entityType{file: name, regexp: read.IsRegexp}
		byFile[strings.TrimSuffix(name, path.Ext(name))] = types[read.Name]
	}
	for _, name := range names {
		match := esEntries.FindStringSubmatch(name)
		if match == nil || byFile[match[1]] == nil || byFile[match[1]].values != nil {
			continue
		}
		var entries []esEntry
		if err := readJSON(files, name, &entries); err != nil {
			return nil, err
		}
		byFile[match[1]].take(entries)
	}
	return types, nil
}

func (t *entityType) take(entries []esEntry) {
	for _, entry := range entries {
		switch {
		case t.regexp && len(entry.Synonyms) > 0:
			t.values = append(t.values, entry.Synonyms...)
		default:
			t.values = append(t.values, entry.Value)
			t.synonyms = t.synonyms || slices.ContainsFunc(entry.Synonyms, func(s string) bool { return s != entry.Value })
		}
	}
}
