// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/contract/kpi"
)

// a is kept 100 s late by its event. b has none: a person replied 40 s late. c was never
// kept. d's due time is not known. e was breached early, says its helpdesk. f is resolved an
// hour late, and g is open again.
func TestLateness(t *testing.T) {
	r := tell(t, `
		0s conversation.started a
		0s sla.applied a {"target":"first_response","dueAt":@60s}
		60s sla.breached a {"target":"first_response"}
		90s message.sent a {"actor":"human"}
		160s sla.fulfilled a {"target":"first_response"}
		200s sla.fulfilled a {"target":"first_response"}
		0s conversation.started b
		0s sla.applied b {"target":"first_response","dueAt":@60s}
		2s message.sent b {"actor":"bot","kind":"answer"}
		100s message.sent b {"actor":"human"}
		0s conversation.started c
		0s sla.applied c {"target":"first_response","dueAt":@60s}
		0s conversation.started d
		60s sla.breached d {"target":"first_response"}
		90s message.sent d {"actor":"human"}
		0s conversation.started e
		0s sla.applied e {"target":"first_response","dueAt":@60s}
		30s sla.breached e {"target":"first_response"}
		50s message.sent e {"actor":"human"}
		0s conversation.started f
		0s sla.applied f {"target":"resolution","dueAt":@2h}
		2h sla.breached f {"target":"resolution"}
		3h conversation.resolved f
		0s conversation.started g
		0s sla.applied g {"target":"resolution","dueAt":@2h}
		2h sla.breached g {"target":"resolution"}
		3h conversation.resolved g
		4h conversation.reopened g`).Report(Options{MinSamples: 1})
	series := value(t, r, kpi.SLAHitRate).Series
	// 40 and 100 s: 95 % of the way between them. Five were missed, three of them without an end.
	first := series["lateP95:first_response"]
	wantStat(t, "first response", first, 97, 2)
	if float64(*first.Censored) != 0.6 || first.Unit != "seconds" {
		t.Errorf("first response %+v, want seconds, three of five without an end", first)
	}
	resolution := series["lateP95:resolution"]
	wantStat(t, "resolution", resolution, 3600, 1)
	if float64(*resolution.Censored) != 0.5 {
		t.Errorf("resolution: %v without an end, want half", *resolution.Censored)
	}
}

func TestPriorityChanges(t *testing.T) {
	r := tell(t, `
		0s conversation.started a
		0s sla.applied a {"target":"resolution","priority":"high","dueAt":@2h}
		5s sla.applied a {"target":"resolution","priority":"normal","dueAt":@4h}
		9s sla.applied a {"target":"resolution","priority":"low","dueAt":@2d}
		0s conversation.started b
		0s sla.applied b {"target":"resolution","priority":"normal","dueAt":@2h}
		5s sla.applied b {"target":"resolution","priority":"low","dueAt":@2d}
		0s conversation.started c
		0s sla.applied c {"target":"resolution","priority":"low","dueAt":@2h}
		5s sla.applied c {"target":"resolution","priority":"low","dueAt":@3h}
		0s conversation.started d
		0s sla.applied d {"target":"first_response","priority":"low","dueAt":@2h}
		9s sla.fulfilled d {"target":"first_response"}
		20s sla.applied d {"target":"first_response","priority":"high","dueAt":@3h}`).Report(Options{})
	// The last change of a counts; d's first target was decided before it got another one.
	want := []PriorityChange{{Target: "resolution", From: "normal", To: "low", Count: 2}}
	if diff := cmp.Diff(want, r.PriorityChanges); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// x and w were not worth a person, y was in one reviewer's eyes; z has a mark and no verdict,
// v no review at all. The policy asked for p, and nobody for q.
func TestReviewersJudgeEscalations(t *testing.T) {
	r := tell(t, `
		0s conversation.started x
		1s turn.classified x {"intent":"track"}
		2s handoff.requested x {"reason":"low_confidence"}
		1d review.labelled x {"escalationWarranted":false}
		0s conversation.started w
		1s turn.classified w {"intent":"track"}
		2s handoff.requested w {"reason":"low_confidence"}
		1d review.labelled w {"escalationWarranted":false,"quality":3}
		0s conversation.started y
		1s turn.classified y {"intent":"track"}
		2s handoff.requested y {"reason":"low_confidence"}
		1d review.labelled y {"escalationWarranted":false}
		1d review.labelled y {"escalationWarranted":true}
		0s conversation.started z
		1s turn.classified z {"intent":"track"}
		2s handoff.requested z {"reason":"low_confidence"}
		1d review.labelled z {"quality":4,"escalationWarranted":null}
		0s conversation.started v
		1s turn.classified v {"intent":"track"}
		2s handoff.requested v {"reason":"low_confidence"}
		0s conversation.started p
		1s turn.classified p {"intent":"track"}
		2s handoff.requested p {"policyRequired":true}
		1d review.labelled p {"escalationWarranted":false}
		0s conversation.started q
		1s turn.classified q {"intent":"track"}
		1d review.labelled q {"quality":1}`).Report(Options{})
	series := value(t, r, kpi.EscalationRate).Series
	wantStat(t, "reviewed", series["reviewed"], 3.0/5, 5)
	wantStat(t, "unwarranted", series["unwarranted"], 2.0/3, 3)
	// Without a verdict nobody says that z or q should have been handed over.
	wantStat(t, "missed", series["missed"], 0, 4)
}

func TestAVerdictIsTrueOrFalse(t *testing.T) {
	for _, text := range []string{"1", "0", `"true"`, `"yes"`, "[]"} {
		r := read(t, story(t, `
			0s conversation.started a
			1s review.labelled a {"escalationWarranted":`+text+`}`)).Report(Options{})
		if r.Events.Refused[Malformed] != 1 {
			t.Errorf("%s: events %+v, want it refused", text, r.Events)
		}
	}
}
