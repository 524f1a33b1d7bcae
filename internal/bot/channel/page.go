// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package channel

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
)

//go:embed page
var page embed.FS

// kinds of files that the page is made of.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// registerPage serves the chat page. It needs nothing from anywhere else, and a browser is
// told to load nothing from there.
func (c *Chat) registerPage(mux *http.ServeMux) {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors " + strings.Join(append([]string{"'self'"}, c.origins...), " ")
	files, err := page.ReadDir("page")
	if err != nil {
		panic(fmt.Sprintf("embedded page: %v", err)) // the build left it out
	}
	for _, file := range files {
		route, kind := "/chat/"+file.Name(), kinds[path.Ext(file.Name())]
		if file.Name() == "chat.html" {
			route = "/chat"
		}
		data, err := page.ReadFile("page/" + file.Name())
		if err != nil || kind == "" {
			panic(fmt.Sprintf("embedded file %s of kind %q: %v", file.Name(), kind, err))
		}
		sum := sha256.Sum256(data)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		mux.HandleFunc("GET "+route, func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Type", kind)
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
