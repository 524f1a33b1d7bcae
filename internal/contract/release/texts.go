// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/chars"
)

// Texts are what the bot says of itself in one language; answers and prompts come from the
// intents.
type Texts struct {
	// Locale is a BCP 47 language, such as de or pt-BR.
	Locale string `json:"locale"`
	// NotUnderstood asks for other words.
	NotUnderstood string `json:"notUnderstood"`
	// ValueNotAccepted comes before a prompt whose answer was not one.
	ValueNotAccepted string `json:"valueNotAccepted"`
	// NoCountryCode comes before the prompt for a phone number that was written without its country code.
	NoCountryCode string `json:"noCountryCode,omitempty"`
	// DayOrMonth comes before the prompt for a day that was written in figures of which either may be the month.
	DayOrMonth string `json:"dayOrMonth,omitempty"`
	// DayOrNumber comes before the question whether to go ahead when a number may be another day, or another count.
	DayOrNumber string `json:"dayOrNumber,omitempty"`
	// YesOrNo comes before the question whether to go ahead when the answer to it was not understood.
	YesOrNo string `json:"yesOrNo,omitempty"`
	// YouAreWelcome answers thanks.
	YouAreWelcome string `json:"youAreWelcome"`
	// HandingOver says that an agent takes over.
	HandingOver string `json:"handingOver"`
	// WaitingForAgent answers what is written before an agent has the conversation.
	WaitingForAgent string `json:"waitingForAgent"`
	// NoAgentYet says that nobody accepted the handoff in time.
	NoAgentYet string `json:"noAgentYet"`
	// RequestReceived says that a handoff was accepted after all.
	RequestReceived string `json:"requestReceived"`
	// DidYouMean asks which of several things the customer means.
	DidYouMean string `json:"didYouMean,omitempty"`
	// AlsoAsked offers what else the customer asked for; {title} stands for its title.
	AlsoAsked string `json:"alsoAsked,omitempty"`
	// TooMuchAtOnce says that a message may have asked for more than was done about it.
	TooMuchAtOnce string `json:"tooMuchAtOnce,omitempty"`
	// APerson is the choice to be handed to a person.
	APerson string `json:"aPerson,omitempty"`
	// ShallI asks for confirmation; {title} stands for the intent's title and its values.
	ShallI string `json:"shallI,omitempty"`
	// Yes and No are the choices that answer ShallI.
	Yes string `json:"yes,omitempty"`
	No  string `json:"no,omitempty"`
	// LeftAsItIs answers a customer who lets go of what they asked for.
	LeftAsItIs string `json:"leftAsItIs,omitempty"`
	// CannotUndo answers a customer who wants to undo what they asked for before.
	CannotUndo string `json:"cannotUndo,omitempty"`
	// Greeting answers a greeting.
	Greeting string `json:"greeting,omitempty"`
	// IAmWell answers how the bot is.
	IAmWell string `json:"iAmWell,omitempty"`
	// Goodbye answers a goodbye.
	Goodbye string `json:"goodbye,omitempty"`
	// IAmABot answers who the customer is talking with.
	IAmABot string `json:"iAmABot,omitempty"`
}

// all are the texts, in the order of allOf.
func (t *Texts) all() []*string {
	return []*string{
		&t.NotUnderstood, &t.ValueNotAccepted, &t.NoCountryCode, &t.DayOrMonth, &t.DayOrNumber, &t.YesOrNo, &t.YouAreWelcome, &t.HandingOver,
		&t.WaitingForAgent, &t.NoAgentYet, &t.RequestReceived,
		&t.DidYouMean, &t.AlsoAsked, &t.TooMuchAtOnce, &t.APerson, &t.ShallI, &t.Yes, &t.No, &t.LeftAsItIs, &t.CannotUndo, &t.Greeting, &t.IAmWell, &t.Goodbye, &t.IAmABot,
	}
}

