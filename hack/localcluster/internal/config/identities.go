// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"net/netip"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
	"github.com/intentops/intentops/hack/localcluster/internal/pki"
)

// clients are the users that RBAC knows by default, and CoreDNS (rbac.yaml).
func clients(node string) map[string][]string {
	return map[string][]string{
		"kube-controller-manager": {"system:kube-controller-manager"},
		"kube-scheduler":          {"system:kube-scheduler"},
		"kube-proxy":              {"system:kube-proxy"},
		"kubelet":                 {"system:node:" + node, "system:nodes"},
		"coredns":                 {"system:coredns"},
	}
}

// writeIdentities makes who everybody is: an authority, the two servers, the
// users, and the key of service accounts' tokens.
func writeIdentities(c cluster.Cluster) error {
	ca, err := pki.NewAuthority(c.Name)
	if err != nil {
		return err
	}
	if err := savePair(c, "ca", ca.Pair, nil); err != nil {
		return err
	}
	loopback := netip.MustParseAddr("127.0.0.1")
	pair, err := ca.Server([]string{"kubernetes", "kubernetes.default", "kubernetes.default.svc",
		"kubernetes.default.svc.cluster.local", "localhost", c.Name},
		c.Net.NodeIP(), c.Net.APIServiceIP(), loopback)
	if err := savePair(c, "apiserver", pair, err); err != nil {
		return err
	}
	pair, err = ca.Server([]string{c.Name}, c.Net.NodeIP(), loopback)
	if err := savePair(c, "kubelet", pair, err); err != nil {
		return err
	}
	// kubectl logs and exec go through the API server, as this user of kubelet.
	pair, err = ca.Client("kube-apiserver-kubelet-client", "system:masters")
	if err := savePair(c, "apiserver-kubelet-client", pair, err); err != nil {
		return err
	}
	if err := writeServiceAccountKey(c); err != nil {
		return err
	}
	for file, who := range clients(c.Name) {
		pair, err := ca.Client(who[0], who[1:]...)
		if err := saveKubeconfig(c, c.Run("kubeconfig", file), ca, pair, err); err != nil {
			return err
		}
	}
	admin, err := ca.Client("kubernetes-admin", "system:masters")
	if err := savePair(c, "admin", admin, err); err != nil {
		return err
	}
	return saveKubeconfig(c, c.Kubeconfig(), ca, admin, nil)
}

func writeServiceAccountKey(c cluster.Cluster) error {
	public, private, err := pki.SigningKey()
	if err != nil {
		return err
	}
	if err := save(c.Run("pki/sa.pub"), public); err != nil {
		return err
	}
	return save(c.Run("pki/sa.key"), private)
}

// savePair and saveKubeconfig take the error of what made their argument, so
// that callers check once.
func savePair(c cluster.Cluster, name string, p pki.Pair, err error) error {
	if err != nil {
		return err
	}
	if err := save(c.Run("pki", name+".crt"), p.Cert); err != nil {
		return err
	}
	return save(c.Run("pki", name+".key"), p.Key)
}

func saveKubeconfig(c cluster.Cluster, path string, ca *pki.Authority, p pki.Pair, err error) error {
	if err != nil {
		return err
	}
	raw, err := pki.Kubeconfig(c.Name, c.Net.Server(), ca.Cert, p)
	if err != nil {
		return err
	}
	return save(path, raw)
}
