// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestWhatMustNotBeKeptIsMasked(t *testing.T) {
	for text, want := range map[string]string{
		"my card 4111 1111 1111 1111 was stolen":                  "my card •••• 1111 was stolen",
		"4111111111111111":                                        "•••• 1111",
		"4111-1111-1111-1111.":                                    "•••• 1111.",
		"4111 1111 1111 1111 12/26, 123":                          "•••• 1111 12/26, 123",
		"4111 1111 1111 1111 1226":                                "•••• 1111 1226",
		"order 1234 4111 1111 1111 1111":                          "order 1234 •••• 1111",
		"order 00340434161094042557 4111-1111-1111-1111":          "order 00340434161094042557 •••• 1111",
		"4111 1111 1111 1111 378282246310005":                     "•••• 1111 •••• 0005",
		"カードは４１１１ １１１１ １１１１ １１１１ です":                              "カードは•••• 1111 です",
		"𝟒𝟏𝟏𝟏 𝟙𝟙𝟙𝟙 𝟷𝟷𝟷𝟷 𝟭𝟭𝟭𝟭":                                     "•••• 1111",
		"4111 1111\n1111\t1111":                                   "•••• 1111",
		"4111/1111_1111.1111":                                     "•••• 1111",
		"٤١١١ ١١١١ ١١١١ ١١١١":                                     "•••• 1111",
		"4111\u200b1111\u00ad1111\u20111111":                      "•••• 1111",
		"DE89\u202f3704\u20110044 0532 0130 00":                   "DE•••• 3000",
		"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1":                         "•••• 1111",
		"refund AB123456 to DE89 3704 0044 0532 0130 00":          "refund AB123456 to DE•••• 3000",
		"GB12 3456 7890 and it is on gb82west12345698765432 then": "GB12 3456 7890 and it is on GB•••• 5432 then",
		"amex 378282246310005":                                    "amex •••• 0005",
		"pay to DE89 3704 0044 0532 0130 00 please":               "pay to DE•••• 3000 please",
		"gb82west12345698765432":                                  "GB•••• 5432",
		"my password is hunter2":                                  "my password is ••••",
		"Password: s3cr3t!x, user ann":                            "Password: ••••, user ann",
		"mein Passwort lautet Blume77":                            "mein Passwort lautet ••••",
		"mon mot de passe est soleil":                             "mon mot de passe est ••••",
		"mi contraseña es 'girasol'":                              "mi contraseña es '••••'",
		"PIN: 4821":                                               "PIN: ••••",
		"the pin for my card is 4821":                             "the pin for my card is ••••",
		"密码是 abc123":                                              "密码是 ••••",
		"パスワードは himitsu":                                          "パスワードは ••••",
		"card 5500 0000 0000 0004 cvc 987 please":                 "card •••• 0004 cvc •••• please",
		"five five double oh 0000 0000 double oh oh four":         "•••• 0004",
		"passwd=tr33house":                                        "passwd=••••",
		`the password should be "green river 9"`:                  `the password should be "••••"`,
		"changed my PIN, I believe it was 7310, no luck":          "changed my PIN, I believe it was ••••, no luck",
		"minha senha antiga era Verao88":                          "minha senha antiga era ••••",
		"the access token is q7w8e9r0t1y2 and it fails":           "the access token is •••• and it fails",
		"my verification code is 553201":                          "my verification code is ••••",
		"key ghp_0123456789abcdefABCDEF0123456789abcd":            "key ••••",
		"Bearer 9f8e7d6c5b4a39281706":                             "Bearer ••••",
		"postgres://ann:s3cret@db.example.com/x":                  "postgres://ann:••••@db.example.com/x",
		"my password is: hunter2":                                 "my password is: ••••",
		"le mot de passe est : soleil9":                           "le mot de passe est : ••••",
		"Passwort lautet: Blume77":                                "Passwort lautet: ••••",
		"password => hunter2":                                     "password => ••••",
		`{"password":"hunter2","user":"ann"}`:                     `{"password":"••••","user":"ann"}`,
		"**password**: hunter2":                                   "**password**: ••••",
		"password\u00a0is\u00a0hunter2":                           "password is ••••",
		"pass\u200bword: hunter2":                                 "password: ••••",
		"ｐａｓｓｗｏｒｄ：hunter2":                                        "password:••••",
		"s\u0327ifre: 1234x":                                      "şifre: ••••",
		"ŞİFREM: abc123":                                          "ŞİFREM: ••••",
		"cvv １２３":                                                 "cvv ••••",
		"PIN ٤٨٢١":                                                "PIN ••••",
		"cvv 123 cvv 456":                                         "cvv •••• cvv ••••",
		"4111 - 1111 - 1111 - 1111":                               "•••• 1111",
		"4111, 1111, 1111, 1111":                                  "•••• 1111",
		"4\ufe0f\u20e3111 1111 1111 1111":                         "•••• 1111",
		"⁴¹¹¹ ¹¹¹¹ ¹¹¹¹ ¹¹¹¹":                                     "•••• 1111",
		"4111\u31641111\u31641111\u31641111":                      "•••• 1111",
		"pay to DE 89 3704 0044 0532 0130 00":                     "pay to DE•••• 3000",
		"sk-0123456789abŞİFRE=x":                                  "••••ŞİFRE=••••",
		"my api key is rejected":                                  "my api key is rejected",
		"how long is a token valid":                               "how long is a token valid",
		"the basic plan-for-10-people":                            "the basic plan-for-10-people",
		"I reset my password and my order is AB123456":            "I reset my password and my order is AB123456",
		"PIN code 560001, Bengaluru":                              "PIN code 560001, Bengaluru",
		"my password was changed in 2019":                         "my password was changed in 2019",
		"my password is not working":                              "my password is not working",
		"my password is wrong":                                    "my password is wrong",
		"mein Passwort ist abgelaufen":                            "mein Passwort ist abgelaufen",
		"I forgot my password":                                    "I forgot my password",
		"order 4111 1111 1111 1112":                               "order 4111 1111 1111 1112",
		"order AB123456":                                          "order AB123456",
		"+49 171 3920012 or 020 7946 0456":                        "+49 171 3920012 or 020 7946 0456",
		"tracking number 00340434161094042557":                    "tracking number 00340434161094042557",
		"DE89 3704 0044 0532 0130 01 has a wrong digit":           "DE89 3704 0044 0532 0130 01 has a wrong digit",
	} {
		if got := Text(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if again := Text(Text(text)); again != Text(text) {
			t.Errorf("%q: masked twice it is %q", text, again)
		}
	}
}