func allOf(spec v1alpha1.BotTexts) []v1alpha1.BotText {
	return []v1alpha1.BotText{
		spec.NotUnderstood, spec.ValueNotAccepted, spec.NoCountryCode, spec.DayOrMonth, spec.DayOrNumber, spec.YesOrNo, spec.YouAreWelcome, spec.HandingOver,
		spec.WaitingForAgent, spec.NoAgentYet, spec.RequestReceived,
		spec.DidYouMean, spec.AlsoAsked, spec.TooMuchAtOnce, spec.APerson, spec.ShallI, spec.Yes, spec.No, spec.LeftAsItIs, spec.CannotUndo, spec.Greeting, spec.IAmWell, spec.Goodbye, spec.IAmABot,
	}
}

// ResolveTexts returns every text in every language: the defaults, overlaid by a Bot's
// spec.texts. A text that the spec does not set is that of the language which a customer of
// the locale would get without it: the one of pt-BR is that of pt. Sorted by locale.
func ResolveTexts(spec []v1alpha1.BotTexts) []Texts {
	resolved := slices.Clone(defaultTexts)
	// Sorted, a language comes before its regions.
	for _, own := range sortedTexts(spec) {
		texts := TextsFor(resolved, own.Locale)
		texts.Locale = own.Locale
		into := texts.all()
		for i, words := range allOf(own) {
			if text := string(words); !chars.Blank(text) {
				*into[i] = chars.Clean(text)
			}
		}
		at, known := slices.BinarySearchFunc(resolved, own.Locale, func(t Texts, locale string) int { return strings.Compare(t.Locale, locale) })
		if !known {
			resolved = slices.Insert(resolved, at, Texts{})
		}
		resolved[at] = texts
	}
	return resolved
}

// TextsRevision identifies the content of a Bot's spec.texts; empty: there are none.
func TextsRevision(spec []v1alpha1.BotTexts) string {
	if len(spec) == 0 {
		return ""
	}
	return mustHash("Texts", sortedTexts(spec))[:RevisionHashLength]
}

func sortedTexts(spec []v1alpha1.BotTexts) []v1alpha1.BotTexts {
	return slices.SortedFunc(slices.Values(spec), func(a, b v1alpha1.BotTexts) int { return strings.Compare(a.Locale, b.Locale) })
}

// TextsFor returns the texts for a customer's locale: those of exactly that locale, else of
// the nearest that it belongs to, such as zh for zh-Hant-TW, else English. What a release
// lacks, because it has no texts or was made before there was this one, is the default.
func TextsFor(texts []Texts, locale string) Texts {
	usual := *nearest(defaultTexts, locale)
	found := nearest(texts, locale)
	if found == nil {
		return usual
	}
	out := *found
	for i, text := range out.all() {
		if *text == "" {
			*text = *usual.all()[i]
		}
	}
	return out
}

// nearest returns nil when there is not even English.
func nearest(texts []Texts, locale string) *Texts {
	for tag := locale; ; {
		if i := slices.IndexFunc(texts, func(t Texts) bool { return strings.EqualFold(t.Locale, tag) }); i >= 0 {
			return &texts[i]
		}
		if tag == fallbackLocale {
			return nil
		}
		if end := strings.LastIndexByte(tag, '-'); end > 0 {
			tag = tag[:end]
		} else {
			tag = fallbackLocale
		}
	}
}

const fallbackLocale = "en"

// placeholder is a field's name in braces. Braces around anything else are plain text.
var placeholder = regexp.MustCompile(`\{[A-Za-z0-9_]+\}`)

// inAddress is a text that ends within a URL, one without its scheme, a query, or a link to a number or an
// address to write to.
var inAddress = regexp.MustCompile(`(?i)(?:://|\bwww\.|\.[a-z]{2,}/|[?&][a-z0-9_.%-]+=|\b(?:tel|sms|mailto|callto):)[!-~]*$`)

