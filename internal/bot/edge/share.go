// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"net/netip"
	"time"
)

const (
	// conversationBytes and messageBytes are what a conversation and a message take in the store
	// besides what the customer writes and the bot answers: the customer's key, times, what was
	// decided.
	conversationBytes = 4 << 10
	messageBytes      = 1 << 10
	// replyTimes is how often a reply is kept: in the transcript, and to answer the same message
	// again.
	replyTimes = 2
	// shareRetry is when another try is worth it at the latest.
	shareRetry = time.Hour
)

// Share bounds what the conversations of one client network take of the store. A network may fill
// its share at once, and once more in the time that a conversation is kept. Then none of its
// conversations begins; those that have begun may take as much again, so that customers who share
// their network with an attacker can finish.
type Share struct{ left *Limiter }

// NewShare gives each client network so many bytes in the time that a conversation is kept.
func NewShare(bytes int64, kept time.Duration) *Share {
	return &Share{NewLimiter(float64(bytes)/kept.Seconds(), int(bytes))}
}

// begin asks for room for a conversation that begins.
func (s *Share) begin(network netip.Prefix, now time.Time) (wait time.Duration, ok bool) {
	return s.spend(network, conversationBytes, 0, now)
}

// write asks for room for a message with so many bytes of text.
func (s *Share) write(network netip.Prefix, text int, now time.Time) (wait time.Duration, ok bool) {
	return s.spend(network, messageBytes+text, s.left.burst, now)
}

// answered takes room for replies. What a network takes beyond its share it has to wait for.
func (s *Share) answered(network netip.Prefix, text int, now time.Time) {
	s.left.mu.Lock()
	defer s.left.mu.Unlock()
	s.left.bucket(network.String()).ReserveN(now, min(replyTimes*text, s.left.burst))
}

// spend takes bytes from the network's share, of which so much may be overdrawn.
func (s *Share) spend(network netip.Prefix, bytes, overdraft int, now time.Time) (wait time.Duration, ok bool) {
	s.left.mu.Lock()
	defer s.left.mu.Unlock()
	bucket := s.left.bucket(network.String())
	if missing := -float64(overdraft) - bucket.TokensAt(now); missing >= 0 {
		wait := time.Duration(missing / float64(s.left.perSecond) * float64(time.Second))
		return min(wait, shareRetry), false
	}
	bucket.ReserveN(now, min(bytes, s.left.burst))
	return 0, true
}
