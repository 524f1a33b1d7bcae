// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/internal/bot/conversation"
)

// TestThePage looks at the chat page in a real browser.
func TestThePage(t *testing.T) {
	browser := startChromium(t)
	for name, test := range map[string]func(*testing.T, chromium){
		"makes links and emphasis of text":        testWords,
		"offers what the customer may mean":       testChoices,
		"is accessible in every state and look":   testStates,
		"is read from right to left":              testRightToLeft,
		"follows the customer's other tabs":       testTabs,
		"says when it is offline":                 testOffline,
		"sends what was lost exactly once":        testLost,
		"takes a rating by pointer":               testRatingByPointer,
		"takes a rating by keys":                  testRatingByKeys,
		"takes a rating from a screen reader":     testRatingByClick,
		"is over in all tabs when rated in one":   testOverInAllTabs,
		"rests until the customer writes":         testRests,
		"keeps an input method's Enter to itself": testComposing,
	} {
		t.Run(name, func(t *testing.T) { test(t, browser) })
	}
}

// remembered is the conversation that the page is in.
func (b *bot) remembered(w *tab) conversation.State {
	b.t.Helper()
	state, err := b.processor.Get(b.t.Context(), eval[string](w, `localStorage.getItem("intentops.conversation")`), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return state
}

func testStates(t *testing.T, browser chromium) {
	for name, l := range map[string]look{"light": {}, "dark": {dark: true}, "narrow": {width: 320}, "arabic": {language: "ar-EG"}} {
		t.Run(name, func(t *testing.T) {
			b := newBot(t, nil)
			b.views.view.Store(answering(t, "We are open **nine to five**, *never* on Sunday.\nSee https://shop.example/opening-hours?a_b=c_d, write to help@shop.example or call +49 30 1234567."))
			n := b.behindNetwork()
			w := browser.visit(t, n.url, l)
			w.accessible(name + " fresh")
			w.write("are you open?")
			w.shows(3)
			w.accessible(name + " answer")
			w.write("I want to talk to a person")
			w.Until("the handoff", `!document.querySelector("#person").hidden`)
			w.write("It is order AB123456, with a word that is long: " + strings.Repeat("x", 80))
			w.Until("the next line", `document.querySelectorAll(".customer").length === 3 && !document.querySelector(".typing")`)
			w.accessible(name + " conversation")
			n.cut()
			w.Until("the page to see it", `!document.querySelector("#offline").hidden`)
			w.write("are you still there?")
			w.Until("the note", `document.querySelector(".unsent .note")`)
			w.accessible(name + " offline")
			n.mend()
			w.Until("the connection", `document.querySelector("#offline").hidden && !document.querySelector(".unsent")`)
			eval[bool](w, `document.querySelector("#text").maxLength = 5000, document.querySelector("#text").value = "too long".repeat(501), document.querySelector("#text").dispatchEvent(new Event("input")), document.querySelector("#form").requestSubmit(), true`)
			w.Until("the refusal", `document.querySelector(".failed .note")`)
			w.accessible(name + " failed")
			w.Do(chromedp.Click("#end"))
			w.Until("the rating", `!document.querySelector("#rating").hidden`)
			if n := w.count(".stars .on"); n != 0 {
				t.Errorf("%d stars are lit before any choice", n)
			}
			w.accessible(name + " rating")
			w.Do(chromedp.Click(".stars button:nth-child(4)"))
			w.Until("the thanks", `document.querySelector("#rating-thanks").textContent`)
			w.accessible(name + " rated")
		})
	}
}

func testRightToLeft(t *testing.T, browser chromium) {
	for language, want := range map[string]string{"ar": "rtl ar", "he-IL": "rtl he", "fa": "rtl fa", "ur-PK": "rtl ur", "de-AT": "ltr de", "it": "ltr it", "pt-BR": "ltr pt", "tr": "ltr tr", "zh-CN": "ltr zh", "ja": "ltr ja", "xx": "ltr en"} {
		w := browser.visit(t, newBot(t, nil).url, look{language: language})
		if got := eval[string](w, `document.dir + " " + document.documentElement.lang`); got != want {
			t.Errorf("%s: the page is %q, want %q", language, got, want)
		}
		if language != "ar" && language != "xx" {
			continue
		}
		w.write("متى open?")
		w.shows(3)
		got := eval[[]string](w, `[...document.querySelectorAll("#log li:nth-child(n+2) .words")].map((e) => getComputedStyle(e).direction)`)
		if diff := cmp.Diff([]string{"rtl", "ltr"}, got); diff != "" {
			t.Errorf("%s: a message has the direction of the page, not its own (-want +got):\n%s", language, diff)
		}
	}
}

func testTabs(t *testing.T, browser chromium) {
	b := newBot(t, nil)
	one := browser.visit(t, b.url, look{})
	two := one.another()
	both := func(want ...string) {
		t.Helper()
		want = append([]string{"Bot: Hello! What can I do for you?"}, want...)
		for name, w := range map[string]*tab{"first": one, "second": two} {
			w.shows(len(want))
			if diff := cmp.Diff(want, w.lines()); diff != "" {
				t.Errorf("the %s tab (-want +got):\n%s", name, diff)
			}
		}
	}
	one.write("are you open?")
	both("You: are you open?", "Bot: Nine to five.")
	two.write("are you open?")
	both("You: are you open?", "Bot: Nine to five.", "You: are you open?", "Bot: Nine to five.")
	if state := b.remembered(one); state.Messages != 2 {
		t.Errorf("%d messages in the conversation, want both tabs' two", state.Messages)
	}
	one.write("I want to talk to a person")
	two.Until("the second tab to wait as well", `!document.querySelector("#person").hidden`)
	before := two.lines()[1:]
	two.Do(chromedp.Reload())
	two.shows(6)
	if diff := cmp.Diff(before, two.lines()); diff != "" {
		t.Errorf("after a reload (-want +got):\n%s", diff)
	}
	// Both at once: each shows both, whichever was first.
	eval[bool](one, `document.querySelector("#text").value = "from one", document.querySelector("#text").dispatchEvent(new Event("input")), document.querySelector("#form").requestSubmit(), true`)
	eval[bool](two, `document.querySelector("#text").value = "from two", document.querySelector("#text").dispatchEvent(new Event("input")), document.querySelector("#form").requestSubmit(), true`)
	for _, w := range []*tab{one, two} {
		w.Until("both messages", `[...document.querySelectorAll(".customer")].filter((li) => /from (one|two)/.test(li.textContent)).length === 2 && !document.querySelector(".unsent")`)
	}
	if a, z := one.lines(), two.lines(); strings.Join(a[len(a)-4:], "\n") != strings.Join(z[len(z)-4:], "\n") {
		t.Errorf("the tabs differ: %q and %q", a, z)
	}
}

func testOffline(t *testing.T, browser chromium) {
	b := newBot(t, nil)
	n := b.behindNetwork()
	w := browser.visit(t, n.url, look{})
	w.write("are you open?")
	w.shows(3)
	for name, breaks := range map[string][2]func(){
		"the connection closes":     {n.cut, n.mend},
		"the browser loses its net": {func() { n.cut(); eval[bool](w, `dispatchEvent(new Event("offline"))`) }, func() { n.mend(); eval[bool](w, `dispatchEvent(new Event("online"))`) }},
	} {
		before := b.remembered(w).Messages
		breaks[0]()
		w.Until(name+": it is said", `!document.querySelector("#offline").hidden && document.querySelector("#status").textContent.startsWith("No connection")`)
		w.write("are you open on Sunday?")
		if got := w.text("#log li:last-child .note"); got != "Not sent yet" {
			t.Errorf("%s: what is written is %q", name, got)
		}
		breaks[1]()
		w.Until(name+": it is sent", `document.querySelector("#offline").hidden && !document.querySelector(".note")`)
		if after := b.remembered(w).Messages; after != before+1 {
			t.Errorf("%s: %d messages arrived, want 1", name, after-before)
		}
	}
}

func testLost(t *testing.T, browser chromium) {
	for name, lose := range map[string]func(*wire){
		"the message": func(n *wire) { n.lose(true, true) },
		"its answer":  func(n *wire) { n.lose(false, true) },
	} {
		for _, first := range []bool{true, false} {
			b := newBot(t, nil)
			n := b.behindNetwork()
			w := browser.visit(t, n.url, look{impatient: true})
			want := []string{"Bot: Hello! What can I do for you?", "You: open on Sunday?", "Bot: Nine to five."}
			if !first {
				w.write("are you open?")
				w.shows(3)
				want = append(want[:1], "You: are you open?", "Bot: Nine to five.", "You: open on Sunday?", "Bot: Nine to five.")
			}
			lose(n)
			w.write("open on Sunday?")
			w.Until("the message to look unsent", `document.querySelector(".unsent .note")`)
			w.Until("the message to be sent", `!document.querySelector(".note") && !document.querySelector(".typing")`)
			if diff := cmp.Diff(want, w.lines()); diff != "" {
				t.Errorf("%s was lost (-want +got):\n%s", name, diff)
			}
			if state := b.remembered(w); state.Messages != len(want)/2 {
				t.Errorf("%s was lost: %d messages were counted", name, state.Messages)
			}
		}
	}
}

func testRests(t *testing.T, browser chromium) {
	b := newBot(t, func(_ *RESTOptions, o *ChatOptions) { o.Idle = 500 * time.Millisecond })
	w := browser.visit(t, b.url, look{})
	w.Until("the page to rest", `document.querySelector("#status").textContent.startsWith("Paused") && document.querySelector("#offline").hidden`)
	w.write("are you open?")
	w.shows(3)
	if state := b.remembered(w); state.Messages != 1 {
		t.Errorf("%d messages arrived", state.Messages)
	}
}

func testComposing(t *testing.T, browser chromium) {
	w := browser.visit(t, newBot(t, nil).url, look{})
	w.Do(chromedp.SendKeys("#text", "ひらがな"))
	eval[bool](w, `document.querySelector("#text").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))`)
	if n := w.count(".customer"); n != 0 {
		t.Error("the Enter that chooses a word sends the message")
	}
	w.enter()
	w.Until("the message", `document.querySelectorAll(".customer").length === 1`)
}