// Placeholders returns the names that a reply text refers to as {name}, in order.
func Placeholders(text string) []string {
	all := placeholder.FindAllString(text, -1)
	names := make([]string, 0, len(all))
	for _, found := range all {
		names = append(names, found[1:len(found)-1])
	}
	return names
}

// Expand returns the reply text with each {name} replaced by its value as it is shown, or within an
// address as it is stored: what a link leads to does not depend on who reads it. A name without a value
// stays as it is; Compile has made sure that a release has none. Values are not expanded again, so
// that a customer cannot refer to fields.
func Expand(text string, shown, stored map[string]string) string {
	var out strings.Builder
	end := 0
	for _, at := range placeholder.FindAllStringIndex(text, -1) {
		values, name := shown, text[at[0]+1:at[1]-1]
		if inAddress.MatchString(text[:at[0]]) {
			values = stored
		}
		if value, known := values[name]; known {
			out.WriteString(text[end:at[0]] + value)
			end = at[1]
		}
	}
	return out.String() + text[end:]
}

// CompilePattern returns the expression that a field's whole value must match.
func CompilePattern(pattern string) (*regexp.Regexp, error) {
	// Compiled alone first, so that "a)(b" is not made valid by the group around it.
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, fmt.Errorf("not an RE2 expression: %w", err)
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}

