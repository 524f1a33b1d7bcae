// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// maxToken is the longest encoded token; longer ones are replaced by their hash. A subject
// holds at most three, and NATS allows subjects of a few kilobytes.
const maxToken = 200

// What the names of all bots' streams and subjects begin with.
const (
	streamPrefix  = "intentops_"
	subjectPrefix = "intentops."
)

// names are the names of a bot's stream, subjects and consumers.
type names struct {
	stream string
	prefix string
}

func newNames(namespace, bot string) names {
	ns, b := token(namespace), token(bot)
	return names{stream: streamPrefix + ns + "_" + b, prefix: subjectPrefix + ns + "." + b}
}

func (n names) all() string                      { return n.prefix + ".>" }
func (n names) conversation(id string) string    { return n.prefix + ".conv." + token(id) }
func (n names) claim(key string) string          { return n.prefix + ".claim." + token(key) }
func (n names) record(key string) string         { return n.prefix + ".record." + token(key) }
func (n names) key(name string) string           { return n.prefix + ".key." + token(name) }
func (n names) sealedKey(name, id string) string { return n.key(name) + "." + id }
func (n names) ledger() string                   { return n.prefix + ".ledger.v1" }
func (n names) snapshot() string                 { return n.prefix + ".snapshot.v1" }
func (n names) past(id string) string            { return n.prefix + ".past.v1." + id }
func (n names) mark() string                     { return n.prefix + ".journal.v1" }
func (n names) outbox(id string) string          { return n.prefix + ".outbox." + token(id) }
func (n names) outboxAll() string                { return n.prefix + ".outbox.>" }
func (n names) dueAll() string                   { return n.prefix + ".due.>" }
func (n names) dueNowAll() string                { return n.prefix + ".due.now.>" }

// aside is where an entry of a queue waits for a key; tail is what tells its subject from others of the queue.
func (n names) aside(queue, key, tail string) string {
	return n.prefix + ".aside." + queue + "." + key + "." + token(tail)
}

func (n names) asideAll(queue, key string) string {
	return n.prefix + ".aside." + queue + "." + key + ".>"
}

// versioned are the subjects of what has a version.
func (n names) versioned() []string {
	return []string{n.prefix + ".conv.>", n.prefix + ".claim.>", n.prefix + ".record.>"}
}

func (n names) isVersioned(subject string) bool {
	for _, all := range n.versioned() {
		if strings.HasPrefix(subject, strings.TrimSuffix(all, ">")) {
			return true
		}
	}
	return false
}

// journalStream is the embedded store's journal; a token has no underscore.
func (n names) journalStream() string { return n.stream + "_journal" }

// journalSubject is one that versions of the bot without a journal want for their stream, so that
// they do not open a store while there is a journal, whose commits they would not see.
func (n names) journalSubject() string { return n.prefix + ".commits.v1" }

// beside are the subjects of the bot's stream where it has a journal beside it.
func (n names) beside() []string {
	return append(n.versioned(), n.prefix+".key.>", n.ledger(), n.snapshot(), n.mark(), n.outboxAll(), n.dueAll())
}

// due gives the subject on which a due message waits, and that on which it is delivered.
// The time is part of both: asking twice for the same time is asking once, and asking for
// a later time does not replace the earlier.
func (n names) due(id, kind string, at time.Time) (wait, now string) {
	tail := token(id) + "." + token(kind) + "." + strconv.FormatInt(at.UnixMilli(), 10)
	return n.prefix + ".due.at." + tail, n.prefix + ".due.now." + tail
}

// token encodes any text as one subject token, different texts differently: what NATS gives
// a meaning to (dots, wildcards, blanks) and all else but letters, digits and - becomes =
// and two hexadecimal digits.
func token(text string) string {
	var b strings.Builder
	for i := 0; i < len(text) && b.Len() <= maxToken; i++ {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-':
			b.WriteByte(c)
		default:
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'=', digits[c>>4], digits[c&15]})
		}
	}
	if b.Len() > maxToken {
		sum := sha256.Sum256([]byte(text))
		return "==" + hex.EncodeToString(sum[:])
	}
	if b.Len() == 0 {
		return "=="
	}
	return b.String()
}
