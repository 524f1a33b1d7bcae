// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// maxFields is how many names of fields a message has.
const maxFields = 25

// asked says what texts that follow a pattern are, with examples: nobody reads a pattern.
var asked = map[string]string{
	`\S`: "some text, and not only spaces",
	`^-?[0-9]{1,9}(\.[0-9]{1,4})?(%|ms|s|m|h|d)?$`:                 `a number in quotes, with its unit where it has one, such as "2%", "0.2" or "30s"`,
	`^([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$`:   "a duration with its units, such as 10s, 5m, 1h30m or 7d",
	`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`:         "a language, such as en, pt-BR or zh-Hant",
	`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`:                              "a name of lower-case letters, digits and hyphens, such as week-1",
	`^[a-z]([a-z0-9-]*[a-z0-9])?$`:                                 "a name of lower-case letters, digits and hyphens that begins with a letter, such as web",
	`^[a-z][A-Za-z0-9]*$`:                                          "a name of letters and digits that begins with a lower-case letter, such as orderId",
	`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`:                   "a name of letters, digits, dots, hyphens and underscores, such as support-lead",
	`^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$`: "a path without a slash at its beginning, such as vectors/en.bin",
	`^[A-Z]{2}$`:       "a country of two capital letters, such as GB",
	`^[0-9a-f]{6,64}$`: "the beginning of a revision in quotes, at least 6 of its characters, such as \"5d0e4b1a\"",
	`^[0-9a-f]{64}$`:   "a digest of 64 characters from 0 to 9 and a to f",
	`^https?://.+`:     "a URL, such as https://helpdesk.example/handoffs",
	`^(nats|tls)://.+`: "the URL of a NATS server, such as nats://nats.messaging:4222",
	`^\S+( \S+){4}$`:   `five cron fields in quotes: minute, hour, day of month, month, day of week, such as "0 9 * * MON"`,
	`^(Clarify|Handoff|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$`:                                                                "Clarify, Handoff or the name of an Intent",
	`^(-?[0-9]{1,15}(\.[0-9]{1,6})?|[0-9]{4}-[0-9]{2}-[0-9]{2}|today)$`:                                                 `a number or a day in quotes, such as "10" or "2025-03-31", or today`,
	`^(\*|(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:[0-9]{1,5})?)$`:                       `a host in lower case without https://, such as shop.example, "*.shop.example" or "*"`,
	`^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$`: "a quantity, such as 500m or 1Gi",
}

// message is what the API server says of a field and, where that says only what is wrong, what to
// write instead.
func (k *Kind) message(err *field.Error) string {
	said := err.ErrorBody()
	switch err.Type {
	case field.ErrorTypeTypeInvalid, field.ErrorTypeRequired:
	case field.ErrorTypeDuplicate:
		return said + "; " + k.once(path(err))
	case field.ErrorTypeTooLong:
		return strings.Replace(said, " bytes", " characters", 1) // which are what it counts
	case field.ErrorTypeInvalid:
		switch {
		case strings.Contains(err.Detail, "should be at least 1 chars long"):
			return said + "; write some text"
		case !strings.Contains(err.Detail, "should match"):
			return said // a rule, which says how to mend it
		}
	default:
		return said
	}
	s := at(k.structural, path(err))
	if s == nil {
		return said
	}
	if s.Type == "string" && err.BadValue == "object" {
		return said + `; a text with a colon and a space in it needs quotes, such as "Which one: red or blue?"`
	}
	if what := takes(s); what != "" {
		return said + "; write " + what
	}
	return said
}

// once says how to mend an element of a list that is there already.
func (k *Kind) once(path string) string {
	list := at(k.structural, path[:max(strings.LastIndexByte(path, '['), 0)])
	if list == nil || len(list.XListMapKeys) == 0 {
		return "remove one of the two"
	}
	return "give one of the two another " + strings.Join(list.XListMapKeys, " and ") + ", or put them together"
}

// unknown says of a field that is not known which are.
func (k *Kind) unknown(path string) string {
	said := "is an unknown field: correct its name or its place, or remove it"
	above := ""
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		above = path[:i]
	}
	if s := at(k.structural, above); s != nil && above != "" && len(s.Properties) > 0 {
		said += "; known here: " + fields(s)
	}
	if meant := k.nearest(path); meant != "" {
		said += "; probably " + meant[strings.LastIndexByte(meant, '.')+1:] + " is meant"
	}
	return said
}

// at is the schema of a field; nil: there is none.
func at(s *structural.Structural, path string) *structural.Structural {
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		_, notNumber := strconv.Atoi(step)
		property, known := s.Properties[step]
		switch {
		case known:
			s = &property
		case s.Items != nil && notNumber == nil:
			s = s.Items
		case s.AdditionalProperties != nil && s.AdditionalProperties.Structural != nil:
			s = s.AdditionalProperties.Structural
		default:
			return nil
		}
	}
	return s
}

// takes says what a field takes.
func takes(s *structural.Structural) string {
	v := s.ValueValidation
	if v == nil {
		v = &structural.ValueValidation{}
	}
	switch {
	case len(v.Enum) > 0:
		var values []string
		for _, value := range v.Enum {
			values = append(values, fmt.Sprint(value.Object))
		}
		return "one of " + strings.Join(values, ", ")
	case asked[v.Pattern] != "":
		return asked[v.Pattern]
	case s.XIntOrString:
		return "a number, or a text in quotes"
	}
	switch s.Type {
	case "string":
		if v.Format == "date-time" {
			return `a time such as "2025-03-31T09:00:00Z"`
		}
		return "a text; one that looks like a number, or is true or false, in quotes"
	case "integer":
		return "a whole number without quotes" + bounds(v)
	case "number":
		return "a number without quotes" + bounds(v)
	case "boolean":
		return "true or false, without quotes"
	case "array":
		return "a list: each entry on a line of its own that begins with a hyphen"
	case "object":
		if len(s.Properties) > 0 {
			return "its fields below it: " + fields(s)
		}
		return "names with values of their own below it, such as name: value"
	}
	return ""
}

func bounds(v *structural.ValueValidation) string {
	switch {
	case v.Minimum != nil && v.Maximum != nil:
		return fmt.Sprintf(", from %v to %v", *v.Minimum, *v.Maximum)
	case v.Minimum != nil:
		return fmt.Sprintf(", at least %v", *v.Minimum)
	case v.Maximum != nil:
		return fmt.Sprintf(", at most %v", *v.Maximum)
	}
	return ", such as 5"
}

// fields are the names of those below a field.
func fields(s *structural.Structural) string {
	names := slices.Sorted(maps.Keys(s.Properties))
	if len(names) > maxFields {
		return strings.Join(names[:maxFields], ", ") + " and others"
	}
	return strings.Join(names, ", ")
}
