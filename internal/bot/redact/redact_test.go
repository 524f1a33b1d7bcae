// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import "testing"

func TestWhatMustNotBeKeptIsMasked(t *testing.T) {
	for text, want := range map[string]string{
		"my card 4111 1111 1111 1111 was stolen":        "my card •••• 1111 was stolen",
		"4111111111111111":                              "•••• 1111",
		"4111-1111-1111-1111.":                          "•••• 1111.",
		"amex 378282246310005":                          "amex •••• 0005",
		"pay to DE89 3704 0044 0532 0130 00 please":     "pay to DE•••• 3000 please",
		"gb82west12345698765432":                        "GB•••• 5432",
		"my password is hunter2":                        "my password is ••••",
		"Password: s3cr3t!x, user ann":                  "Password: ••••, user ann",
		"mein Passwort lautet Blume77":                  "mein Passwort lautet ••••",
		"mon mot de passe est soleil":                   "mon mot de passe est ••••",
		"mi contraseña es 'girasol'":                    "mi contraseña es '••••'",
		"PIN: 4821":                                     "PIN: ••••",
		"the pin for my card is 4821":                   "the pin for my card is ••••",
		"密码是 abc123":                                    "密码是 ••••",
		"パスワードは himitsu":                                "パスワードは ••••",
		"my password is not working":                    "my password is not working",
		"my password is wrong":                          "my password is wrong",
		"mein Passwort ist abgelaufen":                  "mein Passwort ist abgelaufen",
		"I forgot my password":                          "I forgot my password",
		"order 4111 1111 1111 1112":                     "order 4111 1111 1111 1112",
		"order AB123456":                                "order AB123456",
		"+49 171 3920012 or 020 7946 0456":              "+49 171 3920012 or 020 7946 0456",
		"tracking number 00340434161094042557":          "tracking number 00340434161094042557",
		"DE89 3704 0044 0532 0130 01 has a wrong digit": "DE89 3704 0044 0532 0130 01 has a wrong digit",
	} {
		if got := Text(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if again := Text(Text(text)); again != Text(text) {
			t.Errorf("%q: masked twice it is %q", text, again)
		}
	}
}
