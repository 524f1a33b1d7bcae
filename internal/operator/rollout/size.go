// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"encoding/json"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
)

// maxStatus is how many bytes a status may have as JSON. With its conditions it stays under
// 64 KiB: each watcher reads all of it with each change, and a store of 1.5 MiB an object also
// holds who wrote which field.
const maxStatus = 60 << 10

// fit takes from a status what is too much, in the order in which people miss it least. What a
// rollout goes on with is never touched: its content, its steps and the figures of its gates.
func fit(s *v1alpha1.IntentBatchStatus) {
	if atMost(s) <= maxStatus {
		return
	}
	s.History = slices.Clone(s.History)
	for _, spare := range []func(*v1alpha1.IntentBatchStatus) bool{oldEvidence, oldMessages, oldRecord, suspendedRollout, lastEvidence, presentMessages} {
		for size(s) > maxStatus && spare(s) {
		}
	}
}

// atMost is more than the size and quickly found. Nearly all statuses are far below the limit.
func atMost(s *v1alpha1.IntentBatchStatus) int {
	const aStatus, anIntent, aStep, aRecord, aFigure = 4 << 10, 64, 2 << 10, 512, 1 << 10
	gates := func(all []v1alpha1.GateStatus) int {
		n := 0
		for i := range all {
			n += aFigure + 2*len(all[i].Message)
		}
		return n
	}
	n := aStatus + len(s.Steps)*aStep + gates(s.Gates)
	for i := range s.Intents {
		n += anIntent + len(s.Intents[i].Name) + len(s.Intents[i].Stable) + len(s.Intents[i].Candidate)
	}
	for i := range s.History {
		n += aRecord + 2*len(s.History[i].Message) + gates(s.History[i].Gates)
	}
	if s.Suspended != nil {
		n += aStatus + len(s.Suspended.Steps)*aStep + gates(s.Suspended.Gates)
	}
	return n
}

func size(s *v1alpha1.IntentBatchStatus) int {
	raw, err := json.Marshal(s)
	if err != nil {
		return 0 // A status is made of what can be written.
	}
	return len(raw)
}

// oldEvidence takes the gates of the oldest record that has some. The newest decision keeps
// them, and events have told of all.
func oldEvidence(s *v1alpha1.IntentBatchStatus) bool {
	for i := range len(s.History) - 1 {
		if s.History[i].Gates != nil {
			s.History[i].Gates = nil
			return true
		}
	}
	return false
}

// oldMessages takes what the gates of the last decision and of a suspended rollout said in
// words: their figures say it too.
func oldMessages(s *v1alpha1.IntentBatchStatus) bool {
	taken := false
	if n := len(s.History); n > 0 {
		taken = wordless(&s.History[n-1].Gates) || taken
	}
	if s.Suspended != nil {
		suspended := *s.Suspended
		taken = wordless(&suspended.Gates) || taken
		s.Suspended = &suspended
	}
	return taken
}

// wordless takes the messages of gates and says whether there were any.
func wordless(gates *[]v1alpha1.GateStatus) bool {
	taken := false
	*gates = slices.Clone(*gates)
	for i := range *gates {
		g := &(*gates)[i]
		taken, g.Message = taken || g.Message != "", ""
	}
	return taken
}

// fewestRecords is how many decisions stay in any case.
const fewestRecords = 5

func oldRecord(s *v1alpha1.IntentBatchStatus) bool {
	if len(s.History) <= fewestRecords {
		return false
	}
	s.History = s.History[1:]
	return true
}

// suspendedRollout forgets it: if its content comes back it begins from the first step.
func suspendedRollout(s *v1alpha1.IntentBatchStatus) bool {
	had := s.Suspended != nil
	s.Suspended = nil
	return had
}

// lastEvidence takes the gates of the newest record too: those of the status are still there.
func lastEvidence(s *v1alpha1.IntentBatchStatus) bool {
	n := len(s.History)
	if n == 0 || s.History[n-1].Gates == nil {
		return false
	}
	s.History[n-1].Gates = nil
	return true
}

// presentMessages are the last that go: the condition GatesPassing says in words what counts.
func presentMessages(s *v1alpha1.IntentBatchStatus) bool { return wordless(&s.Gates) }
