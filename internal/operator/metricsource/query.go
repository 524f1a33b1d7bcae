// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"

	"github.com/intentops/intentops/internal/chars"
	"github.com/intentops/intentops/internal/contract/connection"
)

// maxAnswer is the longest answer that is read, in bytes: about 300,000 series.
const maxAnswer = 64 << 20

var (
	errTooLarge = errors.New("the answer is too large")
	// errIncomplete stands for warnings: a part of the storage did not answer, so counts
	// may be too small. Such an answer is not better than none.
	errIncomplete = errors.New("the answer is incomplete")
)

// query asks for a vector, all of it at one time by Prometheus' clock, and returns it with
// that time. Errors are UnavailableErrors.
func (s *Source) query(ctx context.Context, family, expr string) (model.Vector, time.Time, error) {
	return s.queryAt(ctx, family, expr, time.Time{})
}

// queryAt is query at a time in the past; zero: now.
func (s *Source) queryAt(ctx context.Context, family, expr string, at time.Time) (model.Vector, time.Time, error) {
	asked := s.clock.Now()
	value, warnings, err := s.api.Query(ctx, expr, at, promv1.WithTimeout(s.timeout))
	if err == nil && len(warnings) > 0 {
		err = incomplete(warnings)
	}
	vector, isVector := value.(model.Vector)
	if err == nil && !isVector {
		err = &promv1.Error{Type: promv1.ErrBadResponse, Msg: "not a vector"}
	}
	if err != nil {
		s.count(family, "unavailable")
		return nil, time.Time{}, unavailable(family, err)
	}
	answered := asked
	if len(vector) > 0 {
		answered = vector[0].Timestamp.Time()
	}
	return vector, answered, nil
}

// incomplete is an errIncomplete with the warnings, for logs.
func incomplete(warnings []string) error {
	return fmt.Errorf("%w: %s", errIncomplete, strings.Join(warnings, "; "))
}

func (s *Source) count(family, result string) { s.queries.WithLabelValues(family, result).Inc() }

// countAnswer counts an answer that came, by whether all of it could be used.
func (s *Source) countAnswer(family string, bad int) {
	if bad > 0 {
		s.count(family, "bad_data")
		return
	}
	s.count(family, "ok")
}

// maxExact is the largest number up to which a float64 holds every whole number.
const maxExact = 1 << 53

// whole returns the value of a sample that must be a count.
func whole(sample *model.Sample) (int64, *BadDataError) {
	v := float64(sample.Value)
	switch {
	case sample.Histogram != nil:
		return 0, badData(sample.Metric, "a native histogram where a count is expected")
	case math.IsNaN(v), math.IsInf(v, 0):
		return 0, badData(sample.Metric, "the value is not a number")
	case v < 0:
		return 0, badData(sample.Metric, "a count below 0")
	case v != math.Trunc(v):
		return 0, badData(sample.Metric, "a count that is not whole")
	case v > maxExact:
		return 0, badData(sample.Metric, "a count too large to be exact")
	}
	return int64(v), nil
}

// limitedTransport refuses answers that are too large to keep.
type limitedTransport struct {
	next  http.RoundTripper
	limit int64
}

// RoundTrip implements http.RoundTripper.
func (t *limitedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	response.Body = &limitedBody{ReadCloser: response.Body, left: t.limit}
	return response, nil
}

type limitedBody struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader. Going over the limit is an error and not an end: half an
// answer must not pass for a whole one.
func (b *limitedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errTooLarge
	}
	return n, err
}

// UnavailableError says that the metrics could not be read. Nothing is known about the
// bots: no decision may rest on it. Reason is the same for the same cause each time, so
// that it may stand in a condition.
type UnavailableError struct {
	// Family of metrics that was asked for.
	Family string
	// Reason in words, without addresses and times that change from query to query.
	Reason string
	// Err is the cause. Its text may repeat what was sent and what was answered, so it is not for
	// logs: Details is.
	Err error
}

// Error gives the reason only.
func (e *UnavailableError) Error() string {
	return "reading " + e.Family + " metrics from Prometheus: " + e.Reason
}

// Unwrap returns the cause.
func (e *UnavailableError) Unwrap() error { return e.Err }

// Details says for logs what went wrong on the way to Prometheus, with addresses; empty: nothing
// did, or nothing more than the error says is known. Prometheus' own words are left out: they may
// quote labels of others, and a proxy before it the token that it was sent.
func Details(err error) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.Error()
	}
	if way, ok := errors.AsType[*net.OpError](err); ok {
		return way.Error()
	}
	return ""
}

// BadDataError says that a bot reports something that cannot be a count.
type BadDataError struct {
	// Series is its name, with the names of its labels: their values are whatever a pod says.
	Series string
	// Problem with it.
	Problem string
}

// Error names the series and the problem.
func (e *BadDataError) Error() string { return fmt.Sprintf("series %s: %s", e.Series, e.Problem) }

// IsUnavailable tells a provider that does not answer from data that is wrong.
func IsUnavailable(err error) bool {
	var unavailable *UnavailableError
	return errors.As(err, &unavailable)
}

// maxText bounds what comes from outside and goes into an error.
const maxText = 300

func badData(series model.Metric, problem string) *BadDataError {
	names := slices.Sorted(maps.Keys(series))
	var labels []string
	for _, name := range names {
		if name != model.MetricNameLabel && name != "part" {
			labels = append(labels, string(name))
		}
	}
	text := string(series[model.MetricNameLabel]) + "{" + strings.Join(labels, ", ") + "}"
	return &BadDataError{Series: chars.Clip(text, maxText), Problem: problem}
}

func unavailable(family string, err error) *UnavailableError {
	return &UnavailableError{Family: family, Reason: reason(err), Err: err}
}

// reason names the cause of a failed query without what differs from try to try, and without
// Prometheus' own words, which may quote labels.
func reason(err error) string {
	var (
		api *promv1.Error
		dns *net.DNSError
		way *url.Error
		tmo interface{ Timeout() bool }

		file        *connection.FileError
		certificate *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &file):
		return file.Error()
	case errors.As(err, &certificate):
		return "its certificate is not signed by whom the operator trusts: " + chars.Clip(certificate.Error(), maxText)
	case errors.As(err, &api):
		return chars.Clip(apiReason(api), maxText)
	case errors.Is(err, errTooLarge):
		return errTooLarge.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &tmo) && tmo.Timeout():
		return "no answer in time"
	case errors.As(err, &dns):
		return "the host name does not resolve"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection is refused"
	case errors.Is(err, errIncomplete):
		return errIncomplete.Error() + ": Prometheus gives warnings with it"
	case errors.As(err, &way), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection failed"
	default:
		return foreignAnswer
	}
}

const foreignAnswer = "the answer is not one of Prometheus; check the address"

func apiReason(err *promv1.Error) string {
	switch err.Type {
	case promv1.ErrBadResponse:
		return foreignAnswer
	case promv1.ErrTimeout, promv1.ErrCanceled:
		return "the query ran out of time"
	case promv1.ErrBadData:
		return "the query was refused: this Prometheus cannot read it"
	case promv1.ErrExec:
		return "the query was refused: " + evaluation(err.Msg)
	case promv1.ErrServer, promv1.ErrClient:
		return err.Msg
	default:
		return string(err.Type)
	}
}
