// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write again what is made from the catalogue: the table of docs/kpis.md and the comment of spec.kpi")

// The page says what the catalogue says.
func TestPageHasTheCatalogue(t *testing.T) {
	const path = "../../../docs/kpis.md"
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(content), "-update` -->\n")
	table, after, ends := strings.Cut(rest, "<!-- end catalogue -->")
	if !begins || !ends {
		t.Fatal("docs/kpis.md has no place for the catalogue")
	}
	var want strings.Builder
	want.WriteString("| KPI | what is counted | unit, better | series | counts when | look at beside it | cheat |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	direction := map[Direction]string{Neither: "", LowerIsBetter: ", lower", HigherIsBetter: ", higher"}
	for _, d := range Catalogue() {
		fmt.Fprintf(&want, "| [%s](#%s) | %s | %s%s | %s | %s | %s | %s |\n",
			d.KPI, strings.ToLower(string(d.KPI)), d.Meaning, d.Unit, direction[d.Better], series(d), d.Matures, d.Counterparts, d.GamingRisk)
		if !strings.Contains(after, "\n### "+string(d.KPI)+"\n") {
			t.Errorf("docs/kpis.md has no section on %s", d.KPI)
		}
	}
	if *update {
		page := before + "-update` -->\n" + want.String() + "<!-- end catalogue -->" + after
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want.String(), table); diff != "" {
		t.Errorf("the table differs (-want +got):\n%s", diff)
	}
}

// What kubectl explain says of a KPI is what the catalogue says.
func TestFieldHasTheCatalogue(t *testing.T) {
	const path = "../../../api/v1alpha1/kpitarget_types.go"
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const first, last = "\t// kpi is what is measured. Immutable.\n", "\t// +required\n"
	before, rest, begins := strings.Cut(string(content), first)
	comment, after, ends := strings.Cut(rest, last)
	if !begins || !ends {
		t.Fatal("the field spec.kpi has no place for the catalogue")
	}
	var want strings.Builder
	for _, d := range Catalogue() {
		fmt.Fprintf(&want, "\t//\n\t// %s (%s): %s\n", d.KPI, d.Unit, d.Meaning)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+first+want.String()+last+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want.String(), comment); diff != "" {
		t.Errorf("the comment of spec.kpi differs; go test ./internal/contract/kpi -run Catalogue -update, then make generate manifests (-want +got):\n%s", diff)
	}
}

// series names those that may be judged, the default in bold.
func series(d Definition) string {
	var names []string
	for i, s := range d.Series {
		if name := string(s); i > 0 {
			names = append(names, name)
		} else {
			names = append(names, "**"+name+"**")
		}
	}
	return strings.Join(names, ", ")
}
