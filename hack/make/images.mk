# Container images without a container engine, and with them the demo.

IMAGES  = bin/images/manager.tar bin/images/bot.tar bin/images/simulator.tar bin/images/nats.tar
IMAGE   = $(LOCALCLUSTER) image --user 65532

.PHONY: images
images: $(LOCALCLUSTER) ## Make the container images into bin/images.
	@mkdir -p bin/images bin/linux
	@for cmd in cmd/manager cmd/bot hack/simulator github.com/nats-io/nats-server/v2; do \
		echo "Building $$(basename $${cmd%/v2}) (the first build takes some minutes)"; \
		CGO_ENABLED=0 GOOS=linux go build $(GOFLAGS_STATIC) -o bin/linux/ $$(case $$cmd in github*) echo $$cmd;; *) echo ./$$cmd;; esac) || exit 1; \
	done
	@$(IMAGE) --binary bin/linux/manager --name $(REGISTRY)/manager:$(VERSION) --entrypoint /manager --out bin/images/manager.tar
	@$(IMAGE) --binary bin/linux/bot --name $(REGISTRY)/bot:$(VERSION) --entrypoint /bot --dir /var/lib/intentops --out bin/images/bot.tar
	@$(IMAGE) --binary bin/linux/simulator --name $(REGISTRY)/simulator:$(VERSION) --entrypoint /simulator --out bin/images/simulator.tar
	@$(IMAGE) --binary bin/linux/nats-server --name docker.io/library/nats:2.15.2 --entrypoint /nats-server --dir /data --out bin/images/nats.tar

.PHONY: demo-prepare
demo-prepare: cluster-up prometheus-image images $(HELM)
	@echo "Loading the images into the cluster"
	@$(LOCALCLUSTER) load $(IMAGES)

.PHONY: demo
demo: demo-prepare ## Roll out two good batches on a real cluster, and see a harmful one rolled back.
	@CGO_ENABLED=0 go build -trimpath -o bin/tools/ ./hack/demo ./hack/simulator
	@KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" bin/tools/demo

.PHONY: demo-clean
demo-clean: $(HELM) ## Remove everything that the demo installed; the cluster stays.
	@CGO_ENABLED=0 go build -trimpath -o bin/tools/ ./hack/demo
	@KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" bin/tools/demo --clean
