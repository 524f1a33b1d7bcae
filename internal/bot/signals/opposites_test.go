// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package signals

import "testing"

// What is switched on is never switched off by who wants it off, in the everyday verbs of each language, nor the other way
// round; a state that is told before the wish changes nothing.
func TestEverydayVerbsOfSwitchingAreHeard(t *testing.T) {
	on, off := actBits["switch-on"], actBits["switch-off"]
	for language, says := range map[string]struct{ on, off []string }{
		"en": {[]string{"turn the heating on", "alerts on please", "turn the camera on", "the alarm is off, switch it on"}, []string{"turn the heating off", "alerts off please", "turn the camera off", "kill the newsletter"}},
		"de": {[]string{"Dreh die Heizung auf", "Mailbox an bitte", "Mach die Kamera an", "Der Alarm ist aus, bitte einschalten", "Mach das WLAN wieder an"}, []string{"Dreh die Heizung ab", "Mailbox aus bitte", "Mach die Kamera aus", "Mach das WLAN aus"}},
		"es": {[]string{"enciéndela", "prende la calefacción", "la alarma está apagada, enciéndela", "pon las notificaciones"}, []string{"apágala", "quítame las notificaciones", "corta el wifi"}},
		"fr": {[]string{"allume le chauffage", "l'alarme est éteinte, allumez-la", "mets les notifications", "allume la caméra"}, []string{"éteins le chauffage", "enlève les notifications", "coupez-moi la messagerie", "coupe la caméra"}},
		"it": {[]string{"accendilo", "l'allarme è spento, accendetelo", "metti le notifiche"}, []string{"spegnilo", "toglietemi le notifiche", "stacca la segreteria"}},
		"pt": {[]string{"liga o alarme", "o aquecimento está desligado, ligue-o", "acende a luz"}, []string{"desliga o alarme", "tira as notificações", "corta os dados"}},
		"tr": {[]string{"bildirimleri açın", "alarm kapalı, açar mısınız", "klimayı aç"}, []string{"bildirimleri kapatın", "klimayı kapatır mısınız", "alarmı durdur"}},
		"ar": {[]string{"شغّل الإشعارات", "شغل لي المكيف", "شغّل الكاميرا", "افتح كاميرا المدخل", "افتح النت"}, []string{"أوقف الإشعارات", "طفي المكيف", "أغلق الكاميرا", "سكّر النت"}},
		"zh": {[]string{"打开通知", "空调开一下", "摄像头开一下", "开一下暖气"}, []string{"关闭通知", "空调关一下", "摄像头关一下", "关一下暖气"}},
		"ja": {[]string{"通知をオンにして", "エアコンをつけて", "玄関のカメラをつけて", "暖房を入れてください"}, []string{"通知をオフにして", "エアコンを消して", "玄関のカメラを切って", "暖房を止めてください"}},
	} {
		t.Run(language, func(t *testing.T) {
			for _, text := range says.on {
				if acts := ActsOf(text); acts&on == 0 || !acts.Contradict(off) {
					t.Errorf("%q: %b, want it switched on", text, acts)
				}
			}
			for _, text := range says.off {
				if acts := ActsOf(text); acts&off == 0 || !acts.Contradict(on) {
					t.Errorf("%q: %b, want it switched off", text, acts)
				}
			}
		})
	}
}

// Who wants something off their stay or their bill is never given more of it.
func TestWhatIsTakenOffIsNotAdded(t *testing.T) {
	add, remove := actBits["add"], actBits["remove"]
	for language, says := range map[string]struct{ added, taken []string }{
		"en": {[]string{"put dinner on the bill"}, []string{"drop the parking", "dinner off please", "cancel the dinner"}},
		"de": {[]string{"Pack noch Abendessen drauf"}, []string{"Abendessen bitte streichen", "Lasst das Abendessen weg", "Nimm den Parkplatz wieder raus"}},
		"es": {[]string{"ponme la cena"}, []string{"sácame la cena", "quítenle el parking", "retira la cuna"}},
		"fr": {[]string{"mets-moi le dîner"}, []string{"retire le dîner", "retirez-moi le parking", "annule le dîner"}},
		"it": {[]string{"metti anche la cena"}, []string{"levami la cena", "leva il parcheggio", "annullate la cena"}},
		"pt": {[]string{"coloca o jantar"}, []string{"tira o jantar", "retire o estacionamento", "cancela o jantar"}},
		"tr": {[]string{"akşam yemeği koyun"}, []string{"akşam yemeğini çıkar", "otoparkı iptal edin"}},
		"ar": {[]string{"حط لي العشاء"}, []string{"أضفتم غرفة، أزيلوها", "شيل العشاء", "ألغ العشاء"}},
		"zh": {[]string{"把晚餐加上"}, []string{"晚餐去掉", "晚餐减掉", "取消晚餐"}},
		"ja": {[]string{"夕食をつけて"}, []string{"夕食を外して", "夕食を取ってください", "夕食をキャンセル"}},
	} {
		t.Run(language, func(t *testing.T) {
			for _, text := range says.added {
				if acts := ActsOf(text); !acts.Contradict(remove) {
					t.Errorf("%q: %b, want it added", text, acts)
				}
			}
			for _, text := range says.taken {
				if acts := ActsOf(text); !acts.Contradict(add) {
					t.Errorf("%q: %b, want it taken off", text, acts)
				}
			}
		})
	}
}

// The same verbs are said of what has no opposite there.
func TestOtherUsesOfSuchVerbsAreNoOpposite(t *testing.T) {
	for text, of := range map[string]string{
		"Das macht mir nichts aus":                     "switch-on",
		"Ich möchte einen Termin ausmachen":            "switch-on",
		"Wir machen den Termin lieber telefonisch aus": "switch-on",
		"sácame una cita para el lunes":                "add",
		"je voudrais retirer de l'argent":              "add",
		"queria tirar uma dúvida":                      "add",
		"lo prende mio figlio":                         "switch-off",
		"عندي شغل بكرة":                                "switch-off",
	} {
		if acts := ActsOf(text); acts.Contradict(actBits[of]) {
			t.Errorf("%q: %b contradicts %s", text, acts, of)
		}
	}
}
