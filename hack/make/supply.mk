# What the programs are made of; see docs/security.md.

SUPPLY := bin/tools/supply

# Always asked: Go knows best whether anything changed.
.PHONY: $(SUPPLY)
$(SUPPLY):
	@CGO_ENABLED=0 GOWORK=off go build -C hack/supply -trimpath -o ../../$@ .

.PHONY: licences
licences: $(SUPPLY) ## List the licences of all modules in docs/licences.md; fail when one is not allowed
	@$(SUPPLY) licences docs/licences.md

.PHONY: sbom
sbom: $(SUPPLY) ## Write what is in both images into bin/sbom, as SPDX documents
	@CGO_ENABLED=0 GOOS=linux go build $(GOFLAGS_STATIC) -o bin/linux/ ./cmd/manager ./cmd/bot
	@for name in manager bot; do \
		$(SUPPLY) sbom $$name bin/linux/$$name bin/sbom/$$name.spdx.json && echo "bin/sbom/$$name.spdx.json"; \
	done

.PHONY: reproducible
reproducible: ## Build the operator and the bot twice, in different folders, and compare
	@hack/reproducible.sh

.PHONY: vulncheck
vulncheck: $(SUPPLY) ## Look for known vulnerabilities in what the programs call (a minute)
	@$(SUPPLY) vulncheck
