// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
)

//go:embed page
var page embed.FS

// registerPage serves the chat page. It needs nothing from anywhere else, and a browser is
// told to load nothing from there.
func (c *Chat) registerPage(mux *http.ServeMux) {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors " + strings.Join(append([]string{"'self'"}, c.origins...), " ")
	for route, file := range map[string]struct{ name, kind string }{
		"/chat":          {"page/chat.html", "text/html; charset=utf-8"},
		"/chat/chat.css": {"page/chat.css", "text/css; charset=utf-8"},
		"/chat/chat.js":  {"page/chat.js", "text/javascript; charset=utf-8"},
		"/chat/chat.svg": {"page/chat.svg", "image/svg+xml"},
		"/chat/texts.js": {"page/texts.js", "text/javascript; charset=utf-8"},
	} {
		data, err := page.ReadFile(file.name)
		if err != nil {
			panic(fmt.Sprintf("embedded file %s: %v", file.name, err)) // the build left it out
		}
		sum := sha256.Sum256(data)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		mux.HandleFunc("GET "+route, func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Type", file.kind)
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Cache-Control", "no-cache")
			h.Set("ETag", tag)
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(data) // the browser has gone: nobody is left to tell
		})
	}
}
