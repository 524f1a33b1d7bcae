# The operator's queries by another program than Prometheus; see docs/metrics.md.

VICTORIAMETRICS         := bin/tools/victoria-metrics
VICTORIAMETRICS_VERSION := v1.151.0

# A program of its own with its own dependencies: they are not this repository's.
$(VICTORIAMETRICS):
	@echo "Building VictoriaMetrics $(VICTORIAMETRICS_VERSION), which takes a minute"
	@CGO_ENABLED=0 GOBIN="$(CURDIR)/bin/tools" go install -trimpath github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-metrics@$(VICTORIAMETRICS_VERSION)

.PHONY: test-victoriametrics
test-victoriametrics: $(VICTORIAMETRICS) ## Run the tests of the operator's queries against VictoriaMetrics
	INTENTOPS_VICTORIAMETRICS="$(CURDIR)/$(VICTORIAMETRICS)" go test -race -count=1 -v -run 'TestAgainstPrometheus/VictoriaMetrics' ./internal/operator/metricsource
