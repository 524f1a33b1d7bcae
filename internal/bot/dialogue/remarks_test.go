// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestARequestBesideRemarksIsTakenUp plays first messages that are not understood as a whole, since they speak of other
// things, too. What may do harm needs a yes, and what is refused is not done.
func TestARequestBesideRemarksIsTakenUp(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"behind praise":              {[]string{"loving the table btw! please cancel order AB123456", "yes"}, []string{shallI, cancelled}},
		"before what was done":       {[]string{"please send it to a new address, the parcel came yesterday"}, []string{newAddress}},
		"before what is kept":        {[]string{"please cancel order AB123456, the table we are going to keep"}, []string{shallI}},
		"behind an opening":          {[]string{"two things: where is parcel AB123456, and when do you open?"}, []string{onItsWay + "\n" + nineToFive}},
		"but not what is refused":    {[]string{"loving it btw! please don't cancel order AB123456"}, []string{leftAsIs}},
		"nor what may be":            {[]string{"loving the table btw! I might cancel order AB123456 if it rains"}, []string{offered}},
		"found cheaper is no change": {[]string{"please cancel my order AB123456, found it cheaper elsewhere"}, []string{shallI}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc.say, tc.want) })
	}
}

// TestWhatIsWantedInThePlaceOfWhatIsDeniedIsDone turns at the question whether to go ahead.
func TestWhatIsWantedInThePlaceOfWhatIsDeniedIsDone(t *testing.T) {
	for name, tc := range map[string]struct{ say, want []string }{
		"denied, and something else":   {[]string{"cancel AB123456", "no, don't cancel it, just change the address"}, []string{shallI, newAddress}},
		"an opening before the answer": {[]string{"cancel my order", "ah wait, first of all the order is AB123456"}, []string{"field: Which order?", shallI}},
		"and before nothing else":      {[]string{"book a table", "hold on, 4"}, []string{forHowMany, tableFor}},
		"no longer of importance":      {[]string{"book a table", "it doesn't matter any more"}, []string{forHowMany, leftAsIs}},
	} {
		t.Run(name, func(t *testing.T) { plays(t, shop(t), tc.say, tc.want) })
	}
}
