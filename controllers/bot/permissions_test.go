// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/controllers/internal/testenv"
)

// permissions are the verbs of each resource.
type permissions map[string]map[string]bool

func (p permissions) add(resource string, verbs ...string) {
	if p[resource] == nil {
		p[resource] = map[string]bool{}
	}
	for _, verb := range verbs {
		p[resource][verb] = true
	}
}

// lines are "resource verb", sorted.
func (p permissions) lines() []string {
	var out []string
	for resource, verbs := range p {
		for verb := range verbs {
			out = append(out, resource+" "+verb)
		}
	}
	slices.Sort(out)
	return out
}

func permissionsOf(rules []rbacv1.PolicyRule) permissions {
	p := permissions{}
	for _, rule := range rules {
		for _, group := range rule.APIGroups {
			if group == "" {
				group = "core"
			}
			for _, resource := range rule.Resources {
				p.add(group+"/"+resource, rule.Verbs...)
			}
		}
		for _, url := range rule.NonResourceURLs {
			p.add(url, rule.Verbs...)
		}
	}
	return p
}

var named = regexp.MustCompile("`([^`]+)`")

// explained reads the tables of docs/permissions.md: by heading, and by role for those that
// name one in their first column.
func explained(t *testing.T) map[string]permissions {
	t.Helper()
	page, err := os.ReadFile("../../docs/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]permissions{}
	section := ""
	for line := range strings.Lines(string(page)) {
		line = strings.TrimSpace(line)
		if heading, is := strings.CutPrefix(line, "## "); is {
			section = heading
		}
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		of := section
		if len(cells) == 4 {
			of = strings.Trim(strings.TrimSpace(cells[0]), "`")
			cells = cells[1:]
		}
		if len(cells) != 3 || strings.TrimSpace(cells[2]) == "" {
			t.Errorf("a line without its reason: %s", line)
			continue
		}
		if out[of] == nil {
			out[of] = permissions{}
		}
		for _, resource := range named.FindAllStringSubmatch(cells[0], -1) {
			if out[of][resource[1]] != nil {
				t.Errorf("%s: %s stands twice", of, resource[1])
			}
			out[of].add(resource[1], strings.Split(strings.TrimSpace(cells[1]), ", ")...)
		}
	}
	return out
}

// TestEveryPermissionIsExplained compares docs/permissions.md with the roles of the chart, of
// kustomize and of Bots.
func TestEveryPermissionIsExplained(t *testing.T) {
	roles := map[string]permissions{}
	for _, obj := range identityObjects(testenv.MakeBot("support").Obj(), []string{"bundle"}) {
		if role, is := obj.(*rbacv1.Role); is {
			roles["A Bot's pods"] = permissionsOf(role.Rules)
		}
	}
	sections := map[string]string{
		"intentops-manager":         "The operator",
		"intentops-leader-election": "The operator, in its own namespace",
		"intentops-prometheus":      "The Prometheus of the chart",
		"intentops-notifications":   "Notifications",
	}
	take := func(name string, rules []rbacv1.PolicyRule) {
		if section := sections[name]; section != "" {
			name = section
		}
		roles[name] = permissionsOf(rules)
	}
	for _, role := range rendered[rbacv1.ClusterRole](t, "ClusterRole") {
		take(role.Name, role.Rules)
	}
	for _, role := range rendered[rbacv1.Role](t, "Role", "--set", "notifications.format=Slack,notifications.secretRef.name=slack,shard=2/4") {
		take(role.Name, role.Rules)
	}
	want := explained(t)
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		if diff := cmp.Diff(roles[name].lines(), want[name].lines()); diff != "" {
			t.Errorf("%s (-role +docs/permissions.md):\n%s", name, diff)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("docs/permissions.md explains roles that are not there: %v", slices.Sorted(maps.Keys(want)))
	}
}

// TestBothWaysOfInstallingGiveTheSame: kustomize has files of its own for what the chart
// renders, with the same names.
func TestBothWaysOfInstallingGiveTheSame(t *testing.T) {
	files := map[string]permissions{}
	for _, name := range []string{"role.yaml", "bindings.yaml", "users.yaml"} {
		data, err := os.ReadFile("../../config/rbac/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range strings.Split(string(data), "\n---\n") {
			var role rbacv1.ClusterRole
			if err := yaml.Unmarshal([]byte(document), &role); err == nil && strings.HasSuffix(role.Kind, "Role") {
				files[role.Name] = permissionsOf(role.Rules)
			}
		}
	}
	chart := map[string]permissions{}
	for _, role := range append(rendered[rbacv1.ClusterRole](t, "ClusterRole", "--set", "prometheus.enabled=false,prometheus.url=http://prometheus"),
		asClusterRoles(rendered[rbacv1.Role](t, "Role"))...) {
		chart[role.Name] = permissionsOf(role.Rules)
	}
	if diff := cmp.Diff(fmt.Sprint(files), fmt.Sprint(chart)); diff != "" {
		t.Errorf("(-config/rbac +chart):\n%s", diff)
	}
}

func asClusterRoles(roles []rbacv1.Role) []rbacv1.ClusterRole {
	var out []rbacv1.ClusterRole
	for _, role := range roles {
		out = append(out, rbacv1.ClusterRole{ObjectMeta: role.ObjectMeta, Rules: role.Rules})
	}
	return out
}

// TestNobodyOfOursReadsSecrets, with any verb or wildcard.
func TestNobodyOfOursReadsSecrets(t *testing.T) {
	roles := append(rendered[rbacv1.ClusterRole](t, "ClusterRole"), asClusterRoles(rendered[rbacv1.Role](t, "Role", "--set", "namespaces={shop}"))...)
	if len(roles) < 7 {
		t.Fatalf("%d roles: is anything checked?", len(roles))
	}
	for _, role := range roles {
		for resource, verbs := range permissionsOf(role.Rules) {
			_, plain, _ := strings.Cut(resource, "/")
			if plain == "secrets" || strings.Contains(resource, "*") || verbs["*"] || verbs["escalate"] || verbs["bind"] || verbs["impersonate"] {
				t.Errorf("%s: %s %v", role.Name, resource, slices.Sorted(maps.Keys(verbs)))
			}
		}
	}
}
