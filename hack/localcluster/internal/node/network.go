// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// CableEnd is the name of the cable's end inside the node.
const CableEnd = "eth0"

// plugIn gives the node its address. There is no way out: only the host is on
// the cable, and no default route leads anywhere else.
func plugIn(n cluster.Network) error {
	for _, args := range []string{
		"link set lo up",
		fmt.Sprintf("addr add %s/%d dev %s", n.NodeIP(), n.CableBits(), CableEnd),
		"link set " + CableEnd + " up",
		// The API server calls webhooks at service addresses. kube-proxy rewrites
		// them, but only packets that have a route to begin with.
		fmt.Sprintf("route add %s dev %s", n.Services(), CableEnd),
	} {
		if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %s: %w: %s", args, err, out)
		}
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}
