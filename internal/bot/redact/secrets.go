// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"unicode"
)

// words masks the secrets that the words before them tell, and those that are known by their form.
func words(text string) string {
	if mayName(text) {
		text = secrets.ReplaceAllStringFunc(text, secret)
	}
	for _, s := range told {
		if s.may(text) {
			text = s.mask(text)
		}
	}
	if mayBeNear(text) {
		text = near(text)
	}
	return text
}

// secrets are words for one, a word that gives it, and the secret itself: a word, or several in
// quotation marks.
var secrets = lazily(`(?i)(?:^|[^\pL])(?:` + secretWords + `)(?:\s?(?:code|number|nummer|numara))?(?:\s+(?:` + kinds + `)){0,2}(?:\s+(?:for|für|para|pour|per|to|zu)\s+\S+(?:\s\S+)?)?` +
	`(?:\s+(?:` + gives + `)(?:\s+(?:` + adverbs + `))?` + then + `|'s\s+|["'*]{0,2}\s*(?::|=>?|->|：)\s*)(?:["„“«][^"“”»\n]{1,80}["“”»]|["'„“«]?[^\s"'“”»,;]+)`)

var afterSecret = lazily(`(?is)^(.*?(?:\s(?:` + gives + `)(?:\s+(?:` + adverbs + `))?` + then + `|'s\s+|(?::|=>?|->|：)\s*)["'„“«]?)([^"“”»,;]+|[^\s"'“”»,;]+)(["“”»]?)$`)

func secret(found string) string {
	m := afterSecret.FindStringSubmatch(found)
	if m == nil || isState(m[2]) {
		return found
	}
	return m[1] + Mask + m[3]
}

// telling is a pattern of a secret with what tells it.
type telling struct {
	// may is false for texts that the pattern does not match: it takes less time to tell.
	may     func(text string) bool
	pattern *lazy
	masked  string
	// unless is true for what the pattern finds that is no secret; nil: everything is one. The
	// groups of the pattern are then what stays before, and what is masked.
	unless func(before, secret string) bool
}

func (s telling) mask(text string) string {
	if s.unless == nil {
		return s.pattern.ReplaceAllString(text, s.masked)
	}
	var out strings.Builder
	done := 0
	for _, m := range s.pattern.FindAllStringSubmatchIndex(text, -1) {
		if s.unless(text[m[2]:m[3]], text[m[4]:m[5]]) {
			continue
		}
		out.WriteString(text[done:m[4]] + Mask)
		done = m[5]
	}
	return out.String() + text[done:]
}

const (
	// begins is where a word does.
	begins = `(^|[^\pL])`
	// blank is a space that ends no line.
	blank = `[\t\p{Zs}]`
	// pinDigits and cvvDigits are secrets of digits, whatever their script.
	pinDigits = `(?:\p{Nd}{4,5}\b|[^\x00-\x7F\P{Nd}]{4,5}\B)`
	cvvDigits = `(?:\p{Nd}{3,4}\b|[^\x00-\x7F\P{Nd}]{3,4}\B)`
	// coded is a word with a digit in it, for what is seldom one by chance.
	coded = `[^\s"'“”»,;•]{0,40}\p{Nd}[^\s"'“”»,;•]{0,60}`
	// joint is what stands between a secret and its word in Chinese, Japanese and Arabic.
	joint = `\s*(?:就是|应该是|應該是|现在是|現在是|现在|現在|今|は|是|为|為|叫|هي|هو|الآن|[:=：＝])?\s*(?:今|现在|現在)?\s*["'„“「『«]?`
)

