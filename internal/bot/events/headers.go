// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// attributePrefix is what the headers of attributes begin with in binary mode.
const attributePrefix = "Ce-"

// attributes are those that CloudEvents defines; the others are extensions.
var attributes = []string{"specversion", "id", "source", "type", "subject", "time", "dataschema"}

// decodeHeaders returns headers with the values of attributes decoded. The error names the
// header, and repeats nothing of its value.
func decodeHeaders(header http.Header) (http.Header, error) {
	out := header.Clone()
	for name, values := range out {
		attribute, ok := strings.CutPrefix(name, attributePrefix)
		if !ok {
			continue
		}
		shown := "the ce- header of an extension"
		if attribute = strings.ToLower(attribute); slices.Contains(attributes, attribute) {
			shown = "the header ce-" + attribute
		}
		if attribute == "" {
			return nil, malformed("a header ce- has no attribute's name: leave it out")
		}
		for i, value := range values {
			var err error
			if values[i], err = decodeValue(value); err != nil {
				return nil, malformed(shown + " " + err.Error())
			}
		}
	}
	return out, nil
}

func malformed(message string) error {
	return &failure{http.StatusBadRequest, "malformed", message}
}

// decodeValue decodes an attribute's value as section 3.1.3.2 of CloudEvents' HTTP protocol
// binding 1.0.2 says: a quoted string is unquoted, then percent-encoding is undone once.
func decodeValue(value string) (string, error) {
	if strings.HasPrefix(value, `"`) {
		var ok bool
		if value, ok = unquote(value); !ok {
			return "", errors.New(`begins with " and does not end with it: percent-encode the value instead (" is %22)`)
		}
	}
	value, ok := percentDecode(value)
	switch {
	case !ok:
		return "", errors.New("has a % without two hexadecimal digits: write % itself as %25")
	case !utf8.ValidString(value):
		return "", errors.New("is not UTF-8: percent-encode the bytes of UTF-8")
	}
	return value, nil
}

// unquote reads a quoted string of HTTP, in which a backslash takes away the meaning of the
// character after it.
func unquote(value string) (string, bool) {
	var b strings.Builder
	for i := 1; i < len(value); i++ {
		switch value[i] {
		case '"':
			return b.String(), i == len(value)-1
		case '\\':
			if i++; i == len(value) {
				return "", false
			}
		}
		b.WriteByte(value[i])
	}
	return "", false
}

func percentDecode(value string) (string, bool) {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(value, "%")
		b.WriteString(plain)
		if !found {
			return b.String(), true
		}
		if len(rest) < 2 {
			return "", false
		}
		decoded, err := hex.DecodeString(rest[:2])
		if err != nil {
			return "", false
		}
		b.Write(decoded)
		value = rest[2:]
	}
}
