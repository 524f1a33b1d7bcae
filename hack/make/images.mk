# Container images without a container engine, and with them the demo.

IMAGES  = bin/images/manager.tar bin/images/bot.tar bin/images/simulator.tar bin/images/nats.tar
IMAGE   = $(LOCALCLUSTER) image --user 65532

.PHONY: images
images: $(LOCALCLUSTER) ## Make the container images into bin/images.
	@$(LOCALCLUSTER) build --images-version "$(VERSION)" images
	@$(IMAGE) --binary bin/linux/manager --name $(REGISTRY)/manager:$(VERSION) --entrypoint /manager --out bin/images/manager.tar
	@$(IMAGE) --binary bin/linux/bot --name $(REGISTRY)/bot:$(VERSION) --entrypoint /bot --dir /var/lib/intentops --out bin/images/bot.tar
	@$(IMAGE) --binary bin/linux/simulator --name $(REGISTRY)/simulator:$(VERSION) --entrypoint /simulator --out bin/images/simulator.tar
	@$(IMAGE) --binary bin/linux/nats-server --name docker.io/library/nats:2.15.2 --entrypoint /nats-server --dir /data --out bin/images/nats.tar

# Everything is compiled in one go, which knows how long all of it takes, and before the cluster
# is up, which would take a part of the processor meanwhile.
.PHONY: demo-prepare
demo-prepare: $(LOCALCLUSTER)
	@$(LOCALCLUSTER) build --images-version "$(VERSION)" node prometheus images helm demo
	@$(MAKE) --no-print-directory prometheus-image images cluster-up
	@echo "Loading the images into the cluster"
	@$(LOCALCLUSTER) load $(IMAGES) bin/images/prometheus.tar

.PHONY: demo
demo: demo-prepare ## Roll out two good batches on a real cluster, and see a harmful one rolled back.
	@KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" bin/tools/demo

.PHONY: demo-pack
demo-pack: $(LOCALCLUSTER) ## Try PACK (bank, saas or shop) of "kubectl intentops init", after make demo.
	@$(LOCALCLUSTER) build demo
	@CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/tools/ ./cmd/kubectl-intentops
	@KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" bin/tools/demo --pack "$(PACK)"

.PHONY: demo-clean
demo-clean: $(LOCALCLUSTER) ## Remove everything that the demo installed; the cluster stays.
	@$(LOCALCLUSTER) build helm demo
	@KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" bin/tools/demo --clean
