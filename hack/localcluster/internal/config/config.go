// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package config writes everything that the programs of a node read: it is made
// again at every start, so that nothing of an earlier run can be wrong.
package config

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"text/template"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// PauseImage holds every pod's namespaces open.
const PauseImage = "localcluster.intentops.dev/pause:1"

//go:embed templates
var files embed.FS

var templates = template.Must(template.ParseFS(files, "templates/*"))

// values is what the templates see.
type values struct {
	Cluster    cluster.Cluster
	PauseImage string
	CNIBin     string
	Forgetful  bool
}

// Write fills the folder Run of the cluster, which must be empty.
func Write(c cluster.Cluster) error {
	v := values{Cluster: c, PauseImage: PauseImage, CNIBin: CNIBin()}
	forgetful := v
	forgetful.Forgetful = true
	for _, f := range []struct {
		template, path string
		values         values
	}{
		{"containerd.toml", "containerd.toml", v},
		{"containerd.toml", "containerd-forgetful.toml", forgetful},
		{"pods.conflist", "cni.d/pods.conflist", v},
		{"kubelet.yaml", "kubelet.yaml", v},
		{"kube-proxy.yaml", "kube-proxy.yaml", v},
		{"Corefile", "Corefile", v},
		{"resolv.conf", "resolv.conf", v},
		{"rbac.yaml", "rbac.yaml", v},
	} {
		var text bytes.Buffer
		if err := templates.ExecuteTemplate(&text, f.template, f.values); err != nil {
			return err
		}
		if err := save(c.Run(f.path), text.Bytes()); err != nil {
			return err
		}
	}
	return writeIdentities(c)
}

// CNIBin is the folder of the CNI plugins: Debian's, or the one of upstream.
func CNIBin() string {
	for _, dir := range []string{"/usr/lib/cni", "/opt/cni/bin"} {
		if _, err := os.Stat(filepath.Join(dir, "ptp")); err == nil {
			return dir
		}
	}
	return ""
}

func save(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return os.WriteFile(path, content, 0o600)
}
