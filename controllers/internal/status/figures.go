// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"hash/fnv"
	"regexp"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// Pace remembers when figures such as counts of conversations, which grow all the time, were
// written last, so that those of one object are written once in a while, and those of many
// objects one after the other and not all at the same time. It holds one entry for each object
// until Forget. What is decided is written at once.
type Pace struct {
	mu      sync.Mutex
	written map[types.NamespacedName]time.Time
}

// Written notes that a status was written, with its figures.
func (p *Pace) Written(name types.NamespacedName, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.written == nil {
		p.written = map[types.NamespacedName]time.Time{}
	}
	p.written[name] = now
}

// Due says whether figures may be written now, if they are written once in a period. Those of
// an object that was not seen before may not: an operator that begins has better to do.
func (p *Pace) Due(name types.NamespacedName, now time.Time, every time.Duration) bool {
	p.mu.Lock()
	last, known := p.written[name]
	p.mu.Unlock()
	if !known {
		p.Written(name, now)
		return false
	}
	return turn(name, now, every) > turn(name, last, every)
}

// Forget removes an object that is gone.
func (p *Pace) Forget(name types.NamespacedName) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.written, name)
}

// parts of a period, over which beginnings are spread.
const parts = 1000

// turn counts the periods that have begun for an object. Each object has its own beginning of
// a period, so that the turns of many are spread over it.
func turn(name types.NamespacedName, now time.Time, every time.Duration) int64 {
	h := fnv.New32a()
	h.Write([]byte(name.String()))
	return (now.UnixNano() + int64(h.Sum32()%parts)*int64(every)/parts) / int64(every)
}

// Rounded keeps two digits of a count, which is as much of it as people compare.
func Rounded(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return n / unit * unit
}

var number = regexp.MustCompile(`[0-9][0-9.,:]*`)

// WithoutNumbers is a message as a sentence: it changes where something else is said, and not
// where only a number in it grows.
func WithoutNumbers(message string) string { return number.ReplaceAllString(message, "#") }
