// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"sync"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/utils/clock"
)

// LimitLog returns a logger that writes at most perSecond lines a second. The last of them says
// how many were left out in the seconds before; they are counted as shed, too. All loggers made
// of it share the bound.
func LimitLog(log logr.Logger, perSecond int, c clock.PassiveClock, shed *Shed) logr.Logger {
	sink := log.GetSink()
	if sink == nil {
		return log // it writes nothing
	}
	if deep, ok := sink.(logr.CallDepthLogSink); ok {
		sink = deep.WithCallDepth(1)
	}
	return log.WithSink(&limitedSink{LogSink: sink, window: &logWindow{perSecond: perSecond, clock: c, shed: shed, report: sink}})
}

// logWindow is one second of the log.
type logWindow struct {
	perSecond int
	clock     clock.PassiveClock
	shed      *Shed
	report    logr.LogSink

	mu      sync.Mutex
	began   time.Time
	lines   int
	leftOut int // since it was last said
}

// admit reports whether one more line may be written, and how many lines were left out before,
// when that is to be said now.
func (w *logWindow) admit() (ok bool, leftOut int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := w.clock.Now(); now.Sub(w.began) >= time.Second || now.Before(w.began) {
		w.began, w.lines = now, 0
		if leftOut, w.leftOut = w.leftOut, 0; leftOut > 0 {
			w.lines++
		}
	}
	if w.lines >= w.perSecond {
		w.leftOut++
		w.shed.Count(ReasonLogLines)
		return false, leftOut
	}
	w.lines++
	return true, leftOut
}

// limitedSink passes on what the window admits.
type limitedSink struct {
	logr.LogSink
	window *logWindow
}

func (s *limitedSink) write(line func()) {
	ok, leftOut := s.window.admit()
	if leftOut > 0 {
		s.window.report.Info(0, "Lines of the log were left out: there were too many in a second", "lines", leftOut)
	}
	if ok {
		line()
	}
}

func (s *limitedSink) Info(level int, msg string, keysAndValues ...any) {
	s.write(func() { s.LogSink.Info(level, msg, keysAndValues...) })
}

func (s *limitedSink) Error(err error, msg string, keysAndValues ...any) {
	s.write(func() { s.LogSink.Error(err, msg, keysAndValues...) })
}

func (s *limitedSink) WithValues(keysAndValues ...any) logr.LogSink {
	return &limitedSink{LogSink: s.LogSink.WithValues(keysAndValues...), window: s.window}
}

func (s *limitedSink) WithName(name string) logr.LogSink {
	return &limitedSink{LogSink: s.LogSink.WithName(name), window: s.window}
}
