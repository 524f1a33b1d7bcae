// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package metricsource

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"

	promv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// UnavailableError says that the metrics could not be read. Nothing is known about the
// bots: no decision may rest on it. Reason is the same for the same cause each time, so
// that it may stand in a condition.
type UnavailableError struct {
	// Family of metrics that was asked for.
	Family string
	// Reason in words, without addresses and times that change from query to query.
	Reason string
	// Err has the details, for logs.
	Err error
}

// Error gives the reason only; details are in Err.
func (e *UnavailableError) Error() string {
	return "reading " + e.Family + " metrics from Prometheus: " + e.Reason
}

// Unwrap returns the cause.
func (e *UnavailableError) Unwrap() error { return e.Err }

// BadDataError says that a bot reports something that cannot be a count.
type BadDataError struct {
	// Series with its labels.
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

func clip(s string) string {
	if len(s) <= maxText {
		return s
	}
	return s[:maxText] + "..."
}

func badData(series model.Metric, problem string) *BadDataError {
	return &BadDataError{Series: clip(series.String()), Problem: problem}
}

func unavailable(family string, err error) *UnavailableError {
	return &UnavailableError{Family: family, Reason: reason(err), Err: err}
}

// reason names the cause of a failed query without what differs from try to try.
func reason(err error) string {
	var (
		api *promv1.Error
		dns *net.DNSError
		tmo interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &api):
		return clip(apiReason(api))
	case errors.Is(err, errTooLarge):
		return errTooLarge.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &tmo) && tmo.Timeout():
		return "no answer in time"
	case errors.As(err, &dns):
		return "the host name does not resolve"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection is refused"
	case errors.Is(err, errIncomplete):
		return clip(err.Error())
	default:
		return "the connection failed"
	}
}

func apiReason(err *promv1.Error) string {
	switch err.Type {
	case promv1.ErrBadResponse:
		return "the answer is not one of Prometheus; check the address"
	case promv1.ErrTimeout, promv1.ErrCanceled:
		return "the query ran out of time"
	case promv1.ErrBadData, promv1.ErrExec:
		return "the query was refused: " + err.Msg
	case promv1.ErrServer, promv1.ErrClient:
		return err.Msg
	default:
		return string(err.Type)
	}
}
