// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Most messages hold nothing that is masked, and patterns of so many words take long to find that out.
// The functions here tell it of most messages in one pass: false is certain, true means to look.

// hasDigit reports whether a text has a digit of any script.
func hasDigit(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return '0' <= r && r <= '9' || r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r)
	})
}

// beginnings are those of the words that tell a secret, by their first byte, in small letters. In upper
// case they have as many bytes, and the same first one but for ASCII's letters.
var beginnings = func() map[byte][]string {
	all := byFirst("pass pasw paswd paß prü kartenpr kenn losung codew zugang pw p/w psw contras clave mot mdp parola palavra palabra senha sifre sİfre ş pin geheim cv csc tan otp secur secr sicherheits " +
		"codi códig crypt api access private licen encrypt master auth bearer session client refresh webhook token recovery verifi activ aktiv backup login sms one 2fa best doğru onay chiave chave clé")
	for _, words := range []string{"code de", "code word", "code secret", "code confidentiel"} {
		all[words[0]] = append(all[words[0]], words)
	}
	return all
}()

// nearBeginnings are those of the words that tell a secret with others between.
var nearBeginnings = byFirst("cid cvn visa mastercard amex card karte cart tarjeta kart code kod revers single ile cry güven guven segur segr sécur text two mfa mtan bestaet einmal anmel freischalt doğ dog tek giri " +
	"key schlüssel schluessel zugriff llave cle jeton gettone anahtar cred sign user account meld log verif vérif einlog benutzer entr ingreso accedo accéd inici usu colleg conne conecto idenifi identif util utente acced faç faco aces kullan şifre pruef " +
	"núm nume numé txt authy confirm textnach kurz mens texto torpedo kısa kisa cifr lets does back strip rear behind reverse rück rueck hinten atrás atras det dors dos derr verso retro dietro trás tras arka")

func byFirst(words string) map[byte][]string {
	all := map[byte][]string{}
	for word := range strings.FieldsSeq(words) {
		all[word[0]] = append(all[word[0]], word)
	}
	return all
}

// mayName reports whether a text may have a word that tells a secret.
func mayName(text string) bool { return mayBegin(text, beginnings, true) }

// mayBegin reports whether a text may have a word with one of the beginnings. Letters that are the upper
// case of one with another number of bytes are looked at in any case, and so are the scripts from Arabic
// on when joined says so.
func mayBegin(text string, beginnings map[byte][]string, joined bool) bool {
	within := false // a word
	for i, r := range text {
		if r == 'ſ' || r == '\u212a' || r == 'ẞ' || joined && r >= firstJoined {
			return true
		}
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if !within {
			for _, word := range beginnings[c] {
				if len(text)-i >= len(word) && strings.EqualFold(text[i:i+len(word)], word) {
					return true
				}
			}
		}
		within = 'a' <= c && c <= 'z'
	}
	return false
}

// mayBeNear reports whether a text may have a secret and a word that tells it, with others between.
func mayBeNear(text string) bool { return hasDigit(text) && mayTell(text) }

// mayTell reports whether a text may have a word that tells a secret from some way off.
func mayTell(text string) bool {
	return mayBegin(text, beginnings, false) || mayBegin(text, nearBeginnings, false) ||
		strings.ContainsFunc(text, func(r rune) bool { return r >= firstJoined }) && joinedNear.MatchString(text)
}

// mayGive reports whether a text may give a secret that has a digit.
func mayGive(text string) bool { return hasDigit(text) && mayName(text) }

// shortestKey is how long a key that is known by its form is at least, with what is before it.
const shortestKey = 12

// mayBeKey reports whether a text has a word of as many characters as the shortest key.
func mayBeKey(text string) bool {
	length := 0
	for i := range len(text) {
		if length++; text[i] == ' ' {
			length = 0
		}
		if length == shortestKey {
			return true
		}
	}
	return false
}

// firstJoined is where the Arabic letters begin; those of Chinese and Japanese come later.
const firstJoined = 0x600

// joinedBeginnings are those of the words that others are written together with.
var joinedBeginnings = strings.Fields("パス 暗証 合言葉 密码 密碼 口令 通行 كلم رقم الرقم رمز باس 认证 驗證 验证 校验 安全 動態 动态 認証 確認 セキュ ワンタイム كود الكود")

// joinedNear are those words in Chinese, Japanese and Arabic.
var joinedNear = lazily(joinedChecks + `|` + joinedCounted + `|` + joinedPins + `|` + joinedOnce + `|` + joinedCodeN + `|` + joinedKeys + `|` + joinedLogins + `|` + joinedSides + `|后面|後面|反面|بطاقة` + `|` + joinedSources)

// mayJoin reports whether a text may have a word that others are written together with.
func mayJoin(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= firstJoined }) &&
		slices.ContainsFunc(joinedBeginnings, func(word string) bool { return strings.Contains(text, word) })
}

// mayBeLines reports whether the secret may stand on the line after its word.
func mayBeLines(text string) bool { return strings.Contains(text, "\n") && mayGive(text) }

// mayAssign reports whether a text may give a key as files have it.
func mayAssign(text string) bool { return strings.Contains(text, "=") && mayName(text) }

// mayBeLogin reports whether a text may have a name and a password before the name of a host.
func mayBeLogin(text string) bool { return strings.Contains(text, "@") && strings.Contains(text, ":") }

func mayBeAddress(text string) bool { return strings.Contains(text, "://") }

func mayBePrivateKey(text string) bool { return strings.Contains(text, "-----BEGIN ") }
