// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package understanding

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/bot/understanding/vectors"
)

func TestABotSpeaksTheLanguagesOfItsUtterances(t *testing.T) {
	for name, tc := range map[string]struct {
		utterances []string
		want       string
	}{
		"English":                        {[]string{"cancel my order", "where is my parcel", "no refund"}, ""},
		"German":                         {[]string{"meine Bestellung stornieren", "wo ist mein Paket", "Retoure"}, "de"},
		"Spanish":                        {[]string{"quiero cancelar el pedido", "dónde está mi paquete", "devolución"}, "es"},
		"Portuguese":                     {[]string{"quero cancelar a encomenda", "onde está o meu pacote", "não quero isto"}, "pt"},
		"Japanese":                       {[]string{"注文をキャンセルしたいです", "荷物はどこですか", "返品"}, "ja"},
		"Chinese":                        {[]string{"我要取消订单", "我的包裹在哪里", "退货"}, "zh"},
		"Arabic":                         {[]string{"أريد إلغاء طلبي", "أين طردي", "إرجاع"}, "ar"},
		"English and as much German":     {[]string{"cancel my order", "where is my parcel", "ich will stornieren", "wo ist mein Paket"}, "de"},
		"one sentence in many":           {append(strings.Split(strings.Repeat("cancel my order|", 19), "|")[:19], "wo ist mein Paket"), ""},
		"one that no glossary has":       {[]string{"avbryt min beställning", "skicka tillbaka varan"}, ""},
		"words that two languages share": {[]string{"la tarifa", "de"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := new(extractor)
			var docs []document
			for _, text := range tc.utterances {
				docs = append(docs, e.readDocument(text, meanings{}))
			}
			if got := strings.Join(languagesOf(docs), " "); got != tc.want {
				t.Errorf("languages %q, want %q", got, tc.want)
			}
		})
	}
}

// TestOtherLanguagesAreUnderstoodByMeaning: customers use other words than the utterances, which have the same meaning.
func TestOtherLanguagesAreUnderstoodByMeaning(t *testing.T) {
	for locale, tc := range map[string]struct {
		cancel, track []string
		said          map[string]string
	}{
		"de": {
			[]string{"meine Bestellung stornieren", "ich will den Auftrag abbestellen", "bitte die Bestellung löschen"},
			[]string{"wo ist mein Paket", "ich möchte die Sendung verfolgen", "Stand der Lieferung"},
			map[string]string{"den Kauf widerrufen": "cancel", "wann wird die Ware zugestellt": "track"},
		},
		"es": {
			[]string{"quiero cancelar el pedido", "anular mi pedido", "no quiero el pedido"},
			[]string{"dónde está mi paquete", "seguir el envío", "estado de la entrega"},
			map[string]string{"rescindir la compra": "cancel", "cuándo llega la mercancía": "track"},
		},
		"ja": {
			[]string{"注文をキャンセルしたい", "注文を取り消してください", "注文の取消"},
			[]string{"荷物はどこですか", "配送状況を知りたい", "荷物を追跡したい"},
			map[string]string{"購入を中止したいです": "cancel", "小包の到着はいつですか": "track"},
		},
	} {
		m := mustTrain(t, []Example{{"cancel", tc.cancel}, {"track", tc.track}})
		for text, want := range tc.said {
			if p := classify(m, text); len(p) == 0 || p[0].Intent != want {
				t.Errorf("%s: %q is understood as %v, want %s", locale, text, p, want)
			}
		}
	}
}

// TestAMountedTableIsNotTranslated: it may have words of any language.
func TestAMountedTableIsNotTranslated(t *testing.T) {
	examples := []Example{{"a", []string{"ich will meine Bestellung stornieren"}}, {"b", []string{"wo ist denn mein Paket"}}}
	for name, trainer := range map[string]Trainer{"no table": {}, "another table": {Vectors: new(vectors.Table)}} {
		c, err := newCorpus(examples, meanings{}, trainer.library())
		if err != nil {
			t.Fatal(err)
		}
		if c.meanings.glossary != nil {
			t.Errorf("%s: words are read by the glossary", name)
		}
	}
}
