// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/intentops/intentops/internal/bot/edge"
	"github.com/intentops/intentops/internal/chars"
)

// jsonBounds of what channels take: a flat object.
var jsonBounds = edge.JSONBounds{Values: 64, Depth: 4}

// bodyFailure is the answer to a body that was not read.
func bodyFailure(err error) error {
	switch {
	case errors.Is(err, edge.ErrTooLarge):
		return &Failure{
			Status:  http.StatusRequestEntityTooLarge,
			Message: fmt.Sprintf("the request is larger than %d bytes", MaxBodyBytes),
		}
	case errors.Is(err, edge.ErrSlow):
		return &Failure{Status: http.StatusRequestTimeout, Message: "the request came too slowly: send it at once"}
	case errors.Is(err, edge.ErrBusy):
		return tooMuchWork()
	}
	return invalid("", "the request could not be read")
}

// checkJSON refuses a request that does not say that its body is JSON: a page of another site
// may send other types without being asked, and no browser asks before it does.
func checkJSON(r *http.Request) error {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return &Failure{Status: http.StatusUnsupportedMediaType, Message: "send the header Content-Type: application/json"}
	}
	return nil
}

// decodeStrict reads one JSON object whose members are all known. The caller bounds the body.
func decodeStrict(data []byte, into any) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return invalid("", "the request has no body: send a JSON object")
	}
	if !utf8.Valid(data) {
		return invalid("", "the request is not UTF-8: encode it as UTF-8")
	}
	if err := jsonBounds.Check(data); err != nil {
		return invalid("", err.Error()+": send a flat object")
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
	return checkLocale(locale)
}

func checkLocale(locale string) error {
	if locale != "" && (len(locale) > MaxLocaleBytes || !localeTag.MatchString(locale)) {
		return invalid("locale", "is not a language tag such as en-GB")
	}
	return nil
}

func checkText(text string) error {
	switch {
	case len(text) > MaxTextBytes: // first: it costs nothing to find out
		return tooLong(fmt.Sprintf("is longer than %d bytes", MaxTextBytes))
	case len(text) > MaxTextCharacters && countCharacters(text) > MaxTextCharacters:
		return tooLong(fmt.Sprintf("is longer than %d characters", MaxTextCharacters))
	case chars.Blank(text):
		return invalid("text", "is empty")
	}
	return nil
}

func tooLong(message string) error {
	return &Failure{Status: http.StatusRequestEntityTooLarge, Field: "text", Reason: ReasonTooLong, Message: message}
}

// countCharacters counts as people do: what is shown as one is one.
func countCharacters(text string) (n int) {
	for tokens := graphemes.FromString(text); tokens.Next(); {
		n++
	}
	return n
}

func checkScore(score int) error {
	if score < 1 || score > 5 {
		return invalid("score", "must be a whole number from 1 to 5")
	}
	return nil
}
