// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package outbound

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/intentops/intentops/internal/contract/egress"
)

// Guard refuses connections to places that a URL in a manifest must not reach through the bot:
// the bot itself and its node, the link-local network with the cloud's metadata, and the API
// server. It looks at the address that is dialled, after names were looked up, so that no name
// and no spelling of an address gets around it.
type Guard struct {
	// Allow lists networks that may be reached all the same.
	Allow []netip.Prefix
	// APIServers are addresses of the API server.
	APIServers []netip.Addr
}

// DeniedError says why an address is not dialled.
type DeniedError struct {
	// Kind of the address, such as a loopback address.
	Kind string
}

func (e *DeniedError) Error() string {
	return "the URL leads to " + e.Kind + ", which the operator's --allow-egress does not list"
}

// Check returns a *DeniedError when addr must not be reached.
func (g Guard) Check(addr netip.Addr) error {
	addr = addr.WithZone("")
	for _, a := range append([]netip.Addr{addr.Unmap()}, within(addr)...) {
		if err := g.check(a); err != nil {
			return err
		}
	}
	return nil
}

// CheckURL returns a *DeniedError when a URL names an address that must not be reached, or the
// machine itself. Other names are known only when they are dialled, and text that is no URL leads
// nowhere.
func (g Guard) CheckURL(text string) error {
	host := ""
	if parsed, err := url.Parse(text); err == nil {
		host = strings.TrimSuffix(strings.ToLower(parsed.Hostname()), ".")
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		host = "127.0.0.1"
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return g.Check(addr)
	}
	return nil
}

func (g Guard) check(addr netip.Addr) error {
	for _, network := range g.Allow {
		if network.Contains(addr) {
			return nil
		}
	}
	for _, d := range denied {
		if d.Contains(addr) {
			return &DeniedError{d.Kind}
		}
	}
	for _, server := range g.APIServers {
		if server.Unmap() == addr {
			return &DeniedError{"the Kubernetes API server"}
		}
	}
	return nil
}

var denied = egress.Denied()

// embedded are IPv6 networks whose addresses hold one of IPv4 that a gateway, or the kernel,
// takes out again, and where it begins.
var embedded = []struct {
	network netip.Prefix
	at      int
}{
	{netip.MustParsePrefix("::/96"), 12},           // IPv4-compatible
	{netip.MustParsePrefix("::ffff:0:0:0/96"), 12}, // IPv4-translated
	{netip.MustParsePrefix("64:ff9b::/96"), 12},    // NAT64
	{netip.MustParsePrefix("64:ff9b:1::/48"), 12},  // NAT64 of a site, as most write it
	{netip.MustParsePrefix("2002::/16"), 2},        // 6to4
}

// within is the IPv4 address that addr holds, if any.
func within(addr netip.Addr) []netip.Addr {
	bytes := addr.As16()
	for _, e := range embedded {
		if addr.Is6() && !addr.Is4In6() && e.network.Contains(addr) && addr != netip.IPv6Unspecified() && addr != netip.IPv6Loopback() {
			return []netip.Addr{netip.AddrFrom4([4]byte(bytes[e.at : e.at+4]))}
		}
	}
	return nil
}

// Dialer dials what the guard lets through.
func (g Guard) Dialer() *net.Dialer {
	return &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return &DeniedError{"what is not an IP address"}
			}
			return g.Check(to.Addr())
		}}
}