// told are secrets with what tells them.
var told = []telling{
	// "cvv 123": the digits follow at once.
	{may: mayGive, pattern: lazily(`(?i)` + begins + `((?:` + codeWords + `)(?:\s?(?:code|number|nummer))?` + blank + `*[#,;:/–—-]?` + blank + `*)` + cvvDigits), masked: "${1}${2}" + Mask},
	{may: mayGive, pattern: lazily(`(?i)` + begins + `((?:pin(?:im)?|otp|geheimzahl)(?:\s?(?:code|number|nummer|kodu?m?))?` + blank + `*[#,;:/–—-]?` + blank + `*)` + pinDigits), masked: "${1}${2}" + Mask},
	// "my PIN is now 4821": of digits only, or with some.
	{may: mayGive, pattern: lazily(`(?i)` + begins + `((?:` + pinWords + `)(?:\s?(?:code|number|nummer|numara|kodu?m?))?(?:\s+(?:` + kinds + `)){0,2}(?:\s+(?:for|für|para|pour|per|to|zu)\s+\S+(?:\s\S+)?)?` +
		`(?:\s+(?:` + gives + `)(?:\s+(?:` + adverbs + `))?` + then + `|'s\s+|["'*]{0,2}\s*(?::|=>?|->|：)\s*)["'„“«]?)(` + coded + `)`), masked: "${1}${2}" + Mask},
	// "I forgot my PIN, I think it was 4821": there is more between, and a digit in the secret.
	{may: mayGive, pattern: lazily(`(?i)` + begins + `((?:` + secretWords + `|` + pinWords + `)(?:[\s,;–-]+(?:` + hedges + `)){0,6}[\s,;–-]+(?:` + gives + `|c'est)\s+["'„“«]?)([^\s"'“”»,;•]{0,20}\p{Nd}[^\s"'“”»,;•]{2,60}|[^\s"'“”»,;•]{3,60}\p{Nd}[^\s"'“”»,;•]{0,20})`), masked: "${1}${2}" + Mask},
	// "password, hunter2", "my password hunter2", "şifrem hunter2": there is a digit in the secret.
	{may: mayGive, pattern: lazily(`(?i)(?:^|[^\pL])((?:` + secretWords + `)(?:\s+(?:` + kinds + `)){0,2}\s*[,;–—-]\s*["'„“«]?)(` + coded + `)`), unless: isNone},
	{may: mayGive, pattern: lazily(`(?i)(?:^|[^\pL])((?:(?:` + owners + `)\s+(?:(?:` + kinds + `)\s+)?(?:` + secretWords + `)|[şs][iİ]frem|parolam)(?:\s+(?:` + kinds + `)){0,2}` + blank + `+["'„“«]?)(` + coded + `)`), unless: isNone},
	// "我的密码是abc123", "パスワードは himitsu": a word of ASCII's letters, or what is quoted.
	{may: mayJoin, pattern: lazily(`((?:` + joinedWords + `)` + joint + `)([!#-&(-+\--:<-~]*\p{Nd}[!#-&(-+\--:<-~\p{Nd}]+|[!#-&(-+\--:<-~]+\p{Nd})`), unless: isNone},
	{may: mayJoin, pattern: lazily(`((?:` + joinedWords + `)\s*(?:就是|は|是|为|為|هي|هو|[:=：＝])\s*)([A-Za-z][!#-&(-+\--:<-~]{2,60})(?:$|[\s。、，,.!！？?「」]|です|だ)`), unless: isNone},
	{may: mayJoin, pattern: lazily(`((?:` + joinedWords + `)\s*(?:就是|は|是|为|為|هي|هو|[:=：＝])?\s*["„“「『«])([^"“”»」』\n•]{1,80})["“”»」』]`), unless: isNone},
	{may: mayJoin, pattern: lazily(`((?:` + joinedWords + `)\s*(?:هي|هو|[:=：＝])\s*)([^\s"'“”»,;،•]{2,60})`), unless: isNone},
	{may: mayJoin, pattern: lazily(`((?:` + joinedCodes + `)` + joint + `)([A-Za-z\p{Nd}-]{0,8}\p{Nd}{3}[A-Za-z\p{Nd}-]{0,12})`), unless: isNone},
	// The word for a secret ends a line, and the secret is the next one.
	{may: mayBeLines, pattern: lazily(`(?im)(^[^\n]*?(?:` + secretWords + `|` + pinWords + `|` + joinedWords + `|` + joinedCodes + `)[ \t:.,;!?…-]*\r?\n\s*)(` + coded + `)[ \t]*\r?$`), unless: func(before, secret string) bool {
		return withoutOne.MatchString(before) || isState(secret) || len([]rune(secret)) < shortestPin
	}},
	// "api_key=…", as files and addresses have it, needs none.
	{may: mayAssign, pattern: lazily(`(?i)(?:^|[^\pL])((?:` + keyWords + `)\s*=\s*["']?)([^\s"',;&•]{6,400})`), unless: isNone},
	{may: mayGive, pattern: lazily(`(?i)` + begins + `((?:` + keyWords + `)(?:\s+(?:` + gives + `)\s+|\s*(?::|=|->|は|是|：)\s*|\s+)["'„“«]?)([^\s"'“”»,;•]{0,30}\p{Nd}[^\s"'“”»,;•]{5,400}|[^\s"'“”»,;•]{5,60}\p{Nd}[^\s"'“”»,;•]{0,30})`), masked: "${1}${2}" + Mask},
	// What is known by its form: keys of services, JSON Web Tokens, credentials in an address.
	{may: mayBeKey, pattern: lazily(`\b(?:[srp]k_(?:live|test)_|sk-|whsec_|gh[opsur]_|github_pat_|gl(?:pat|dt|rt)-|xox[abeprs]-|xapp-|AKIA|ASIA|AIza|ya29\.|SG\.|npm_|pypi-|hf_|shp(?:at|ca|pa|ss)_|dop_v1_|dckr_pat_|nvapi-|lin_api_|tskey-|sq0(?:atp|csp)-|EAAC)[A-Za-z0-9_.\-]{12,}`), masked: Mask},
	{may: mayBeKey, pattern: lazily(`\beyJ[A-Za-z0-9_\-]{6,}\.[A-Za-z0-9_\-]{6,}(?:\.[A-Za-z0-9_\-]*)?`), masked: Mask},
	{may: mayBeKey, pattern: lazily(`(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/\-]*[0-9=][A-Za-z0-9._~+/=\-]{11,}`), masked: "${1}" + Mask},
	{may: mayBeAddress, pattern: lazily(`(?i)\b([a-z][a-z0-9+.\-]*://[^\s/:@]*:)[^\s/@•]+@`), masked: "${1}" + Mask + "@"},
	{may: mayBeLogin, pattern: lazily(`(?:^|[\s"'(<=])([A-Za-z0-9._+\-]+:)([^\s/@:•]{3,80})@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*`), unless: isLabel},
	{may: mayBePrivateKey, pattern: lazily(`-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?`), masked: Mask},
}

// shortestSecret is how long a secret is at least that is given without a word between, and shortestPin
// how long one of digits.
const (
	shortestSecret = 4
	shortestPin    = 3
)

// isNone tells whether what follows the word for a secret is none.
func isNone(_, secret string) bool {
	return len([]rune(secret)) < shortestSecret || isState(secret) || spans.MatchString(strings.TrimRightFunc(secret, unicode.IsPunct))
}

// isLabel tells whether what stands before an e-mail address says that it is one, such as "mail:".
func isLabel(before, _ string) bool { return labels[strings.ToLower(strings.TrimSuffix(before, ":"))] }

var labels = func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq("mail e-mail email mailto from to cc bcc sip sips xmpp acct contact kontakt contacto contato contatto adresse address user username login id account konto correo courriel posta e-posta eposta mel") {
		all[word] = true
	}
	return all
}()
