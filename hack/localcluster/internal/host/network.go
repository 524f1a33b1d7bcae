// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package host

import (
	"fmt"
	"net"
	"net/netip"
	"os/exec"
	"slices"
	"strings"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/node"
)

// plugIn lays the cable into the network namespace of the process, and one route
// over it to all that is inside: node, pods and services.
func plugIn(n cluster.Network, pid int) error {
	for _, args := range []string{
		fmt.Sprintf("link add %s type veth peer name %s netns %d", n.HostLink(), node.CableEnd, pid),
		fmt.Sprintf("addr add %s/%d dev %s", n.HostIP(), n.CableBits(), n.HostLink()),
		fmt.Sprintf("link set %s up", n.HostLink()),
		fmt.Sprintf("route add %s via %s", n.All(), n.NodeIP()),
	} {
		if _, err := ip(args); err != nil {
			return err
		}
	}
	return nil
}

// unplug removes the cable; its other end and the route go with it. The kernel
// may be at it already, as it is when the node's last process has ended.
func unplug(n cluster.Network) error {
	_, failed := ip("link del " + n.HostLink())
	links, err := net.Interfaces()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(links, func(l net.Interface) bool { return l.Name == n.HostLink() }) {
		return failed
	}
	return nil
}

func ip(args string) (string, error) {
	out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("ip %s: %w: %s", args, err, out)
	}
	return string(out), nil
}

// UsedNetworks is where this machine already has routes to.
func UsedNetworks() ([]netip.Prefix, error) {
	out, err := ip("-4 route show table all")
	if err != nil {
		return nil, err
	}
	return destinations(out), nil
}

// destinations reads the first prefix or address of each line; the kernel puts a
// type before some.
func destinations(routes string) []netip.Prefix {
	var found []netip.Prefix
	for line := range strings.Lines(routes) {
		for _, field := range strings.Fields(line)[:min(2, len(strings.Fields(line)))] {
			if p, err := netip.ParsePrefix(field); err == nil {
				found = append(found, p)
				break
			}
			if a, err := netip.ParseAddr(field); err == nil {
				found = append(found, netip.PrefixFrom(a, a.BitLen()))
				break
			}
		}
	}
	return found
}
