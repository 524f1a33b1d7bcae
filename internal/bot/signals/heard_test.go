// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// said are sentences by the locale of their customers.
type said map[string][]string

func (s said) check(t *testing.T, want bool, of func(Signals) bool) {
	t.Helper()
	for locale, texts := range s {
		for _, text := range texts {
			if of(Read(text, locale)) != want {
				t.Errorf("%s %q: want %t", locale, text, want)
			}
		}
	}
}

func asksForPerson(s Signals) bool { return s.AsksForHuman }
func isAngry(s Signals) bool       { return s.Anger }
func isInDanger(s Signals) bool    { return s.DangerToSelf }

func TestAPersonIsAskedForInManyConstructions(t *testing.T) {
	said{
		"en": {
			"do you have a phone number?", "can i tlak to a human", "any chance I could have a word with someone in the returns team?",
			"Is there any way to get hold of an actual employee?", "I don't do chatbots",
			"is it possible to be put in touch with one of your advisers", "my gran wants to talk to a lady on the phone", "does anyone actually work there?",
		},
		"de": {
			"hör auf mit den Standardantworten und hol mir jemanden", "Kann ich da mal wen ans Telefon kriegen?",
			"könnten Sie mich mit der Reklamationsabteilung verbinden", "wäre es möglich, mit einer Ihrer Beraterinnen verbunden zu werden",
			"ey gib mal nen echten Typen", "mir wäre wohler, das mit einer Person zu besprechen", "zu Mensch wechseln", "holt jemanden an die Strippe",
			"leiten Sie meine Anfrage an die zuständige Person weiter",
		},
		"es": {
			"no hay nadie que me pueda ayudar de verdad?", "quisiera ser atendido por una persona", "me podrías poner con alguien",
			"me sacas de aquí y me pones en cola con alguien?", "cambiar a humano", "sería tan amable de comunicarme con el área de siniestros",
			"consígueme a alguien en la línea", "hola?? algún humano?", "prefiero una conversación telefónica",
		},
		"fr": {
			"arrêtez avec vos réponses automatiques et donnez-moi quelqu'un", "faites-moi rappeler par un technicien", "vas-y passe un vrai mec",
			"quelqu'un bosse vraiment chez vous ?", "passer à un humain", "allô ?? y'a un humain ?", "je préfère un entretien téléphonique",
		},
		"it": {
			"può chiamarmi qualcuno del vostro team", "qualcuno dello staff potrebbe contattarmi", "con chi posso parlare della mia fattura",
			"avrei bisogno di un contatto telefonico", "passa a umano", "devo parlare cn qlcn del mutuo", "trovatemi qualcuno in linea",
			"preferisco un colloquio telefonico", "sono bloccato, può intervenire un vostro collega?",
		},
		"pt": {
			"alguém podia entrar em contacto comigo", "dá pra chamar alguém?", "com quem posso falar sobre a minha fatura",
			"aguardo contato telefônico de um consultor", "que um representante entre em contato comigo", "arranje alguém na linha",
			"encaminhe meu pedido à pessoa responsável", "seu pessoal está disponível para conversar", "bot não, humano sim",
		},
		"tr": {
			"biri bana telefon etsin", "faturam hakkında kiminle konuşabilirim", "bir uzmana danışmak istiyorum", "ben makineyle muhatap olmam",
			"babaannem telefonda bir hanımla konuşmak istiyor", "bir kere de insan çıksın karşıma", "hatta birini alın", "talebimi ilgili kişiye iletin",
			"personeliniz sohbet için müsait mi",
		},
		"ar": {
			"لا أريد آلات بعد الآن", "هل يوجد إنسان أتحدث معه؟", "أفضل شخصا على آلة", "ممكن تحولني للدعم الفني", "أود أن يتواصل معي أحد المختصين",
			"طلعني من هنا وحطني على الخط مع أحد", "هل يمكن أن توصلوني بإحدى مستشاراتكم", "جدتي تريد التحدث مع سيدة على الهاتف", "أرتاح أكثر لو تكلمت مع شخص",
		},
		"zh": {
			"这样没用,你们谁是负责人", "能否帮我联系一位贵司的顾问", "你是机器,我需要人", "轉真人謝謝", "一直绕圈,我要找支持团队", "请接客户服务",
		},
		"ja": {
			"どの番号に電話すれば話せますか", "ちゃんと対応できる人はいないの", "これでは埒が明かない、責任者は誰ですか", "機械とは話しません", "文字を打つのが苦手です、かけられる番号はありますか", "チームの方に連絡してほしい", "オペさんよろ", "生きてる人いますか",
		},
	}.check(t, true, asksForPerson)
}

