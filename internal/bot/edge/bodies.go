// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"container/list"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// graceful is how long any body may take, and leastRate how many bytes a second it must
	// bring from then on.
	graceful  = 2 * time.Second
	leastRate = 16 << 10
	// longest is how long a body may take at most, whatever its size.
	longest = 15 * time.Second
	chunk   = 16 << 10
)

// Why a body was not read.
var (
	ErrTooLarge = errors.New("the body is too large")
	ErrSlow     = errors.New("the body came too slowly")
	ErrBusy     = errors.New("too many bodies are read at the same time")
	ErrBroken   = errors.New("the body could not be read")
)

// BodyReader reads bodies into memory, before it is known who sent them. Those who send slowly
// lose: each body must come at a least rate, and when there are too many at the same time the
// one that has been read for longest is given up. One that is sent at once is read at once.
type BodyReader struct {
	max      int
	maxBytes int64
	shed     *Shed

	mu      sync.Mutex
	reading *list.List // of *body, the first has been read for longest
	bytes   int64      // of all bodies in memory
}

// body that is being read.
type body struct {
	connection *http.ResponseController
	evicted    bool
}

// NewBodyReader reads n bodies at the same time, and keeps maxBytes in memory.
func NewBodyReader(n int, maxBytes int64, shed *Shed) *BodyReader {
	return &BodyReader{max: n, maxBytes: maxBytes, shed: shed, reading: list.New()}
}

// Read returns a request's body of at most limit bytes, and done, which is called when the
// request is served: until then the body counts. The error is ErrTooLarge, ErrSlow, ErrBusy or
// ErrBroken.
func (b *BodyReader) Read(w http.ResponseWriter, r *http.Request, limit int64) (data []byte, done func(), err error) {
	if r.ContentLength > limit {
		closeAfter(w)
		return nil, nil, ErrTooLarge
	}
	mine := &body{connection: http.NewResponseController(w)}
	place := b.begin(mine)
	defer func() {
		b.end(place)
		if err != nil {
			b.free(int64(len(data)))
			data = nil
			closeAfter(w)
			return
		}
		// Otherwise the deadline would end the request while it is served.
		_ = mine.connection.SetReadDeadline(time.Time{})
	}()
	began := time.Now()
	data = make([]byte, 0, firstRead(r.ContentLength, limit))
	for {
		allowed := graceful + time.Duration(int64(len(data))*int64(time.Second)/leastRate)
		if !b.allow(mine, began.Add(min(allowed, longest))) {
			b.shed.Count(ReasonBodies)
			return data, nil, ErrBusy
		}
		data = slices.Grow(data, 1)
		n, err := r.Body.Read(data[len(data):min(cap(data), len(data)+chunk)])
		if int64(len(data)+n) > limit {
			return data, nil, ErrTooLarge
		}
		if !b.keep(mine, int64(n)) {
			b.shed.Count(ReasonBodies)
			return data, nil, ErrBusy
		}
		data = data[:len(data)+n]
		switch {
		case errors.Is(err, io.EOF):
			size := int64(len(data))
			return data, func() { b.free(size) }, nil
		case err != nil && b.isEvicted(mine):
			b.shed.Count(ReasonBodies)
			return data, nil, ErrBusy
		case isTimeout(err):
			b.shed.Count(ReasonSlowBody)
			return data, nil, ErrSlow
		case err != nil:
			return data, nil, ErrBroken
		}
	}
}

// firstRead is how much room a body gets before any of it came: as much as it says to need, for most
// are small, and one byte more to see its end. A length of -1 is not known.
func firstRead(length, limit int64) int64 {
	if length < 0 {
		length = chunk
	}
	return min(length+1, chunk, limit+1)
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && timeout.Timeout()
}

func (b *BodyReader) begin(mine *body) *list.Element {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.reading.Len() >= b.max {
		b.evictLongest(nil)
	}
	return b.reading.PushBack(mine)
}

// evictLongest gives up the body that has been read for longest, if there is another one.
func (b *BodyReader) evictLongest(except *body) bool {
	for e := b.reading.Front(); e != nil; e = e.Next() {
		if other := e.Value.(*body); other != except && !other.evicted {
			other.evicted = true
			_ = other.connection.SetReadDeadline(time.Unix(1, 0)) // ends the read that waits
			return true
		}
	}
	return false
}

// allow sets until when more of a body must come; false: it was given up.
func (b *BodyReader) allow(mine *body, deadline time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !mine.evicted {
		_ = mine.connection.SetReadDeadline(deadline) // not there: in a test, or behind a wrapper
	}
	return !mine.evicted
}

// keep counts n more bytes of a body; false: there is no memory for them.
func (b *BodyReader) keep(mine *body, n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	// What is given up leaves at once: until it has, a chunk more is in memory.
	if b.bytes+n > b.maxBytes && !b.evictLongest(mine) {
		return false
	}
	b.bytes += n
	return true
}

func (b *BodyReader) isEvicted(mine *body) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return mine.evicted
}

func (b *BodyReader) end(place *list.Element) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reading.Remove(place)
}

func (b *BodyReader) free(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bytes -= n
}
