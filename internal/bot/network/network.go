// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package network says which network a client is in, also behind trusted proxies. It is pure:
// it knows addresses, and no connection.
package network

import (
	"net/netip"
	"strings"
)

const (
	// bits4 and bits6 are the size of a client's network: one home or one office, as far as an
	// address shows it.
	bits4 = 24
	bits6 = 56
	// maxHops is how many addresses of X-Forwarded-For are read, from its end.
	maxHops = 32
)

// ClientNetwork returns the network of the client that sent a request: the /24 of an IPv4
// address, the /56 of an IPv6 address. remoteAddr is the other end of the connection, with or
// without a port, forwardedFor the request's X-Forwarded-For header, all its lines joined by
// commas. A proxy adds to that header's end the address that it saw, so the client is the last
// address that is not a trusted proxy's; what stands before it, the client may have written.
//
// known is false when the address may be that of a proxy, which many clients share: no proxy is
// trusted, or the trusted ones say nothing of the client. The network is then that of the
// connection's other end, and no limit may be tied to it.
func ClientNetwork(remoteAddr, forwardedFor string, trusted []netip.Prefix) (client netip.Prefix, known bool) {
	remote, ok := parse(remoteAddr)
	if !ok {
		return netip.Prefix{}, false
	}
	if len(trusted) == 0 {
		return networkOf(remote), false
	}
	if !contains(trusted, remote) {
		return networkOf(remote), true // it came past the proxies
	}
	rest := forwardedFor
	for range maxHops {
		var last string
		cut := strings.LastIndexByte(rest, ',')
		rest, last = rest[:max(cut, 0)], rest[cut+1:]
		hop, ok := parse(strings.TrimSpace(last))
		if !ok {
			break // a trusted proxy does not write this: nothing before it can be trusted
		}
		if !contains(trusted, hop) {
			return networkOf(hop), true
		}
		if cut < 0 {
			break
		}
	}
	return networkOf(remote), false
}

// Trusted reports whether the other end of a connection is a trusted proxy.
func Trusted(remoteAddr string, trusted []netip.Prefix) bool {
	remote, ok := parse(remoteAddr)
	return ok && contains(trusted, remote)
}

// parse reads an address with or without a port, without zone and IPv4-in-IPv6 form.
func parse(s string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(s)
	if err != nil {
		var withPort netip.AddrPort
		if withPort, err = netip.ParseAddrPort(s); err != nil {
			// Some proxies write an IPv6 address in brackets, without a port.
			inner, bracketed := strings.CutPrefix(s, "[")
			if inner, closed := strings.CutSuffix(inner, "]"); bracketed && closed {
				addr, err = netip.ParseAddr(inner)
			}
		} else {
			addr = withPort.Addr()
		}
	}
	return addr.Unmap().WithZone(""), err == nil
}

func contains(networks []netip.Prefix, addr netip.Addr) bool {
	for _, n := range networks {
		if n.Contains(addr) {
			return true
		}
	}
	return false
}

func networkOf(addr netip.Addr) netip.Prefix {
	bits := bits6
	if addr.Is4() {
		bits = bits4
	}
	p, _ := addr.Prefix(bits) // the address is valid, and has no zone
	return p
}
