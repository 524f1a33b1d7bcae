// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package outbound says whom the bot may connect to, and why a server could not be reached, in
// words that are safe to log: without an address, which may hold a password, and without what
// was sent, which may quote a customer.
package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"github.com/intentops/intentops/internal/contract/connection"
)

// Words says why a connection was not made or broke; known is false when err is of another
// kind, such as a response that is not HTTP: such errors repeat what was received.
func Words(err error) (words string, known bool) {
	if denied, ok := errors.AsType[*DeniedError](err); ok {
		return denied.Error(), true
	}
	if file, ok := errors.AsType[*connection.FileError](err); ok {
		return file.Error(), true
	}
	if lookup, ok := errors.AsType[*net.DNSError](err); ok {
		return lookup.Err, true
	}
	if certificate, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return certificate.Error(), true
	}
	if alert, ok := errors.AsType[tls.AlertError](err); ok {
		return alert.Error(), true
	}
	if header, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return header.Error(), true
	}
	if number, ok := errors.AsType[syscall.Errno](err); ok {
		return number.Error(), true
	}
	switch {
	case Late(err):
		return "no answer in time", true
	case errors.Is(err, context.Canceled):
		return "given up", true
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed (EOF)", true
	case errors.Is(err, http.ErrSchemeMismatch):
		return "the server speaks HTTP, and the URL says https", true
	}
	return "", false
}

// Late reports whether time ran out.
func Late(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// Place is scheme and host of a URL, which are safe to show.
func Place(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}