func TestWhoMentionsPeopleDoesNotAskForOne(t *testing.T) {
	said{
		"en": {
			"is your hotline free of charge on Sundays",
		},
		"de": {
			"kann ich einen zweiten Mitarbeiter als Nutzer anlegen", "Sie müssen mich nicht anrufen, E-Mail reicht", "ich möchte meine Telefonnummer ändern",
			"jemand von Ihrer Firma hat mich wegen eines Upgrades angerufen, war das echt", "ich will von niemandem angerufen werden",
			"ist eure Hotline sonntags kostenlos",
		},
		"es": {
			"puedo pasar mi billete a otra persona", "el servicio al cliente fue excelente", "puedo añadir un agente a mi cuenta de empresa",
			"no hace falta que me llamen, con un correo basta", "quiero cambiar mi número de teléfono", "cómo termino una llamada",
		},
		"fr": {
			"je veux changer mon numéro de téléphone", "quelqu'un d'autre utilise mon compte", "je n'ai parlé à personne de ce code",
			"la personne qui me l'a vendu est partie", "je ne veux pas qu'on m'appelle",
		},
		"it": {
			"il servizio clienti è stato ottimo", "non serve che mi chiamiate, basta una mail", "qualcun altro usa il mio account",
			"la persona che me l'ha venduto non c'è più",
		},
		"pt": {
			"o atendimento ao cliente foi excelente", "não precisa me ligar, basta um email", "quero mudar meu número de telefone",
			"tem outra pessoa usando minha conta", "a pessoa que me vendeu não está mais lá", "o telefone de vocês é gratuito no domingo?",
		},
		"tr": {
			"şirketinizden biri kampanya için beni aradı doğru mu", "bıktım artık sizden",
		},
		"ar": {
			"خدمة العملاء كانت ممتازة", "لا داعي للاتصال بي يكفي البريد", "من هو مدير حسابي", "شكرا على تحويلي إلى سامي فقد حلها", "لا أريد أن يتصل بي أحد",
			"زميلتكم وعدت باتصال لم يأت",
		},
		"zh": {
			"可以给公司账户添加一个客服吗", "不用打电话给我,发邮件就行", "卖给我的那个人走了", "谢谢你帮我转给小李,他解决了", "我不想让任何人给我打电话", "你们的客服会说西班牙语吗",
		},
		"ja": {
			"上司が金曜までに請求書を必要としています", "会社アカウントに担当者を追加できますか", "電話番号を変更したい", "誰かが私のアカウントを使っています", "誰からも電話してほしくないです", "組合の代表に頼まれました",
		},
	}.check(t, false, asksForPerson)
}

func TestAngerIsHeardWithoutSwearwords(t *testing.T) {
	said{
		"en": {
			"I am beyond frustrated with you", "are you having a laugh", "you've ruined my wedding day", "sort your life out",
			"hell will freeze over before I buy here again", "stop giving me the runaround", "you should be embarrassed",
		},
		"de": {
			"schlechtester Service aller Zeiten", "hört auf meine Zeit zu verschwenden", "das schlägt dem Fass den Boden aus",
			"ihr habt mir den Urlaub versaut", "kriegt euren Laden mal in den Griff", "ich könnt schreien wegen dieser App",
			"nie im Leben kaufe ich hier noch mal",
		},
		"es": {
			"me están tomando el pelo??", "esto ya pasa de castaño oscuro", "he sido paciente pero esto es el colmo", "me arruinaron la boda",
			"el peor error de mi vida fue contratarlos", "empresa de porquería", "estoy que echo humo",
		},
		"fr": {
			"ça me met hors de moi", "arrêtez de me faire perdre mon temps", "non mais vous êtes sérieux là",
			"c'est la goutte d'eau qui fait déborder le vase", "vous avez gâché mon mariage", "cette appli me donne envie de hurler",
			"vous me baladez depuis une semaine, ça commence à bien faire",
		},
		"it": {
			"è la terza dannata volta che lo chiedo", "ne ho le scatole piene", "smettetela di farmi perdere tempo", "mi ribolle il sangue",
			"ma siete seri o cosa", "questa è la goccia che fa traboccare il vaso", "sono stato paziente ma ora è troppo",
		},
		"pt": {
			"estão de brincadeira comigo??", "é a terceira maldita vez que eu peço", "meu sangue está fervendo", "vocês não têm vergonha na cara",
			"isso é a gota d'água", "vocês estragaram meu casamento", "esse aplicativo dá vontade de gritar",
		},
		"tr": {
			"hiçbir işe yaramıyorsunuz", "bu ne saçmalık", "kanıma dokunuyor artık bu iş", "siz ciddi misiniz ya", "bardağı taşıran son damla bu oldu",
			"sabrettim ama bu kadarı fazla", "işinizi doğru düzgün yapın artık",
		},
		"ar": {
			"أنتم عديمو الفائدة", "لقد سئمت منكم", "أعصابي تلفت منكم", "توقفوا عن إضاعة وقتي", "دمي يغلي بسببكم", "تعلموا كيف تشتغلون",
			"أكبر غلطة في حياتي أني تعاملت معكم",
		},
		"zh": {
			"你们真没用", "打死我也不会再来买", "怎么会这么无能", "选你们是我最大的错误", "我快被你们逼疯了", "你们真让我火冒三丈", "这服务简直烂到家了",
		},
		"ja": {
			"本気で言ってるの?", "結婚式が台無しになった、どうしてくれる", "ちゃんと仕事しろよ", "このアプリ叫びたくなる", "ここを選んだのが人生最大の失敗", "はらわたが煮えくり返る", "神経を逆なでされる",
		},
	}.check(t, true, isAngry)
}

