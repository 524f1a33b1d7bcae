// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package status

import (
	"hash/fnv"
	"strings"
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

// Next is how long it is until an object's next turn begins.
func Next(name types.NamespacedName, now time.Time, every time.Duration) time.Duration {
	return every - time.Duration(phased(name, now, every)%int64(every))
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
	return phased(name, now, every) / int64(every)
}

// phased is a time by an object's own clock, at whose multiples of the period its turns begin.
func phased(name types.NamespacedName, now time.Time, every time.Duration) int64 {
	h := fnv.New32a()
	h.Write([]byte(name.String()))
	return now.UnixNano() + int64(h.Sum32()%parts)*int64(every)/parts
}

// Rounded keeps two digits of a count, which is as much of it as people compare.
func Rounded(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return n / unit * unit
}

// SameSentence says whether two messages differ in nothing but numbers, which may grow.
func SameSentence(a, b string) bool {
	for a != "" && b != "" {
		switch {
		case digit(a[0]) && digit(b[0]):
			a, b = afterNumber(a), afterNumber(b)
		case a[0] != b[0]:
			return false
		default:
			a, b = a[1:], b[1:]
		}
	}
	return a == b
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// afterNumber leaves out the number that a text begins with, also one such as 1,200.5 or 15:04.
func afterNumber(s string) string { return strings.TrimLeft(s, "0123456789.,:") }
