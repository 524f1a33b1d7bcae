// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"errors"
	"io"
	"net/http"
)

// largestAnswer bounds what one answer of the API server takes of the memory: a page of a hundred
// objects is far smaller.
const largestAnswer = 24 << 20

var errTooLarge = errors.New("the answer of the cluster is larger than 24 MiB")

// boundAnswers keeps answers below largestAnswer, and requests to reading.
func boundAnswers(next http.RoundTripper) http.RoundTripper { return bounded{next} }

type bounded struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		return nil, errors.New("the page only reads")
	}
	response, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	response.Body = &boundedBody{ReadCloser: response.Body, left: largestAnswer}
	return response, nil
}

type boundedBody struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
