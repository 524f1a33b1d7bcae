# Whether "kubectl intentops backlog" finds what a bot lacks; see docs/benchmarks.md.

# Folder with clinc150/. It is not part of the repository; without it nothing is measured.
BACKLOG_DATA ?= ../shared/data

.PHONY: bench-backlog
bench-backlog: ## Measure whether backlog finds the intents that a bot lacks (two minutes)
	@go run ./hack/bench-backlog -data $(BACKLOG_DATA) -o bin/bench/backlog.json
