// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package policy

import (
	"errors"
	"testing"
)

func TestErrorsOfRulesSayWhatToWriteInstead(t *testing.T) {
	for name, tc := range map[string]struct{ when, want string }{
		"nothing behind and":           {"message.anger &&", "Syntax error: something is missing at the end: write it, or remove the operator before it"},
		"nothing behind not":           {"!", "Syntax error: something is missing at the end: write it, or remove the operator before it"},
		"a bracket that is not closed": {"(message.anger", "Syntax error: missing ')' at the end"},
		"a bracket closed twice":       {"message.anger)", "Syntax error: ')' does not belong here: remove it, or join conditions with && or ||"},
		"a word for and":               {"message.anger and true", "Syntax error: 'and' does not belong here: remove it, or join conditions with && or ||"},
		"half an and":                  {"message.anger & true", "Syntax error: '&' is not an operator: write &&"},
		"half an or":                   {"message.anger | true", "Syntax error: '|' is not an operator: write ||"},
		"half an equals":               {"intent.risk = 'High'", "Syntax error: '=' is not an operator: write =="},
		"a text that does not end":     {"intent.risk == 'High", "Syntax error: the text does not end: write ' behind it"},
		"a field that there is not":    {"message.anger && customer.vip", "undefined field 'vip': use one of tier, locale, channel"},
		"a field of another variable":  {"customer.turns > 3 && conversation.turns > 3", "undefined field 'turns': use one of tier, locale, channel"},
		"a variable of another name":   {"mesage.anger", "undeclared reference to 'mesage'"},
		"a function that there is not": {"lower(customer.tier) == 'gold'", "undeclared reference to 'lower'"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Compile(rules(tc.when))
			compile, is := errors.AsType[*CompileError](err)
			if !is || compile.Message != tc.want {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
}
