// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cloudevents/sdk-go/v2/binding"
	"github.com/cloudevents/sdk-go/v2/event"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"

	"github.com/intentops/intentops/internal/chars"
)

const (
	batchType = "application/cloudevents-batch+json"
	// formatPrefix is what the media types begin with that hold a whole event, or several.
	formatPrefix = "application/cloudevents"
)

// decode reads CloudEvents in any of the three modes of HTTP. Of a batch, an event that is
// not valid is refused alone: it is returned with the others, and its error beside it.
func decode(ctx context.Context, r request) (events []Event, problems []error, err error) {
	media, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil && r.header.Get("Ce-Specversion") == "" {
		return nil, nil, errMode
	}
	if !utf8.Valid(r.body) {
		return nil, nil, errNotUTF8
	}
	if media == batchType {
		return decodeBatch(r.body)
	}
	header := r.header
	if !strings.HasPrefix(media, formatPrefix) {
		if header, err = decodeHeaders(header); err != nil {
			return nil, nil, err
		}
	}
	message := cehttp.NewMessage(header, io.NopCloser(bytes.NewReader(r.body)))
	if message.ReadEncoding() == binding.EncodingUnknown {
		return nil, nil, errMode
	}
	e, err := binding.ToEvent(ctx, message)
	if err != nil {
		return nil, nil, errMalformed
	}
	one, problem := fromCloudEvent(*e)
	return []Event{one}, []error{problem}, nil
}

// Failures of a whole request. They repeat nothing of what was sent.
var (
	errMode = &failure{http.StatusUnsupportedMediaType, "malformed",
		"send a CloudEvent: Content-Type application/cloudevents+json, application/cloudevents-batch+json, or ce- headers"}
	errMalformed = &failure{http.StatusBadRequest, "malformed", "the body or the ce- headers are not CloudEvents 1.0"}
	errNotUTF8   = &failure{http.StatusBadRequest, "malformed", "the body is not UTF-8: encode it as UTF-8"}
	errTooMany   = &failure{http.StatusRequestEntityTooLarge, "size", "a batch may hold 1000 events: send more requests"}
)

func decodeBatch(body []byte) (events []Event, problems []error, err error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		return nil, nil, errMalformed
	}
	if len(raw) > maxBatch {
		return nil, nil, errTooMany
	}
	for _, data := range raw {
		var e event.Event
		if err := json.Unmarshal(data, &e); err != nil {
			events = append(events, Event{})
			problems = append(problems, refuse(BadData, "is not a CloudEvent 1.0"))
			continue
		}
		one, problem := fromCloudEvent(e)
		events, problems = append(events, one), append(problems, problem)
	}
	return events, problems, nil
}

func fromCloudEvent(e event.Event) (Event, error) {
	if err := e.Validate(); err != nil {
		return Event{}, refuse(BadData, "is not a CloudEvent 1.0: id, source, specversion and type are required")
	}
	if len(e.ID()) > maxName || len(e.Source()) > maxName || len(e.Subject()) > maxName {
		return Event{}, refuse(BadData, "id, source, subject: may have 500 characters each")
	}
	for _, attribute := range []string{e.ID(), e.Source(), e.Subject(), e.Type()} {
		if !chars.Printable(attribute) {
			return Event{}, refuse(BadData, "id, source, subject, type: have characters that are not printable: leave them out")
		}
	}
	return Event{
		Source: e.Source(), ID: e.ID(), Type: e.Type(), Conversation: e.Subject(), Time: e.Time(), Data: chars.CleanJSON(e.Data()),
	}, nil
}

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
