// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestAVerbsEndingRefuses: where an ending says no, the same verb without it asks for the act, and so do
// forms that are a letter away.
func TestAVerbsEndingRefuses(t *testing.T) {
	for locale, says := range map[string]struct{ refuse, ask []string }{
		"tr": {
			[]string{"aboneliğimi dondurmayın", "kartım kapatılmasın", "hesabımı silmeyeceğim", "siparişi iptal etmiyorum", "kartımı kapatma", "hattı durdurmasanız"},
			[]string{"aboneliğimi dondurun", "kartımın kapatılması lazım", "hesabımı silin", "siparişi iptal etmem gerekiyor", "hesabı silemiyorum", "abonelik dondurma"},
		},
		"ja": {[]string{"カードを止めるな", "サブスクを休止するな", "削除はなしで"}, []string{"カードを止めるならいつですか", "サブスクを休止するなど"}},
	} {
		for _, text := range says.refuse {
			if s := Read(text, locale); len(s.Denials) == 0 {
				t.Errorf("%s: %q denies nothing", locale, text)
			}
		}
		for _, text := range says.ask {
			if s := Read(text, locale); len(s.Denials) > 0 {
				t.Errorf("%s: %q denies %q", locale, text, s.Denials)
			}
		}
	}
}
