// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// toRate brings a conversation to its rating, and returns what the bot knows of that.
func toRate(t *testing.T, browser chromium, l look) (w *tab, rating func() int) {
	t.Helper()
	b := newBot(t, nil)
	w = browser.visit(t, b.url, l)
	w.write("are you open?")
	w.shows(3)
	id := b.remembered(w).ID
	w.Do(chromedp.Click("#end"))
	w.Until("the rating", `!document.querySelector("#rating").hidden`)
	if w.stars() != "☆☆☆☆☆ 0 chosen" || eval[string](w, "document.activeElement.ariaLabel") == "" {
		t.Errorf("before any choice: %s, focus on %s", w.stars(), eval[string](w, "document.activeElement.outerHTML"))
	}
	return w, func() int {
		state, err := b.processor.Get(t.Context(), id, nil)
		if err != nil {
			t.Fatal(err)
		}
		return state.Rating
	}
}

// stars as they look, and which one is chosen.
func (w *tab) stars() string {
	w.t.Helper()
	return fmt.Sprintf("%s %d chosen", w.text(".stars"), eval[int](w, `[...document.querySelectorAll(".stars button")].findIndex((b) => b.ariaChecked === "true") + 1`))
}

func (w *tab) thanked() {
	w.t.Helper()
	w.Until("the thanks", `document.querySelector("#rating-thanks").textContent === "Thank you for telling us."`)
}

func testRatingByPointer(t *testing.T, browser chromium) {
	w, rating := toRate(t, browser, look{})
	w.Do(chromedp.Click(".stars button:nth-child(3)"))
	w.thanked()
	w.Do(chromedp.Click(".stars button:nth-child(5)"))
	if rating() != 3 || w.stars() != "★★★☆☆ 3 chosen" {
		t.Errorf("rated %d, shown %s", rating(), w.stars())
	}
}

func testRatingByKeys(t *testing.T, browser chromium) {
	for name, tc := range map[string]struct {
		language string
		keys     []string
		want     []string
	}{
		"left to right": {"en", []string{kb.ArrowRight, kb.ArrowRight, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowLeft, kb.ArrowUp}, []string{"★★☆☆☆ 2", "★★★☆☆ 3", "★★☆☆☆ 2", "★☆☆☆☆ 1", "★★★★★ 5", "★★★★☆ 4"}},
		"right to left": {"ar", []string{kb.ArrowLeft, kb.ArrowDown, kb.ArrowRight, kb.End, kb.Home, kb.ArrowUp, kb.ArrowRight}, []string{"★★☆☆☆ 2", "★★★☆☆ 3", "★★☆☆☆ 2", "★★★★★ 5", "★☆☆☆☆ 1", "★★★★★ 5", "★★★★☆ 4"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, rating := toRate(t, browser, look{language: tc.language})
			var got []string
			for _, key := range tc.keys {
				w.Do(chromedp.KeyEvent(key))
				got = append(got, w.text(".stars")+eval[string](w, `" " + document.activeElement.ariaLabel.match(/(?!5 میں)[1-5]/)[0]`))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" || rating() != 0 {
				t.Errorf("choosing rates %d (-want +got):\n%s", rating(), diff)
			}
			if n := eval[int](w, `[...document.querySelectorAll(".stars button")].filter((b) => b.tabIndex === 0).length`); n != 1 {
				t.Errorf("Tab stops at %d stars, want one for the group", n)
			}
			w.accessible(name + " chosen")
			w.enter()
			w.Until("the thanks", `document.querySelector("#rating-thanks").textContent`)
			if rating() != 4 {
				t.Errorf("rated %d, want 4", rating())
			}
		})
	}
}

// testRatingByClick clicks as a screen reader does, without a pointer: it may have been meant
// as a choice only.
func testRatingByClick(t *testing.T, browser chromium) {
	w, rating := toRate(t, browser, look{})
	eval[bool](w, `document.querySelector(".stars button:nth-child(2)").click(), true`)
	if rating() != 0 || w.stars() != "★★☆☆☆ 2 chosen" {
		t.Errorf("rated %d, shown %s", rating(), w.stars())
	}
	eval[bool](w, `document.querySelector("#rate").click(), true`)
	w.thanked()
	if rating() != 2 || !eval[bool](w, `document.querySelector("#rate").hidden`) {
		t.Errorf("rated %d", rating())
	}
}

func testOverInAllTabs(t *testing.T, browser chromium) {
	b := newBot(t, nil)
	one := browser.visit(t, b.url, look{})
	two := one.another()
	one.write("are you open?")
	two.shows(3)
	two.Do(chromedp.Click("#end"))
	one.Until("the rating", `!document.querySelector("#rating").hidden`)
	one.Do(chromedp.Click(".stars button:nth-child(5)"))
	one.thanked()
	two.thanked()
	two.Do(chromedp.Click("#again"))
	two.Until("another chat", `document.querySelectorAll("#log li").length === 1 && document.querySelector("#rating").hidden`)
}
