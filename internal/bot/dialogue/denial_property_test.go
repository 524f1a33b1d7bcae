// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/conversation"
	"github.com/intentops/intentops/internal/bot/dialogue/decide"
	"github.com/intentops/intentops/internal/bot/understanding"
	"github.com/intentops/intentops/internal/contract/release"
	"pgregory.net/rapid"
)

// wish is a request of an intent: what is to be done, and the thing alone.
type wish struct{ intent, do, thing string }

// refusals are constructions around wishes: with %do the request stands in them, with %thing what it
// is about.
type refusals struct {
	// visit is a wish to have something, and ending one to end it.
	visit, ending wish
	// said are utterances of both.
	visits, endings []string
	// words tell the made classifier which intent a text is about.
	visitWord, endingWord string
	// refuse says that it is not wanted, whatever it is; keep that it is to stay as it is; and drop
	// that the thing is not wanted, which is a wish to end it.
	refuse, keep, drop []string
	// idioms only sound like a refusal.
	idioms []string
}

// TestWhatIsRefusedIsNeverAnswered puts constructions around requests that are understood. The
// classifier is sure of the intent all the while.
func TestWhatIsRefusedIsNeverAnswered(t *testing.T) {
	for locale, r := range refusalsIn {
		t.Run(locale, func(t *testing.T) {
			bots := map[string]*decide.Compiled{}
			for _, risk := range []string{"Low", "Medium", "High"} {
				bots[risk] = compiled(t, risk, hours("1"), orderStatus(),
					release.Intent{Name: r.visit.intent, Revision: "1", Risk: risk, Locale: locale, Utterances: append(r.visits, r.visit.do), Reply: release.Reply{Text: "Visited."}},
					release.Intent{Name: r.ending.intent, Revision: "1", Risk: risk, Locale: locale, Utterances: append(r.endings, r.ending.do), Reply: release.Reply{Text: "Ended."}},
				)
				bots[risk].Rules = nil
			}
			quiet := newWorld(t)
			reply := func(risk, text string) string {
				w := *quiet // nobody has said anything yet; to compile its release takes long
				w.stable, w.state.Locale = bots[risk], locale
				w.predictions = func(text string) []understanding.Prediction {
					text = strings.ToLower(text)
					switch {
					case strings.Contains(text, r.visitWord):
						return []understanding.Prediction{{Intent: r.visit.intent, Confidence: 0.95}}
					case strings.Contains(text, r.endingWord):
						return []understanding.Prediction{{Intent: r.ending.intent, Confidence: 0.95}}
					}
					return nil
				}
				return w.say(text)
			}
			around := func(rt *rapid.T, construction string, w wish) string {
				text := strings.NewReplacer("%do", w.do, "%thing", w.thing).Replace(construction)
				return rapid.SampledFrom([]string{"", "", "👋 "}).Draw(rt, "before") + text + rapid.SampledFrom([]string{"", "!", " 🙂"}).Draw(rt, "after")
			}
			risks := rapid.SampledFrom([]string{"Low", "Medium", "High"})
			done := func(reply string) bool {
				return strings.Contains(reply, string(conversation.KindAnswer)+": ") || strings.Contains(reply, string(conversation.KindConfirm)+": ")
			}
			check := func(name string, want bool, constructions []string, wishes ...wish) {
				if len(constructions) == 0 {
					t.Fatalf("no constructions to %s", name)
				}
				t.Run(name, func(t *testing.T) {
					rapid.Check(t, func(rt *rapid.T) {
						risk := risks.Draw(rt, "risk")
						text := around(rt, rapid.SampledFrom(constructions).Draw(rt, "construction"), rapid.SampledFrom(wishes).Draw(rt, "wish"))
						if got := reply(risk, text); done(got) != want {
							rt.Fatalf("%q, of %s risk, is answered %q", text, risk, got)
						}
					})
				})
			}
			check("refuse", false, r.refuse, r.visit, r.ending)
			check("keep", false, r.keep, r.ending)
			check("drop what is wanted", false, r.drop, r.visit)
			check("drop what ends", true, r.drop, r.ending)
			check("idioms", true, r.idioms, r.visit, r.ending)
		})
	}
}

