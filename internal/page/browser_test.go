// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// startChromium skips the test where there is no Chromium; CI has one.
func startChromium(t *testing.T) context.Context {
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
		t.Skip("there is no Chromium to look at the page with: make test installs it on Debian and Ubuntu")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(program))
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
	return ctx
}

// waitLimit is how long a page may take: browsers are slow on busy machines.
const waitLimit = 30 * time.Second

// tab shows the page.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

// look is how somebody looks at the page.
type look struct {
	dark  bool
	width int64
}

// visit opens the page of a world in a browser of its own. Whatever the page asks elsewhere, and
// whatever its code throws or its policy forbids, fails the test.
func visit(browser context.Context, t *testing.T, w *world, l look, address string) *tab {
	t.Helper()
	server := httptest.NewServer(w.page)
	t.Cleanup(server.Close)
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	v := &tab{t: t, ctx: ctx, url: server.URL}
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context of its first step
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *cdpruntime.EventExceptionThrown:
			t.Errorf("the page's code: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		case *cdpruntime.EventConsoleAPICalled:
			t.Errorf("the page's code says: %v", e.Args)
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, server.URL+"/") {
				t.Errorf("the page asks %s", e.Request.URL)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if l.width == 0 {
		l.width = 1280
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	v.do(chromedp.EmulateViewport(l.width, 900))
	if l.dark {
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}); err != nil {
			t.Fatal(err)
		}
	}
	v.do(chromedp.Navigate(v.url + "/" + address))
	return v
}

func (v *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, waitLimit)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		v.t.Fatal(err)
	}
}

// eval is the value of an expression in the page.
func eval[T any](v *tab, expression string) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, waitLimit)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatalf("%.200s: %v", expression, err)
	}
	return value
}

func (v *tab) until(what, expression string) {
	v.t.Helper()
	for begin := time.Now(); !eval[bool](v, "Boolean("+expression+")"); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > waitLimit {
			v.t.Fatalf("waited in vain for %s; the page shows %q", what, v.text())
		}
	}
}

// shows waits until the page has a text.
func (v *tab) shows(text string) {
	v.t.Helper()
	v.until(fmt.Sprintf("%q", text), fmt.Sprintf("document.body.innerText.includes(%q)", text))
}

func (v *tab) text() string { return eval[string](v, "document.body.innerText") }

// goTo shows another view.
func (v *tab) goTo(address string) {
	v.t.Helper()
	eval[bool](v, fmt.Sprintf("location.hash = %q, true", address))
}

// accessible asks axe about the page as it is now, and keeps a picture of all of it in the folder
// INTENTOPS_SCREENSHOTS, if that is set. Nothing may be wider than the window.
func (v *tab) accessible(state string) {
	v.t.Helper()
	if wide := eval[int](v, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		v.t.Errorf("%s: the page is %d pixels wider than the window", state, wide)
	}
	for _, word := range []string{"null", "undefined", "NaN", "[object"} {
		if strings.Contains(v.text(), word) {
			v.t.Errorf("%s: the page shows %q", state, word)
		}
	}
	if folder := os.Getenv("INTENTOPS_SCREENSHOTS"); folder != "" {
		height := eval[int64](v, "Math.min(document.documentElement.scrollHeight, 6000)")
		width := eval[int64](v, "innerWidth")
		v.do(chromedp.EmulateViewport(width, height))
		picture, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, "page-"+strings.ReplaceAll(state, " ", "-")+".png"), picture, 0o600)
		}
		if err != nil {
			v.t.Fatal(err)
		}
		v.do(chromedp.EmulateViewport(width, 900))
	}
	file := os.Getenv("INTENTOPS_AXE")
	if file == "" {
		if os.Getenv("CI") != "" {
			v.t.Fatal("INTENTOPS_AXE names no file: see hack/page/install.sh")
		}
		v.t.Log("axe was not asked: INTENTOPS_AXE does not name its file, which make test installs")
		return
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		v.t.Fatal(err)
	}
	eval[bool](v, string(axe)+"; true")
	for _, violation := range eval[[]string](v, `axe.run().then((r) => r.violations.map((v) => v.impact + " " + v.id + ": " + v.help + " " + v.nodes.map((n) => n.html).join(" ")))`) {
		v.t.Errorf("%s: %s", state, violation)
	}
}
