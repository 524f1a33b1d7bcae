// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"regexp"
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
			text = s.pattern.ReplaceAllString(text, s.masked)
		}
	}
	return text
}

const (
	// secretWords may be followed by the secret at once, or by "is", "=", ":".
	secretWords = `pass\s?words?|passwd|pasword|passwort|kennwort|pass\s?codes?|pass\s?phrase|pwd?|pswd|contraseña|contrasena|clave|mot de passe|mdp|parola d'ordine|senha|palavra-passe|palavra passe|ş[iİ]frem|sifrem|ş[iİ]fre|parolam|parola|パスワード|暗証番号|密码|口令|كلمة السر|كلمة المرور|الرقم السري|pin|cvv2?|cvc2?|csc|tan|otp|security code|prüfziffer|sicherheitscode|código de seguridad|codice di sicurezza|secret`
	// codeWords are for the digits on the back of a card, which may follow at once.
	codeWords = `cvv2?|cvc2?|csc|security code|sicherheitscode|prüfziffer|kartenprüfnummer|código de seguridad|codice di sicurezza|code de sécurité|cryptogramme`
	// gives is a word between them.
	gives = `is|was|would be|should be|used to be|lautet|lautete|ist|war|wäre|heißt|es|era|sería|est|était|serait|è|sarebbe|é|seria|هو|هي`
	// then is what stands between that word and the secret: "my password is: …".
	then = `(?:\s*[:=：]\s*|\s+)`
	// hedges may stand between the word for a secret and what gives it.
	hedges = `i|we|think|believe|guess|suppose|that|it|which|the|a|my|old|new|current|last|one|you|know|ich|glaube|denke|meine|dass|es|sie|das|alte|altes|neue|neues|creo|que|la|el|vieja|antigua|anterior|nueva|je|crois|pense|ancien|ancienne|ce|credo|che|vecchia|nuova|acho|penso|antiga|antigo|velha|nova`
	// keyWords are for keys and codes. They are spoken of more than given, so that there must be a
	// digit in what is masked.
	keyWords = `(?:api|access|secret|private|licen[cs]e)[\s-]?(?:key|token)s?|(?:auth|bearer|session|client)[\s-]?(?:token|secret)|token|(?:recovery|verification|activation|backup|login|sms|one[\s-]?time|2fa|bestätigungs|verifizierungs)[\s-]?code|tan|otp|api[\s-]?schlüssel|clave api|clé api|chiave api|chave (?:da |de )?api`
)

// secrets are words for one, a word that gives it, and the secret itself: a word, or several in
// quotation marks.
var secrets = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + secretWords + `)(?:\s?(?:code|number|nummer|numara))?(?:\s+(?:for|für|para|pour|per|to|zu)\s+\S+(?:\s\S+)?)?` +
	`(?:\s+(?:` + gives + `)` + then + `|["'*]{0,2}\s*(?::|=>?|->|は|是|：)\s*)(?:["„“«][^"“”»\n]{1,80}["“”»]|["'„“«]?[^\s"'“”»,;]+)`)

var afterSecret = regexp.MustCompile(`(?i)^(.*?(?:\s(?:` + gives + `)` + then + `|(?::|=>?|->|は|是|：)\s*)["'„“«]?)([^"“”»,;]+|[^\s"'“”»,;]+)(["“”»]?)$`)

// told are secrets with what tells them.
var told = []struct {
	// may is false for texts that the pattern does not match: it takes less time to tell.
	may     func(text string) bool
	pattern *regexp.Regexp
	masked  string
}{
	// "cvv 123": the digits follow at once.
	{mayGive, regexp.MustCompile(`(?i)(^|[^\pL])((?:` + codeWords + `)(?:\s?(?:code|number|nummer))?\s*#?\s*)(?:\p{Nd}{3,4}\b|[^\x00-\x7F\P{Nd}]{3,4}\B)`), "${1}${2}" + Mask},
	{mayGive, regexp.MustCompile(`(?i)(^|[^\pL])((?:pin|otp)(?:\s?(?:code|number|nummer))?\s*#?\s*)(?:\p{Nd}{4,5}\b|[^\x00-\x7F\P{Nd}]{4,5}\B)`), "${1}${2}" + Mask},
	// "I forgot my PIN, I think it was 4821": there is more between, and a digit in the secret.
	{mayGive, regexp.MustCompile(`(?i)(^|[^\pL])((?:` + secretWords + `)(?:[\s,;–-]+(?:` + hedges + `)){0,6}[\s,;–-]+(?:` + gives + `|c'est)\s+["'„“«]?)([^\s"'“”»,;•]{0,20}\p{Nd}[^\s"'“”»,;•]{2,60}|[^\s"'“”»,;•]{3,60}\p{Nd}[^\s"'“”»,;•]{0,20})`), "${1}${2}" + Mask},
	{mayGive, regexp.MustCompile(`(?i)(^|[^\pL])((?:` + keyWords + `)(?:\s+(?:` + gives + `)\s+|\s*(?::|=|->|は|是|：)\s*|\s+)["'„“«]?)([^\s"'“”»,;•]{0,30}\p{Nd}[^\s"'“”»,;•]{5,400}|[^\s"'“”»,;•]{5,60}\p{Nd}[^\s"'“”»,;•]{0,30})`), "${1}${2}" + Mask},
	// What is known by its form: keys of services, JSON Web Tokens, credentials in an address.
	{mayBeKey, regexp.MustCompile(`\b(?:[srp]k_(?:live|test)_|sk-|gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza|SG\.|npm_|hf_|shpat_)[A-Za-z0-9_.\-]{12,}`), Mask},
	{mayBeKey, regexp.MustCompile(`\beyJ[A-Za-z0-9_\-]{6,}\.[A-Za-z0-9_\-]{6,}(?:\.[A-Za-z0-9_\-]*)?`), Mask},
	{mayBeKey, regexp.MustCompile(`(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/\-]*[0-9=][A-Za-z0-9._~+/=\-]{11,}`), "${1}" + Mask},
	{mayBeAddress, regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.\-]*://[^\s/:@]+:)[^\s/@•]+@`), "${1}" + Mask + "@"},
	{mayBePrivateKey, regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?`), Mask},
}

// states are what is said of a secret that is not given.
var states = func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq("not wrong incorrect invalid expired lost forgotten gone broken blocked locked no never always required too the a an my being correct right still missing unknown refused rejected working being asked changed reset sent accepted " +
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
	return m[1] + Mask + m[3]
}
