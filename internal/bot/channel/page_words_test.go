// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"fmt"
	"strings"
	"testing"
)

func testWords(t *testing.T, browser chromium) {
	w := browser.visit(t, newBot(t, nil).url, look{})
	// Links are written as [text](address) here, strong words as <b> and emphasized ones as <i>.
	const asText = `(text, byBot) => import("/chat/words.js").then(({ asNodes }) => {
		const all = document.createElement("div");
		all.append(asNodes(text, byBot));
		for (const a of all.querySelectorAll("a")) {
			if (a.rel !== "noopener noreferrer" || a.protocol.startsWith("http") !== (a.target === "_blank")) a.append("!");
			a.replaceWith("[" + a.textContent + "](" + a.getAttribute("href") + ")");
		}
		for (const e of all.querySelectorAll("strong")) e.replaceWith("<b>" + e.textContent + "</b>");
		for (const e of all.querySelectorAll("em")) e.replaceWith("<i>" + e.textContent + "</i>");
		return all.children.length ? "other elements: " + all.innerHTML : all.textContent;
	})`
	for name, tc := range map[string]struct{ text, want string }{
		"a page":                             {"see https://shop.example/a?b=c_d_e#f now", "see [https://shop.example/a?b=c_d_e#f](https://shop.example/a?b=c_d_e#f) now"},
		"a page at a sentence's end":         {"It is (at https://shop.example/a_(b)).", "It is (at [https://shop.example/a_(b)](https://shop.example/a_(b)))."},
		"a page without a scheme":            {"www.shop.example!", "[www.shop.example](https://www.shop.example/)!"},
		"a page between Chinese words":       {"请看https://shop.example/a。谢谢", "请看[https://shop.example/a](https://shop.example/a)。谢谢"},
		"a script":                           {"javascript:alert(1) data:text/html,x file:///etc", "javascript:alert(1) data:text/html,x file:///etc"},
		"a script behind a page":             {"https://javascript:alert(1)", "https://javascript:alert(1)"},
		"markup":                             {`<a href="javascript:x">y</a><img src=x onerror=z>`, `<a href="javascript:x">y</a><img src=x onerror=z>`},
		"an address of mail":                 {"Mail help+shop@shop.example.", "Mail [help+shop@shop.example](mailto:help+shop@shop.example)."},
		"an address that is none":            {"a@b or @shop or x@y@shop.example", "a@b or @shop or x@y@shop.example"},
		"a page with a name in it":           {"https://shop.example/@me@shop.example", "[https://shop.example/@me@shop.example](https://shop.example/@me@shop.example)"},
		"an international number":            {"Tel:+49 (0)30 123-4567.", "Tel:[+49 (0)30 123-4567](tel:+49301234567)."},
		"a national number":                  {"call 030/123 45 67 or (0800) 123456", "call [030/123 45 67](tel:0301234567) or [(0800) 123456](tel:0800123456)"},
		"a number in America":                {"(555) 123-4567, 1-800-555-0199", "[(555) 123-4567](tel:5551234567), [1-800-555-0199](tel:18005550199)"},
		"a French number":                    {"01 23 45 67 89", "[01 23 45 67 89](tel:0123456789)"},
		"numbers that are not phone numbers": {"order 0012345678 or AB123456789, 4111 1111 1111 1111, 1,000,000.00", "order 0012345678 or AB123456789, 4111 1111 1111 1111, 1,000,000.00"},
		"dates and times":                    {"01-02-2026 10 Uhr, 01/02/2026, 2026-03-02, 09:00-17:00, 01.02.2026", "01-02-2026 10 Uhr, 01/02/2026, 2026-03-02, 09:00-17:00, 01.02.2026"},
		"strong words":                       {"**Nine** to __five__, *never* on _Sunday_.", "<b>Nine</b> to <b>five</b>, <i>never</i> on <i>Sunday</i>."},
		"stars and lines that mean such":     {"2 * 3 * 4, 5*6*7, snake_case_name, ** no **, *a", "2 * 3 * 4, 5*6*7, snake_case_name, ** no **, *a"},
		"a strong link":                      {"**https://shop.example/a_b_c** and _www.shop.example_", "<b>[https://shop.example/a_b_c](https://shop.example/a_b_c)</b> and <i>[www.shop.example](https://www.shop.example/)</i>"},
		"a strong word over two lines":       {"**a\nb**", "**a\nb**"},
	} {
		if got := eval[string](w, fmt.Sprintf("(%s)(%q, true)", asText, tc.text)); got != tc.want {
			t.Errorf("%s: %q\n got %q\nwant %q", name, tc.text, got, tc.want)
		}
	}
	if got := eval[string](w, fmt.Sprintf("(%s)(%q, false)", asText, "my **www.shop.example**")); got != "my **[www.shop.example](https://www.shop.example/)**" {
		t.Errorf("a customer's own words: %q", got)
	}
	for _, hostile := range []string{strings.Repeat("*a ", 1300), strings.Repeat("a@", 2000), strings.Repeat("0 ", 2000), "https://" + strings.Repeat(")", 3900), strings.Repeat("_", 4000), strings.Repeat("a.", 2000)} {
		took := eval[float64](w, fmt.Sprintf("(() => { const begin = performance.now(); return (%s)(%q, true).then(() => performance.now() - begin); })()", asText, hostile))
		if took > 1000 {
			t.Errorf("%.10q… takes %.0f ms", hostile, took)
		}
	}
}
