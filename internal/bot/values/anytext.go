// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strings"
)

// introducing are what people say before a value of any kind: "ok, ", "it's ", "my new address is ".
var introducing = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:(?:ok|okay|right|well|yeah|yes|alright) so\s+|(?:(?:ok|okay|sure|of course|yes|yeah|yep|well|so|alright|all right|right|hi|hello|ja|klar|gut|also|sí|si|claro|vale|oui|alors|bien sûr|d'accord|sì|allora|certo|sim|então|claro|tamam|evet|tabii)\s*[,.:;!…–-]+|(?:u+m+|u+h+|e+r+m?|e+h+|ä+h+m*|e+u+h+))\s*)+`),
	regexp.MustCompile(`(?i)^(?:it'?s|it’s|it is|that'?s|that is|that would be|es ist|das ist|das wäre|c'est|c’est|ce sera|es|sería|serait|è|sarebbe|é|seria)\s+(?:now |jetzt |ahora |maintenant |ora |agora )?(?:(?:die|der|das|le|la|el)\s+)?`),
	regexp.MustCompile(`(?i)^(?:the|my|our|die|meine|unsere|la|mi|nuestra|l'|ma|mon|notre|il|mio|il mio|o|a|meu|minha|o meu|a minha|yeni)?\s*(?:new|neue|neuen|nueva|nuevo|nouvelle|nouveau|nuova|nuovo|nova|novo|yeni)?\s*(?:delivery |shipping |liefer)?(?:address|street|straße|strasse|calle|rue|rua|adresse|anschrift|dirección|direccion|indirizzo|endereço|endereco|name|nombre|nom|nome|adresim|adres)(?:\s+(?:nueva|nuova|nova|now|jetzt|ahora|maintenant))?\s*(?:(?:is|lautet|ist|heißt|es|est|è|é)(?:\s+(?:now|jetzt|ahora|maintenant|ora|agora))?\s+|:\s*)`),
	regexp.MustCompile(`(?i)^(?:(?:i|we)(?:'ve| have)? (?:just )?moved to|(?:(?:i|we) (?:now )?live|(?:i'?m|we'?re|i am|we are)(?: now)? living) (?:at|in)|(?:i'?m|we'?re|i am|we are)(?: now)? at|(?:now|jetzt|ahora|maintenant|ora|agora) (?:vivo en|j'habite (?:au|à)|abito in|moro (?:na|no|em))|ich wohne (?:jetzt )?in|wir wohnen (?:jetzt )?in|vivo en|j'habite (?:au|à)|abito in|moro (?:na|no|em))\s+`),
}

// referring are answers that name a value without giving it.
var referring = regexp.MustCompile(`(?i)^(?:(?:the|it'?s|it is|just|use|still|is|at|please)\s+)*(?:same(?: (?:one|address|name|number))?(?: (?:as|like) (?:last time|before|always|usual|ever|yesterday|the last one))?|as (?:always|usual|before|last time)|usual(?: one)?|you (?:already )?have (?:it|that)(?: already)?|like last time|(?:das ?selbe|die ?selbe|dieselbe adresse|das gleiche|die gleiche)(?: wie (?:immer|letztes mal|sonst|zuletzt|beim letzten mal))?|wie (?:immer|letztes mal|sonst|beim letzten mal)|(?:la misma|el mismo|lo mismo)(?: de siempre| que la última vez)?|como siempre|la même(?: que d'habitude)?|comme d'habitude|comme la dernière fois|(?:la stessa|lo stesso)(?: dell'ultima volta)?|come (?:sempre|l'ultima volta)|(?:a mesma|o mesmo)(?: de sempre)?|como da última vez|aynısı|her zamanki)(?:\s+(?:please|thanks|bitte|por favor|grazie))?[.!]*$`)

// delivering stands before an address, and closing after it.
var (
	delivering = regexp.MustCompile(`(?i)^(?:(?:you can|could you|can you|please|just)\s+)*(?:post|send|deliver|ship|mail)(?: it| them| that| everything)? to\s+`)
	closing    = regexp.MustCompile(`(?i)[,\s]+(?:please|pls|thanks|thank you|thx|cheers|bitte|danke|por favor|gracias|s'il vous plaît|svp|merci|per favore|grazie|obrigad[oa]|lütfen|teşekkürler)[\s.!]*$`)
	// lately is what customers say behind an address that is new.
	lately = regexp.MustCompile(`(?i)[,\s]+(?:now|these days|from (?:next|this) (?:week|month)|jetzt|ab (?:nächster woche|nächstem monat)|ahora|maintenant|désormais|ora|adesso|agora|artık)[\s.!]*$`)
	// stop ends a sentence, and no abbreviation: "14 Mill Rd." keeps it.
	stop = regexp.MustCompile(`(\pL{4,}|[0-9])[.!]+$`)
	// replacedText is what comes before a correction within one answer, where both have figures.
	replacedText = regexp.MustCompile(`(?i)^.*\d.*?(?:[,.;–…-]|\s)\s*(?:(?:no|oh|oops|nein|non|não|ah)[\s,]+)?(?:sorry|no wait|wait no|i mean|i meant|scratch that|make that|ich meine|entschuldigung|quatsch|perdón|digo|pardon|je veux dire|scusi|anzi|volevo dire|desculpe|quer dizer)[\s,:.–-]+(.*\d.*)$`)
)

// readAny takes a text for the value, without what stands around it.
func readAny(text string) Reading {
	trimmed := strings.TrimSpace(text)
	if referring.MatchString(trimmed) {
		return Reading{Refused: Unclear}
	}
	trimmed = stop.ReplaceAllString(trimmed, "$1")
	for _, words := range []*regexp.Regexp{delivering, closing, lately} {
		if rest := words.ReplaceAllString(trimmed, ""); len(strings.Fields(rest)) > 1 {
			trimmed = rest
		}
	}
	if len(trimmed) > 4*maxRunes {
		return Reading{Value: bounded(bare(trimmed))}
	}
	if m := replacedText.FindStringSubmatch(trimmed); m != nil && len(strings.Fields(m[1])) > 1 && len(strings.Fields(m[1])) <= maxCorrectedWords {
		trimmed = m[1]
	}
	return Reading{Value: bounded(bare(trimmed))}
}

// maxCorrectedWords bounds a text that takes the place of one before it: more is a story.
const maxCorrectedWords = 10

// bare is a text without what introduces it. At least two words are left: "it is broken" may be all
// that there is to say.
func bare(text string) string {
	text = strings.TrimSpace(text)
	for _, words := range introducing {
		if rest := strings.TrimSpace(words.ReplaceAllString(text, "")); len(strings.Fields(rest)) > 1 {
			text = rest
		}
	}
	return text
}
