// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

func written(t *testing.T) (cluster.Cluster, func(string) string) {
	t.Helper()
	c := cluster.Cluster{Name: "test", Repo: t.TempDir(), Net: cluster.Preferred("test")}
	if err := Write(c); err != nil {
		t.Fatal(err)
	}
	return c, func(name string) string {
		t.Helper()
		text, err := os.ReadFile(c.Run(name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}

func TestConfigurationFollowsTheCluster(t *testing.T) {
	c, read := written(t)
	for file, want := range map[string]string{
		"kubelet.yaml":    "cgroupRoot: /localcluster-test",
		"kube-proxy.yaml": c.Net.Pods().String(),
		"resolv.conf":     "nameserver " + c.Net.NodeIP().String(),
		"Corefile":        "bind " + c.Net.NodeIP().String(),
	} {
		if !strings.Contains(read(file), want) {
			t.Errorf("%s does not say %q", file, want)
		}
	}
	if !json.Valid([]byte(read("cni.d/pods.conflist"))) {
		t.Error("the network configuration is not JSON")
	}
}

func TestOnlyTheForgetfulContainerdHasNoCRI(t *testing.T) {
	_, read := written(t)
	const disabled = `disabled_plugins = ["io.containerd.grpc.v1.cri"]`
	if strings.Contains(read("containerd.toml"), disabled) {
		t.Error("pods need CRI")
	}
	if !strings.Contains(read("containerd-forgetful.toml"), disabled) {
		t.Error("containers must be deleted without CRI")
	}
}

func TestEveryoneHasAccess(t *testing.T) {
	c, read := written(t)
	for user := range clients(c.Name) {
		if !strings.Contains(read("kubeconfig/"+user), c.Net.Server()) {
			t.Errorf("%s does not know the server", user)
		}
	}
	if _, err := os.Stat(c.Kubeconfig()); err != nil {
		t.Error(err)
	}
}
