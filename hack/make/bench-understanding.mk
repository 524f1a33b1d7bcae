# The goals the built-in classifier has to reach stand in hack/bench-understanding.

# Folder with clinc150/ and banking77/. They are not part of the repository: the measurement
# skips a missing one, and make word-vectors says where it is published.
UNDERSTANDING_DATA ?= ../shared/data

.PHONY: bench-understanding
bench-understanding: ## Measure the built-in classifier against its goals (a minute)
	@go run ./hack/bench-understanding -data $(UNDERSTANDING_DATA) -o bin/bench/understanding.json
