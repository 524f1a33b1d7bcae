// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
)

// mostRead bounds what all requests for one answer of the page take of the memory together. Two
// hundred batches with all of their history are a third of it.
const mostRead = 24 << 20

var (
	errTooLarge = errors.New("the cluster has more than 24 MiB for one answer")
	errWrite    = errors.New("the page only reads")
)

type budgetKey struct{}

// withBudget gives the requests of a context mostRead bytes.
func withBudget(ctx context.Context) context.Context {
	left := &atomic.Int64{}
	left.Store(mostRead)
	return context.WithValue(ctx, budgetKey{}, left)
}

// onlyReads keeps requests to reading, and their answers within the budget of their context.
func onlyReads(next http.RoundTripper) http.RoundTripper { return reader{next} }

type reader struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (r reader) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet {
		return nil, errWrite
	}
	response, err := r.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if left, ok := request.Context().Value(budgetKey{}).(*atomic.Int64); ok {
		response.Body = &boundedBody{response.Body, left}
	}
	return response, nil
}

type boundedBody struct {
	io.ReadCloser
	left *atomic.Int64
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left.Add(-int64(n)) < 0 {
		return 0, errTooLarge
	}
	return n, err
}
