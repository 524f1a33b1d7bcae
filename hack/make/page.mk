# What the chat page and the page of internal/page are tested with; see hack/page.

# Absolute, as tests run in their own folders; empty where it could not be installed.
AXE = $(wildcard $(CURDIR)/bin/page/node_modules/axe-core/axe.min.js)

.PHONY: page-tools
page-tools: ## Install Chromium and axe-core, which the chat page is tested with
	@hack/page/install.sh
