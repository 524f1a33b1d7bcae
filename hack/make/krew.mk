# What `kubectl krew install` needs of a release.

.PHONY: krew
krew: ## Make archives of the kubectl plugin for VERSION, and their manifest, into bin/krew.
	@go run ./hack/krew -version "$(VERSION)" -- $(GOFLAGS_STATIC)
