// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/intentops/intentops/test/browsertest"
)

// startChromium skips the test where there is no Chromium.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	return browsertest.Start(t)
}

// tab shows the page.
type tab struct {
	*browsertest.Tab
	t   *testing.T
	url string
}

// look is how somebody looks at the page.
type look struct {
	dark  bool
	width int64
}

// visit opens the page of a world in a browser of its own. Whatever the page asks elsewhere, and
// whatever its code throws or its policy forbids, fails the test.
func visit(chromium context.Context, t *testing.T, w *world, l look, address string) *tab {
	t.Helper()
	server := httptest.NewServer(w.page)
	t.Cleanup(server.Close)
	v := &tab{t: t, url: server.URL}
	v.Tab = browsertest.Open(chromium, t, func(event any) {
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
	}, chromedp.WithNewBrowserContext())
	if l.width == 0 {
		l.width = 1280
	}
	browsertest.Call(v.Tab, network.Enable, network.EnableParams{})
	v.Do(chromedp.EmulateViewport(l.width, 900))
	if l.dark {
		v.Dark()
	}
	v.Do(chromedp.Navigate(v.url + "/" + address))
	return v
}

// eval is the value of an expression in the page.
func eval[T any](v *tab, expression string) T {
	v.t.Helper()
	return browsertest.Eval[T](v.Tab, expression)
}

// shows waits until the page has a text.
func (v *tab) shows(text string) {
	v.t.Helper()
	v.Until(fmt.Sprintf("%q", text), fmt.Sprintf("document.body.innerText.includes(%q)", text))
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
	height := eval[int64](v, "Math.min(document.documentElement.scrollHeight, 6000)")
	width := eval[int64](v, "innerWidth")
	v.Do(chromedp.EmulateViewport(width, height))
	v.Picture("page-" + state)
	v.Do(chromedp.EmulateViewport(width, 900))
	v.Accessible(state)
}
