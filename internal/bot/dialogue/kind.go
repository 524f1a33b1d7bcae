// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"reflect"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// kindOf is the kind of the intent on which two releases differ: the one that the candidate
// understands, else the one that stable does, else that of the batch. It depends on both
// decisions and not on the track, so both tracks count the same conversations of each kind.
func kindOf(stable, candidate *Compiled, ofStable, ofCandidate decision) string {
	in := ofCandidate.intent
	if in == nil {
		in = ofStable.intent
	}
	switch {
	case in == nil && onlyNew(stable, candidate):
		return conversation.KindNewIntent
	case in != nil && stable.intents[in.Name] == nil:
		return conversation.KindNewIntent
	}
	return conversation.KindChangedIntent
}

// onlyNew says whether the candidate brings intents that stable lacks, and changes nothing
// else: another policy or engine changes what stable answers.
func onlyNew(stable, candidate *Compiled) bool {
	if stable.policy.Revision != candidate.policy.Revision || !reflect.DeepEqual(stable.engine, candidate.engine) {
		return false
	}
	found := false
	for name, in := range candidate.intents {
		switch was := stable.intents[name]; {
		case was == nil:
			found = true
		case was.Revision != in.Revision:
			return false
		}
	}
	return found
}
