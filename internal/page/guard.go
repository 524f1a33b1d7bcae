// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
)

//go:embed files
var files embed.FS

// mediaTypes of the files that the page is made of.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	"":      "text/plain; charset=utf-8",
}

// policy forbids browsers everything that the page does not do: it loads and asks nothing from
// elsewhere, has no script or style in its markup, sends no form and is shown in no frame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard is in front of all answers.
func (p *page) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		switch {
		case len(p.Hosts) > 0 && !slices.Contains(p.Hosts, r.Host):
			// A name that somebody else lets lead here.
			writeJSON(w, http.StatusMisdirectedRequest, &refusal{Message: "Open the page by the link that kubectl intentops dashboard printed."})
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			writeJSON(w, http.StatusMethodNotAllowed, &refusal{Message: "The page only reads."})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// registerFiles serves what the page is made of, which tells nothing of the cluster.
func registerFiles(mux *http.ServeMux) {
	err := fs.WalkDir(files, "files", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		mediaType, known := mediaTypes[path.Ext(name)]
		if !known {
			return fmt.Errorf("%s has no media type", name)
		}
		route := "/" + strings.TrimPrefix(name, "files/")
		if route == "/index.html" {
			route = "/{$}"
		}
		sum := sha256.Sum256(data)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		mux.HandleFunc("GET "+route, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("ETag", tag)
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(data) // the browser has gone
		})
		return nil
	})
	if err != nil {
		panic(fmt.Sprintf("embedded page: %v", err)) // it is missing from the build
	}
}
