# What is promised of the running operator and bot; see docs/benchmarks.md.

# How long the operator at rest is looked at; 10m for the whole promise.
IDLE ?= 1m

.PHONY: bench-runtime
bench-runtime: envtest-assets ## Measure the running operator and bot against their goals (six minutes)
	@CGO_ENABLED=0 go build $(GOFLAGS_STATIC) -o bin/bench/ ./cmd/manager ./cmd/bot ./test/perf
	@KUBEBUILDER_ASSETS="$(CURDIR)/$(ENVTEST_ASSETS)" bin/bench/perf -idle $(IDLE) -o bin/bench/runtime.json
