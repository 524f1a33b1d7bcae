// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"syscall"
	"testing"
)

func TestReasonsAreSafeToLog(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string // empty: not known
	}{
		"an unknown host name":       {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "nats", IsNotFound: true}}, "no such host"},
		"no server listens":          {&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, "connection refused"},
		"in a request with a token":  {&url.Error{Op: "Post", URL: "http://rasa/?token=secret", Err: syscall.ECONNRESET}, "connection reset by peer"},
		"time is over":               {fmt.Errorf("reading: %w", context.DeadlineExceeded), "no answer in time"},
		"a read that took too long":  {&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, "no answer in time"},
		"the other side hung up":     {&url.Error{Op: "Post", URL: "http://rasa/?token=secret", Err: io.EOF}, "the connection was closed (EOF)"},
		"the caller went away":       {context.Canceled, "given up"},
		"what quotes the other side": {errors.New(`malformed HTTP response "my card was stolen"`), ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if words, known := Words(tc.err); words != tc.want || known != (tc.want != "") {
				t.Errorf("%q, known %v, want %q", words, known, tc.want)
			}
		})
	}
}
