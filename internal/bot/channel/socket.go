// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// read passes the browser's messages on one at a time. One that is not JSON does not end the
// chat.
func (s *session) read(ctx context.Context, incoming chan<- fromBrowser) error {
	for {
		m, err := s.receive(ctx)
		if f, refused := errors.AsType[*Failure](err); refused {
			m, err = fromBrowser{Type: typeMalformed, Text: f.Message}, nil
		}
		if err != nil {
			return err
		}
		select {
		case incoming <- m:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// typeMalformed stands for a message that could not be read.
const typeMalformed = "\x00malformed"

func (s *session) receive(ctx context.Context) (fromBrowser, error) {
	var m fromBrowser
	_, reader, err := s.socket.Reader(ctx)
	if err != nil {
		return m, err
	}
	// The socket's read limit bounds it, and ends the connection.
	data, err := io.ReadAll(reader)
	if err != nil {
		return m, err
	}
	if !s.frames.Allow() {
		return m, errChatty
	}
	return m, decodeStrict(data, &m)
}

func (s *session) send(ctx context.Context, m toBrowser) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return s.socket.Write(ctx, websocket.MessageText, data)
}

// keepAlive pings until the browser no longer answers. The goroutine that reads messages reads
// the answer, and may have to pass on a message before it: nothing that serves messages may wait
// here.
func (s *session) keepAlive(ctx context.Context) error {
	tick := time.NewTicker(s.ping)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := s.pong(ctx); err != nil {
			return err
		}
	}
}

func (s *session) pong(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pongWithin)
	defer cancel()
	return s.socket.Ping(ctx)
}

// refuse sends the browser what is wrong; the chat continues.
func (s *session) refuse(ctx context.Context, messageID string, err error) error {
	f := failure(err)
	if f.Status >= http.StatusInternalServerError {
		s.log.Error(err, "Unable to serve a chat message", "status", f.Status)
	}
	return s.send(ctx, toBrowser{Type: "error", MessageID: messageID, Error: f, RetryAfterSeconds: f.retryAfterSeconds()})
}
