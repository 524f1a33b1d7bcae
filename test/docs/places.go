// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package docs

import "regexp"

// Place is where a test runs a command; a command may have several.
type Place int

// Places. Commands without one are not run, for a reason.
const (
	// APIServer is a real API server without nodes, into which helm has installed the chart:
	// the test of this package.
	APIServer Place = 1 << iota
	// Another is an API server into which nothing was installed yet.
	Another
	// Alone is a bot without a cluster.
	Alone
	// Cluster is a real cluster after make demo, in the demo's namespace: test/e2e.
	Cluster
)

type rule struct {
	command *regexp.Regexp
	places  Place
	// reason is why it is not run.
	reason string
}

func runs(places Place, command string) rule {
	return rule{command: regexp.MustCompile("^(?:" + command + ")$"), places: places}
}

func not(reason, command string) rule {
	return rule{command: regexp.MustCompile("^(?:" + command + ")$"), reason: reason}
}

// rules say where commands are run; the first that fits counts.
var rules = []rule{
	runs(Cluster, `make demo|make demo-pack PACK=\w+`),
	not("it is what runs this test", `make test`),
	not("it builds another program for a minute, and runs tests of internal/operator/metricsource", `make test-victoriametrics`),
	not("make demo runs it", `make images`),
	not(".ci/run runs it at its end", `make cluster-down`),
	not("it measures: what depends on time fails on a busy machine, so people run it and look", `make bench.*|bin/bench/(perf|bench-scale) -h|go run ./hack/bench-gates -days|go run ./hack/bench-understanding/dialogue.*`),
	not("it needs Docker; make images builds the same programs", `docker build --target (manager|bot) \.`),
	not("it writes into the repository; a test of internal/contract/kpi compares what it writes", `go test ./internal/contract/kpi -run Page -update`),
	not("it writes into the repository; a test of internal/cli compares what it writes", `go test ./internal/cli -run Page -update`),
	not("it builds Flux, which takes twenty minutes: people run it when CONTRIBUTING.md says so", `make e2e-gitops`),
	not("make verify runs it", `make crd-compat`),
	not("it loads a package of 100 MB; internal/bot/understanding/vectors tests what it makes", `make word-vectors`),
	not("it takes a table that the reader has; internal/bot/understanding/vectors reads one", `bot --vectors=FILE`),
	not(".ci/run runs it", `make (verify|sbom|licences|reproducible|vulncheck)`),
	not("the test of internal/bot/identity has what it prints", `printf %s c-4711 \| openssl dgst -sha256 .*`),
	not("it makes a key; commands that need one make it themselves", `openssl rand -hex 32`),
	runs(Alone, `kubectl intentops release build config/samples .*`),
	not("it needs a Bot that serves; tests of internal/cli export a release, those of the Bot controller restore one", `kubectl intentops release .*|kubectl apply -f live\.yaml|kubectl get botreleases|kubectl delete botreleases,configmaps .*`),
	not("it is for a cluster with Argo CD; tests of controllers/internal/testenv run what the file has", `kubectl apply --server-side .*config/argocd/argocd-cm\.yaml`),
	not("it is for the reader's own manifests", `kubectl apply --validate=strict -f \.|kubectl apply -k manifests|kubectl intentops (check|lint|test|diff) manifests .*|kubectl kustomize DIR .*`),
	not("it is for the reader's own messages and folder; tests of internal/cli run it", `kubectl intentops (backlog|replay|thresholds)( .*)?|kubectl intentops init shop manifests`),
	not("it serves until somebody stops it; tests of internal/cli run it", `kubectl intentops dashboard( --open=false)?`),
	not("it is for the reader's own team; tests of controllers ask the page with tokens of the API server", `kubectl create (serviceaccount|rolebinding|token) team-lead --namespace shop( .*)?`),
	not("it needs an operator with the page; tests of controllers ask the page", `kubectl port-forward --namespace intentops-system service/intentops-page 8444:443`),
	not("it needs an operator that looks at batches; tests of internal/cli run it against what an operator wrote", `kubectl intentops (approve|promote|retry|review|pin) .*`),
	not("a shell runs it when somebody presses a key; tests of internal/cli complete names", `cat ~/bin/kubectl_complete-intentops`),
	not("a program's name within a sentence: it is run with arguments elsewhere", `bot understand|helm (template|uninstall)|kubectl (apply|get|wait)|kubectl intentops( evaluate| scorecard| scorecard --from| check| import| approve| init)?`),

	// These wait for pods, or reach into them.
	runs(Cluster, `kubectl wait .*|kubectl port-forward .*|kubectl intentops (scorecard|get) .* --prometheus .*`),
	runs(Cluster|APIServer, `kubectl apply -f config/samples/first-bot\.yaml`),
	runs(Another, `kubectl apply -k config/default|helm install .*values-openshift.*`),
	runs(APIServer, `kubectl (apply|create|describe|events|explain|get|patch) .*`),
	runs(APIServer, `kubectl intentops (evaluate|scorecard|status|get|explain|hold|resume|unpin|disable|enable|check|options)( .*)?`),
	runs(APIServer, `kubectl intentops (import|export) .*`),
	runs(APIServer, `helm (install|upgrade|uninstall) .*`),
	runs(APIServer, `go build -o ~/bin/ ./cmd/kubectl-intentops`),
	runs(Alone, `bot .*|curl .*localhost:8081.*|(?s)bot=.*curl https://bot\.example/.*`),
}

// Places are where a command is run. With none the reason says why; without a reason
// either nobody has thought of this command.
func Places(command string) (Place, string) {
	for _, r := range rules {
		if r.command.MatchString(command) {
			return r.places, r.reason
		}
	}
	return 0, ""
}
