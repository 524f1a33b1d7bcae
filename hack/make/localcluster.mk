# A real one-node Kubernetes for tests; see hack/localcluster/README.md.

# Always asked: Go knows best whether anything changed, and answers at once.
.PHONY: $(LOCALCLUSTER)
$(LOCALCLUSTER):
	@CGO_ENABLED=0 GOWORK=off go build -C hack/localcluster -trimpath -o ../../$@ .

.PHONY: envtest-assets
envtest-assets: $(LOCALCLUSTER) ## Build etcd and kube-apiserver for envtest, print their folder
	@$(LOCALCLUSTER) assets

.PHONY: prometheus-image
prometheus-image: $(LOCALCLUSTER) ## Build the Prometheus image, load it if the local cluster is up
	@$(LOCALCLUSTER) prometheus-image

.PHONY: cluster-up
cluster-up: $(LOCALCLUSTER) ## Start a real local Kubernetes (5 min the first time, then seconds)
	@$(LOCALCLUSTER) up

.PHONY: cluster-down
cluster-down: $(LOCALCLUSTER) ## Stop the local Kubernetes and leave nothing running
	@$(LOCALCLUSTER) down

.PHONY: cluster-status
cluster-status: $(LOCALCLUSTER) ## Say what of the local Kubernetes works
	@$(LOCALCLUSTER) status

.PHONY: cluster-test
cluster-test: $(LOCALCLUSTER) ## Kill starting clusters and see that the next start works (1 minute)
	@$(LOCALCLUSTER) build
	cd hack/localcluster && INTENTOPS_LOCALCLUSTER="$(CURDIR)/$(LOCALCLUSTER)" go test -count=1 -v -run TestACrash .