// defaultTexts are what a bot says of itself unless its spec says otherwise, sorted by locale.
// Releases hold them in full: a change here reaches a bot with the next change of its
// spec.texts, and rolls nothing.
var defaultTexts = []Texts{
	{
		Locale:           "ar",
		NotUnderstood:    "عذرًا، لم أفهم ذلك تمامًا. هل يمكنك قوله بكلمات أخرى؟",
		ValueNotAccepted: "يبدو أن هذا غير صحيح.",
		NoCountryCode:    "يرجى كتابة الرقم مع رمز البلد، مثل +966.",
		DayOrMonth:       "يرجى كتابة اسم الشهر بالحروف، حتى أفهم اليوم الصحيح.",
		DayOrNumber:      "هل هذا يوم أم عدد؟ يرجى كتابة اليوم مع شهره، والعدد مع ما يعدّه.",
		YesOrNo:          "لم أفهم إن كان جوابك نعم أم لا.",
		YouAreWelcome:    "على الرحب والسعة. يسعدني أن تكتب إليّ مجددًا إذا احتجت إلى أي شيء آخر.",
		HandingOver:      "سيتولى أحد موظفينا المحادثة من هنا، وسيصله كل ما كتبته لي، فلا داعي لتكراره.",
		WaitingForAgent:  "طلبنا من أحد موظفينا تولي المحادثة. يُرجى الانتظار؛ كل ما تكتبه يصل إليه.",
		NoAgentYet:       "لم يتمكن أحد من تولي المحادثة حتى الآن. ما زلت أحاول إيصال طلبك.",
		RequestReceived:  "وصل طلبك إلى فريقنا.",
		DidYouMean:       "هل تقصد أحد هذه الخيارات؟",
		AlsoAsked:        "سألت أيضًا عن: {title}. هل أتابع ذلك؟",
		TooMuchAtOnce:    "كانت هذه أسئلة كثيرة دفعة واحدة. إن فاتني شيء منها فاسأل عنه مجددًا من فضلك.",
		APerson:          "التحدث إلى موظف",
		ShallI:           "هل أتابع: {title}؟",
		Yes:              "نعم",
		No:               "لا",
		LeftAsItIs:       "حسنًا، لن أغيّر شيئًا. اكتب إليّ إذا احتجت إلى شيء آخر.",
		CannotUndo:       "لا يمكنني التراجع عن ذلك بنفسي. هل يفيدك أحد هذه الخيارات؟",
		Greeting:         "مرحبًا! كيف يمكنني مساعدتك؟",
		IAmWell:          "أنا بخير، شكرًا. كيف يمكنني مساعدتك؟",
		Goodbye:          "إلى اللقاء!",
		IAmABot:          "أنا برنامج محادثة آلي. إذا كنت تفضّل التحدث إلى موظف، فاكتب ذلك.",
	},
	{
		Locale:           "de",
		NotUnderstood:    "Das habe ich nicht ganz verstanden. Können Sie es anders ausdrücken?",
		ValueNotAccepted: "Das scheint nicht zu stimmen.",
		NoCountryCode:    "Bitte mit der Ländervorwahl, zum Beispiel +49.",
		DayOrMonth:       "Bitte mit dem Monat in Worten, damit ich den Tag richtig verstehe.",
		DayOrNumber:      "Ist das ein Tag oder eine Anzahl? Bitte einen Tag mit dem Monat schreiben und eine Anzahl mit dem, was sie zählt.",
		YesOrNo:          "Ich bin nicht sicher, ob das ein Ja oder ein Nein war.",
		YouAreWelcome:    "Gern geschehen. Schreiben Sie einfach wieder, wenn noch etwas ist.",
		HandingOver:      "Ab hier übernimmt ein Mensch. Was Sie mir geschrieben haben, wird weitergegeben; Sie müssen nichts wiederholen.",
		WaitingForAgent:  "Ein Mensch wurde gebeten, zu übernehmen. Bitte warten Sie; was Sie schreiben, wird weitergegeben.",
		NoAgentYet:       "Bisher konnte niemand übernehmen. Ich versuche weiter, Ihr Anliegen weiterzugeben.",
		RequestReceived:  "Ihr Anliegen ist bei unserem Team angekommen.",
		DidYouMean:       "Meinen Sie eines davon?",
		AlsoAsked:        "Sie haben auch danach gefragt: {title}. Soll ich damit weitermachen?",
		TooMuchAtOnce:    "Das war viel auf einmal. Falls ich etwas ausgelassen habe, fragen Sie bitte noch einmal danach.",
		APerson:          "Mit einem Menschen sprechen",
		ShallI:           "Soll ich das tun: {title}?",
		Yes:              "Ja",
		No:               "Nein",
		LeftAsItIs:       "In Ordnung, es bleibt, wie es ist. Schreiben Sie einfach, wenn noch etwas ist.",
		CannotUndo:       "Das kann ich selbst nicht rückgängig machen. Hilft Ihnen etwas davon weiter?",
		Greeting:         "Hallo! Was kann ich für Sie tun?",
		IAmWell:          "Danke, gut. Was kann ich für Sie tun?",
		Goodbye:          "Auf Wiedersehen!",
		IAmABot:          "Ich bin ein Bot. Wenn Sie lieber mit einem Menschen sprechen, schreiben Sie es einfach.",
	},
	{
		Locale:           "en",
		NotUnderstood:    "I did not quite understand that. Could you say it in other words?",
		ValueNotAccepted: "That does not look right.",
		NoCountryCode:    "Please write it with the country code, such as +44.",
		DayOrMonth:       "Please write the month as a word, so that I get the day right.",
		DayOrNumber:      "Is that a day or a number? Please write a day with its month, and a number with what it counts.",
		YesOrNo:          "I am not sure whether that was a yes or a no.",
		YouAreWelcome:    "You are welcome. Write again if there is anything else.",
		HandingOver:      "A person will take over from here. They get what you told me, so you need not repeat it.",
		WaitingForAgent:  "A person has been asked to take over. Please wait; what you write is passed on to them.",
		NoAgentYet:       "Nobody has been able to take over yet. I keep trying to pass your request on.",
		RequestReceived:  "Your request has arrived with our team.",
		DidYouMean:       "Did you mean one of these?",
		AlsoAsked:        "You also asked about this: {title}. Shall I go on with it?",
		TooMuchAtOnce:    "That was a lot at once. If I have left something out, please ask for it again.",
		APerson:          "Talk to a person",
		ShallI:           "Shall I go ahead: {title}?",
		Yes:              "Yes",
		No:               "No",
		LeftAsItIs:       "All right, I leave it as it is. Write again if there is anything else.",
		CannotUndo:       "I can't undo that myself. Can one of these help?",
		Greeting:         "Hello! What can I do for you?",
		IAmWell:          "I am well, thank you. What can I do for you?",
		Goodbye:          "Goodbye!",
		IAmABot:          "I am a bot. If you would rather talk to a person, just say so.",
	},
	{
		Locale:           "es",
		NotUnderstood:    "No lo he entendido bien. ¿Puede decirlo con otras palabras?",
		ValueNotAccepted: "Eso no parece correcto.",
		NoCountryCode:    "Escríbalo con el prefijo del país, por ejemplo +34.",
		DayOrMonth:       "Escriba el mes con letras, para que entienda bien el día.",
		DayOrNumber:      "¿Es un día o una cantidad? Escriba el día con su mes, o la cantidad con lo que cuenta.",
		YesOrNo:          "No sé si eso era un sí o un no.",
		YouAreWelcome:    "De nada. Escriba de nuevo si necesita algo más.",
		HandingOver:      "A partir de aquí le atiende una persona. Recibe lo que me ha contado, así que no hace falta repetirlo.",
		WaitingForAgent:  "Se ha avisado a una persona. Espere un momento, por favor; lo que escriba se le transmite.",
		NoAgentYet:       "Todavía nadie ha podido atenderle. Sigo intentando transmitir su petición.",
		RequestReceived:  "Su petición ha llegado a nuestro equipo.",
		DidYouMean:       "¿Se refiere a alguna de estas opciones?",
		AlsoAsked:        "También preguntó por esto: {title}. ¿Sigo con ello?",
		TooMuchAtOnce:    "Eran muchas cosas a la vez. Si me he dejado algo, pregúntemelo de nuevo, por favor.",
		APerson:          "Hablar con una persona",
		ShallI:           "¿Quiere que lo haga: {title}?",
		Yes:              "Sí",
		No:               "No",
		LeftAsItIs:       "De acuerdo, lo dejo como está. Escriba de nuevo si necesita algo más.",
		CannotUndo:       "Eso no puedo deshacerlo yo. ¿Le sirve alguna de estas opciones?",
		Greeting:         "¡Hola! ¿En qué puedo ayudarle?",
		IAmWell:          "Bien, gracias. ¿En qué puedo ayudarle?",
		Goodbye:          "¡Hasta luego!",
		IAmABot:          "Soy un bot. Si prefiere hablar con una persona, dígamelo.",
	},
	{
		Locale:           "fr",
		NotUnderstood:    "Je n'ai pas bien compris. Pouvez-vous le dire autrement ?",
		ValueNotAccepted: "Cela ne semble pas correct.",
		NoCountryCode:    "Merci de l'écrire avec l'indicatif du pays, par exemple +33.",
		DayOrMonth:       "Merci d'écrire le mois en toutes lettres, pour que je comprenne bien le jour.",
		DayOrNumber:      "Est-ce un jour ou un nombre ? Merci d'écrire un jour avec son mois, et un nombre avec ce qu'il compte.",
		YesOrNo:          "Je ne sais pas si c'était un oui ou un non.",
		YouAreWelcome:    "Avec plaisir. Écrivez-moi s'il y a autre chose.",
		HandingOver:      "Une personne prend le relais. Elle reçoit ce que vous m'avez écrit, inutile de le répéter.",
		WaitingForAgent:  "Une personne a été appelée pour prendre le relais. Merci de patienter ; ce que vous écrivez lui est transmis.",
		NoAgentYet:       "Personne n'a encore pu prendre le relais. Je continue d'essayer de transmettre votre demande.",
		RequestReceived:  "Votre demande est arrivée auprès de notre équipe.",
		DidYouMean:       "Vouliez-vous dire l'une de ces choses ?",
		AlsoAsked:        "Vous avez aussi demandé : {title}. Dois-je continuer avec cela ?",
		TooMuchAtOnce:    "Cela faisait beaucoup à la fois. Si j'ai oublié quelque chose, redemandez-le-moi, s'il vous plaît.",
		APerson:          "Parler à une personne",
		ShallI:           "Dois-je le faire : {title} ?",
		Yes:              "Oui",
		No:               "Non",
		LeftAsItIs:       "D'accord, je laisse tout en l'état. Écrivez-moi s'il y a autre chose.",
		CannotUndo:       "Je ne peux pas annuler cela moi-même. L'une de ces possibilités vous aide-t-elle ?",
		Greeting:         "Bonjour ! Que puis-je faire pour vous ?",
		IAmWell:          "Je vais bien, merci. Que puis-je faire pour vous ?",
		Goodbye:          "Au revoir !",
		IAmABot:          "Je suis un robot. Si vous préférez parler à une personne, dites-le-moi.",
	},
	{
		Locale:           "it",
		NotUnderstood:    "Non ho capito bene. Può dirlo con altre parole?",
		ValueNotAccepted: "Non sembra corretto.",
		NoCountryCode:    "Lo scriva con il prefisso internazionale, per esempio +39.",
		DayOrMonth:       "Scriva il mese in lettere, così capisco bene il giorno.",
		DayOrNumber:      "È un giorno o un numero? Scriva un giorno con il mese, e un numero con ciò che conta.",
		YesOrNo:          "Non ho capito se era un sì o un no.",
		YouAreWelcome:    "Prego. Mi scriva di nuovo se ha bisogno di altro.",
		HandingOver:      "Da qui in poi la segue una persona. Riceve ciò che mi ha scritto, quindi non occorre ripeterlo.",
		WaitingForAgent:  "Abbiamo chiesto a una persona di seguirla. Attenda, per favore; ciò che scrive le viene inoltrato.",
		NoAgentYet:       "Finora nessuno ha potuto prendere in carico la conversazione. Continuo a provare a inoltrare la sua richiesta.",
		RequestReceived:  "La sua richiesta è arrivata al nostro team.",
		DidYouMean:       "Intende una di queste cose?",
		AlsoAsked:        "Ha chiesto anche questo: {title}. Vado avanti con questo?",
		TooMuchAtOnce:    "Erano molte cose insieme. Se ho tralasciato qualcosa, me lo chieda di nuovo, per favore.",
		APerson:          "Parlare con una persona",
		ShallI:           "Devo procedere: {title}?",
		Yes:              "Sì",
		No:               "No",
		LeftAsItIs:       "Va bene, lascio tutto com'è. Mi scriva di nuovo se ha bisogno di altro.",
		CannotUndo:       "Non posso annullarlo io. Le è utile una di queste opzioni?",
		Greeting:         "Salve! Come posso aiutarla?",
		IAmWell:          "Bene, grazie. Come posso aiutarla?",
		Goodbye:          "Arrivederci!",
		IAmABot:          "Sono un bot. Se preferisce parlare con una persona, me lo dica.",
	},
	{
		Locale:           "ja",
		NotUnderstood:    "申し訳ございません、よく理解できませんでした。別の言い方でお書きいただけますか。",
		ValueNotAccepted: "入力内容が正しくないようです。",
		NoCountryCode:    "国番号を付けてご入力ください（例：+81）。",
		DayOrMonth:       "日付を正しく理解できるよう、「5月12日」のようにご入力ください。",
		DayOrNumber:      "日付でしょうか、数でしょうか。日付は月を、数は単位を付けてご入力ください。",
		YesOrNo:          "「はい」か「いいえ」か、分かりかねました。",
		YouAreWelcome:    "どういたしまして。ほかにご用がございましたら、またお気軽にお書きください。",
		HandingOver:      "ここからは担当者が対応いたします。これまでの内容は担当者に引き継ぎますので、繰り返していただく必要はございません。",
		WaitingForAgent:  "担当者に対応を依頼しております。少々お待ちください。お書きいただいた内容は担当者に伝わります。",
		NoAgentYet:       "まだ担当者におつなぎできておりません。引き続きご用件の引き継ぎを試みております。",
		RequestReceived:  "ご用件は担当チームに届きました。",
		DidYouMean:       "次のいずれかのご用件でしょうか。",
		AlsoAsked:        "次のこともお尋ねでした：{title}。続けてよろしいですか。",
		TooMuchAtOnce:    "一度にたくさんのご質問でした。お答えしていないことがありましたら、もう一度お尋ねください。",
		APerson:          "担当者と話す",
		ShallI:           "実行してもよろしいですか：{title}",
		Yes:              "はい",
		No:               "いいえ",
		LeftAsItIs:       "承知しました。何も変更いたしません。ほかにご用がございましたら、お書きください。",
		CannotUndo:       "こちらでは取り消すことができません。次の中からお選びいただけますか。",
		Greeting:         "こんにちは。どのようなご用件でしょうか。",
		IAmWell:          "ありがとうございます、元気です。どのようなご用件でしょうか。",
		Goodbye:          "またのご利用をお待ちしております。",
		IAmABot:          "私はボットです。担当者との会話をご希望でしたら、そうお書きください。",
	},
	{
		Locale:           "pt",
		NotUnderstood:    "Não entendi muito bem. Pode dizer isso com outras palavras?",
		ValueNotAccepted: "Isso não parece correto.",
		NoCountryCode:    "Escreva-o com o indicativo do país, por exemplo +351.",
		DayOrMonth:       "Escreva o mês por extenso, para eu entender bem o dia.",
		DayOrNumber:      "É um dia ou uma quantidade? Escreva um dia com o mês, e uma quantidade com o que ela conta.",
		YesOrNo:          "Não percebi se isso era um sim ou um não.",
		YouAreWelcome:    "De nada. Escreva novamente se precisar de mais alguma coisa.",
		HandingOver:      "A partir daqui, o atendimento é feito por uma pessoa. Ela recebe o que me escreveu, por isso não precisa repetir.",
		WaitingForAgent:  "Já pedimos a uma pessoa que continue o atendimento. Aguarde, por favor; o que escrever será encaminhado.",
		NoAgentYet:       "Ainda ninguém pôde continuar o atendimento. Continuo tentando encaminhar o seu pedido.",
		RequestReceived:  "O seu pedido chegou à nossa equipe.",
		DidYouMean:       "Refere-se a uma destas opções?",
		AlsoAsked:        "Também perguntou por isto: {title}. Posso continuar com isso?",
		TooMuchAtOnce:    "Eram muitas coisas de uma vez. Se deixei algo de fora, pergunte de novo, por favor.",
		APerson:          "Falar com uma pessoa",
		ShallI:           "Posso prosseguir: {title}?",
		Yes:              "Sim",
		No:               "Não",
		LeftAsItIs:       "Certo, deixo tudo como está. Escreva novamente se precisar de mais alguma coisa.",
		CannotUndo:       "Não posso desfazer isso. Alguma destas opções ajuda?",
		Greeting:         "Olá! Em que posso ajudar?",
		IAmWell:          "Estou bem, obrigado. Em que posso ajudar?",
		Goodbye:          "Até logo!",
		IAmABot:          "Sou um bot. Se preferir falar com uma pessoa, é só dizer.",
	},
	{
		Locale:           "tr",
		NotUnderstood:    "Bunu tam olarak anlayamadım. Başka sözcüklerle ifade edebilir misiniz?",
		ValueNotAccepted: "Bu doğru görünmüyor.",
		NoCountryCode:    "Lütfen ülke koduyla yazın, örneğin +90.",
		DayOrMonth:       "Günü doğru anlayabilmem için lütfen ayın adını yazın.",
		DayOrNumber:      "Bu bir gün mü, yoksa bir sayı mı? Lütfen günü ayıyla, sayıyı da neyi saydığıyla yazın.",
		YesOrNo:          "Bunun evet mi hayır mı olduğunu anlayamadım.",
		YouAreWelcome:    "Rica ederim. Başka bir sorunuz olursa yine yazabilirsiniz.",
		HandingOver:      "Buradan itibaren size bir temsilcimiz yardımcı olacak. Bana yazdıklarınız kendisine iletiliyor, tekrarlamanız gerekmiyor.",
		WaitingForAgent:  "Bir temsilcimizden görüşmeyi devralması istendi. Lütfen bekleyin; yazdıklarınız kendisine iletiliyor.",
		NoAgentYet:       "Henüz kimse görüşmeyi devralamadı. Talebinizi iletmeye çalışmaya devam ediyorum.",
		RequestReceived:  "Talebiniz ekibimize ulaştı.",
		DidYouMean:       "Bunlardan birini mi demek istediniz?",
		AlsoAsked:        "Şunu da sormuştunuz: {title}. Bununla devam edeyim mi?",
		TooMuchAtOnce:    "Bir seferde çok şey sordunuz. Atladığım bir şey varsa lütfen yeniden sorun.",
		APerson:          "Bir temsilciyle görüşmek",
		ShallI:           "Devam edeyim mi: {title}?",
		Yes:              "Evet",
		No:               "Hayır",
		LeftAsItIs:       "Tamam, olduğu gibi bırakıyorum. Başka bir isteğiniz olursa yine yazabilirsiniz.",
		CannotUndo:       "Bunu kendim geri alamıyorum. Bunlardan biri işinize yarar mı?",
		Greeting:         "Merhaba! Size nasıl yardımcı olabilirim?",
		IAmWell:          "İyiyim, teşekkür ederim. Size nasıl yardımcı olabilirim?",
		Goodbye:          "Görüşmek üzere!",
		IAmABot:          "Ben bir botum. Bir temsilciyle görüşmek isterseniz yazmanız yeterli.",
	},
	{
		Locale:           "zh",
		NotUnderstood:    "抱歉，我没有完全理解您的意思。您能换一种说法吗？",
		ValueNotAccepted: "您输入的内容似乎不正确。",
		NoCountryCode:    "请带上国家或地区代码，例如 +86。",
		DayOrMonth:       "请写成“5月12日”这样的形式，以便我正确理解日期。",
		DayOrNumber:      "这是日期还是数量？日期请写上月份，数量请写上单位。",
		YesOrNo:          "我没有听明白您的回答是“是”还是“否”。",
		YouAreWelcome:    "不客气。如果还有其他问题，请随时联系我。",
		HandingOver:      "接下来将由人工客服为您服务。您之前告诉我的内容会转给客服，无需重复。",
		WaitingForAgent:  "已为您联系人工客服，请稍候。您发送的内容会转给客服。",
		NoAgentYet:       "目前还没有客服能够接待您。我会继续尝试转交您的请求。",
		RequestReceived:  "我们的团队已收到您的请求。",
		DidYouMean:       "您是指以下哪一项？",
		AlsoAsked:        "您还提到：{title}。需要我接着处理吗？",
		TooMuchAtOnce:    "您一次问了很多问题。如有遗漏，请再问一次。",
		APerson:          "联系人工客服",
		ShallI:           "要我继续办理吗：{title}？",
		Yes:              "是",
		No:               "否",
		LeftAsItIs:       "好的，一切保持不变。如果还有其他问题，请随时联系我。",
		CannotUndo:       "这件事我无法自行撤销。以下选项对您有帮助吗？",
		Greeting:         "您好！请问有什么可以帮您？",
		IAmWell:          "我很好，谢谢。请问有什么可以帮您？",
		Goodbye:          "再见！",
		IAmABot:          "我是聊天机器人。如果您想联系人工客服，请告诉我。",
	},
}
