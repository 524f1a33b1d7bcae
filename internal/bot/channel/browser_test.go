// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	devtools "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/intentops/intentops/test/browsertest"
)

// chromium is a real browser.
type chromium struct{ ctx context.Context }

// startChromium skips the test where there is no Chromium.
func startChromium(t *testing.T) chromium {
	t.Helper()
	return chromium{browsertest.Start(t)}
}

// tab shows the chat page.
type tab struct {
	*browsertest.Tab
	t   *testing.T
	url string
}

// look is how a tab's customer looks at the page.
type look struct {
	language string
	dark     bool
	width    int64
	// impatient shortens waits of ten seconds and more.
	impatient bool
}

// visit opens the page of a bot in the browser of a customer who was never there before.
func (c chromium) visit(t *testing.T, url string, l look) *tab {
	t.Helper()
	return open(c.ctx, t, url, l, chromedp.WithNewBrowserContext())
}

// another tab of the same customer.
func (w *tab) another() *tab {
	w.t.Helper()
	return open(w.Context(), w.t, w.url, look{})
}

// open opens the page.
func open(parent context.Context, t *testing.T, url string, l look, options ...chromedp.ContextOption) *tab {
	t.Helper()
	w := &tab{t: t, url: url}
	w.Tab = browsertest.Open(parent, t, func(event any) {
		if thrown, ok := event.(*runtime.EventExceptionThrown); ok {
			t.Errorf("the page's code: %s %v", thrown.ExceptionDetails.Text, thrown.ExceptionDetails.Exception)
		}
	}, options...)
	if l.width == 0 {
		l.width = 480
	}
	w.Do(chromedp.EmulateViewport(l.width, 640))
	if l.language != "" {
		browsertest.Call(w.Tab, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "test", AcceptLanguage: l.language})
	}
	if l.dark {
		w.Dark()
	}
	if l.impatient {
		browsertest.Call(w.Tab, devtools.AddScriptToEvaluateOnNewDocument, devtools.AddScriptToEvaluateOnNewDocumentParams{
			Source: `{ const after = setTimeout; window.setTimeout = (f, ms, ...rest) => after(f, ms >= 10000 ? ms / 20 : ms, ...rest); }`,
		})
	}
	w.Do(chromedp.Navigate(w.url + "/chat"))
	w.Until("the page to be connected", `document.querySelector("#log li")`)
	return w
}

// eval is the value of an expression in the page.
func eval[T any](w *tab, expression string) T {
	w.t.Helper()
	return browsertest.Eval[T](w.Tab, expression)
}

// enter presses Enter as a keyboard does: a page that takes the key leaves no character.
func (w *tab) enter() {
	w.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		browsertest.Call(w.Tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13,
		})
	}
}

// write sends a message.
func (w *tab) write(text string) {
	w.t.Helper()
	w.Do(chromedp.SendKeys("#text", text))
	w.enter()
}

// shows waits until the page shows as many lines.
func (w *tab) shows(lines int) {
	w.t.Helper()
	w.Until(fmt.Sprint(lines, " lines"), fmt.Sprintf(`document.querySelectorAll("#log li:not(.typing)").length >= %d`, lines))
}

// lines are what is shown, each with who said it.
func (w *tab) lines() []string {
	w.t.Helper()
	return eval[[]string](w, `[...document.querySelectorAll("#log li:not(.typing)")].map((li) => li.querySelector(".unseen").textContent + li.querySelector(".words").textContent)`)
}

func (w *tab) text(selector string) string {
	w.t.Helper()
	return eval[string](w, fmt.Sprintf("document.querySelector(%q).textContent", selector))
}

func (w *tab) count(selector string) int {
	w.t.Helper()
	return eval[int](w, fmt.Sprintf("document.querySelectorAll(%q).length", selector))
}

// accessible asks axe about the page as it is now, and keeps a picture of it in the folder
// INTENTOPS_SCREENSHOTS, if that is set.
func (w *tab) accessible(state string) {
	w.t.Helper()
	w.Until("the end of the conversation to be in sight", `((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector("#log"))`)
	w.Picture(state)
	w.Accessible(state)
}