var refusalsIn = map[string]refusals{
	"en": {
		visit: wish{"visit", "send a technician", "a technician"}, ending: wish{"ending", "terminate my contract", "my contract"},
		visits: []string{"book a technician", "I need a technician"}, endings: []string{"end my contract", "how do I cancel my contract?"},
		visitWord: "technician", endingWord: "contract",
		refuse: []string{
			"please don't %do", "whatever you do, do not %do", "there is no need to %do", "I don't want you to %do", "I would rather you did not %do", "nobody asked you to %do",
			"%do? Certainly not.", "%do? No thanks", "I never told you to %do", "I have no wish to %do", "it would be a mistake to %do", "don't you dare %do", "please refrain from it: never %do", "you need not %do", "I've decided not to %do",
		},
		keep: []string{"leave %thing as it is", "please leave %thing alone", "I want to keep %thing", "I'm happy with %thing", "I'll stick with %thing", "don't touch %thing", "keep %thing the way it is", "hands off %thing"},
		drop: []string{"I no longer need %thing", "I don't want %thing any more", "I do not need %thing", "I won't be needing %thing", "I have no use for %thing", "I'm not interested in %thing any more"},
		idioms: []string{
			"why don't you %do already", "can't you just %do", "I can't do it myself, %do", "it doesn't work, %do", "don't wait, %do now", "I am not happy, %do", "nobody answered the phone, please %do",
			"I'm not sure how it goes, please %do", "don't ask me why, just %do", "no way I can do that, %do please",
		},
	},
	"de": {
		visit: wish{"visit", "einen Techniker schicken", "einen Techniker"}, ending: wish{"ending", "meinen Vertrag kündigen", "meinen Vertrag"},
		visits: []string{"Techniker bestellen", "ich brauche einen Techniker"}, endings: []string{"Vertrag kündigen", "wie kann ich den Vertrag beenden?"},
		visitWord: "techniker", endingWord: "vertrag",
		refuse: []string{
			"bitte nicht %do", "Sie müssen nicht %do", "auf keinen Fall %do", "ich will nicht %do", "ich möchte nicht, dass Sie %do", "es gibt keinen Grund, %do zu lassen", "bloß nicht %do",
			"%do? Auf keinen Fall", "%do? Nein danke", "hören Sie auf, %do zu wollen", "%do ist nicht nötig", "%do kommt nicht infrage", "lieber nicht %do", "Sie brauchen nicht %do",
		},
		keep: []string{"ich behalte %thing", "lassen Sie %thing, wie er ist", "ich bin mit dem Vertrag zufrieden", "Finger weg vom Vertrag, %thing behalte ich", "der Vertrag bleibt, wie er ist", "ich bleibe bei dem Vertrag"},
		drop: []string{"ich brauche %thing nicht mehr", "ich will %thing nicht mehr", "ich möchte %thing nicht länger"},
		idioms: []string{
			"warum können Sie nicht %do", "können Sie nicht einfach %do", "ich kann das nicht selbst, bitte %do", "das geht nicht mehr, bitte %do", "bitte nicht lange warten, %do", "es war niemand da, bitte %do",
			"ich weiß nicht, wie das geht, bitte %do", "ich bin nicht zufrieden, bitte %do",
		},
	},
	"es": {
		visit: wish{"visit", "manden un técnico", "un técnico"}, ending: wish{"ending", "cancelen mi contrato", "mi contrato"},
		visits: []string{"quiero un técnico", "mandar un técnico"}, endings: []string{"cancelar el contrato", "quiero rescindir el contrato"},
		visitWord: "técnico", endingWord: "contrato",
		refuse: []string{
			"no %do", "por favor no %do", "no quiero que %do", "no hace falta que %do", "de ninguna manera %do", "prefiero que no %do", "por nada del mundo %do", "no es necesario que %do", "yo nunca pedí que %do",
			"¿%do? Ni hablar", "¿%do? No, gracias", "que nadie diga que %do", "ni se les ocurra que %do",
		},
		keep:   []string{"dejen %thing como está", "me quedo con %thing", "estoy contenta con %thing", "no me toquen %thing", "%thing no se toca"},
		drop:   []string{"ya no quiero %thing", "no necesito %thing", "ya no necesito %thing", "ya no me interesa %thing", "no quiero más %thing"},
		idioms: []string{"¿por qué no %do de una vez?", "no puedo hacerlo solo, %do", "esto no funciona, %do", "no esperen más, %do", "no estoy satisfecho, %do", "no vino nadie, %do", "no sé cómo se hace, %do"},
	},
	"fr": {
		visit: wish{"visit", "envoyer un technicien", "de technicien"}, ending: wish{"ending", "résilier mon contrat", "de mon contrat"},
		visits: []string{"je veux un technicien", "demander un technicien"}, endings: []string{"résilier le contrat", "mettre fin à mon contrat"},
		visitWord: "technicien", endingWord: "contrat",
		refuse: []string{
			"ne pas %do svp", "surtout ne pas %do", "je ne veux pas %do", "pas besoin de %do", "inutile de %do", "ce n'est pas la peine de %do", "je refuse de %do", "il est hors de question de %do", "je n'ai jamais demandé de %do",
			"%do ? Certainement pas", "%do ? Non merci", "arrêtez de vouloir %do", "j'ai renoncé à %do", "évitez de %do", "j'ai décidé de ne pas %do",
		},
		keep:   []string{"je garde mon contrat", "laissez mon contrat tel quel", "je suis contente %thing", "ne touchez pas à mon contrat", "je reste avec mon contrat"},
		drop:   []string{"je n'ai plus besoin %thing", "je ne veux plus %thing", "je n'ai pas besoin %thing"},
		idioms: []string{"pourquoi ne pas %do tout de suite ?", "je ne peux pas le faire, merci de %do", "ça ne marche pas, il faut %do", "n'attendez pas, il faut %do", "personne n'est venu, il faut %do", "je ne suis pas satisfait, il faut %do", "je ne sais pas comment faire, il faut %do"},
	},
	"it": {
		visit: wish{"visit", "mandate un tecnico", "un tecnico"}, ending: wish{"ending", "disdite il contratto", "il contratto"},
		visits: []string{"voglio un tecnico", "mandare un tecnico"}, endings: []string{"disdire il contratto", "voglio disdire il contratto"},
		visitWord: "tecnico", endingWord: "contratto",
		refuse: []string{"non %do", "per favore non %do", "non voglio che %do", "non serve che %do", "preferirei che non %do", "in nessun caso %do", "%do? No grazie", "%do? Assolutamente no", "è inutile che %do", "non ho mai chiesto che %do", "smettetela, non %do"},
		keep:   []string{"lasciate %thing così com'è", "resto con %thing attuale", "sono contento del contratto", "non toccate %thing"},
		drop:   []string{"non voglio più %thing", "non mi serve più %thing", "non voglio %thing"},
		idioms: []string{"perché non %do subito?", "non posso farlo da solo, %do", "non funziona, %do", "non aspettate, %do", "non sono soddisfatto, %do", "non è venuto nessuno, %do"},
	},
	"pt": {
		visit: wish{"visit", "mandem um técnico", "um técnico"}, ending: wish{"ending", "cancelem o contrato", "o contrato"},
		visits: []string{"quero um técnico", "mandar um técnico"}, endings: []string{"cancelar o contrato", "quero rescindir o contrato"},
		visitWord: "técnico", endingWord: "contrato",
		refuse: []string{"não %do", "por favor não %do", "não quero que %do", "não é preciso que %do", "prefiro que não %do", "de maneira nenhuma %do", "%do? Não, obrigado", "%do? Nem pensar", "nunca pedi que %do", "não precisa: não %do"},
		keep:   []string{"deixem %thing como está", "fico com %thing que tenho", "estou satisfeito com %thing", "não mexam no contrato"},
		drop:   []string{"já não quero %thing", "não preciso mais %thing", "não quero mais %thing"},
		idioms: []string{"porque não %do logo?", "não consigo fazer isso, %do", "não funciona, %do", "não esperem, %do", "não estou satisfeito, %do", "ninguém apareceu, %do"},
	},
	"tr": {
		visit: wish{"visit", "teknisyen gönderin", "teknisyen"}, ending: wish{"ending", "sözleşmemi iptal edin", "sözleşmemi"},
		visits: []string{"teknisyen istiyorum", "teknisyen gelsin"}, endings: []string{"sözleşmeyi iptal etmek istiyorum", "sözleşmemi feshedin"},
		visitWord: "teknisyen", endingWord: "sözleşme",
		refuse: []string{"%thing istemiyorum, kalsın", "%do demedim", "%do? Hayır, teşekkürler", "%do? Asla"},
		keep:   []string{"sözleşmem olduğu gibi kalsın", "sözleşmemden memnunum", "sözleşmeme dokunmayın", "sözleşmemi iptal etmeyin"},
		drop:   []string{"artık %thing istemiyorum"},
		idioms: []string{"çalışmıyor, %do", "bulamıyorum, %do", "memnun değilim, %do", "kimse gelmedi, %do", "beklemeyin, %do"},
	},
	"ar": {
		visit: wish{"visit", "إرسال فني", "فني"}, ending: wish{"ending", "إلغاء العقد", "العقد"},
		visits: []string{"أريد فني", "أرسلوا فني"}, endings: []string{"أريد إلغاء العقد", "إنهاء العقد"},
		visitWord: "فني", endingWord: "العقد",
		refuse: []string{"لا أريد %do", "لا داعي إلى %do", "لم أطلب %do", "%do؟ لا شكرا", "%do؟ مستحيل", "قررت عدم %do", "أرفض %do", "توقفوا عن %do"},
		keep:   []string{"اتركوا العقد كما هو", "أنا راض عن العقد"},
		drop:   []string{"لم أعد أريد %thing", "لم أعد أحتاج %thing"},
		idioms: []string{"لا أستطيع فعل ذلك، أريد %do", "لا يعمل، أريد %do", "لم يأت أحد، أريد %do", "لست راضيا، أريد %do"},
	},
	"zh": {
		visit: wish{"visit", "派技术员", "技术员"}, ending: wish{"ending", "取消合同", "合同"},
		visits: []string{"我要技术员", "请派技术员上门"}, endings: []string{"我要取消合同", "终止合同"},
		visitWord: "技术员", endingWord: "合同",
		refuse: []string{"不要%do", "千万别%do", "我不想%do", "没必要%do", "我从来没有要求%do", "请不要%do", "%do？当然不", "拒绝%do", "我决定不%do"},
		keep:   []string{"合同保持原样", "别动我的合同", "我对合同很满意"},
		drop:   []string{"我不需要%thing了", "不想要%thing了"},
		idioms: []string{"为什么不%do？", "我自己弄不了，请%do", "没人来，请%do", "别等了，请%do", "我不满意，请%do"},
	},
	"ja": {
		visit: wish{"visit", "修理の手配", "修理"}, ending: wish{"ending", "契約の解約", "契約"},
		visits: []string{"修理に来てください", "修理を頼みたい"}, endings: []string{"契約を解約したい", "契約を解約してください"},
		visitWord: "修理", endingWord: "契約",
		refuse: []string{"%doは不要です", "%doはしないでください", "%doはやめてください", "%doは結構です", "%doを頼んだ覚えはありません", "%doをするつもりはありません", "%doはお断りします"},
		keep:   []string{"契約はそのままにしてください", "今の契約のままでいいです", "契約に満足しています"},
		drop:   []string{"もう%thingはいりません", "%thingはもう必要ありません"},
		idioms: []string{"インターネットがつながらないので、%doをお願いします", "誰も来ないので、%doをお願いします", "待たないで、%doをお願いします", "満足していないので、%doをお願いします"},
	},
}
