// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package events

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/intentops/intentops/internal/chars"
)

// Media types.
const (
	oneType   = "application/cloudevents+json"
	batchType = "application/cloudevents-batch+json"
)

// decode reads CloudEvents in structured mode: one, or a batch. Of a batch, an event that is not
// valid is refused alone: it is returned with the others, and its error beside it. In binary mode
// an event is in headers, which no signature covers.
func decode(_ context.Context, r request) (events []Event, problems []error, err error) {
	media, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	switch {
	case err == nil && (media == batchType || media == oneType):
	case r.header.Get("Ce-Specversion") != "":
		return nil, nil, errBinary
	default:
		return nil, nil, errMode
	}
	if !utf8.Valid(r.body) {
		return nil, nil, errNotUTF8
	}
	if media == batchType {
		return decodeBatch(r.body)
	}
	var e event.Event
	if err := json.Unmarshal(r.body, &e); err != nil {
		return nil, nil, errMalformed
	}
	one, problem := fromCloudEvent(e)
	return []Event{one}, []error{problem}, nil
}

// Failures of a whole request. They repeat nothing of what was sent.
var (
	errMode = &failure{http.StatusUnsupportedMediaType, "malformed",
		"Content-Type: send a CloudEvent as application/cloudevents+json, or several as application/cloudevents-batch+json"}
	errBinary = &failure{http.StatusUnsupportedMediaType, "malformed",
		"Content-Type: binary mode is not accepted, since the signature does not cover ce- headers: send the event as application/cloudevents+json"}
	errMalformed = &failure{http.StatusBadRequest, "malformed", "the body is not a CloudEvent 1.0, or not a list of them"}
	errNotUTF8   = &failure{http.StatusBadRequest, "malformed", "the body is not UTF-8: encode it as UTF-8"}
	errTooMany   = &failure{http.StatusRequestEntityTooLarge, "size", "a batch may hold 1000 events: send more requests"}
)

func decodeBatch(body []byte) (events []Event, problems []error, err error) {
	list, err := splitList(body)
	if err != nil {
		return nil, nil, err
	}
	for _, data := range list {
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

// splitList returns the elements of a JSON list. It stops where there are too many, before they are
// in memory: an element of two bytes takes fifty there.
func splitList(body []byte) ([]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('[') {
		return nil, errMalformed
	}
	var list []json.RawMessage
	for decoder.More() {
		if len(list) == maxBatch {
			return nil, errTooMany
		}
		var element json.RawMessage
		if err := decoder.Decode(&element); err != nil {
			return nil, errMalformed
		}
		list = append(list, element)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, errMalformed
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errMalformed
	}
	return list, nil
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
	if e.DataBase64 {
		// Whoever counted the values of the request saw one text.
		if err := dataBounds.Check(e.Data()); err != nil {
			return Event{}, refuse(BadData, "data_base64: "+err.Error())
		}
	}
	return Event{
		Source: e.Source(), ID: e.ID(), Type: e.Type(), Conversation: e.Subject(), Time: e.Time(), Data: chars.CleanJSON(e.Data()),
	}, nil
}
