// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

const (
	root = "../.."
	// patience is for one command, on a machine on which a build runs as well.
	patience = 5 * time.Minute
)

// reader is somebody with a checkout, a shell and a cluster.
type reader struct {
	kubeconfig string
	// dir is the reader's folder beside the checkout: the home, with bin in the PATH, and the
	// files that pages describe.
	dir  string
	env  []string
	done map[string]bool
	// manifests are the last that were applied, by kind.
	manifests map[string]map[string]any
	// api and events are the addresses of the bot without a cluster, conversation is one with it.
	api, events, conversation string
	stop                      func()
}

func newReader(t *testing.T) *reader {
	t.Helper()
	assets, helm := os.Getenv("KUBEBUILDER_ASSETS"), os.Getenv("INTENTOPS_HELM")
	if assets == "" || helm == "" {
		t.Skip("KUBEBUILDER_ASSETS or INTENTOPS_HELM is not set: `make test` builds an API server, kubectl and helm, and sets both")
	}
	r := &reader{dir: t.TempDir(), done: map[string]bool{}, manifests: map[string]map[string]any{}, stop: func() {}}
	t.Cleanup(func() { r.stop() })
	bin := filepath.Join(r.dir, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, program := range map[string]string{"kubectl": filepath.Join(assets, "kubectl"), "helm": helm} {
		if !filepath.IsAbs(program) {
			program = filepath.Join(root, program)
		}
		program, err := filepath.Abs(program)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(program, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	r.env = append(os.Environ(), "HOME="+r.dir, "PATH="+bin+":"+os.Getenv("PATH"))
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH"} {
		value, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		r.env = append(r.env, name+"="+strings.TrimSpace(string(value)))
	}
	if raced() {
		// Then everything was compiled for this test already.
		r.env = append(r.env, "GOFLAGS=-race")
	}
	r.kubeconfig = startServer(t)
	return r
}

// raced is whether the test was built with the race detector.
func raced() bool {
	info, _ := debug.ReadBuildInfo()
	for _, setting := range info.Settings {
		if setting.Key == "-race" {
			return setting.Value == "true"
		}
	}
	return false
}

// startServer starts an API server in which nothing is installed, until the test ends, and
// returns the kubeconfig of an administrator.
func startServer(t *testing.T) string {
	t.Helper()
	assets := os.Getenv("KUBEBUILDER_ASSETS")
	if !filepath.IsAbs(assets) {
		assets = filepath.Join(root, assets)
	}
	server := &envtest.Environment{BinaryAssetsDirectory: assets, ControlPlaneStartTimeout: time.Minute, ControlPlaneStopTimeout: time.Minute}
	config, err := server.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	user, err := server.AddUser(envtest.User{Name: "reader", Groups: []string{"system:masters"}}, config)
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := user.KubeConfig()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "kubeconfig")
	if err := os.WriteFile(file, kubeconfig, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// run runs a command in the checkout.
func (r *reader) run(t *testing.T, kubeconfig, command string) {
	t.Helper()
	command = strings.ReplaceAll(command, "--from events.ndjson", "--from "+filepath.Join(r.dir, "events.ndjson"))
	r.shell(t, root, command, "KUBECONFIG="+kubeconfig)
}

var names = regexp.MustCompile(`"(id|subject)":"([^"]+)"`)

// manyEvents are the events of another test, in the year of the docs, of ten times as many
// conversations.
func manyEvents(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "internal/cli/testdata/events.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	events := strings.ReplaceAll(string(raw), `"2025-`, `"2026-`)
	var out strings.Builder
	for n := range 10 {
		out.WriteString(names.ReplaceAllString(events, fmt.Sprintf(`"$1":"$2-%d"`, n)))
	}
	return out.String()
}

// shell runs a command and returns what it prints.
func (r *reader) shell(t *testing.T, dir, command string, env ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-eo", "pipefail", "-c", command)
	cmd.Dir, cmd.Env = dir, slices.Concat(r.env, env)
	out, err := cmd.CombinedOutput()
	t.Logf("$ %s\n%s", command, out)
	if err != nil {
		t.Errorf("%s: %v\n%s", command, err, out)
	}
	return string(out)
}

var happened = regexp.MustCompile(`"time": "[^"]+"`)

// keepFiles writes the files that pages show, for the commands that read them.
func (r *reader) keepFiles(t *testing.T, items []Item) {
	files := map[string]string{"secrets/events/key": "a key of at least thirty-two bytes", "key": "a key of at least thirty-two bytes", "events.ndjson": manyEvents(t)}
	for _, item := range items {
		switch {
		case item.Kind != JSON:
		case strings.Contains(item.Text, `"utterances"`):
			files["release.json"] = item.Text
			files["candidate.json"] = strings.Replace(item.Text, "9 to 18", "9 to 19", 1)
		case strings.Contains(item.Text, `"salt"`):
			files["pointer.json"] = item.Text
		case strings.Contains(item.Text, `"specversion"`):
			// Only what happened within a week is taken.
			now := fmt.Sprintf(`"time": "%s"`, time.Now().UTC().Format(time.RFC3339))
			files["events.json"] = "[" + happened.ReplaceAllString(item.Text, now) + "]"
		}
	}
	if len(files) != 7 {
		t.Fatalf("the pages show other files than release.json, pointer.json and an event: %d", len(files))
	}
	for name, content := range files {
		path := filepath.Join(r.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// alone runs a bot without a cluster, and what talks to it.
func (r *reader) alone(t *testing.T, command string) {
	switch {
	case command == "bot --help":
		r.shell(t, r.dir, command)
	case strings.HasPrefix(command, "kubectl intentops release build "):
		// Beside the release.json that the pages show, which the commands after it take.
		built := filepath.Join(r.dir, "built")
		if err := os.MkdirAll(built, 0o700); err != nil {
			t.Fatal(err)
		}
		r.shell(t, root, "go build -o ~/bin/ ./cmd/bot ./cmd/kubectl-intentops")
		r.shell(t, root, strings.ReplaceAll(command, "DIR", built))
		if said := r.shell(t, r.dir, `echo '{"text": "when are you open"}' | bot understand --release-dir=built`); !strings.Contains(said, `"answer"`) {
			t.Errorf("the bot does not answer by it: %s", said)
		}
	case strings.HasPrefix(command, "bot understand "):
		r.shell(t, root, "go build -o ~/bin/ ./cmd/bot")
		message := `{"text": "when are you open", "locale": "en"}` + "\n"
		if err := os.WriteFile(filepath.Join(r.dir, "messages.jsonl"), []byte(message), 0o600); err != nil {
			t.Fatal(err)
		}
		r.shell(t, r.dir, strings.ReplaceAll(command, "DIR", r.dir))
	case strings.HasPrefix(command, "bot "):
		r.shell(t, root, "go build -o ~/bin/ ./cmd/bot")
		r.startBot(t, strings.NewReplacer("DIR", r.dir, "/tmp/bot", filepath.Join(r.dir, "data")).Replace(command))
	default:
		command = strings.NewReplacer("localhost:8081", r.api, "https://bot.example", "http://"+r.events, "shop/support", "default/bot",
			"sadpysx4jx67d3fdxmayq28g", r.conversation).Replace(command)
		said := r.shell(t, r.dir, "curl() { command curl --silent --show-error --fail-with-body \"$@\"; }\n"+command)
		var answer struct{ Conversation string }
		if json.Unmarshal([]byte(said), &answer); answer.Conversation != "" {
			r.conversation = answer.Conversation
		}
	}
}

var serving = regexp.MustCompile(`"Serving","chat":"[^"]*","api":"([^"]+)","events":"([^"]+)","metrics":"([^"]+)"`)

func (r *reader) startBot(t *testing.T, command string) {
	command += " --chat-listen=127.0.0.1:0 --api-listen=127.0.0.1:0 --events-listen=127.0.0.1:0 --metrics-listen=127.0.0.1:0 --events-secret=events --secrets-dir=" + filepath.Join(r.dir, "secrets")
	cmd := exec.Command("bash", "-c", "exec "+command)
	cmd.Dir, cmd.Env = r.dir, r.env
	output, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	addresses := make(chan []string, 1)
	go func() {
		defer close(addresses)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if found := serving.FindStringSubmatch(lines.Text()); found != nil {
				addresses <- found
			}
		}
	}()
	r.stop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	var metrics string
	select {
	case found := <-addresses:
		if found == nil {
			t.Fatal("the bot does not serve")
		}
		r.api, r.events, metrics = found[1], found[2], found[3]
	case <-time.After(patience):
		t.Fatal("the bot does not say that it serves")
	}
	r.shell(t, r.dir, "curl --silent --fail --retry 60 --retry-delay 1 --retry-all-errors http://"+metrics+"/readyz")
}
