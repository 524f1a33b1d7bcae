// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
)

// TestThePage looks at the page in a real browser.
func TestThePage(t *testing.T) {
	browser := startChromium(t)
	for name, test := range map[string]func(context.Context, *testing.T){
		"is accessible in every state and look":  testLooks,
		"signs in, and forgets":                  testSigningIn,
		"shows hostile names and messages as is": testHostile,
		"draws two hundred batches":              testMany,
	} {
		t.Run(name, func(t *testing.T) { test(browser, t) })
	}
}

func testLooks(browser context.Context, t *testing.T) {
	for name, l := range map[string]look{"light": {}, "dark": {dark: true}, "phone": {width: 390}, "phone dark": {width: 390, dark: true}} {
		t.Run(name, func(t *testing.T) {
			v := visit(browser, t, newWorld(t, shop()...), l, "")
			v.shows("Sign in")
			v.accessible(name + " sign in")
			v.Do(chromedp.SendKeys("#token", theKey), chromedp.Click("form button"))
			v.shows("in shop")
			v.accessible(name + " bots")
			v.goTo("#/shop")
			v.shows("What was live when")
			v.Until("the plots", `document.querySelectorAll(".plot canvas").length > 0`)
			v.accessible(name + " overview")
			v.goTo("#/shop/batches/week-2")
			v.shows("What was decided")
			v.Until("the plots", `document.querySelectorAll(".plot canvas").length === 2`)
			v.accessible(name + " rolling")
			v.goTo("#/shop/batches/week-4")
			v.shows("Most handed over")
			v.accessible(name + " rolled back")
			v.goTo("#/shop/batches/week-3")
			v.shows("needs an approval")
			v.Do(chromedp.Click("#approve"))
			v.shows("revision: 9f1c2a7b")
			v.accessible(name + " approval")
			v.Do(chromedp.Click("#approval-close"))
			v.goTo("#/elsewhere/batches/none")
			v.shows("There is no IntentBatch none in namespace elsewhere.")
			v.accessible(name + " not there")
		})
	}
}

func testSigningIn(browser context.Context, t *testing.T) {
	w := newWorld(t, shop()...)
	v := visit(browser, t, w, look{}, "")
	v.shows("Sign in")
	v.Do(chromedp.SendKeys("#token", "something-else"), chromedp.Click("form button"))
	v.shows("You are not signed in.")
	if got := eval[string](v, `sessionStorage.length + " " + localStorage.length + document.cookie`); got != "0 0" {
		t.Errorf("a token that is refused is kept: %s", got)
	}
	v.Do(chromedp.SendKeys("#token", theKey), chromedp.Click("form button"))
	v.shows("in shop")
	v.Do(chromedp.Reload())
	v.shows("in shop")
	if got := eval[string](v, `sessionStorage.length + " " + localStorage.length + document.cookie`); got != "1 0" {
		t.Errorf("kept: %s", got)
	}
	v.Do(chromedp.Click("#sign-out"))
	v.shows("Use a token of the cluster.")
	if eval[int](v, "sessionStorage.length") != 0 || strings.Contains(v.text(), "in shop") {
		t.Error("who signed out is still signed in")
	}

	w.page = Handler(Options{Access: byKey(theKey, w.client), Linked: true, Namespace: "shop"})
	linked := visit(browser, t, w, look{}, "#key="+theKey)
	linked.shows("What was live when")
	if got := eval[string](linked, "location.href"); got != linked.url+"/#/shop" {
		t.Errorf("the address keeps the key: %s", got)
	}
	other := visit(browser, t, w, look{}, "")
	other.shows("Open the link again")
}

// testHostile: whoever may write a name, a message or a value must not be able to run something
// in the browsers of those who look.
func testHostile(browser context.Context, t *testing.T) {
	const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>&lt;b&gt; javascript:alert(1) "'` + "\u202e\u0000" + `${1}`
	bot := shopBot()
	bot.Status.Conditions = ready("False", true, "NotReady", evil)
	bot.Status.Release.Name = evil
	b := rolling()
	b.Name = "week-2"
	b.Status.Conditions[0].Message = evil
	b.Status.Step = evil
	for i := range b.Status.Gates {
		b.Status.Gates[i].Message, b.Status.Gates[i].Rule, b.Status.Gates[i].Candidate, b.Status.Gates[i].Low = evil, evil, evil, evil
	}
	b.Status.Intents[0].Name = evil
	b.Status.History[0].Message, b.Status.History[0].Step = evil, evil
	b.Status.Steps[0].Name = evil
	r := release(4)
	r.Spec.Cause.Message, r.Spec.Cause.Batch, r.Spec.Intents[0].Name = evil, evil, evil
	k := target("csat", v1alpha1.KPICSAT, v1alpha1.Objective{AtLeast: "4.0"}, v1alpha1.KPIMissed, evil, evil, evil, evil, evil)
	k.Status.Conditions[0].Message, k.Status.Guardrails[0].Name, k.Status.Milestones[0].Target = evil, evil, evil
	w := newWorld(t, []runtime.Object{bot, b, r, k}...)
	v := visit(browser, t, w, look{width: 390}, "")
	v.shows("Sign in")
	v.Do(chromedp.SendKeys("#token", theKey), chromedp.Click("form button"))
	for _, address := range []string{"#/", "#/shop", "#/shop/batches/week-2", "#/shop/batches/%3Cimg%20src=x%20onerror=alert(1)%3E", "#/%zz"} {
		v.goTo(address)
		v.Until("the view to be read", `!document.querySelector("main").innerText.includes("Loading")`)
		if address == "#/shop" || address == "#/shop/batches/week-2" {
			v.shows("onerror=")
		}
		if n := eval[int](v, `document.querySelectorAll("main img, main script, main b > b, main [onerror]").length`); n > 0 {
			t.Errorf("%s: %d elements were made of text", address, n)
		}
		if got := eval[string](v, "document.title"); strings.Contains(got, "owned") {
			t.Errorf("%s: the text ran", address)
		}
		if bad := eval[int](v, `[...document.querySelectorAll("a")].filter((a) => !a.href.startsWith(location.origin + "/#")).length`); bad > 0 {
			t.Errorf("%s: %d links lead elsewhere", address, bad)
		}
	}
	v.goTo("#/shop")
	v.shows("onerror=")
	v.accessible("hostile")
}

func testMany(browser context.Context, t *testing.T) {
	v := visit(browser, t, newWorld(t, manyBatches(200)...), look{width: 390}, "")
	v.shows("Sign in")
	v.Do(chromedp.SendKeys("#token", theKey), chromedp.Click("form button"))
	v.goTo("#/shop")
	v.shows("many-199")
	t.Logf("two hundred batches took %.0f ms to read and draw", eval[float64](v, `(async () => {
		const begin = performance.now();
		document.dispatchEvent(new Event("visibilitychange"));
		await new Promise((done) => new MutationObserver((_, o) => { o.disconnect(); requestAnimationFrame(done); }).observe(document.querySelector("main"), { childList: true }));
		return performance.now() - begin;
	})()`))
}