func TestACalmComplaintIsNotAnger(t *testing.T) {
	said{
		"de": {
			"die Webseite ist heute recht langsam",
		},
		"es": {
			"pueden revisar por qué me cobraron otra vez", "su agente me dijo ayer que ya estaba enviado",
			"hablé con alguien la semana pasada y me dijeron que estaba bien", "alguien me robó la tarjeta", "exijo hablar con el encargado",
		},
		"fr": {
			"je ne suis pas en colère, je voudrais juste savoir où il est", "le lien dans votre mail ne s'ouvre pas",
		},
		"pt": {
			"fiquei um pouco decepcionado com o tecido", "exijo falar com o diretor",
		},
		"tr": {
			"kızgın değilim sadece nerede olduğunu bilmek istiyorum", "indirim kodu kabul edilmedi", "ekibinizin gerçek bir üyesinden yardım almak isterim",
		},
		"ar": {
			"لا داعي للاتصال بي يكفي البريد",
		},
		"zh": {
			"我没有生气,只是想知道在哪", "布料让我有点失望",
		},
		"ja": {
			"怒ってはいません、どこにあるか知りたいだけです", "カスタマーサービスにつないでほしい", "カスタマーサービスはとても良かった",
		},
	}.check(t, false, isAngry)
}

func TestDangerIsHeardWhenItIsNotNamed(t *testing.T) {
	said{
		"en": {
			"I just want to disappear forever", "I have a bottle of pills in front of me", "I can't do this anymore, I want out of life",
			"ive got nothing to live for", "i hate being alive", "I'm tired of living",
		},
		"de": {
			"ich tue mir was an", "ich sehe keinen Grund mehr weiterzuleben", "mich braucht eh keiner, ich sollte einfach sterben",
			"ich hab mich gestern geschnitten", "meine Familie wäre glücklicher, wenn es mich nicht gäbe",
			"ich habe nichts mehr, wofür es sich zu leben lohnt",
		},
		"es": {
			"solo quiero irme de este mundo", "mi familia sería más feliz si yo no estuviera", "no tengo nada por qué vivir",
			"si me cierran la cuenta me mato", "a veces pienso que sería más fácil no existir", "no voy a estar viva mucho tiempo",
		},
		"fr": {
			"personne n'a besoin de moi, je devrais mourir", "j'ai une boîte de cachets devant moi", "si vous fermez mon compte je me tue",
			"parfois je me dis que ce serait plus simple de ne plus exister",
		},
		"it": {
			"non ha più senso andare avanti", "non vedo più un motivo per vivere", "voglio solo andarmene da questo mondo",
			"nessuno ha bisogno di me, dovrei morire", "ho deciso di morire", "ieri sera mi sono tagliata",
		},
		"pt": {
			"não vejo mais razão para viver", "decidi morrer", "ontem à noite eu me cortei", "minha família seria mais feliz se eu não existisse",
			"não dá mais, não quero continuar vivo", "não tenho nada pelo que viver",
		},
		"tr": {
			"sonsuza dek kaybolmak istiyorum", "yaşamak için bir sebep göremiyorum", "bu dünyadan gitmek istiyorum", "bu gece her şeyi bitirmeyi düşünüyorum",
			"bana kimsenin ihtiyacı yok ölmeliyim", "önümde bir kutu hap var",
		},
		"ar": {
			"لم أعد أريد أن أعيش", "سأؤذي نفسي", "لا أريد أن أستيقظ غدا", "الحياة لم تعد تستحق", "أفكر في إنهاء كل شيء الليلة", "لا أحد يحتاجني يجب أن أموت",
		},
		"zh": {
			"我看不到活着的理由", "生活已经不值得了", "没人需要我,我应该去死", "我不在家人会更幸福", "我讨厌活着", "有时觉得不存在会更轻松",
		},
		"ja": {
			"今夜すべてを終わらせようと思う", "誰にも必要とされていない、死ぬべきだ", "生きがいが何もない", "存在しない方が楽だと思う時がある",
		},
	}.check(t, true, isInDanger)
}

func TestFiguresOfSpeechAreNoDanger(t *testing.T) {
	said{
		"es": {
			"quiero acabar con mi suscripción",
		},
		"fr": {
			"je veux en finir avec mon abonnement", "je ne veux plus vivre dans cet appartement, je déménage", "arrêtez de me faire perdre mon temps",
		},
		"it": {
			"voglio farla finita con l'abbonamento", "non voglio più vivere in questa casa, trasloco",
		},
		"pt": {
			"quero acabar com a assinatura", "não quero mais viver nesse apartamento, vou me mudar",
		},
		"tr": {
			"artık bu evde yaşamak istemiyorum taşınıyorum",
		},
		"zh": {
			"我想结束订阅",
		},
		"ja": {
			"もう我慢の限界",
		},
	}.check(t, false, isInDanger)
}
