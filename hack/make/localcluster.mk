# A real one-node Kubernetes for tests; see hack/localcluster/README.md.

LOCALCLUSTER      := bin/localcluster/localcluster
KUBECONFIG_LOCAL  := bin/localcluster/kubeconfig
ENVTEST_ASSETS    := bin/localcluster/envtest

# Always asked: Go knows best whether anything changed, and answers at once.
.PHONY: $(LOCALCLUSTER)
$(LOCALCLUSTER):
	@CGO_ENABLED=0 GOWORK=off go build -C hack/localcluster -trimpath -o ../../$@ .

.PHONY: envtest-assets
envtest-assets: $(LOCALCLUSTER) ## Build etcd and kube-apiserver for envtest, print their folder
	@$(LOCALCLUSTER) assets
