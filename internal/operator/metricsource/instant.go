// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	jsoniter "github.com/json-iterator/go"
	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// instant asks a Prometheus what is so at a moment. Prometheus' own client has an answer in memory four
// times before it decodes it, which with many batches was a sixth of what a tick allocates; this decodes
// what arrives. Errors are those of that client.
type instant struct {
	endpoint *url.URL
	client   http.Client
}

func newInstant(address string, transport http.RoundTripper) (*instant, error) {
	endpoint, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	endpoint.Path = path.Join(strings.TrimRight(endpoint.Path, "/"), "/api/v1/query")
	return &instant{endpoint: endpoint, client: http.Client{Transport: transport}}, nil
}

// reply is what came. The vector is there if the type says so.
type reply struct {
	resultType model.ValueType
	vector     model.Vector
	warnings   []string

	status  string
	problem promv1.Error
}

// query asks at a time; zero: now. Prometheus gives up after the timeout.
func (i *instant) query(ctx context.Context, expr string, at time.Time, timeout time.Duration) (reply, error) {
	form := i.endpoint.Query()
	form.Set("query", expr)
	form.Set("timeout", timeout.String())
	if !at.IsZero() {
		form.Set("time", strconv.FormatFloat(float64(at.Unix())+float64(at.Nanosecond())/1e9, 'f', -1, 64))
	}
	response, err := i.send(ctx, form.Encode())
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }() // it was read
	return read(response)
}

// send posts the form, and asks for the same by GET where something on the way lets nobody post.
func (i *instant) send(ctx context.Context, form string) (*http.Response, error) {
	target := *i.endpoint
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), strings.NewReader(form))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header["Idempotency-Key"] = nil // it may be sent again on another connection
	response, err := i.client.Do(request)
	if err != nil {
		return nil, err
	}
	switch response.StatusCode {
	case http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusNotImplemented:
	default:
		return response, nil
	}
	_ = response.Body.Close() // the next one counts
	target.RawQuery = form
	if request, err = http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody); err != nil {
		return nil, err
	}
	return i.client.Do(request)
}

// read reads an answer as far as its status lets expect one.
func read(response *http.Response) (r reply, err error) {
	code := response.StatusCode
	refused := code == http.StatusBadRequest || code == http.StatusUnprocessableEntity
	if code/100 != 2 && !refused {
		return r, failed(response)
	}
	err = r.decode(response.Body)
	// What went wrong on the way says more than that the answer is none.
	if _, way := io.Copy(io.Discard, response.Body); way != nil {
		err = way
	}
	if err != nil {
		return r, err
	}
	switch {
	case r.status == "error":
		return r, &r.problem
	case refused && r.status == "success":
		return r, &promv1.Error{Type: promv1.ErrBadResponse, Msg: "inconsistent body for response code"}
	}
	switch r.resultType {
	case model.ValVector, model.ValMatrix, model.ValScalar:
		return r, nil
	}
	return r, &promv1.Error{Type: promv1.ErrBadResponse, Msg: "unexpected type of value"}
}

// failed is an answer by its status alone. A proxy may have made it.
func failed(response *http.Response) error {
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	code := response.StatusCode
	failure := &promv1.Error{Type: promv1.ErrBadResponse, Msg: fmt.Sprintf("bad response code %d", code), Detail: string(body)}
	switch code / 100 {
	case 4:
		failure.Type, failure.Msg = promv1.ErrClient, fmt.Sprintf("client error: %d", code)
	case 5:
		failure.Type, failure.Msg = promv1.ErrServer, fmt.Sprintf("server error: %d", code)
	}
	return failure
}

// readAtOnce is how much of an answer is decoded at a time.
const readAtOnce = 64 << 10

func (r *reply) decode(body io.Reader) error {
	iter := jsoniter.Parse(jsoniter.ConfigCompatibleWithStandardLibrary, body, readAtOnce)
	iter.ReadMapCB(func(iter *jsoniter.Iterator, member string) bool {
		switch member {
		case "status":
			r.status = iter.ReadString()
		case "errorType":
			r.problem.Type = promv1.ErrorType(iter.ReadString())
		case "error":
			r.problem.Msg = iter.ReadString()
		case "warnings":
			iter.ReadVal(&r.warnings)
		case "data":
			r.decodeData(iter)
		default:
			iter.Skip()
		}
		return iter.Error == nil
	})
	if iter.Error == nil && iter.WhatIsNext() == jsoniter.InvalidValue && errors.Is(iter.Error, io.EOF) {
		return nil
	}
	return &promv1.Error{Type: promv1.ErrBadResponse, Msg: "no JSON, or more than that"}
}

func (r *reply) decodeData(iter *jsoniter.Iterator) {
	var early []byte // the result, where it comes before its type
	iter.ReadMapCB(func(iter *jsoniter.Iterator, member string) bool {
		switch {
		case member == "resultType":
			r.resultType = model.ValueType(0)
			iter.ReadVal(&r.resultType)
		case member == "result" && r.resultType == model.ValVector:
			r.decodeVector(iter)
		case member == "result" && r.resultType == model.ValNone:
			early = iter.SkipAndReturnBytes()
		default:
			iter.Skip()
		}
		return iter.Error == nil
	})
	if early != nil && r.resultType == model.ValVector && iter.Error == nil {
		late := jsoniter.ParseBytes(jsoniter.ConfigCompatibleWithStandardLibrary, early)
		r.decodeVector(late)
		if late.Error != nil && !errors.Is(late.Error, io.EOF) {
			iter.Error = late.Error
		}
	}
}

func (r *reply) decodeVector(iter *jsoniter.Iterator) {
	if iter.WhatIsNext() != jsoniter.ArrayValue {
		iter.ReportError("result", "a vector is a list")
		return
	}
	r.vector = model.Vector{}
	iter.ReadArrayCB(func(iter *jsoniter.Iterator) bool {
		sample := &model.Sample{}
		iter.ReadVal(sample)
		r.vector = append(r.vector, sample)
		return iter.Error == nil
	})
}
