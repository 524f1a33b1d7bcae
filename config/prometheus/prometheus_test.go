// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package prometheus has tests of the rules and the dashboard in this folder.
package prometheus

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

type ruleFile struct {
	Groups []struct {
		Name  string `json:"name"`
		Rules []rule `json:"rules"`
	} `json:"groups"`
}

type rule struct {
	Record      string            `json:"record,omitempty"`
	Alert       string            `json:"alert,omitempty"`
	Expr        string            `json:"expr"`
	For         string            `json:"for,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type dashboard struct {
	UID, Title    string
	SchemaVersion int
	Templating    struct {
		List []struct{ Name, Type, Definition string }
	}
	Panels []struct {
		ID      int
		Type    string
		Title   string
		GridPos struct{ X, Y, W, H int }
		Targets []struct{ Expr, RefID string }
	}
}

func readRules(t *testing.T) ruleFile {
	t.Helper()
	var rules ruleFile
	read(t, "rules.yaml", &rules)
	return rules
}

func readDashboard(t *testing.T) dashboard {
	t.Helper()
	content, err := os.ReadFile("dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	var d dashboard
	if err := json.Unmarshal(content, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t *testing.T, name string, into any) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err == nil {
		err = yaml.UnmarshalStrict(content, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func TestBothRuleFilesAreTheSame(t *testing.T) {
	var object struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Metadata   map[string]string `json:"metadata"`
		Spec       ruleFile          `json:"spec"`
	}
	read(t, "prometheusrule.yaml", &object)
	if diff := cmp.Diff(readRules(t), object.Spec); diff != "" {
		t.Errorf("rules.yaml and prometheusrule.yaml differ:\n%s", diff)
	}
}

func TestAlertsSayWhatAndWhere(t *testing.T) {
	for _, group := range readRules(t).Groups {
		for _, r := range group.Rules {
			if (r.Record == "") == (r.Alert == "") {
				t.Errorf("%+v: want exactly one of record and alert", r)
			}
			if r.Alert == "" {
				continue
			}
			if r.For == "" || r.Annotations["summary"] == "" || r.Annotations["description"] == "" {
				t.Errorf("%s: want for, a summary and a description", r.Alert)
			}
			if s := r.Labels["severity"]; s != "info" && s != "warning" && s != "critical" {
				t.Errorf("%s: severity %q", r.Alert, s)
			}
		}
	}
}

var (
	metricName    = regexp.MustCompile(`\bintentops[_:][a-z_:]+`)
	histogramPart = regexp.MustCompile(`_(bucket|sum|count)$`)
)

// TestQueriesNameMetricsThatExist compares the rules and panels with the names in the
// sources of those who export them.
func TestQueriesNameMetricsThatExist(t *testing.T) {
	exported := map[string]bool{}
	literal := regexp.MustCompile(`"(intentops_[a-z_]+)"`)
	for _, root := range []string{"../../internal/bot", "../../internal/operator/metricsource", "../../controllers/metrics", "../../controllers/notification"} {
		if err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := os.ReadFile(path)
			for _, match := range literal.FindAllSubmatch(content, -1) {
				exported[string(match[1])] = true
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	check := func(where, expr string) {
		t.Helper()
		names := metricName.FindAllString(expr, -1)
		if len(names) == 0 {
			t.Errorf("%s: no metric of ours in %s", where, expr)
		}
		for _, name := range names {
			if !exported[name] && !exported[histogramPart.ReplaceAllString(name, "")] {
				t.Errorf("%s: nobody exports %s", where, name)
			}
		}
	}
	for _, group := range readRules(t).Groups {
		for _, r := range group.Rules {
			check(r.Record+r.Alert, r.Expr)
			exported[r.Record] = true
		}
	}
	d := readDashboard(t)
	for _, panel := range d.Panels {
		for _, target := range panel.Targets {
			check(panel.Title, target.Expr)
		}
	}
	for _, v := range d.Templating.List {
		if v.Type == "query" {
			check(v.Name, v.Definition)
		}
	}
}

func TestTheDashboardIsOne(t *testing.T) {
	d := readDashboard(t)
	if d.UID == "" || d.Title == "" || d.SchemaVersion == 0 || len(d.Panels) == 0 {
		t.Fatalf("not a dashboard: %+v", d)
	}
	ids := map[int]bool{}
	for i, p := range d.Panels {
		if ids[p.ID] || p.ID == 0 {
			t.Errorf("panel %q: id %d is missing or used twice", p.Title, p.ID)
		}
		ids[p.ID] = true
		if p.Title == "" || p.Type == "" || (len(p.Targets) == 0) != (p.Type == "row") {
			t.Errorf("panel %d has no title, type or query, or is a row with one", p.ID)
		}
		a := p.GridPos
		if a.W < 1 || a.H < 1 || a.X < 0 || a.X+a.W > 24 {
			t.Errorf("panel %q is outside the grid: %+v", p.Title, a)
		}
		for _, q := range d.Panels[:i] {
			b := q.GridPos
			if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				t.Errorf("panels %q and %q overlap", p.Title, q.Title)
			}
		}
	}
	variables := map[string]bool{"__rate_interval": true}
	for _, v := range d.Templating.List {
		variables[v.Name] = true
	}
	for _, p := range d.Panels {
		for _, target := range p.Targets {
			for _, match := range regexp.MustCompile(`\$([a-zA-Z_]+)`).FindAllStringSubmatch(target.Expr, -1) {
				if !variables[match[1]] {
					t.Errorf("panel %q: there is no variable $%s", p.Title, match[1])
				}
			}
		}
	}
}
