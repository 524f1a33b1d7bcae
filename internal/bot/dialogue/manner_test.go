// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package dialogue

import "testing"

// TestWhatIsOnlySpokenOfIsConfirmed at the risk Medium, in words that no list has: what was done or how things
// stand, what is asked about them, and what is to be undone. Requests in such words are done at once.
func TestWhatIsOnlySpokenOfIsConfirmed(t *testing.T) {
	for _, c := range []struct {
		name, locale string
		utterances   []string
		asked, done  []string
	}{
		{
			"in English", "en", roaming,
			[]string{
				"I turned on roaming yesterday and it still doesn't work", "my brother has roaming and he is happy", "roaming worked great in Spain",
				"I'm thinking about roaming for the summer", "take roaming off again", "roaming was expensive last year",
			},
			[]string{"please turn roaming on for me", "we fly tomorrow, activate roaming", "could you activate roaming"},
		},
		{
			"in German", "de", []string{"Frühstück dazubuchen", "ich möchte Frühstück", "bitte Frühstück hinzufügen", "Frühstück für uns"},
			[]string{"das Frühstück war letztes Mal sehr gut", "wir hatten das Frühstück schon gebucht", "mein Kollege hatte auch Frühstück", "nehmen Sie das Frühstück wieder raus"},
			[]string{"bitte noch Frühstück hinzufügen", "ich möchte Frühstück für zwei"},
		},
		{
			"in Spanish", "es", []string{"añadir desayuno a la reserva", "quiero el desayuno", "pon el desayuno", "desayuno para dos"},
			[]string{"el desayuno de ayer estaba riquísimo", "mi marido ya pidió el desayuno", "quítame el desayuno de la reserva"},
			[]string{"añade el desayuno a mi reserva, por favor", "quiero desayuno también"},
		},
		{
			"in Turkish", "tr", kahvalti,
			[]string{"geçen yıl kahvaltı çok güzeldi", "kahvaltıyı dün eklettim ama görünmüyor", "kahvaltıyı rezervasyondan çıkarın"},
			[]string{"rezervasyonuma kahvaltı ekleyin lütfen"},
		},
		{
			"in Japanese", "ja", []string{"朝食を追加してください", "朝食を付けたい", "朝食をお願いします", "予約に朝食を追加"},
			[]string{"昨日の朝食はとてもおいしかったです", "朝食は昨日追加しました", "朝食を外してください"},
			[]string{"朝食を追加していただけますか", "予約に朝食を付けてください"},
		},
		{
			"in Chinese", "zh", zaocan,
			[]string{"上次的早餐味道很不错", "我昨天已经加了早餐,怎么没显示", "把早餐取消掉吧"},
			[]string{"请帮我加早餐", "我想给预订加早餐"},
		},
		{
			"where utterances tell, who tells asks for it", "en", missing, nil,
			[]string{"my parcel has not come", "the parcel is late again"},
		},
		{
			"where utterances undo, what is undone is asked for", "en", []string{"turn off roaming", "take roaming off", "switch roaming off again", "remove roaming"}, nil,
			[]string{"please take roaming off again", "remove the roaming"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, text := range c.asked {
				if got := atOnce(t, c.locale, "Medium", c.utterances...).say(text); got == "answer: act" {
					t.Errorf("%q is done", text)
				}
				if got := atOnce(t, c.locale, "Low", c.utterances...).say(text); got == "confirm: Shall I go ahead: Act?" {
					t.Errorf("%q is asked about, although nothing can go wrong", text)
				}
			}
			for _, text := range c.done {
				if got := atOnce(t, c.locale, "Medium", c.utterances...).say(text); got != "answer: act" {
					t.Errorf("%q is answered %q", text, got)
				}
			}
		})
	}
}
