// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package host

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/intentops/intentops/hack/localcluster/internal/config"
)

// InstallPackages gets what a node needs from the distribution. Only its programs
// are used: a containerd that Debian starts as a service has another socket and
// another folder, and does not matter.
func InstallPackages() error {
	missing := missingPackages()
	if len(missing) == 0 {
		return nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("please install %s", strings.Join(missing, ", "))
	}
	fmt.Fprintln(os.Stderr, "installing", strings.Join(missing, ", "))
	if err := apt("update"); err != nil {
		return err
	}
	if err := apt(append([]string{"install", "--yes", "--no-install-recommends"}, missing...)...); err != nil {
		return err
	}
	if still := missingPackages(); len(still) > 0 {
		return errors.New("installed, but not found: " + strings.Join(still, ", "))
	}
	return nil
}

func missingPackages() []string {
	var missing []string
	for _, need := range []struct{ program, pkg string }{
		{"containerd", "containerd"}, {"runc", "runc"}, {"nft", "nftables"},
		{"ip", "iproute2"}, {"mount", "mount"},
	} {
		if _, err := exec.LookPath(need.program); err != nil {
			missing = append(missing, need.pkg)
		}
	}
	if config.CNIBin() == "" {
		missing = append(missing, "containernetworking-plugins")
	}
	return missing
}

func apt(args ...string) error {
	cmd := exec.Command("apt-get", append([]string{"--quiet", "--quiet"}, args...)...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, out)
	}
	return nil
}
