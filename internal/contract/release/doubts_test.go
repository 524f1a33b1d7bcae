// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIntentsThatABotCanHardlyServeAreDoubted(t *testing.T) {
	const (
		one   = "spec.utterances: with only 1 example the bot understands little else: give at least 5 that differ"
		two   = "spec.utterances: with only 2 examples the bot understands little else: give at least 5 that differ"
		words = "spec.utterances: all are single words, so the bot takes nearly any message with such a word for this intent: write whole sentences"
	)
	for name, tc := range map[string]struct {
		utterances []string
		want       []string
	}{
		"one word":                      {[]string{"cancel"}, []string{one, words}},
		"one sentence":                  {[]string{"cancel my order"}, []string{one}},
		"six, of which two differ":      {[]string{"Cancel it", "cancel it", "cancel it!", "cancel  it", "CANCEL IT", "stop it"}, []string{two}},
		"five words":                    {[]string{"cancel", "stop", "undo", "abort", "quit"}, []string{words}},
		"five, some of a word":          {[]string{"cancel", "stop it", "undo", "abort", "quit"}, nil},
		"a sentence of Chinese letters": {[]string{"我的订单", "订单在哪", "查订单", "看订单", "找订单"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, Doubts(Intent{Utterances: tc.utterances})); diff != "" {
				t.Errorf("doubts (-want +got):\n%s", diff)
			}
		})
	}
}
