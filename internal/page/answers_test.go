// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/view"
)

func read[T any](t *testing.T, w *world, path string) T {
	t.Helper()
	answer := w.ask(path)
	var v T
	if err := json.Unmarshal(answer.Body.Bytes(), &v); err != nil || answer.Code != 200 {
		t.Fatalf("%d %s: %v", answer.Code, answer.Body, err)
	}
	return v
}

func TestANamespaceInFull(t *testing.T) {
	w := newWorld(t, shop()...)
	a := read[overviewAnswer](t, w, "/api/namespaces/shop")
	if len(a.Bots) != 1 || len(a.Missing) != 0 {
		t.Fatalf("%d bots, missing %q", len(a.Bots), a.Missing)
	}
	b := a.Bots[0]
	var order []string
	for _, batch := range b.Batches {
		order = append(order, batch.Name)
	}
	if got := strings.Join(order, " "); got != "week-2 week-3 week-4 week-1" {
		t.Errorf("batches in the order %s", got)
	}
	gate := b.Batches[0].Gates[1]
	if gate.Interval == nil || gate.Interval.Low != -0.61 || gate.Interval.High != 0.4 || gate.Interval.Bound != -0.2 || math.Abs(gate.Interval.Value+0.11) > 1e-9 || !gate.WorseBelow || gate.Means != "the conversations so far do not decide yet" || gate.Needed != 40 {
		t.Errorf("the gate of ratings is %+v %+v", gate, gate.Interval)
	}
	if b.Batches[0].Gates[2].Interval != nil {
		t.Error("a gate without figures is drawn")
	}
	if r := b.Releases; len(r) != 4 || !r[0].Live || r[0].Name != "support-000004" || strings.Join(r[0].Changes, " ") != "+topic-7 +topic-8" {
		t.Errorf("releases %+v", r)
	}
	csat := b.KPIs[len(b.KPIs)-1]
	for _, k := range b.KPIs {
		if k.Name == "csat" {
			csat = k
		}
	}
	if csat.Objective == nil || *csat.Objective != 4 || !csat.AtLeast || len(csat.Points) != 3 || csat.Says != "Met" || csat.Milestones[1].State != v1alpha1.MilestonePending {
		t.Errorf("the KPI is %+v", csat)
	}
	if len(b.Waits) == 0 || b.Waits[0].Who != view.ByPerson {
		t.Errorf("what waits: %+v", b.Waits)
	}
}

func TestABatchOverTimeWithItsCulprit(t *testing.T) {
	w := newWorld(t, shop()...)
	a := read[batchAnswer](t, w, "/api/namespaces/shop/batches/week-2")
	if p := a.Gates[1].Points; len(p) != 4 || p[0].Low != -1.2 || !p[3].At.Equal(noon) {
		t.Errorf("the gate over time: %+v", p)
	}
	if a.Steps[1].Mark != "now" || a.Steps[1].Candidate != 113 || a.Steps[2].AsksFor != "an approval, 24h" || !a.Approval || !a.NextLook.Time.Equal(noon.Add(9*60*60*1e9)) {
		t.Errorf("%+v", a)
	}
	failed := read[batchAnswer](t, w, "/api/namespaces/shop/batches/week-4")
	if failed.Approval {
		t.Error("what was rolled back is offered for approval")
	}
	if failed.Intents[0].Culprit || !failed.Intents[1].Culprit || failed.Intents[1].Escalation != "62%" {
		t.Errorf("intents %+v", failed.Intents)
	}
	if body := w.ask("/api/namespaces/shop/batches/week-4").Body.String(); strings.Contains(body, "a secret wording") {
		t.Error("utterances leave the cluster")
	}
}

func TestAnApprovalIsThePatchThatThePluginPrints(t *testing.T) {
	w := newWorld(t, shop()...)
	a := read[approvalAnswer](t, w, "/api/namespaces/shop/batches/week-3/approval")
	want := `apiVersion: intentops.dev/v1alpha1
kind: IntentBatch
metadata:
  name: week-3
  namespace: shop
spec:
  approvals:
  - revision: 9f1c2a7b
    step: half
`
	if a.Patch != want {
		t.Errorf("got\n%swant\n%s", a.Patch, want)
	}
	if len(a.Notes) != 1 || !strings.HasPrefix(a.Notes[0], "Nothing was changed. Merge this into its manifest and commit it, or run kubectl intentops approve week-3 --apply. Then step half may begin") {
		t.Errorf("notes %q", a.Notes)
	}
}

// manyBatches is a namespace with as many batches.
func manyBatches(n int) []runtime.Object {
	objects := shop()
	for i := range n {
		b := rolling()
		if i%2 == 0 {
			b = failed()
		}
		b.Name = fmt.Sprintf("many-%03d", i)
		objects = append(objects, b)
	}
	return objects
}

// TestRequestsDoNotGrowWithTheNumberOfBatches: a page of two hundred batches asks for lists, and
// never for one object after the other.
func TestRequestsDoNotGrowWithTheNumberOfBatches(t *testing.T) {
	for path, most := range map[string]int{"/api/bots": 1, "/api/namespaces/shop": 4, "/api/namespaces/shop/batches/week-2": 3, "/api/namespaces/shop/batches/week-2/approval": 2} {
		w := newWorld(t, manyBatches(200)...)
		w.ask("/api/bots") // from then on the caller is known
		w.client.ClearActions()
		if answer := w.ask(path); answer.Code != 200 {
			t.Fatalf("%s: %d %s", path, answer.Code, answer.Body)
		}
		if n := len(w.client.Actions()); n > most {
			t.Errorf("%s: %d requests, want at most %d", path, n, most)
		}
	}
}

// BenchmarkTwoHundredBatches is what the page does for one look at a namespace.
func BenchmarkTwoHundredBatches(b *testing.B) {
	w := newWorld(b, manyBatches(200)...)
	for b.Loop() {
		if answer := w.ask("/api/namespaces/shop"); answer.Code != 200 {
			b.Fatal(answer.Body)
		}
	}
}

func TestTitlesAreWords(t *testing.T) {
	for k, want := range map[v1alpha1.KPI]string{
		v1alpha1.KPIEscalationRate: "Escalation rate", v1alpha1.KPICSAT: "CSAT", v1alpha1.KPISLAHitRate: "SLA hit rate",
		v1alpha1.KPIFirstContactResolution: "First contact resolution", v1alpha1.KPINPS: "NPS",
	} {
		if got := titleOf(k); got != want {
			t.Errorf("%s is titled %q, want %q", k, got, want)
		}
	}
}
