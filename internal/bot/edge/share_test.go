// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package edge

import (
	"net/netip"
	"testing"
	"time"
)

const (
	storeBytes = 1 << 30
	kept       = 48 * time.Hour
)

// sharing is what begins and is written with the bounds that bots have by default.
func sharing(shed *Shed) *Openings {
	return NewOpenings(3000, 60, NewShare(storeBytes/10, kept), func() StoreLevel { return StoreRoomy }, shed)
}

// TestOneNetworkDoesNotFillTheStore: one client network begins all the conversations that it may
// and makes each as long as a conversation can be, for as long as conversations are kept.
func TestOneNetworkDoesNotFillTheStore(t *testing.T) {
	const longest, text, reply = 64 << 10, 2_000, 6_000
	shed := newShed()
	o := sharing(shed)
	greedy, other := netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("198.51.100.0/24")
	stored, now := 0, start
	for ; now.Before(start.Add(kept)); now = now.Add(time.Second) {
		if o.Open(greedy, true, now) != nil || o.Begin(greedy, true, now) != nil {
			continue
		}
		stored += conversationBytes
		for size := 0; size < longest; size += messageBytes + text + 2*reply {
			if o.Keep(greedy, true, text, now) != nil {
				break
			}
			o.Answered(greedy, true, reply, now)
			stored += messageBytes + text + 2*reply
		}
	}
	if stored > storeBytes*3/10 {
		t.Errorf("one network fills %d MiB of %d", stored>>20, storeBytes>>20)
	}
	if stored < storeBytes/10 {
		t.Errorf("one network gets %d MiB, and its share is %d", stored>>20, storeBytes/10>>20)
	}
	if shed.of(ReasonNetworkStore) == 0 {
		t.Error("what was shed is not counted")
	}
	if o.Open(other, true, now) != nil || o.Begin(other, true, now) != nil || o.Keep(other, true, text, now) != nil {
		t.Error("another network has no room")
	}
}

// TestWhoBeganMayFinish: customers who share their network with an attacker can end what they
// began, for a while; the attacker cannot by that take more than the share once more.
func TestWhoBeganMayFinish(t *testing.T) {
	o := sharing(nil)
	network := netip.MustParsePrefix("203.0.113.0/24")
	for o.Begin(network, true, start) == nil {
	}
	refusal := o.Begin(network, true, start)
	if refusal == nil || refusal.Reason != ReasonNetworkStore || refusal.RetryAfter < time.Second || refusal.RetryAfter > time.Hour {
		t.Fatalf("a conversation beyond the share: %+v", refusal)
	}
	written := 0
	for o.Keep(network, true, 100, start) == nil {
		written += messageBytes + 100
	}
	if share := storeBytes / 10; written < share*9/10 || written > share*11/10 {
		t.Errorf("%d bytes were written beyond the share, want about %d", written, share)
	}
	if refusal := o.Keep(network, true, 100, start); refusal == nil || refusal.Reason != ReasonNetworkStore {
		t.Errorf("a message beyond it: %+v", refusal)
	}
	later := start.Add(kept * 2)
	if o.Begin(network, true, later) != nil || o.Keep(network, true, 100, later) != nil {
		t.Error("there is no room although what was written has expired")
	}
}

// TestNetworksThatAreNotKnownHaveNoShare, as everybody may be in one.
func TestNetworksThatAreNotKnownHaveNoShare(t *testing.T) {
	proxy := netip.MustParsePrefix("10.0.0.0/24")
	for name, o := range map[string]*Openings{
		"no bounds": nil, "no share": NewOpenings(1, 1, nil, func() StoreLevel { return StoreRoomy }, nil),
		"not known": NewOpenings(1, 1, NewShare(conversationBytes, kept), func() StoreLevel { return StoreRoomy }, nil),
	} {
		for range 5 {
			if o.Begin(proxy, name == "no share", start) != nil || o.Keep(proxy, name == "no share", 12_000, start) != nil {
				t.Errorf("%s: something is refused", name)
			}
		}
	}
}
