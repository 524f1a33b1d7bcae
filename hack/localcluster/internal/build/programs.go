// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

// Program is one binary, built from a folder of hack/localcluster that pins its
// versions in a go.mod.
type Program struct {
	Name    string
	Module  string // folder, below hack/localcluster
	Package string // to build, seen from that folder
	Tags    string
	LDFlags string
	Links   []string // names that the binary also answers to
	About   string
}

// KubernetesVersion is the newest 1.36 whose modules can all be downloaded.
const KubernetesVersion = "v1.36.1"

// PrometheusVersion is the release; its module is called v0.314.0.
const PrometheusVersion = "3.14.0"

const versionPackage = "k8s.io/component-base/version"

var (
	// Kube needs its version told: kubectl and Helm cannot parse the default.
	Kube = Program{
		Name: "kube", Module: "kube", Package: ".",
		LDFlags: "-X " + versionPackage + ".gitVersion=" + KubernetesVersion +
			" -X " + versionPackage + ".gitMajor=1 -X " + versionPackage + ".gitMinor=36" +
			" -X " + versionPackage + ".gitTreeState=clean",
		Links: []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler",
			"kube-proxy", "kubelet", "kubectl"},
		About: "Kubernetes " + KubernetesVersion + " and etcd, 7 programs in one binary",
	}
	// CoreDNS has only the plugins that we configure; see its main.go.
	CoreDNS = Program{
		Name: "coredns", Module: "coredns", Package: ".",
		About: "CoreDNS, cluster DNS",
	}
	// Pause is not the real one, which is C.
	Pause = Program{
		Name: "pause", Module: "pause", Package: ".",
		About: "pause, holds a pod's namespaces",
	}
	// Prometheus discovers in Kubernetes only; the other twenty ways to discover
	// would triple the modules to download.
	Prometheus = Program{
		Name: "prometheus", Module: "prometheus", Package: "github.com/prometheus/prometheus/cmd/prometheus",
		Tags:    "remove_all_sd,enable_kubernetes_sd",
		LDFlags: "-X github.com/prometheus/common/version.Version=" + PrometheusVersion,
		About:   "Prometheus " + PrometheusVersion,
	}
)

// Node is what a running cluster needs.
var Node = []Program{Kube, CoreDNS, Pause}

// Envtest is what controller-runtime's envtest looks for in KUBEBUILDER_ASSETS.
var Envtest = []string{"etcd", "kube-apiserver", "kubectl"}
