// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "strings"

// texts are what the bot says of itself; answers and prompts come from the intents.
type texts struct {
	clarify  string
	again    string
	welcome  string
	handoff  string
	waiting  string
	late     string
	accepted string
}

// textsFor returns the texts for a locale; English for a language that is not here.
func textsFor(locale string) *texts {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if t := languages[language]; t != nil {
		return t
	}
	return languages["en"]
}

var languages = map[string]*texts{
	"en": {
		clarify:  "I did not quite understand that. Could you say it in other words?",
		again:    "That does not look right.",
		welcome:  "You are welcome. Write again if there is anything else.",
		handoff:  "A person will take over from here. They get what you told me, so you need not repeat it.",
		waiting:  "A person has been asked to take over. Please wait; what you write is passed on to them.",
		late:     "Nobody has been able to take over yet. I keep trying to pass your request on.",
		accepted: "Your request has arrived with our team.",
	},
	"de": {
		clarify:  "Das habe ich nicht ganz verstanden. Können Sie es anders ausdrücken?",
		again:    "Das scheint nicht zu stimmen.",
		welcome:  "Gern geschehen. Schreiben Sie einfach wieder, wenn noch etwas ist.",
		handoff:  "Ab hier übernimmt ein Mensch. Was Sie mir geschrieben haben, wird weitergegeben; Sie müssen nichts wiederholen.",
		waiting:  "Ein Mensch wurde gebeten, zu übernehmen. Bitte warten Sie; was Sie schreiben, wird weitergegeben.",
		late:     "Bisher konnte niemand übernehmen. Ich versuche weiter, Ihr Anliegen weiterzugeben.",
		accepted: "Ihr Anliegen ist bei unserem Team angekommen.",
	},
	"fr": {
		clarify:  "Je n'ai pas bien compris. Pouvez-vous le dire autrement ?",
		again:    "Cela ne semble pas correct.",
		welcome:  "Avec plaisir. Écrivez-moi s'il y a autre chose.",
		handoff:  "Une personne prend le relais. Elle reçoit ce que vous m'avez écrit, inutile de le répéter.",
		waiting:  "Une personne a été appelée pour prendre le relais. Merci de patienter ; ce que vous écrivez lui est transmis.",
		late:     "Personne n'a encore pu prendre le relais. Je continue d'essayer de transmettre votre demande.",
		accepted: "Votre demande est arrivée auprès de notre équipe.",
	},
	"es": {
		clarify:  "No lo he entendido bien. ¿Puede decirlo con otras palabras?",
		again:    "Eso no parece correcto.",
		welcome:  "De nada. Escriba de nuevo si necesita algo más.",
		handoff:  "A partir de aquí le atiende una persona. Recibe lo que me ha contado, así que no hace falta repetirlo.",
		waiting:  "Se ha avisado a una persona. Espere un momento, por favor; lo que escriba se le transmite.",
		late:     "Todavía nadie ha podido atenderle. Sigo intentando transmitir su petición.",
		accepted: "Su petición ha llegado a nuestro equipo.",
	},
}
