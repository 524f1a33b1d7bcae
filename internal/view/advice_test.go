// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestEveryReasonOfABatchHasAnAdvice reads the reasons from the API: one that is added there needs
// an advice here.
func TestEveryReasonOfABatchHasAnAdvice(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../api/v1alpha1/conditions.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	reasons := 0
	for _, decl := range file.Decls {
		block, ok := decl.(*ast.GenDecl)
		if !ok || !strings.HasPrefix(block.Doc.Text(), "Reasons on an IntentBatch.") {
			continue
		}
		for _, spec := range block.Specs {
			literal := spec.(*ast.ValueSpec).Values[0].(*ast.BasicLit)
			reason, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			reasons++
			if a, known := BatchAdvice[reason]; !known || a.Moves == "" || a.Who == "" {
				t.Errorf("reason %s has no advice", reason)
			}
		}
	}
	if reasons < 20 {
		t.Errorf("found %d reasons in the API: the test reads the wrong block", reasons)
	}
}

func TestACommandToCopyHasNoNameThatAShellWouldRun(t *testing.T) {
	target := &v1alpha1.KPITarget{Spec: v1alpha1.KPITargetSpec{BotRef: v1alpha1.LocalReference{Name: "support;reboot"}}}
	if got := AdviseOnKPI(target, Standing{}).Command; got != "kubectl intentops scorecard BOT" {
		t.Errorf("%q", got)
	}
	target.Spec.BotRef.Name = "support"
	if got := AdviseOnKPI(target, Standing{}).Command; got != "kubectl intentops scorecard support" {
		t.Errorf("%q", got)
	}
}
