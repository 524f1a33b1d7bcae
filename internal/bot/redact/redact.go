// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package redact masks what must not be kept: numbers of cards and bank accounts, and secrets
// that customers write though nobody asked. Texts pass through it before they are stored,
// classified or sent. The package is pure.
package redact

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"
)

// Mask stands for what was left out.
const Mask = "••••"

// Text returns a text with the last four digits of card and account numbers, and nothing of
// secrets.
func Text(text string) string {
	text = accounts.ReplaceAllStringFunc(text, account)
	text = cards.ReplaceAllStringFunc(text, card)
	return secrets.ReplaceAllStringFunc(text, secret)
}

var (
	// cards are runs of 13 to 19 digits, in groups or not.
	cards = regexp.MustCompile(`[0-9](?:[ .\-\x{00a0}\x{202f}]{0,2}[0-9]){12,18}`)
	// accounts begin like an IBAN.
	accounts = regexp.MustCompile(`(?i)\b[A-Z]{2}[0-9]{2}(?:[ \-\x{00a0}]?[A-Z0-9]){11,30}`)
)

// card masks a number that the networks could have given out: one of their first digits, and
// the check digit of ISO/IEC 7812 (Luhn). Other long numbers stay, order numbers among them.
func card(found string) string {
	digits := onlyDigits(found)
	if !strings.ContainsRune("23456", rune(digits[0])) || !luhn(digits) {
		return found
	}
	return Mask + " " + digits[len(digits)-4:]
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// ibanLengths bound an IBAN; ISO 13616 has 15 characters for Norway and up to 34.
const (
	minIBAN = 15
	maxIBAN = 34
)

// account masks an IBAN by its check digits (ISO 7064, modulo 97). Words that follow it may be
// caught with it, so that its end is looked for.
func account(found string) string {
	for end := len(found); end > 0; end-- {
		candidate := found[:end]
		bare := strings.ToUpper(strings.Map(func(r rune) rune {
			if r == ' ' || r == '-' || r == '\u00a0' {
				return -1
			}
			return r
		}, candidate))
		if candidate[end-1] == ' ' || candidate[end-1] == '-' {
			continue
		}
		if len(bare) < minIBAN {
			break
		}
		if len(bare) <= maxIBAN && mod97(bare) {
			return bare[:2] + Mask + " " + bare[len(bare)-4:] + found[end:]
		}
	}
	return found
}

func mod97(iban string) bool {
	var digits strings.Builder
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			digits.WriteString(big.NewInt(int64(r-'A') + 10).String())
		default:
			return false
		}
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && n.Mod(n, big.NewInt(97)).Int64() == 1
}

// secrets are words for one, a word that gives it, and the secret itself.
var secrets = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + strings.Join([]string{
	// Words that may be followed by the secret at once, or by "is", "=", ":".
	`(?:pass\s?words?|pass\s?codes?|pass\s?phrase|pwd|passwort|kennwort|contraseña|contrasena|clave|mot de passe|mdp|parola d'ordine|senha|palavra-passe|palavra passe|şifrem|sifrem|şifre|parolam|parola|パスワード|暗証番号|密码|口令|كلمة السر|كلمة المرور|الرقم السري|pin|cvv|cvc|cvv2|tan|otp|security code|prüfziffer|sicherheitscode|código de seguridad|codice di sicurezza|secret)`,
}, "|") + `)(?:\s?(?:code|number|nummer|numara))?(?:\s+(?:for|für|para|pour|per|to|zu)\s+\S+(?:\s\S+)?)?(?:\s+(?:is|was|lautet|ist|heißt|es|era|est|è|é|هو|هي)\s+|\s*(?::|=|->|は|是|：)\s*)["'„“«]?[^\s"'“”»,;]+`)

var afterSecret = regexp.MustCompile(`(?i)^(.*(?:\s(?:is|was|lautet|ist|heißt|es|era|est|è|é|هو|هي)\s+|(?::|=|->|は|是|：)\s*)["'„“«]?)([^\s"'“”»,;]+)$`)

// states are what is said of a secret that is not given.
var states = func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq("not wrong incorrect invalid expired lost forgotten gone broken blocked locked no never always required too the a an my being correct right still missing unknown refused rejected working " +
		"nicht falsch ungültig abgelaufen weg vergessen gesperrt verloren kein zu unbekannt richtig " +
		"incorrecta incorrecto inválida errónea mala no la el una muy correcta " +
		"incorrect invalide expiré oublié perdu bloqué faux pas erroné le la un une trop " +
		"sbagliata errata scaduta non bloccata errada incorreta inválida não expirada " +
		"yanlış geçersiz 不对 错的 错误 خطأ") {
		all[word] = true
	}
	return all
}()

func secret(found string) string {
	m := afterSecret.FindStringSubmatch(found)
	if m == nil || states[strings.ToLower(strings.TrimFunc(m[2], unicode.IsPunct))] {
		return found
	}
	return m[1] + Mask
}
