// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	devtools "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium is a real browser.
type chromium struct{ ctx context.Context }

// startChromium skips the test where there is no Chromium; CI has one.
func startChromium(t *testing.T) chromium {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	switch {
	case program == "" && os.Getenv("CI") != "":
		t.Fatal("CI has no Chromium: see hack/page/install.sh")
	case program == "":
		t.Skip("there is no Chromium to look at the chat page with: make test installs it on Debian and Ubuntu")
	}
	options := slices.Clone(chromedp.DefaultExecAllocatorOptions[:])
	options = append(options, chromedp.ExecPath(program))
	for _, flag := range []string{"no-sandbox", "disable-gpu", "disable-quic", "disable-component-update", "disable-domain-reliability"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithErrorf(t.Logf))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("%s does not start: %v", program, err)
	}
	return chromium{ctx}
}

// waitLimit is how long a page may take: browsers are slow on busy machines.
const waitLimit = 30 * time.Second

// tab shows the chat page.
type tab struct {
	t   *testing.T
	ctx context.Context
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
	customer, cancel := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	w := &tab{t: t, ctx: customer, url: url}
	w.load(l)
	return w
}

// another tab of the same customer.
func (w *tab) another() *tab {
	w.t.Helper()
	ctx, cancel := chromedp.NewContext(w.ctx)
	w.t.Cleanup(cancel)
	other := &tab{t: w.t, ctx: ctx, url: w.url}
	other.load(look{})
	return other
}

// load opens the page.
func (w *tab) load(l look) {
	w.t.Helper()
	if l.width == 0 {
		l.width = 480
	}
	if err := chromedp.Do(w.ctx); err != nil { // the tab lives as long as the context of its first step
		w.t.Fatal(err)
	}
	if err := chromedp.Listen(w.ctx, func(event any) {
		if thrown, ok := event.(*runtime.EventExceptionThrown); ok {
			w.t.Errorf("the page's code: %s %v", thrown.ExceptionDetails.Text, thrown.ExceptionDetails.Exception)
		}
	}); err != nil {
		w.t.Fatal(err)
	}
	w.do(chromedp.EmulateViewport(l.width, 640))
	if l.language != "" {
		call(w, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "test", AcceptLanguage: l.language})
	}
	if l.dark {
		call(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
	}
	if l.impatient {
		call(w, devtools.AddScriptToEvaluateOnNewDocument, devtools.AddScriptToEvaluateOnNewDocumentParams{
			Source: `{ const after = setTimeout; window.setTimeout = (f, ms, ...rest) => after(f, ms >= 10000 ? ms / 20 : ms, ...rest); }`,
		})
	}
	w.do(chromedp.Navigate(w.url + "/chat"))
	w.until("the page to be connected", `document.querySelector("#log li")`)
}

func call[P, R any](w *tab, command cdp.Command[P, R], params P) {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, command, params); err != nil {
		w.t.Fatal(err)
	}
}

func (w *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, waitLimit)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatal(err)
	}
}

// eval is the value of an expression in the page.
func eval[T any](w *tab, expression string) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, waitLimit)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

func (w *tab) until(what, expression string) {
	w.t.Helper()
	for begin := time.Now(); !eval[bool](w, "Boolean("+expression+")"); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > waitLimit {
			w.t.Fatalf("waited in vain for %s; the page shows %q", what, w.lines())
		}
	}
}

// enter presses Enter as a keyboard does: a page that takes the key leaves no character.
func (w *tab) enter() {
	w.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		call(w, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13,
		})
	}
}

// write sends a message.
func (w *tab) write(text string) {
	w.t.Helper()
	w.do(chromedp.SendKeys("#text", text))
	w.enter()
}

// shows waits until the page shows as many lines.
func (w *tab) shows(lines int) {
	w.t.Helper()
	w.until(fmt.Sprint(lines, " lines"), fmt.Sprintf(`document.querySelectorAll("#log li:not(.typing)").length >= %d`, lines))
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
	w.until("the end of the conversation to be in sight", `((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector("#log"))`)
	if folder := os.Getenv("INTENTOPS_SCREENSHOTS"); folder != "" {
		picture, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, strings.ReplaceAll(state, " ", "-")+".png"), picture, 0o600)
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	file := os.Getenv("INTENTOPS_AXE")
	if file == "" {
		if os.Getenv("CI") != "" {
			w.t.Fatal("INTENTOPS_AXE names no file: see hack/page/install.sh")
		}
		w.t.Log("axe was not asked: INTENTOPS_AXE does not name its file, which make test installs")
		return
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatal(err)
	}
	eval[bool](w, string(axe)+"; true")
	for _, violation := range eval[[]string](w, `axe.run().then((r) => r.violations.map((v) => v.impact + " " + v.id + ": " + v.help + " " + v.nodes.map((n) => n.html).join(" ")))`) {
		w.t.Errorf("%s: %s", state, violation)
	}
}
