// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
)

// MaxLine is the longest line that is read, in bytes. Longer ones are refused.
const MaxLine = 1 << 20

// Read returns the events of a file with one JSON document a line. An error that is a
// *Refusal concerns one line, any other ends the sequence.
func Read(r io.Reader) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		in := bufio.NewReaderSize(r, MaxLine)
		for line := int64(1); ; line++ {
			content, err := in.ReadSlice('\n')
			tooLong := false
			for errors.Is(err, bufio.ErrBufferFull) {
				tooLong = true
				content, err = in.ReadSlice('\n')
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(Event{}, err)
				return
			}
			if !yieldLine(yield, line, bytes.TrimSpace(content), tooLong) || err != nil {
				return
			}
		}
	}
}

func yieldLine(yield func(Event, error) bool, line int64, content []byte, tooLong bool) bool {
	if tooLong {
		return yield(Event{}, &Refusal{Reason: TooLong, Line: line, Fix: "a line has at most 1 MiB"})
	}
	if line == 1 {
		content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	}
	if len(content) == 0 {
		return true
	}
	event, err := Parse(content)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		refusal.Line = line
	}
	event.Line = line
	return yield(event, err)
}
