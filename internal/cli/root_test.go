// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

func TestTheVersionIsAskedForByAFlag(t *testing.T) {
	var out bytes.Buffer
	code := Run("v1.2.3", []string{"--version"}, genericiooptions.IOStreams{Out: &out, ErrOut: io.Discard})
	if want := "kubectl intentops version v1.2.3\n"; code != 0 || out.String() != want {
		t.Errorf("exit code %d, printed %q, want %q", code, out.String(), want)
	}
}

// full is a disk without space.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestWhatCannotBePrintedIsNotDone(t *testing.T) {
	for name, args := range map[string][]string{
		"a screen":           {"evaluate", "-f", "../../docs/examples/rollout.yaml"},
		"data":               {"evaluate", "-f", "../../docs/examples/rollout.yaml", "-o", "json"},
		"a check":            {"lint", "../../config/samples"},
		"a check that fails": {"lint", "../../config/samples", "--strict"},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			code := Run("", args, genericiooptions.IOStreams{Out: full{}, ErrOut: &stderr})
			if code != exitFailed || !strings.Contains(stderr.String(), "no space left on device") {
				t.Errorf("exit %d: %s", code, stderr.String())
			}
		})
	}
}

// kubeconfig writes one for a server, with a context of an odd name.
func kubeconfig(t *testing.T, server string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	content := "apiVersion: v1\nkind: Config\ncurrent-context: a\nclusters:\n- {name: c, cluster: {server: '" + server + "'}}\n" +
		"contexts:\n- {name: a, context: {cluster: c}}\n- {name: of ann, context: {cluster: c}}\n"
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// answering is a cluster that answers everything alike.
func answering(t *testing.T, code int, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestWhatAClusterRefusesIsSaidWithWhatToDo(t *testing.T) {
	for name, tc := range map[string]struct {
		code       int
		body, want string
	}{
		"without our kinds": {404, `404 page not found`, "error: this cluster has no kinds of intentops.dev: install intentops there, or name another cluster with --context (the server could not find the requested resource)"},
		"with an old token": {401, `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}`,
			"error: the cluster does not accept your credentials: log in again, or name another user with --user or --context (Unauthorized)"},
		"without the object": {404, `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"bots.intentops.dev \"x\" not found","reason":"NotFound","details":{"name":"x","group":"intentops.dev","kind":"bots"},"code":404}`,
			`error: bots.intentops.dev "x" not found`},
		"without rights": {403, `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"bots.intentops.dev \"x\" is forbidden: User \"ann\" cannot get it","reason":"Forbidden","details":{"name":"x"},"code":403}`,
			`error: bots.intentops.dev "x" is forbidden: User "ann" cannot get it`},
	} {
		t.Run(name, func(t *testing.T) {
			file := kubeconfig(t, answering(t, tc.code, tc.body))
			if _, stderr, code := run("", "status", "x", "--kubeconfig", file); code != exitFailed || stderr != tc.want+"\n" {
				t.Errorf("exit %d: %s", code, stderr)
			}
		})
	}
}

// TestCommandsToCopyNameTheirCluster: who looks with --namespace and copies a command without it
// would change what has the same name elsewhere.
func TestCommandsToCopyNameTheirCluster(t *testing.T) {
	bot := `{"apiVersion":"intentops.dev/v1alpha1","kind":"Bot","metadata":{"name":"support","namespace":"shop","generation":1},"spec":{"automation":"Disabled"}}`
	file := kubeconfig(t, answering(t, 200, bot))
	for want, flags := range map[string][]string{
		"kubectl intentops enable support --kubeconfig " + file:                                       nil,
		"kubectl intentops enable support --kubeconfig " + file + " --namespace shop":                 {"-n", "shop"},
		"kubectl intentops enable support --kubeconfig " + file + " --context 'of ann' --namespace x": {"-n", "x", "--context", "of ann"},
	} {
		stdout, stderr, code := run("", append([]string{"explain", "bot", "support", "-o", "json", "--kubeconfig", file}, flags...)...)
		if code != exitDone || !strings.Contains(stdout, `"command": "`+want+`"`) {
			t.Errorf("exit %d: %s%s, want %s", code, stdout, stderr, want)
		}
	}
}
