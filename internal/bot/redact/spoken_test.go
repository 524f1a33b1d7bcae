// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import "testing"

// TestSecretsAreMaskedHoweverTheyAreTold has what customers write in ten languages, by what stands
// between the word for a secret and the secret.
func TestSecretsAreMaskedHoweverTheyAreTold(t *testing.T) {
	for kind, texts := range map[string]map[string]string{
		"with an adverb": {
			"password is now hunter2":            "password is now ••••",
			"my password is just sunflower":      "my password is just ••••",
			"mein Passwort ist jetzt Sommer":     "mein Passwort ist jetzt ••••",
			"la contraseña es ahora girasol":     "la contraseña es ahora ••••",
			"le mot de passe est maintenant lys": "le mot de passe est maintenant ••••",
			"la password è adesso girasole":      "la password è adesso ••••",
			"a senha é agora girassol":           "a senha é agora ••••",
			"密码现在是abc123":                        "密码现在是••••",
			"パスワードは今abc123です":                    "パスワードは今••••です",
			"my pin is now 4821":                 "my pin is now ••••",
			"Passwort lautet wie folgt: Sommer":  "Passwort lautet wie folgt: ••••",
		},
		"with what is said of it": {
			"contraseña nueva es girasol":        "contraseña nueva es ••••",
			"mi clave actual es girasol":         "mi clave actual es ••••",
			"le mot de passe temporaire est lys": "le mot de passe temporaire est ••••",
			"la password nuova è girasole":       "la password nuova è ••••",
			"a senha nova é girassol":            "a senha nova é ••••",
			"Passwort dazu lautet Sommer":        "Passwort dazu lautet ••••",
			"password wifi: sunflower":           "password wifi: ••••",
			"my pass word: x":                    "my pass word: ••••",
			"the pass-word is sunflower":         "the pass-word is ••••",
			"my p/w is sunflower":                "my p/w is ••••",
			"my password's hunter2":              "my password's ••••",
			"das Codewort ist Eichhorn":          "das Codewort ist ••••",
		},
		"after a comma, a dash or nothing": {
			"pin, 4821":                "pin, ••••",
			"pin - 4821":               "pin - ••••",
			"cvv-123":                  "cvv-••••",
			"cvv/123":                  "cvv/••••",
			"password, hunter2":        "password, ••••",
			"Passwort - Blume77":       "Passwort - ••••",
			"my password hunter2":      "my password ••••",
			"mein Passwort Blume77":    "mein Passwort ••••",
			"şifrem hunter2":           "şifrem ••••",
			"SİFREM hunter2 olacak":    "SİFREM •••• olacak",
			"pinim 4821":               "pinim ••••",
			"benim şifre hunter2":      "benim şifre ••••",
			"كلمة السر hunter2":        "كلمة السر ••••",
			"الباسورد ٤٨٢١٧":           "الباسورد ••••",
			"وكلمة السر هي وردة":       "وكلمة السر هي ••••",
			"我的密碼是abc123":              "我的密碼是••••",
			"我的密码abc123":               "我的密码••••",
			"支付密码为839201,谢谢":           "支付密码为••••,谢谢",
			"验证码 553201":               "验证码 ••••",
			"私のパスワードは himitsu です":      "私のパスワードは •••• です",
			"暗証番号は4821":                "暗証番号は••••",
			"合言葉は「ひまわり」です":             "合言葉は「••••」です",
			"確認コード：553201":             "確認コード：••••",
			"doğrulama kodu 553201":    "doğrulama kodu ••••",
			"código de acceso: 553201": "código de acceso: ••••",
		},
		"on the next line": {
			"here is my password\nhunter2":         "here is my password\n••••",
			"PIN\n\n4821":                          "PIN\n\n••••",
			"das Passwort:\nBlume77\nDanke":        "das Passwort:\n••••\nDanke",
			"aquí va mi contraseña\r\ngirasol9":    "aquí va mi contraseña\r\n••••",
			"我的密码\nabc123":                         "我的密码\n••••",
			"here is the code word:\nsunflower":    "here is the code word:\n••••",
			"cvv\n123":                             "cvv\n••••",
			"user: ann\npassword: sunflower\nbye!": "user: ann\npassword: ••••\nbye!",
		},
		"keys": {
			"api_key=abcdefghij":                              "api_key=••••",
			"DB_PASSWORD=sunflower":                           "DB_PASSWORD=••••",
			"https://x.example/?api_key=abcdefghij&page=2":    "https://x.example/?api_key=••••&page=2",
			"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/b": "aws_secret_access_key = ••••",
			"AKIAIOSFODNN7EXAMPLE":                            "••••",
			"it is sk_live_0123456789abcdef":                  "it is ••••",
			"whsec_0123456789abcdef":                          "••••",
			"glpat-0123456789abcdefghij":                      "••••",
			"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln":       "••••",
		},
		"before a host": {
			"ann:s3cret@db.example.com":            "ann:••••@db.example.com",
			"redis://:s3cret@cache:6379/0":         "redis://:••••@cache:6379/0",
			"log in with ann:sunflower@files.test": "log in with ann:••••@files.test",
		},
	} {
		t.Run(kind, func(t *testing.T) {
			for text, want := range texts {
				if got := Text(text); got != want {
					t.Errorf("%q becomes %q, want %q", text, got, want)
				}
				if again := Text(Text(text)); again != Text(text) {
					t.Errorf("%q: masked twice it is %q", text, again)
				}
			}
		})
	}
}

// TestWhoSpeaksOfASecretGivesNone: sentences about passwords, pins and codes stay whole.
func TestWhoSpeaksOfASecretGivesNone(t *testing.T) {
	for _, text := range []string{
		"I forgot my password", "the pin broke off", "the pin is stuck in the hinge", "my password is not accepted", "my password is still wrong",
		"password is now required twice", "I changed my password, 10mins ago", "I reset my password 2 times", "my password is too short",
		"I forgot my password\nAB123456", "I lost my pin\n48213", "reset password\nthanks", "what is the password?", "my token does not work",
		"is there a code for AB123456", "promo code SUMMER25", "my order code: AB123456", "mail:ann@example.com", "e-mail: ann77@example.com", "at 12:30 me@example.com wrote",
		"the lid came with a pin, no screws", "api key is missing", "how long is a token valid for",
		"mein Passwort ist leider abgelaufen", "mein Passwort wird nicht angenommen", "ich habe mein Passwort 2019 geändert", "die PIN ist gesperrt", "Passwort vergessen",
		"olvidé mi contraseña", "mi contraseña no funciona", "la contraseña es incorrecta", "mi clave es muy corta",
		"j'ai oublié mon mot de passe", "mon mot de passe est refusé", "le mot de passe est toujours refusé",
		"ho dimenticato la password", "la password è scaduta", "la password è ancora sbagliata",
		"esqueci minha senha", "a senha é inválida", "minha senha é muito curta",
		"şifremi unuttum", "şifrem çalışmıyor", "şifrem yanlış", "parolam bloke oldu",
		"نسيت كلمة السر", "كلمة السر لا تعمل", "كلمة المرور خطأ",
		"我忘记密码了", "密码是什么", "密码是错的", "密码不对", "密码是6位数字吗", "收不到验证码",
		"パスワードを忘れました", "パスワードは忘れました", "暗証番号は4桁ですか", "パスワードが違います", "確認コードが届きません",
	} {
		if got := Text(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}
