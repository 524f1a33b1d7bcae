// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"net"
	"strconv"
	"sync"
	"testing"
)

// wire is how one server reaches another. While it is cut, what is sent is lost and nobody is told,
// as in a partition of a network.
type wire struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	cut   bool
	ended bool
	conns map[net.Conn]struct{}
	wg    sync.WaitGroup
}

func newWire(t testing.TB, port int) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), conns: map[net.Conn]struct{}{}}
	w.wg.Go(w.run)
	t.Cleanup(func() {
		_ = l.Close()
		w.mu.Lock()
		w.ended = true
		w.mu.Unlock()
		w.hangUp()
		w.wg.Wait()
	})
	return w
}

func (w *wire) address() string { return w.listener.Addr().String() }

func (w *wire) run() {
	for {
		from, err := w.listener.Accept()
		if err != nil {
			return
		}
		if w.isCut() {
			// It looks as if it was connected, and nobody answers.
			w.carry(from, nil)
			continue
		}
		to, err := net.Dial("tcp", w.to)
		if err != nil {
			_ = from.Close()
			continue
		}
		w.carry(from, to)
		w.carry(to, from)
	}
}

// carry takes what comes from one connection to another.
func (w *wire) carry(from, to net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		_ = from.Close()
		return
	}
	w.conns[from] = struct{}{}
	w.wg.Go(func() {
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			if err == nil && to != nil && !w.isCut() {
				_, err = to.Write(buffer[:n])
			}
			if err != nil {
				break
			}
		}
		_ = from.Close()
		if to != nil {
			_ = to.Close()
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.conns, from)
	})
}

func (w *wire) isCut() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cut
}

func (w *wire) setCut(cut bool) {
	w.mu.Lock()
	w.cut = cut
	w.mu.Unlock()
	if !cut {
		w.hangUp() // what was lost leaves gaps in the connections of before
	}
}

func (w *wire) hangUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for conn := range w.conns {
		_ = conn.Close()
	}
}
