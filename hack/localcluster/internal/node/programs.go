// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// The command lines. What is not here is the default of Kubernetes, admission
// included.

const issuer = "https://kubernetes.default.svc.cluster.local"

func etcd(c cluster.Cluster) program {
	return program{c.Home("etcd"), []string{
		"--data-dir=" + c.Run("etcd"),
		"--listen-client-urls=http://127.0.0.1:2379",
		"--advertise-client-urls=http://127.0.0.1:2379",
		"--listen-peer-urls=http://127.0.0.1:2380",
		"--initial-advertise-peer-urls=http://127.0.0.1:2380",
		"--initial-cluster=default=http://127.0.0.1:2380",
		"--unsafe-no-fsync", // the data is thrown away with the cluster
		"--log-level=warn",
	}}
}

func apiserver(c cluster.Cluster) program {
	return program{c.Home("kube-apiserver"), []string{
		"--etcd-servers=http://127.0.0.1:2379",
		"--bind-address=0.0.0.0",
		"--advertise-address=" + c.Net.NodeIP().String(),
		"--tls-cert-file=" + c.Run("pki/apiserver.crt"),
		"--tls-private-key-file=" + c.Run("pki/apiserver.key"),
		"--client-ca-file=" + c.Run("pki/ca.crt"),
		"--kubelet-client-certificate=" + c.Run("pki/apiserver-kubelet-client.crt"),
		"--kubelet-client-key=" + c.Run("pki/apiserver-kubelet-client.key"),
		"--kubelet-certificate-authority=" + c.Run("pki/ca.crt"),
		"--kubelet-preferred-address-types=InternalIP",
		"--service-account-issuer=" + issuer,
		"--service-account-key-file=" + c.Run("pki/sa.pub"),
		"--service-account-signing-key-file=" + c.Run("pki/sa.key"),
		"--service-cluster-ip-range=" + c.Net.Services().String(),
		"--authorization-mode=Node,RBAC",
		"--enable-admission-plugins=NodeRestriction",
		"--allow-privileged=true",
	}}
}

func controllerManager(c cluster.Cluster) program {
	return program{c.Home("kube-controller-manager"), []string{
		"--kubeconfig=" + c.Run("kubeconfig/kube-controller-manager"),
		"--bind-address=127.0.0.1",
		"--leader-elect=false",
		"--use-service-account-credentials",
		// It asks for one account per controller before it starts them: at the usual
		// 20 requests per second that takes longer than all the rest of the start.
		"--kube-api-qps=200", "--kube-api-burst=400",
		"--service-account-private-key-file=" + c.Run("pki/sa.key"),
		"--root-ca-file=" + c.Run("pki/ca.crt"),
		"--cluster-signing-cert-file=" + c.Run("pki/ca.crt"),
		"--cluster-signing-key-file=" + c.Run("pki/ca.key"),
		"--flex-volume-plugin-dir=" + c.Run("volume-plugins"),
	}}
}

func scheduler(c cluster.Cluster) program {
	return program{c.Home("kube-scheduler"), []string{
		"--kubeconfig=" + c.Run("kubeconfig/kube-scheduler"),
		"--bind-address=127.0.0.1",
		"--leader-elect=false",
	}}
}

func containerd(config string) program {
	return program{"containerd", []string{"--config", config}}
}

func kubelet(c cluster.Cluster) program {
	return program{c.Home("kubelet"), []string{
		"--config=" + c.Run("kubelet.yaml"),
		"--kubeconfig=" + c.Run("kubeconfig/kubelet"),
		"--hostname-override=" + c.Name,
		"--node-ip=" + c.Net.NodeIP().String(),
	}}
}

func proxy(c cluster.Cluster) program {
	return program{c.Home("kube-proxy"), []string{"--config=" + c.Run("kube-proxy.yaml")}}
}

func coredns(c cluster.Cluster) program {
	return program{c.Home("coredns"), []string{"-conf", c.Run("Corefile")}}
}
