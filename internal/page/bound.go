// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
)

// mostRead bounds what all requests for one answer of the page take of the memory together. Two
// hundred batches with all of their history are a third of it.
const mostRead = 24 << 20

// mostOfList bounds one answer of the API server: taken apart it needs thirty times its size.
const mostOfList = 4 << 20

var (
	errLongList = errors.New("the list has more than 4 MiB")
	errTooLarge = errors.New("the cluster has more than 24 MiB for one answer")
	errWrite    = errors.New("the page only reads")
)

type (
	budgetKey struct{}
	listKey   struct{}
)

// refund gives back what a list took that was too long.
func refund(ctx context.Context) {
	if left, ok := ctx.Value(budgetKey{}).(*atomic.Int64); ok {
		left.Add(mostOfList)
	}
}

// withList gives the next request of a context mostOfList bytes.
func withList(ctx context.Context) context.Context {
	left := &atomic.Int64{}
	left.Store(mostOfList)
	return context.WithValue(ctx, listKey{}, left)
}

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
		response.Body = &boundedBody{response.Body, left, errTooLarge}
	}
	if left, ok := request.Context().Value(listKey{}).(*atomic.Int64); ok {
		response.Body = &boundedBody{response.Body, left, errLongList}
	}
	// It is read here: what does not fit would be logged by the client otherwise.
	data, err := io.ReadAll(response.Body)
	if closed := response.Body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(data))
	return response, nil
}

type boundedBody struct {
	io.ReadCloser
	left *atomic.Int64
	// more is what a longer body is.
	more error
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left.Add(-int64(n)) < 0 {
		return 0, b.more
	}
	return n, err
}
