// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
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

// beginnings are those of the words that tell a secret, by their first letter. Words with other letters
// than ASCII's are not among them: texts with such letters are always looked at.
var beginnings = func() map[byte][]string {
	all := map[byte][]string{}
	for word := range strings.FieldsSeq("pass pasw kenn pw psw contras clave mot mdp parola palavra senha sifre pin cv csc tan otp secur secr sicherheits codi crypt " +
		"api access private licen auth bearer session client token recovery verifi activ backup login sms one 2fa best chiave chave") {
		all[word[0]] = append(all[word[0]], word)
	}
	return all
}()

// mayName reports whether a text may have a word that tells a secret.
func mayName(text string) bool {
	within := false // a word
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			return true
		}
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

func mayBeAddress(text string) bool { return strings.Contains(text, "://") }

func mayBePrivateKey(text string) bool { return strings.Contains(text, "-----BEGIN ") }
