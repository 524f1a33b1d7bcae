// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/intentops/intentops/internal/chars"
)

// readBody reads a request's JSON strictly.
func readBody(w http.ResponseWriter, r *http.Request, into any) error {
	return decodeStrict(http.MaxBytesReader(w, r.Body, MaxBodyBytes), into)
}

// decodeStrict reads one JSON object whose members are all known. The caller bounds the body.
func decodeStrict(body io.Reader, into any) error {
	data, err := io.ReadAll(body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return &Failure{
			Status:  http.StatusRequestEntityTooLarge,
			Message: fmt.Sprintf("the request is larger than %d bytes", MaxBodyBytes),
		}
	}
	if err != nil {
		return invalid("", "the request could not be read")
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return invalid("", "the request has no body: send a JSON object")
	}
	if !utf8.Valid(data) {
		return invalid("", "the request is not UTF-8: encode it as UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return decodeFailure(err, len(data))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return malformed(decoder.InputOffset(), "there is text after the object")
	}
	return nil
}

func malformed(offset int64, why string) *Failure {
	return invalid("", fmt.Sprintf("malformed JSON at byte %d: %s", offset, why))
}

func decodeFailure(err error, size int) *Failure {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return malformed(int64(size), "it ends too early")
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return malformed(syntax.Offset, syntax.Error())
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return invalid(kind.Field, fmt.Sprintf("at byte %d: want %s, got %s", kind.Offset, jsonName(kind.Type.String()), kind.Value))
	}
	if name, found := strings.CutPrefix(err.Error(), "json: unknown field "); found {
		return invalid(chars.Clip(strings.Trim(name, `"`), MaxKeyBytes), "is not a known field: leave it out")
	}
	return invalid("", "the request could not be read")
}

// jsonName is a Go type's name for people who write JSON.
func jsonName(goType string) string {
	switch {
	case strings.HasPrefix(goType, "int"):
		return "a whole number"
	case goType == "string":
		return "a string"
	}
	return "an object"
}

var localeTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func checkKey(field, value string) error {
	switch {
	case value == "":
		return invalid(field, "is missing")
	case len(value) > MaxKeyBytes:
		return invalid(field, fmt.Sprintf("is longer than %d bytes", MaxKeyBytes))
	}
	return checkPrintable(field, value)
}

func checkPrintable(field, value string) error {
	if !chars.Printable(value) {
		return invalid(field, "has characters that are not printable")
	}
	return nil
}

func checkOpening(customer, tier, locale string) error {
	if err := checkKey("customer", customer); err != nil {
		return err
	}
	if len(tier) > MaxTierBytes {
		return invalid("tier", fmt.Sprintf("is longer than %d bytes", MaxTierBytes))
	}
	if err := checkPrintable("tier", tier); err != nil {
		return err
	}
	if locale != "" && (len(locale) > MaxLocaleBytes || !localeTag.MatchString(locale)) {
		return invalid("locale", "is not a language tag such as en-GB")
	}
	return nil
}

func checkText(text string) error {
	switch {
	case chars.Blank(text):
		return invalid("text", "is empty")
	case utf8.RuneCountInString(text) > MaxTextRunes:
		return &Failure{
			Status: http.StatusRequestEntityTooLarge, Field: "text",
			Message: fmt.Sprintf("is longer than %d characters", MaxTextRunes),
		}
	}
	return nil
}

func checkScore(score int) error {
	if score < 1 || score > 5 {
		return invalid("score", "must be a whole number from 1 to 5")
	}
	return nil
}
