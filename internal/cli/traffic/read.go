// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package traffic reads what customers wrote from a file, and says what a release decides on it.
package traffic

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/intentops/intentops/internal/bot/redact"
	"github.com/intentops/intentops/internal/chars"
)

// Bounds of what is read. A file that is longer is refused: to leave a part of it out without a
// word would bend every count.
const (
	// MaxMessages is weeks of a busy team, and about a minute of one core.
	MaxMessages = 200_000
	// maxBytes is what the texts of so many messages take, at 320 characters each.
	maxBytes = 64 << 20
	// maxLine is how long a line may be: a message of any channel fits.
	maxLine = 1 << 20
	// maxKey is how long a conversation's id may be.
	maxKey = 200
)

// Message is what a customer wrote.
type Message struct {
	// Text is masked as the bot masks it, before anything else is done with it.
	Text string
	// Locale is a BCP 47 tag such as "en"; may be empty.
	Locale string
	// HandleSeconds is how long agents worked on it; negative: not known.
	HandleSeconds float64
	// Intent that a person said it is about, in Labelled messages; empty: about none.
	Intent   string
	Labelled bool
	// Line of the file.
	Line int
}

// Conversation is the messages of one conversation, in the order of the file.
type Conversation struct {
	// ID as the file has it; empty: the message stands alone.
	ID       string
	Messages []Message
}

// line of a file. Members that are not listed are left alone: exports have more.
type line struct {
	Text              *string  `json:"text"`
	Locale            string   `json:"locale"`
	Conversation      string   `json:"conversation"`
	HandleTimeSeconds *float64 `json:"handleTimeSeconds"`
	Intent            *string  `json:"intent"`
}

// Read reads JSON lines, by conversation in the order in which each began.
func Read(in io.Reader) ([]Conversation, error) { return read(in, MaxMessages, maxBytes) }

func read(in io.Reader, most, mostBytes int) ([]Conversation, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	var all []Conversation
	at := map[string]int{}
	number, messages, size := 0, 0, 0
	for lines.Scan() {
		number++
		raw := lines.Bytes()
		if number == 1 {
			raw = bytes.TrimPrefix(raw, []byte("\ufeff")) // a byte order mark, as Windows writes it
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		id, message, err := parse(raw)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		if message.Text == "" {
			continue // a picture, say
		}
		message.Line = number
		messages, size = messages+1, size+len(message.Text)
		switch {
		case messages > most:
			return nil, fmt.Errorf("line %d: a file may have %d messages: take those of fewer days", number, most)
		case size > mostBytes:
			return nil, fmt.Errorf("line %d: the texts of a file may have %d bytes: take those of fewer days", number, mostBytes)
		}
		place, known := at[id]
		if !known || id == "" {
			place = len(all)
			at[id] = place
			all = append(all, Conversation{ID: id})
		}
		all[place].Messages = append(all[place].Messages, message)
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("line %d: is longer than %d MiB", number+1, maxLine>>20)
	} else if err != nil {
		return nil, err
	}
	if messages == 0 {
		return nil, errors.New(`there is no message in it: write one a line, such as {"text": "where is my parcel"}`)
	}
	return all, nil
}

func parse(raw []byte) (id string, m Message, err error) {
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		return "", m, plain(err)
	}
	switch {
	case l.Text == nil:
		return "", m, errors.New(`text: is missing: write what the customer wrote, such as {"text": "where is my parcel"}`)
	case len(l.Conversation) > maxKey:
		return "", m, fmt.Errorf("conversation: may have %d bytes", maxKey)
	case l.Intent != nil && len(*l.Intent) > maxKey:
		return "", m, fmt.Errorf("intent: may have %d bytes", maxKey)
	case l.HandleTimeSeconds != nil && !(*l.HandleTimeSeconds >= 0 && *l.HandleTimeSeconds <= math.MaxInt32):
		return "", m, errors.New("handleTimeSeconds: must be a number of seconds, 0 or more; leave it out where it is not known")
	}
	m = Message{Text: redact.Text(chars.Clean(*l.Text)), Locale: strings.ReplaceAll(l.Locale, "_", "-"), HandleSeconds: -1}
	if chars.Blank(m.Text) {
		m.Text = ""
	}
	if l.HandleTimeSeconds != nil {
		m.HandleSeconds = *l.HandleTimeSeconds
	}
	if l.Intent != nil {
		m.Intent, m.Labelled = *l.Intent, true
	}
	return l.Conversation, m, nil
}

// plain says what is wrong with a line without its words: they are a customer's.
func plain(err error) error {
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is && wrong.Field != "" {
		return fmt.Errorf("%s: is a %s, which it may not be", wrong.Field, wrong.Value)
	}
	return errors.New(`is not a JSON object: write one message a line, such as {"text": "where is my parcel"}`)
}

// Count is how many messages there are.
func Count(all []Conversation) int {
	n := 0
	for i := range all {
		n += len(all[i].Messages)
	}
	return n
}
