// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// TestWhatWasDoneIsToldAndNotAskedFor: a report, a question whether it happened, and who did it ask for
// no act; a wish, an imperative and a question how, or whether it can be done, do.
func TestWhatWasDoneIsToldAndNotAskedFor(t *testing.T) {
	for locale, says := range map[string]struct{ told, asked []string }{
		"en": {
			[]string{"is my plan on hold?", "my card was frozen", "who closed my account", "did you cancel my order?", "it says my profile has been removed", "please tell me whether my card is blocked"},
			[]string{"please have my card blocked", "can my order still be cancelled?", "how is an account deleted?", "I want my plan paused", "get my account deleted", "my phone was stolen, block my card"},
		},
		"de": {
			[]string{"ist mein Vertrag gekündigt?", "meine Karte wurde gesperrt", "wer hat mein Konto gelöscht", "ich möchte wissen, ob mein Abo pausiert wurde"},
			[]string{"meine Karte soll gesperrt werden", "kann die Bestellung storniert werden?", "ich hätte mein Abo gern pausiert", "ich möchte, dass mein Vertrag gekündigt wird", "Handy wurde geklaut, bitte Karte sperren"},
		},
		"es": {
			[]string{"¿está cancelada mi cita?", "me bloquearon la tarjeta", "¿quién eliminó mi cuenta?", "quiero saber si está pausada mi suscripción"},
			[]string{"quiero que mi cuenta sea eliminada", "¿puede ser anulado mi pedido?", "cancelo la cita", "me robaron, bloqueen la tarjeta"},
		},
		"fr": {
			[]string{"ma carte est bloquée ?", "vous avez annulé mon rendez-vous", "mon abonnement est en pause", "qui a supprimé mon compte"},
			[]string{"je veux que mon compte soit supprimé", "la commande peut-elle être annulée ?", "annulez ma commande", "on m'a volé, bloquez ma carte"},
		},
		"it": {
			[]string{"la mia carta è stata bloccata", "avete annullato il mio ordine?", "chi ha chiuso il mio account", "l'abbonamento è in pausa?"},
			[]string{"voglio che il mio account venga chiuso", "l'ordine può essere annullato?", "annullate l'ordine", "mi hanno derubato, bloccate la carta"},
		},
		"pt": {
			[]string{"o meu cartão foi bloqueado", "cancelaram a minha consulta?", "quem apagou a minha conta", "a assinatura está em pausa?"},
			[]string{"quero que a conta seja apagada", "a encomenda pode ser cancelada?", "cancelem a consulta", "roubaram-me, bloqueiem o cartão"},
		},
		"tr": {
			[]string{"kartım bloke edildi", "aboneliğim donduruldu mu?", "hesabımı kim sildi", "randevum iptal olmuş", "kartım neden kapalı"},
			[]string{"hesabımın silinmesini istiyorum", "sipariş iptal edilebilir mi?", "abonelik nasıl dondurulur?", "cüzdanım çalındı, kartımı bloke edin"},
		},
		"ar": {
			[]string{"تم حظر بطاقتي", "هل تم إلغاء موعدي؟", "من حذف حسابي", "لماذا اشتراكي موقوف؟"},
			[]string{"أريد أن يتم حذف حسابي", "هل يمكن إلغاء طلبي؟", "ألغوا موعدي", "سرقوني، أوقفوا بطاقتي"},
		},
		"zh": {
			[]string{"我的卡被锁定了", "订单取消了吗", "谁注销了我的账户", "会员已经暂停", "為什麼我的帳號被刪除了"},
			[]string{"希望我的账户能被注销", "订单还能取消吗", "请暂停会员", "我要把预约取消了", "手机丢了，冻结我的卡"},
		},
		"ja": {
			[]string{"カードが停止されました", "予約はキャンセルになりましたか", "誰がアカウントを削除したの", "サブスクは休止中ですか"},
			[]string{"カードを停止してください", "注文はキャンセルできますか", "アカウントを削除したい", "財布を盗まれたのでカードを停止してほしい"},
		},
	} {
		for _, text := range says.told {
			if a := ReadActs(text); !a.Reports || a.Asked != 0 {
				t.Errorf("%s: %q is read as %+v, and asks for nothing", locale, text, a)
			}
		}
		for _, text := range says.asked {
			if a := ReadActs(text); a.Reports && a.Asked == 0 {
				t.Errorf("%s: %q is read as %+v, and asks for something", locale, text, a)
			}
		}
	}
}

