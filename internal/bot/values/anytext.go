// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"regexp"
	"strings"
)

// introducing are what people say before a value of any kind: "ok, ", "it's ", "my new address is ".
var introducing = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(?:(?:(?:ok|okay|sure|of course|yes|yeah|yep|well|so|alright|all right|right|hi|hello|ja|klar|gut|also|sí|si|claro|vale|oui|alors|bien sûr|d'accord|sì|allora|certo|sim|então|claro|tamam|evet|tabii)\s*[,.:;!…–-]+|(?:u+m+|u+h+|e+r+m?|e+h+|ä+h+m*|e+u+h+))\s*)+`),
	regexp.MustCompile(`(?i)^(?:it'?s|it’s|it is|that'?s|that is|that would be|es ist|das ist|das wäre|c'est|c’est|sería|serait|sarebbe|seria)\s+`),
	regexp.MustCompile(`(?i)^(?:the|my|our|die|meine|unsere|la|mi|nuestra|l'|ma|mon|notre|il|mio|il mio|o|a|meu|minha|o meu|a minha|yeni)?\s*(?:new|neue|neuen|nueva|nuevo|nouvelle|nouveau|nuova|nuovo|nova|novo|yeni)?\s*(?:delivery |shipping |liefer)?(?:address|adresse|dirección|direccion|indirizzo|endereço|endereco|name|nombre|nom|nome|adresim|adres)(?:\s+(?:nueva|nuova|nova|now|jetzt|ahora|maintenant))?\s*(?:(?:is|lautet|ist|heißt|es|est|è|é)(?:\s+(?:now|jetzt|ahora|maintenant|ora|agora))?\s+|:\s*)`),
	regexp.MustCompile(`(?i)^(?:(?:i|we)(?:'ve| have)? (?:just )?moved to|(?:i|we) (?:now )?live (?:at|in)|ich wohne (?:jetzt )?in|wir wohnen (?:jetzt )?in|vivo en|j'habite (?:au|à)|abito in|moro (?:na|no|em))\s+`),
}

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
