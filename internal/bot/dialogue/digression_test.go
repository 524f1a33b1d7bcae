// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"slices"
	"testing"
)

// suggested are the choices of the bot's last message.
func (w *world) suggested() []string { return w.state.Turns[len(w.state.Turns)-1].Suggestions }

func TestWhatAQuestionBesidesTheBotsMayMeanIsOffered(t *testing.T) {
	for name, tc := range map[string]struct {
		say, want, suggested []string
	}{
		"beside a question for a value": {[]string{"new address", "perhaps when do I have to be there?"}, []string{newAddress, reworded + "\n" + newAddress}, []string{"Hours", "Order status"}},
		"of which one is chosen":        {[]string{"new address", "perhaps when do I have to be there?", "Hours", "12 Mill Lane"}, []string{newAddress, reworded + "\n" + newAddress, nineToFive + "\n" + newAddress, movedTo}, nil},
		"or none":                       {[]string{"new address", "perhaps when do I have to be there?", "12 Mill Lane"}, []string{newAddress, reworded + "\n" + newAddress, movedTo}, nil},
		"beside one for a yes":          {[]string{"cancel AB123456", "perhaps when do I have to be there?"}, []string{shallI, reworded + "\n" + shallI}, []string{"Yes", "No", "Hours", "Order status"}},
		"where one is a yes":            {[]string{"cancel AB123456", "perhaps when do I have to be there?", "1"}, []string{shallI, reworded + "\n" + shallI, cancelled}, nil},
		"and three the first of them":   {[]string{"cancel AB123456", "perhaps when do I have to be there?", "3"}, []string{shallI, reworded + "\n" + shallI, nineToFive + "\n" + shallI}, []string{"Yes", "No"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := shop(t)
			plays(t, w, tc.say, tc.want)
			if got := w.suggested(); !slices.Equal(got, tc.suggested) {
				t.Errorf("suggested %q, want %q", got, tc.suggested)
			}
		})
	}
}
