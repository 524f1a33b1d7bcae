// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"regexp"
	"strings"
)

// maxDeferred is the most words of a message that puts an answer off.
const maxDeferred = 12

// deferring words put an answer off: "I'll tell you tomorrow", "need to look it up". A moment that is
// asked for in as many words is a signal of its own.
var deferring = regexp.MustCompile(`(?i)\b(?:(?:i'?ll|i’ll|i will|we'?ll|i can|i could|can i|let me|i'?m going to|gonna)\s+(?:have to\s+|need to\s+|just\s+|quickly\s+|first\s+)*(?:tell (?:you|u)|let (?:you|u) know|get back|come back|(?:send|write|give|text|post|email|tell)(?: \w+){0,4}? (?:later|tomorrow|tonight|soon|when|once|after|as soon|in an?)|look (?:it|that|this) ?up|look (?:it |that )?for it|check (?:it|that|this|with|my|first|and|later|when)|ask (?:my|him|her|them|around)|find out|dig it out)` +
	`|(?:(?:i|we)(?:'ll| will)? )?(?:need|have|gotta|got|must|ought|has)\s*(?:to\s+)?(?:look (?:it|that|this) ?up|find out|check (?:it|that|this|with|my|first)|ask my|dig it out|think about (?:it|that))` +
	`|(?:just )?looking (?:it|for it)(?: up)?|(?:haven'?t|don'?t|not) [^.!?]{0,16}(?:written down|on me|to hand|with me|in front of me|handy)|\bback in a (?:bit|minute|sec|moment)|\bbrb|can'?t (?:say|tell)(?: \w+)? yet|(?:i'?m |am )?not at (?:home|my desk)|(?:tell|let) (?:you|u) (?:know )?(?:later|tomorrow|tonight|soon|when)|ask me (?:later|again|tomorrow)` +
	`|(?:sag|sage|schreib|schreibe|gebe|gib|schicke|melde)(?: ich)?(?: es| das| sie| mich| ihnen| euch| dir)*(?: es| das| ihnen| euch| dir| mich)* (?:morgen|später|spaeter|nachher|gleich|noch|dann)|(?:muss|müsste|muesste)(?: ich)?(?: das| es| ich| erst| mal| noch| kurz| meinen?| meine)*[^.!?]{0,20}(?:nachschauen|nachsehen|nachgucken|heraussuchen|raussuchen|schauen|fragen|suchen)` +
	`|(?:ya )?(?:se lo|te lo|os lo|ya le|ya te) (?:digo|diré|dire|mando|paso|confirmo|escribo)|(?:tengo que|tendría que|tendria que|debo) (?:mirarlo|buscarlo|consultarlo|comprobarlo|preguntar\pL*)|déjame (?:mirar|ver|buscar|preguntar)|deja que lo (?:mire|busque)` +
	`|je (?:vous|te) (?:le |la |l')?(?:dis|dirai|donne|donnerai|envoie|enverrai|redis)\b[^.!?]{0,12}(?:demain|plus tard|après|tout à l'heure|dès que|bientôt)|(?:je dois|il faut que je|faut que je) (?:le |la |l'|d'abord )*(?:chercher|vérifier|regarde|cherche|vérifie|demande\pL*)` +
	`|(?:glielo|ve lo|te lo|le|vi) (?:faccio sapere|dico|dirò|mando|scrivo)|devo (?:prima )?(?:cercarlo|cercarla|controllare|guardare|chiedere)|fammi (?:controllare|vedere|cercare)` +
	`|(?:depois|amanhã|logo|mais tarde) (?:eu )?(?:digo|mando|envio|aviso)|(?:digo|aviso|mando|envio|respondo)(?:-lhe|-te)? (?:amanhã|depois|mais tarde|logo)|(?:tenho|preciso) (?:de |que )?(?:procurar|verificar|perguntar|ver)(?:\s|[.!]|$)|deixa-?me ver` +
	`|(?:yarın|sonra|birazdan) (?:söyl|yaz|bildir|gönder)\pL*|(?:bakmam|sormam|aramam|bulmam) (?:lazım|gerek))` +
	`|(?:ساخبرك|سأخبرك|سارسله|سأرسله|ساكتب|سأكتب).*(?:غدا|لاحقا|بعد)|(?:علي|يجب) ان (?:ابحث|اسال|أبحث|أسأل)|(?:明天|晚点|等会|待会|一会儿?|稍后|回头)(?:再)?(?:告诉|说|发|给|回)|我(?:要|得|先)?(?:去)?(?:查一下|找一下|看一下|问一下)|(?:明日|あとで|後で|のちほど)(?:また)?(?:言い|伝え|教え|連絡|送り|お知らせ)|(?:調べ|確認し|探し|聞い)(?:てみ|てき|てから|ないと|ます)`)

// defers tells whether a message puts an answer off and gives none. What has a number may be one.
func defers(m said) bool {
	return !strings.ContainsAny(m.Text, "?？؟") && !hasNumber(m.Text) && wordsOf(m.Text) <= maxDeferred && deferring.MatchString(m.Text)
}
