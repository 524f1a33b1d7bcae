// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package host

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"strings"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/node"
)

// plugIn lays the cable into the network namespace of the process, and one route
// over it to all that is inside: node, pods and services. The cable carries the cluster's
// folder as its alias, by which unplug knows it.
func plugIn(c cluster.Cluster, pid int) error {
	n := c.Net
	for _, args := range []string{
		fmt.Sprintf("link add %s type veth peer name %s netns %d", n.HostLink(), node.CableEnd, pid),
		fmt.Sprintf("link set %s alias %s", n.HostLink(), alias(c)),
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

// unplug removes the cable, if it is this cluster's; its other end and the route go with
// it. The kernel may be at it already, as it is when the node's last process has ended.
func unplug(c cluster.Cluster) error {
	if !plugged(c) {
		return nil
	}
	if _, err := ip("link del " + c.Net.HostLink()); err != nil && plugged(c) {
		return err
	}
	return nil
}

// plugged reports whether the cable is there and of this cluster: the cluster of another
// checkout may have the same network.
func plugged(c cluster.Cluster) bool {
	name, err := os.ReadFile("/sys/class/net/" + c.Net.HostLink() + "/ifalias")
	return err == nil && strings.TrimSpace(string(name)) == alias(c)
}

// alias marks the cable as the cluster's.
func alias(c cluster.Cluster) string { return "localcluster-" + c.ID() }

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
