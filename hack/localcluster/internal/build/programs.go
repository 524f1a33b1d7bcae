// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import "fmt"

// Program is one binary, or several of one module, built from a folder that pins its
// versions in a go.mod.
type Program struct {
	Name     string
	Module   string   // folder, seen from hack/localcluster
	Packages []string // to build, seen from that folder
	Tags     string
	LDFlags  string
	Flags    []string // further flags of go build
	GOOS     string   // empty: this machine's
	Into     string   // folder below bin; empty: localcluster
	Links    []string // names that the binary also answers to
	About    string
	// Work is how long it compiles when everything before it in the lists below is compiled
	// and nothing of it is, in seconds of one core: measured once, and used until Go has said
	// what is really to be compiled.
	Work float64
	// Rest is whether the program imports more of this repository than its own folder has:
	// then Go is always asked whether it is up to date.
	Rest bool
}

// KubernetesVersion is that of the client libraries in the repository's own go.mod, so that
// they are compiled once for all programs; see shared_test.go.
const KubernetesVersion = "v1.37.2"

// PrometheusVersion is the release; its module is called v0.314.0.
const PrometheusVersion = "3.14.0"

// FluxVersion is that of both controllers: the newest that builds with the Go of go.mod.
const FluxVersion = "v1.9.6"

const versionPackage = "k8s.io/component-base/version"

var (
	// Kube needs its version told: kubectl and Helm cannot parse the default.
	Kube = Program{
		Name: "kube", Module: "kube", Packages: []string{"."},
		LDFlags: "-X " + versionPackage + ".gitVersion=" + KubernetesVersion +
			" -X " + versionPackage + ".gitMajor=1 -X " + versionPackage + ".gitMinor=37" +
			" -X " + versionPackage + ".gitTreeState=clean",
		Links: []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler",
			"kube-proxy", "kubelet", "kubectl"},
		About: "Kubernetes " + KubernetesVersion + " and etcd, 7 programs in one binary", Work: 290,
	}
	// CoreDNS has only the plugins that we configure; see its main.go.
	CoreDNS = Program{
		Name: "coredns", Module: "coredns", Packages: []string{"."},
		About: "CoreDNS, cluster DNS", Work: 25,
	}
	// Pause is not the real one, which is C.
	Pause = Program{
		Name: "pause", Module: "pause", Packages: []string{"."},
		About: "pause, holds a pod's namespaces", Work: 1,
	}
	// Prometheus discovers in Kubernetes only; the other twenty ways to discover
	// would triple the modules to download.
	Prometheus = Program{
		Name: "prometheus", Module: "prometheus", Packages: []string{"github.com/prometheus/prometheus/cmd/prometheus"},
		Tags:    "remove_all_sd,enable_kubernetes_sd",
		LDFlags: "-X github.com/prometheus/common/version.Version=" + PrometheusVersion,
		About:   "Prometheus " + PrometheusVersion, Work: 100,
	}
	// Helm installs the chart.
	Helm = Program{
		Name: "helm", Module: "../tools", Packages: []string{"helm.sh/helm/v4/cmd/helm"}, Into: "tools",
		About: "Helm, installs the chart", Work: 25,
	}
	// Demo is what the demo runs beside the cluster.
	Demo = Program{
		Name: "demo", Module: "../..", Packages: []string{"./hack/demo", "./hack/simulator"}, Into: "tools",
		About: "the demo and its customers", Work: 5, Rest: true,
	}
	// SourceController is the part of Flux that reads a Git repository.
	SourceController = Program{
		Name: "source-controller", Module: "flux", Packages: []string{"github.com/fluxcd/source-controller"},
		About: "Flux's source-controller " + FluxVersion, Work: 400,
	}
	// KustomizeController is the part that applies it.
	KustomizeController = Program{
		Name: "kustomize-controller", Module: "flux", Packages: []string{"github.com/fluxcd/kustomize-controller"},
		About: "Flux's kustomize-controller " + FluxVersion, Work: 200,
	}
)

// Images are the programs that go into images, with the version that they say.
func Images(version string) Program {
	return Program{
		Name: "images", Module: "../..", Into: "linux",
		Packages: []string{"./cmd/manager", "./cmd/bot", "./hack/simulator", "github.com/nats-io/nats-server/v2"},
		Flags:    []string{"-buildvcs=false"}, GOOS: "linux",
		LDFlags: "-buildid= -X main.version=" + version,
		About:   "the operator, the bot, the simulator and NATS", Work: 55, Rest: true,
	}
}

// Named are the programs that a word of the command line means.
func Named(word, version string) ([]Program, error) {
	switch word {
	case "node":
		return Node, nil
	case "prometheus":
		return []Program{Prometheus}, nil
	case "images":
		return []Program{Images(version)}, nil
	case "helm":
		return []Program{Helm}, nil
	case "demo":
		return []Program{Demo}, nil
	}
	return nil, fmt.Errorf("there is nothing to build that is called %q: use node, prometheus, images, helm or demo", word)
}

// Node is what a running cluster needs.
var Node = []Program{Kube, CoreDNS, Pause}

// Flux is what applies a Git repository.
var Flux = []Program{SourceController, KustomizeController}

// Envtest is what controller-runtime's envtest looks for in KUBEBUILDER_ASSETS.
var Envtest = []string{"etcd", "kube-apiserver", "kubectl"}
