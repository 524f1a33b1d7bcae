// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"container/list"
	"context"
	"net"
	"net/http"
	"sync"
)

// Connections bounds a port's connections. When there are too many, one that waits is closed:
// first of those that never brought a request that was accepted, then of the others, each time
// the one that has waited for longest. A connection whose request is being served is not closed.
type Connections struct {
	max  int
	shed *Shed

	mu    sync.Mutex
	all   map[net.Conn]*connection
	fresh *list.List // of *connection, waiting, the first for longest
	good  *list.List // likewise, of those that brought an accepted request
}

type connection struct {
	owner    *Connections
	conn     net.Conn
	accepted bool
	place    *list.Element // in fresh or good; nil: it is being served
}

// NewConnections bounds a port to n connections.
func NewConnections(n int, shed *Shed) *Connections {
	return &Connections{max: n, shed: shed, all: map[net.Conn]*connection{}, fresh: list.New(), good: list.New()}
}

type connectionKey struct{}

// Guard makes a server keep the bound. Its Handler must be set before.
func (c *Connections) Guard(s *http.Server) {
	next := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mine, _ := r.Context().Value(connectionKey{}).(*connection)
		c.serving(mine)
		defer c.waiting(mine)
		next.ServeHTTP(w, r)
	})
	s.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, connectionKey{}, c.add(conn))
	}
	s.ConnState = func(conn net.Conn, state http.ConnState) {
		if state == http.StateHijacked || state == http.StateClosed {
			c.remove(conn)
		}
	}
}

// Accept notes that a request was accepted: its sender had the right token or signature. The
// connection is kept before others.
func Accept(ctx context.Context) {
	if mine, ok := ctx.Value(connectionKey{}).(*connection); ok && mine != nil {
		mine.owner.mu.Lock()
		defer mine.owner.mu.Unlock()
		mine.accepted = true
	}
}

// Count is how many connections there are; those of chats are not among them.
func (c *Connections) Count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.all)
}

func (c *Connections) add(conn net.Conn) *connection {
	c.mu.Lock()
	defer c.mu.Unlock()
	mine := &connection{owner: c, conn: conn}
	mine.place = c.fresh.PushBack(mine)
	c.all[conn] = mine
	if len(c.all) <= c.max {
		return mine
	}
	// It is the new one itself when all others are being served.
	for _, waiting := range []*list.List{c.fresh, c.good} {
		if oldest := waiting.Front(); oldest != nil {
			c.shed.Count(ReasonConnections)
			other := waiting.Remove(oldest).(*connection)
			other.place = nil
			delete(c.all, other.conn)
			_ = other.conn.Close()
			break
		}
	}
	return mine
}

func (c *Connections) remove(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if mine := c.all[conn]; mine != nil {
		c.take(mine)
		delete(c.all, conn)
	}
}

// take takes a connection out of the list that it waits in.
func (c *Connections) take(mine *connection) {
	if mine.place == nil {
		return
	}
	c.fresh.Remove(mine.place) // a list ignores the elements of another
	c.good.Remove(mine.place)
	mine.place = nil
}

func (c *Connections) serving(mine *connection) {
	if mine == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.take(mine)
}

func (c *Connections) waiting(mine *connection) {
	if mine == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all[mine.conn] != mine {
		return // a chat's, or closed
	}
	c.take(mine)
	if mine.accepted {
		mine.place = c.good.PushBack(mine)
		return
	}
	mine.place = c.fresh.PushBack(mine)
}
