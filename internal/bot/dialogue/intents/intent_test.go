// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package intents

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/release"
)

func TestAPatternThatIsNotRE2IsRefused(t *testing.T) {
	in := release.Intent{
		Name: "order-status", Revision: "1", Risk: "Low", Utterances: []string{"where is my parcel"},
		Fields: []release.Field{{Name: "orderId", Prompt: "What is your order number?", Pattern: "(?=x)", Required: true}},
	}
	_, err := Compile([]release.Intent{in})
	if err == nil || !strings.Contains(err.Error(), `intent "order-status": field "orderId": pattern`) {
		t.Errorf("error %v, want it to name intent and field", err)
	}
	if _, err := Compile([]release.Intent{{Name: "hours", Revision: "1"}, {Name: "hours", Revision: "2"}}); err == nil {
		t.Error("an intent that is listed twice was taken")
	}
}
