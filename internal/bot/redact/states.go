// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"unicode"
)

// states are what is said of a secret that is not given: "my password is not accepted".
var states = func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(
		"not wrong incorrect invalid expired lost forgotten gone broken blocked locked no never always required too the a an my being correct right still missing unknown refused rejected working being asked changed reset sent accepted " +
			"denied stolen hacked leaked compromised weak strong short long safe secure different empty case saved stored hidden visible needed mandatory optional what why where how in on at under stuck set used also very really so only already said supposed " +
			"nicht falsch ungültig abgelaufen weg vergessen gesperrt verloren kein zu unbekannt richtig immer noch schon auch leider wohl gehackt gestohlen abgelehnt unsicher sicher schwach kurz lang gleich dasselbe bekannt korrekt was wo wie im in so sehr nie nötig erforderlich pflicht " +
			"incorrecta incorrecto inválida inválido errónea mala no la el una muy correcta correcto bloqueada caducada olvidada rechazada robada débil corta larga segura obligatoria necesaria también siempre demasiado que cuál tan " +
			"incorrect invalide expiré oublié perdu bloqué faux pas erroné le la un une trop refusé rejeté volé faible court long sûr obligatoire nécessaire aussi jamais bon mauvais correct quoi très bien " +
			"sbagliata errata scaduta non bloccata errada rifiutata dimenticata persa rubata debole corta lunga sicura obbligatoria troppo anche sempre corretta giusta cosa molto il lo " +
			"incorreta inválida não expirada bloqueada esquecida recusada roubada fraca curta longa segura obrigatória muito também sempre correta certa o a qual demasiado " +
			"yanlış geçersiz doğru değil ne nedir neydi çok bloke kilitli hatalı eski yeni " +
			"不对 错的 错误 什么 خطأ خاطئة غير ليست ليس لا صحيحة ما منتهية مقفلة ok wrong") {
		all[word] = true
	}
	return all
}()

func isState(word string) bool {
	return states[strings.ToLower(strings.TrimFunc(word, unicode.IsPunct))]
}

// spans of time, years, and how often, are no secrets: "I changed my password, 10mins ago".
var spans = lazily(`(?i)^(?:\p{Nd}+(?:[.,]\p{Nd}+)?(?:x|h|d|s|min|mins|minuten|minutes|minutos|minuti|hr|hrs|hours|std|stunden|horas|days|day|tage|weeks|times|mal|fois|volte|vezes|veces|st|nd|rd|th|er|ème|eme|am|pm|uhr)|` +
	`\p{Nd}{1,2}[.:]\p{Nd}{2}(?:am|pm|uhr)?|(?:19|20)\p{Nd}{2})$`)

// withoutOne is what customers say who have no secret to give: what stands on the next line then is
// something else.
var withoutOne = lazily(`(?i)forg[oe]t|reset|lost|chang|recover|vergess|zurücksetz|verlor|änder|olvid|cambi|recuper|perd|oubli|réinit|chang|dimentic|esquec|redefin|unut|değiştir|kaybet|忘|重置|找回|修改|リセット|変更|نسي|تغيير|استعاد`)
