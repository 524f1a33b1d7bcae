# The goals the rollout gates have to reach; see docs/gates.md.

.PHONY: bench-gates
bench-gates: ## Measure the gates against their goals and against other tools' rules (two minutes)
	@go run ./hack/bench-gates -o bin/bench/gates.json
