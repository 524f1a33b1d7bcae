// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package browsertest looks at pages with a real Chromium, and with axe at whether everybody can use them.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// waitLimit is how long a page may take: browsers are slow on busy machines.
const waitLimit = 30 * time.Second

// Start starts a Chromium until the test ends. It skips the test where there is none; CI has one.
func Start(t *testing.T) context.Context {
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

// Tab shows a page.
type Tab struct {
	t   *testing.T
	ctx context.Context
}

// Open opens a tab of a browser: of somebody who was never there before, or of who has the given tab.
// events gets what happens in it.
func Open(parent context.Context, t *testing.T, events func(any), options ...chromedp.ContextOption) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent, options...)
	t.Cleanup(cancel)
	v := &Tab{t: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context of its first step
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, events); err != nil {
		t.Fatal(err)
	}
	return v
}

// Context is that of the tab.
func (v *Tab) Context() context.Context { return v.ctx }

// Call sends the browser a command.
func Call[P, R any](v *Tab, command cdp.Command[P, R], params P) {
	v.t.Helper()
	if _, err := chromedp.Call(v.ctx, command, params); err != nil {
		v.t.Fatal(err)
	}
}

// Dark has pages shown in dark colours.
func (v *Tab) Dark() {
	v.t.Helper()
	Call(v, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
}

// Do takes steps.
func (v *Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, waitLimit)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		v.t.Fatal(err)
	}
}

// Eval is the value of an expression in the page.
func Eval[T any](v *Tab, expression string) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, waitLimit)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatalf("%.200s: %v", expression, err)
	}
	return value
}

// Until waits until an expression is true.
func (v *Tab) Until(what, expression string) {
	v.t.Helper()
	for begin := time.Now(); !Eval[bool](v, "Boolean("+expression+")"); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > waitLimit {
			v.t.Fatalf("waited in vain for %s; the page shows %q", what, Eval[string](v, "document.body.innerText"))
		}
	}
}

// Picture keeps a picture of what is in sight in the folder INTENTOPS_SCREENSHOTS, if that is set.
func (v *Tab) Picture(name string) {
	v.t.Helper()
	folder := os.Getenv("INTENTOPS_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, strings.ReplaceAll(name, " ", "-")+".png"), picture, 0o600)
	}
	if err != nil {
		v.t.Fatal(err)
	}
}

// Accessible asks axe about the page as it is now. What it finds fails the test.
func (v *Tab) Accessible(state string) {
	v.t.Helper()
	file := os.Getenv("INTENTOPS_AXE")
	if file == "" {
		if os.Getenv("CI") != "" {
			v.t.Fatal("INTENTOPS_AXE names no file: see hack/page/install.sh")
		}
		v.t.Log("axe was not asked: INTENTOPS_AXE does not name its file, which make test installs")
		return
	}
	axe, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		v.t.Fatal(err)
	}
	Eval[bool](v, string(axe)+"; true")
	for _, violation := range Eval[[]string](v, `axe.run().then((r) => r.violations.map((v) => v.impact + " " + v.id + ": " + v.help + " " + v.nodes.map((n) => n.html).join(" ")))`) {
		v.t.Errorf("%s: %s", state, violation)
	}
}
