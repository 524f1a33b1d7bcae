// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package values

import (
	"testing"
	"time"

	"github.com/intentops/intentops/internal/contract/release"
)

// TestAnAddressStandsBetweenWordsWithoutSpaces and takes none of them; one that is written in their script is kept.
func TestAnAddressStandsBetweenWordsWithoutSpaces(t *testing.T) {
	for locale, texts := range map[string]map[string]string{
		"zh": {
			"请把账单发到wang.li@example.com": "wang.li@example.com", "我的邮箱是wang_li88@example.com.cn谢谢": "wang_li88@example.com.cn", "邮箱：wang@example.com，谢谢": "wang@example.com",
			"改成wang@example.com吧": "wang@example.com", "王丽@例子.中国": "王丽@例子.中国", "wang@例子.中国": "wang@例子.中国",
		},
		"ja": {
			"メールはsato@example.jpです": "sato@example.jp", "領収書をsato-k@example.co.jpに送ってください": "sato-k@example.co.jp", "アドレーsato@example.jp": "sato@example.jp",
		},
		"de": {"an müller@example.de bitte": "müller@example.de"},
	} {
		for text, want := range texts {
			r, err := Compile(release.Field{Name: "email", Type: release.FieldEmail}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Read(text, time.Time{}, locale); got.Value != want {
				t.Errorf("%s: %q is read as %v, want %q", locale, text, got, want)
			}
		}
	}
}

// TestATelephoneNumberStandsBetweenWordsWithoutSpaces or beside an article.
func TestATelephoneNumberStandsBetweenWordsWithoutSpaces(t *testing.T) {
	for locale, texts := range map[string][]string{
		"zh": {"请打07700 900 123给我", "我的电话07700900123，谢谢"}, "ja": {"電話は07700-900-123です", "07700 900 123に電話して"}, "fr": {"le 07700 900 123 svp", "c'est le 07700 900 123 et merci"},
	} {
		for _, text := range texts {
			r, err := Compile(release.Field{Name: "phone", Type: release.FieldPhone, Region: "GB"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Read(text, time.Time{}, locale); got.Value != "+447700900123" {
				t.Errorf("%s: %q is read as %v", locale, text, got)
			}
		}
	}
}
