# The operator with many batches rolling at once; see docs/benchmarks.md.

# How many, one run for each.
SCALE ?= 50,200,500,1000

.PHONY: bench-scale
bench-scale: envtest-assets ## Measure the operator with many batches rolling at once (fifteen minutes)
	@CGO_ENABLED=0 go build $(GOFLAGS_STATIC) -o bin/bench/ ./cmd/manager ./hack/bench-scale
	@KUBEBUILDER_ASSETS="$(CURDIR)/$(ENVTEST_ASSETS)" bin/bench/bench-scale -n $(SCALE) -o bin/bench/scale.json
