// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"unicode"
)

var (
	// loginBefore and loginAfter tell a password that follows a name; without one it stands alone.
	loginBefore   = lazily(`(?i)(?:` + begun + `(?:` + nearLogins + `)` + ended + `|` + joinedLogins + `)[^•]{0,60}[\s:是はباسم][^\s•]{2,40}\s*(?:/|,|;|\+|&|` + begun + `(?:and|und|y|et|e|ed|ve|و|with|mit|con|avec|com|plus)\s|和|と|و)\s*["'„“«]?$`)
	loginAlone    = lazily(`(?i)` + begun + `(?:` + nearLogins + `)(?:\s+(?:in|on|me|mich|always|immer|siempre|toujours|sempre)){0,3}\s+(?:with|using|mit|con|avec|com)\s+["'„“«]?$`)
	loginNamed    = lazily(`(?i)(?:` + begun + `(?:` + nearLogins + `)(?:\s*[:=]|\s+is|\s+ist|\s+es|\s+est)?\s+)[\p{Latin}\p{Nd}._@-]{3,40}\s+["'„“«]?$`)
	passwordAfter = lazily(`(?i)^["'”»]?\s+(?:` + nearGives + `|` + asOne + `)\s+` + the + `(?:` + secretWords + `|pass)` + ended)
	loginAfter    = lazily(`(?i)^["'”»]?\s*(?:` + loginsAfter + `)`)
	named         = lazily(`(?i)` + begun + `(?:` + secretWords + `|pass)\s*[:=]?\s*["'„“«]?$`)
	// devices have names as passwords do.
	devices = lazily(`(?i)^(?:iphone|ipad|ios|macos|mac|windows|win|android|galaxy|pixel|chrome|firefox|safari|edge|opera|version|build|http|error|office|order|bestellung|booking|buchung|code|model|xbox|playstation|nokia|huawei|xiaomi|redmi|oneplus|user|ticket|product|article|artikel)[\p{Nd}.]`)
)

// givesPassword tells that what stands before or after a word makes it a password. One that stands where
// a name may has capital and small letters.
func givesPassword(before, password, after string) bool {
	if loginBefore.MatchString(before) || named.MatchString(before) || passwordAfter.MatchString(after) || loginAfter.MatchString(after) {
		return true
	}
	return mixed(password) && (loginAlone.MatchString(before) || loginNamed.MatchString(before) && !isGiven.MatchString(tail(before)))
}

// isPassword tells letters with some digits after them.
func isPassword(word string) bool {
	letters, digits, _ := counts(word)
	return letters >= 3 && digits >= 2 && digits <= 8 && len(word) >= 6 && len(word) <= 40 && !devices.MatchString(word) && !strings.ContainsAny(word, "@/:-") && !unicode.IsDigit(rune(word[0]))
}

// mixed tells a capital and small letters: what stands alone may else be a name.
func mixed(word string) bool {
	return strings.IndexFunc(word, unicode.IsUpper) >= 0 && strings.IndexFunc(word, unicode.IsLower) >= 0
}
