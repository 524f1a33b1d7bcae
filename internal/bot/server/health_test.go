// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestReadiness(t *testing.T) {
	passes := func(context.Context) error { return nil }
	fails := func(context.Context) error { return errors.New("no release is loaded yet") }
	for name, tc := range map[string]struct {
		open, draining bool
		check          func(context.Context) error
		wantStatus     int
		wantReason     string
	}{
		"all checks pass, but requests are not answered yet": {check: passes, wantStatus: http.StatusServiceUnavailable, wantReason: "the bot is starting"},
		"requests are answered and all checks pass":          {open: true, check: passes, wantStatus: http.StatusOK, wantReason: `"release":"ok"`},
		"a check fails": {open: true, check: fails, wantStatus: http.StatusServiceUnavailable, wantReason: "no release is loaded yet"},
		"the bot ends":  {open: true, draining: true, check: passes, wantStatus: http.StatusServiceUnavailable, wantReason: "the bot stops"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &health{}
			h.add("release", tc.check)
			h.open.Store(tc.open)
			h.draining.Store(tc.draining)
			answer := httptest.NewRecorder()
			h.ready(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
			if answer.Code != tc.wantStatus || !strings.Contains(answer.Body.String(), tc.wantReason) {
				t.Errorf("%d %s, want %d with %s", answer.Code, answer.Body, tc.wantStatus, tc.wantReason)
			}
		})
	}
}
