// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package cluster says where everything of a local cluster is: its folders and
// its addresses, all derived from its name.
package cluster

import (
	"errors"
	"fmt"
	"hash/fnv"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
)

// DefaultName is the cluster that the make targets and tests use.
const DefaultName = "intentops"

// Cluster is one local cluster. Several can stand side by side.
type Cluster struct {
	Name string
	Repo string // root of the repository
	Net  Network
}

// The name becomes a host name, a cgroup and part of a socket path (108 bytes).
var validName = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$`)

// New checks the name and finds the repository around the working directory. The
// network is the one of the last start, if there was one.
func New(name string) (Cluster, error) {
	if !validName.MatchString(name) {
		return Cluster{}, fmt.Errorf("cluster name %q: want up to 30 of a-z, 0-9 and -, starting with a letter", name)
	}
	repo, err := findRepo()
	if err != nil {
		return Cluster{}, err
	}
	c := Cluster{Name: name, Repo: repo, Net: Preferred(name)}
	if saved, err := os.ReadFile(c.Dir("network")); err == nil {
		if p, err := netip.ParsePrefix(string(saved)); err == nil {
			c.Net = Network{Octet: p.Addr().As4()[1]}
		}
	}
	return c, nil
}

// UseNetwork chooses and remembers the network of the next start.
func (c *Cluster) UseNetwork(n Network) error {
	c.Net = n
	if err := os.MkdirAll(c.Dir(), 0o755); err != nil {
		return err
	}
	return os.WriteFile(c.Dir("network"), []byte(n.All().String()), 0o644)
}

func findRepo() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "hack", "localcluster", "go.mod")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("run this inside the intentops repository")
}

// Source is a folder of hack/localcluster.
func (c Cluster) Source(elem ...string) string {
	return filepath.Join(append([]string{c.Repo, "hack", "localcluster"}, elem...)...)
}

// Home is a path that all clusters share: programs, links, images.
func (c Cluster) Home(elem ...string) string {
	return filepath.Join(append([]string{c.Repo, "bin", "localcluster"}, elem...)...)
}

// Bin is a folder of what was built, or a path in it.
func (c Cluster) Bin(elem ...string) string {
	return filepath.Join(append([]string{c.Repo, "bin"}, elem...)...)
}

// Dir is a path of this cluster alone.
func (c Cluster) Dir(elem ...string) string {
	return c.Home(append([]string{"clusters", c.Name}, elem...)...)
}

// Run is a path that lives as long as the running cluster: certificates,
// configuration, etcd's data. It is emptied at every start.
func (c Cluster) Run(elem ...string) string {
	return c.Dir(append([]string{"run"}, elem...)...)
}

// Log is a path among the logs of the last run, which outlive it.
func (c Cluster) Log(elem ...string) string {
	return c.Dir(append([]string{"log"}, elem...)...)
}

// Images is a folder of image archives, shared with "make images".
func (c Cluster) Images(elem ...string) string {
	return filepath.Join(append([]string{c.Repo, "bin", "images"}, elem...)...)
}

// Kubeconfig is where people and tests find the administrator's access. The
// default cluster has the short path.
func (c Cluster) Kubeconfig() string {
	if c.Name == DefaultName {
		return c.Home("kubeconfig")
	}
	return c.Dir("kubeconfig")
}

// ContainerdSocket is reachable from the host too: images are loaded from there.
func (c Cluster) ContainerdSocket() string { return c.Run("containerd.sock") }

// Cgroup is the parent of all pods' cgroups.
func (c Cluster) Cgroup() string { return "/localcluster-" + c.ID() }

// ID tells the cluster from those of the same name in other checkouts.
func (c Cluster) ID() string {
	h := fnv.New32a()
	h.Write([]byte(c.Repo))
	return fmt.Sprintf("%s-%08x", c.Name, h.Sum32())
}
