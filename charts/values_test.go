// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package charts

import (
	"cmp"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"
)

// TestValuesThatTheAPIServerWouldRefuse: what Helm passes on as a number or as true or false
// fails at the API server, after half of the chart was applied, unless the schema refuses it.
func TestValuesThatTheAPIServerWouldRefuse(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("intentops/values.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ values, refused string }{
		"nothing of one's own":          {"{}", ""},
		"an annotation":                 {`podAnnotations: {v: "true"}`, ""},
		"an annotation that is true":    {"podAnnotations: {v: true}", "/podAnnotations/v"},
		"an annotation that is a count": {"podAnnotations: {v: 1}", "/podAnnotations/v"},
		"a node label that is true":     {"nodeSelector: {gpu: true}", "/nodeSelector/gpu"},
		"a toleration":                  {`tolerations: [{key: spot, operator: Equal, value: "true", effect: NoSchedule, tolerationSeconds: 30}]`, ""},
		"a toleration of true":          {"tolerations: [{key: spot, value: true}]", "/tolerations/0/value"},
		"a pull secret":                 {"imagePullSecrets: [{name: registry}]", ""},
		"a pull secret's name alone":    {"imagePullSecrets: [registry]", "/imagePullSecrets/0"},
		"networks that may be reached":  {"allowEgress: [127.0.0.0/8, '::1']", ""},
		"a name in place of a network":  {"allowEgress: [localhost]", "/allowEgress/0"},
		"a peer":                        {"networkPolicies: {metricsFrom: [{namespaceSelector: {}}]}", ""},
		"a peer that is a name":         {"networkPolicies: {metricsFrom: [monitoring]}", "/networkPolicies/metricsFrom/0"},
		"a port by name":                {"networkPolicies: {prometheusPorts: [http]}", "/networkPolicies/prometheusPorts/0"},
		"no port of the API server":     {"networkPolicies: {apiServerPorts: []}", "/networkPolicies/apiServerPorts"},
		"repositories of images":        {"imagePrefixes: [registry.example/bots, '*']", ""},
		"a list in one text":            {"imagePrefixes: ['a,b']", "/imagePrefixes/0"},
		"a digest":                      {"image: {digest: 'sha256:" + strings.Repeat("ab", 32) + "'}", ""},
		"a digest that is a tag":        {"image: {digest: v1}", "/image/digest"},
		"a tag that is a number":        {"image: {tag: 1.2}", "/image/tag"},
		"a page":                        {"page: {enabled: true, certificateRef: {name: page-tls}}", ""},
		"a page that is a word":         {"page: {enabled: 'yes'}", "/page/enabled"},
		"a page's certificate by name":  {"page: {certificateRef: page-tls}", "/page/certificateRef"},
		"who may reach it by name":      {"networkPolicies: {pageFrom: [ingress]}", "/networkPolicies/pageFrom/0"},
		"a sink in the cluster":         {"notifications: {format: CloudEvents, url: 'http://broker.events.svc/default'}", ""},
		"a sink with a password":        {"notifications: {format: CloudEvents, url: 'https://a:b@sink.example/'}", "/notifications/url"},
		"a chat":                        {"notifications: {format: Slack, url: '', secretRef: {name: slack}}", ""},
		"a chat's URL in the open":      {"notifications: {format: Teams, url: 'https://hooks.example/x', secretRef: {name: teams}}", "/notifications/url"},
		"a chat without its Secret":     {"notifications: {format: Slack, secretRef: {}}", "/notifications/secretRef"},
		"mail":                          {"notifications: {format: Email}", "/notifications/format"},
	} {
		t.Run(name, func(t *testing.T) {
			document, err := yaml.YAMLToJSON([]byte(tc.values))
			if err != nil {
				t.Fatal(err)
			}
			values, err := jsonschema.UnmarshalJSON(strings.NewReader(string(document)))
			if err != nil {
				t.Fatal(err)
			}
			err = schema.Validate(values)
			if tc.refused == "" && err != nil || tc.refused != "" && (err == nil || !strings.Contains(err.Error(), "'"+tc.refused+"'")) {
				t.Errorf("got %v, want refused: %q", err, tc.refused)
			}
		})
	}
}

// TestFiguresThatAreAlwaysTooOld: with less than the time between two looks at a figure no
// batch would ever advance.
func TestFiguresThatAreAlwaysTooOld(t *testing.T) {
	helm := helmProgram(t)
	for name, tc := range map[string]struct {
		set     string
		refused bool
	}{
		"as it comes":                            {"prometheus.enabled=true", false},
		"in a hurry":                             {"prometheus.enabled=true,prometheus.scrapeInterval=2s,tick=2s,maxStaleness=20s", false},
		"as long as both":                        {"prometheus.enabled=true,prometheus.scrapeInterval=1m,tick=10s,maxStaleness=1m10s", false},
		"below the scrape interval":              {"prometheus.enabled=true,prometheus.scrapeInterval=2m", true},
		"below the scrape interval and the tick": {"prometheus.enabled=true,maxStaleness=20s", true},
		"of somebody else's Prometheus":          {"prometheus.url=http://prometheus,maxStaleness=20s", false},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := exec.CommandContext(t.Context(), helm, "template", "intentops", "intentops", "--set", tc.set).CombinedOutput()
			if refused := err != nil && strings.Contains(string(out), "raise maxStaleness"); refused != tc.refused {
				t.Errorf("refused %t, want %t: %v\n%.300s", refused, tc.refused, err, out)
			}
		})
	}
}

// helmProgram is the helm that make test installs.
func helmProgram(t *testing.T) string {
	t.Helper()
	helm := cmp.Or(os.Getenv("INTENTOPS_HELM"), "../bin/tools/helm")
	if _, err := exec.LookPath(helm); err != nil {
		t.Skipf("needs %s, which make test builds: %v", helm, err)
	}
	return helm
}

// TestNothingThatIsMissingKeepsTheOperatorFromStarting: it says what is not there, and rollouts and the
// last word of what is live do not wait for the certificate of a page.
func TestNothingThatIsMissingKeepsTheOperatorFromStarting(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), helmProgram(t), "template", "intentops", "intentops", "--show-only", "templates/deployment.yaml", "--set",
		"page.enabled=true,page.certificateRef.name=page-tls,notifications.format=Slack,notifications.secretRef.name=slack,"+
			"prometheus.url=https://prometheus,prometheus.secretRef.name=token,prometheus.tls.caRef.name=ca,prometheus.tls.certificateRef.name=client").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	type source struct {
		Optional bool `json:"optional"`
	}
	var deployment struct {
		Spec struct {
			Template struct {
				Spec struct {
					Volumes []struct {
						Name      string  `json:"name"`
						Secret    *source `json:"secret"`
						ConfigMap *source `json:"configMap"`
					} `json:"volumes"`
				} `json:"spec"`
			} `json:"template"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(out, &deployment); err != nil {
		t.Fatal(err)
	}
	mounted := 0
	for _, volume := range deployment.Spec.Template.Spec.Volumes {
		for _, of := range []*source{volume.Secret, volume.ConfigMap} {
			if of == nil {
				continue
			}
			if mounted++; !of.Optional {
				t.Errorf("volume %s is not optional", volume.Name)
			}
		}
	}
	if mounted != 5 {
		t.Errorf("%d are mounted, want 5", mounted)
	}
}
