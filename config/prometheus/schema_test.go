// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestTheDashboardHasGrafanasShape compares the dashboard with testdata/dashboard.schema.json:
// the parts of Grafana's dashboard model (kind Dashboard, schemaVersion 39) that are used
// here. A member that Grafana does not know is refused: it would be ignored there.
func TestTheDashboardHasGrafanasShape(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/dashboard.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile("dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	check := func(text string) error {
		t.Helper()
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(document)
	}
	if err := check(string(content)); err != nil {
		t.Errorf("dashboard.json: %v", err)
	}
	for what, change := range map[string]func(dashboard, panel map[string]any){
		"a panel of an unknown type":     func(_, p map[string]any) { p["type"] = "graph" },
		"a panel wider than the page":    func(_, p map[string]any) { p["gridPos"].(map[string]any)["w"] = 25 },
		"a panel without an id":          func(_, p map[string]any) { delete(p, "id") },
		"an option that does not exist":  func(_, p map[string]any) { p["legend"] = true },
		"a data source of its own":       func(_, p map[string]any) { p["datasource"] = map[string]any{"type": "prometheus", "uid": "mine"} },
		"a query without a name":         func(_, p map[string]any) { delete(p["targets"].([]any)[0].(map[string]any), "refId") },
		"a member that is misspelt":      func(d, _ map[string]any) { d["refersh"] = "1m" },
		"a time range without a start":   func(d, _ map[string]any) { delete(d["time"].(map[string]any), "from") },
		"an id that another Grafana has": func(d, _ map[string]any) { d["id"] = 7 },
	} {
		var dashboard map[string]any
		if err := json.Unmarshal(content, &dashboard); err != nil {
			t.Fatal(err)
		}
		change(dashboard, dashboard["panels"].([]any)[1].(map[string]any))
		changed, err := json.Marshal(dashboard)
		if err != nil {
			t.Fatal(err)
		}
		if check(string(changed)) == nil {
			t.Errorf("%s is not refused", what)
		}
	}
}