// TestDigitsOfAllScripts: each has ten, in order, as normalization knows of some.
func TestDigitsOfAllScripts(t *testing.T) {
	for zero := range rune(unicode.MaxRune) {
		if !unicode.Is(unicode.Nd, zero) {
			continue
		}
		d, is := digit(zero)
		if !is || d < '0' || d > '9' {
			t.Errorf("%U is not read as a digit", zero)
		}
		if plain := norm.NFKC.String(string(zero)); len(plain) == 1 && plain[0] != d {
			t.Errorf("%U is read as %c, want %s", zero, d, plain)
		}
	}
}

// FuzzText masks any text: masked again it stays as it is, and it stays UTF-8.
func FuzzText(f *testing.F) {
	for _, text := range []string{"sk-0123456789abŞİFRE=x", "my card 4111 1111 1111 1111 was stolen", "pay to DE89 3704 0044 0532 0130 00 please", "password: s3cr3t", "pin is 1234 4111111111111111", "\xff", "•••• 1111 password is ••••"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := Text(text)
		if again := Text(once); again != once {
			t.Errorf("%q: masked once it is %q, twice %q", text, once, again)
		}
		if utf8.ValidString(text) && !utf8.ValidString(once) {
			t.Errorf("%q becomes %q", text, once)
		}
	})
}