// TestWhatIsToBeUndoneIsTheOpposite of all that takes something away, whichever of it an intent does.
func TestWhatIsToBeUndoneIsTheOpposite(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en": {"un-pause my plan", "reactivate it", "unblock my card", "bring my account back", "undo the cancellation"},
		"de": {"die Kündigung rückgängig machen", "das Abo wieder aktivieren", "die Sperre aufheben", "ich will mein Konto wiederhaben"},
		"es": {"vuelvan a activar mi plan", "desbloqueen la tarjeta", "quiten la pausa", "deshacer la cancelación"},
		"fr": {"réactiver mon forfait", "levez le blocage", "remettez mon compte en service", "je veux récupérer mon compte supprimé"},
		"it": {"riattivate il piano", "togliete il blocco", "ripristinare l'appuntamento annullato"},
		"pt": {"reativem o plano", "retirem o bloqueio", "desfazer o cancelamento"},
		"tr": {"iptali geri alın", "aboneliği yeniden başlatın", "kartın blokesini kaldırın"},
		"ar": {"أعيدوا تفعيل الاشتراك", "فكوا حظر البطاقة", "أريد استعادة حسابي المحذوف"},
		"zh": {"恢复会员", "把卡解冻", "找回注销的账户"},
		"ja": {"サブスクを再開したい", "停止を解除してください", "削除したデータを元に戻して"},
	} {
		for _, text := range texts {
			for _, section := range []string{"remove", "disconnect", "end", "call-off", "block", "delete", "pause", "switch-off"} {
				if !ActsOf(text).Contradict(actBits[section]) {
					t.Errorf("%s: %q is no opposite of %s: %+v", locale, text, section, ReadActs(text))
				}
			}
		}
	}
}

// TestAWishIsTakenBackInTheNextBreath, where the sentence before it is one.
func TestAWishIsTakenBackInTheNextBreath(t *testing.T) {
	for locale, says := range map[string]struct{ back, not string }{
		"en": {"I wanted to pause my plan, but not any more", "my wifi worked, but not any more"},
		"de": {"ich wollte das Abo pausieren, jetzt aber nicht mehr", "das Internet ging gestern, jetzt aber nicht mehr"},
		"es": {"quería pausar el plan, pero ya no", "el internet iba bien, pero ya no"},
		"fr": {"je voulais suspendre le forfait, mais plus maintenant", "internet marchait, mais plus maintenant"},
		"it": {"volevo sospendere il piano, ma ora non più", "internet funzionava, ma ora non più"},
		"pt": {"queria suspender o plano, mas já não", "a internet funcionava, mas já não"},
		"tr": {"aboneliği dondurmak istiyordum, ama artık istemiyorum", "internet çalışıyordu, ama artık değil"},
		"ar": {"كنت أريد تجميد اشتراكي، لكن ليس الآن", "كان الإنترنت يعمل، لكن ليس الآن"},
		"zh": {"我想暂停会员，但现在不想了", "网络昨天好的，但现在不好"},
		"ja": {"サブスクを休止したかったけど、今はいいです", "昨日は繋がった、今はだめ"},
	} {
		first := func(text string) bool {
			all := sentences(normal(text))
			for _, denial := range Read(text, locale).Denials {
				if len(denial) > 0 && denial[0] == all[0].words[0] {
					return true
				}
			}
			return false
		}
		if !first(says.back) {
			t.Errorf("%s: %q takes nothing back", locale, says.back)
		}
		if first(says.not) {
			t.Errorf("%s: %q takes something back", locale, says.not)
		}
	}
}

func TestTheListsOfWordsAreReadInAllLanguages(t *testing.T) {
	for name, texts := range map[string][]string{
		"another":    {"the other one", "die andere", "la otra", "l'autre", "l'altro", "a outra", "diğeri", "الآخر", "另一个", "もう一つの方"},
		"at-the-end": {"457 at the end", "457 am Ende", "termina en 457", "finit par 457", "finisce con 457", "acaba em 457", "sonu 457", "ينتهي", "尾号457", "下は457"},
	} {
		for _, text := range texts {
			if !ListOf(name).In(text) {
				t.Errorf("%q has no word of %s", text, name)
			}
		}
	}
	if ListOf("assent").Only("ok the other one") || !ListOf("assent").Only("ok 好的") {
		t.Error("an assent is nothing but words of assent")
	}
}
