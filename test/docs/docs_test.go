// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// TestAReaderCanDoWhatTheDocsSay runs every command and applies every manifest of the README
// and of docs, in the order of a reader, in one namespace.
func TestAReaderCanDoWhatTheDocsSay(t *testing.T) {
	r := newReader(t)
	items, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	r.keepFiles(t, items)
	for _, item := range items {
		t.Run(fmt.Sprintf("%s:%d", item.Page, item.Line), func(t *testing.T) {
			switch item.Kind {
			case YAML:
				r.apply(t, item)
			case JSON:
				if !json.Valid([]byte(item.Text)) && !strings.Contains(item.Text, "1..5") {
					t.Errorf("this is not JSON:\n%s", item.Text)
				}
			default:
				r.do(t, item)
			}
		})
	}
}

// TestTheSamplesCanBeAppliedEitherWay is what a reader of the README tries next. Files of one
// folder must not own each other's objects, nor be anything else than objects.
func TestTheSamplesCanBeAppliedEitherWay(t *testing.T) {
	r := newReader(t)
	for _, command := range []string{
		"kubectl apply -k config/crd",
		"kubectl apply -f config/samples/first-bot.yaml",
		"kubectl apply -k config/samples",
		"kubectl apply -f config/samples",
		"kubectl delete -k config/samples",
		"kubectl get bot/first intent/shop-hours intentbatch/first",
	} {
		r.run(t, r.kubeconfig, command)
	}
}

// TestAReaderOfTheFirstBotWaitsForAllOfIt: a Bot that is ready answers nothing before its batch is
// promoted, and a reader who asks at once believes that nothing works.
func TestAReaderOfTheFirstBotWaitsForAllOfIt(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "config/samples/first-bot.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	items, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	var waited string
	for _, item := range items {
		if item.Page == "README.md" && strings.HasPrefix(item.Text, "kubectl wait ") {
			waited += item.Text + "\n"
		}
	}
	for document := range strings.SplitSeq(string(content), "\n---\n") {
		var object struct {
			Kind     string
			Metadata struct{ Name string }
		}
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			t.Fatal(err)
		}
		name := strings.ToLower(object.Kind) + "/" + object.Metadata.Name
		if (object.Kind == "Bot" || object.Kind == "IntentBatch") && !strings.Contains(waited, " "+name+" ") {
			t.Errorf("the README does not wait for %s: %s", name, waited)
		}
	}
}

// do runs a command where it belongs.
func (r *reader) do(t *testing.T, item Item) {
	places, reason := Places(item.Text)
	switch {
	case places == 0 && reason == "":
		t.Fatalf("nobody has said where this is run: add it to test/docs/places.go\n%s", item.Text)
	case places == 0:
		t.Skipf("not run, since %s: %s", reason, item.Text)
	case places == Cluster:
		t.Skipf("run by test/e2e on a real cluster: %s", item.Text)
	case r.done[item.Text]:
		return
	case places&APIServer != 0:
		r.run(t, r.kubeconfig, item.Text)
	case places&Another != 0:
		r.run(t, startServer(t), item.Text)
	case places&Alone != 0:
		r.alone(t, item.Text)
	}
	r.done[item.Text] = true
}

// foreign is YAML that is for others than the API server.
var foreign = map[string]string{
	"jobs":            "it is for GitHub Actions",
	"relabel_configs": "it is for a Prometheus; config/prometheus tests the same rules with a real one",
}

// belongs is the kind to which the parts of a spec on a page belong.
var belongs = map[string]string{
	"docs/bot.md": "Bot", "docs/botrelease.md": "Bot", "docs/events.md": "Bot", "docs/operations.md": "Bot", "docs/security.md": "Bot", "docs/understanding.md": "Bot", "docs/intent.md": "Intent",
	"docs/intentbatch.md": "IntentBatch",
}

// apply applies manifests. A part of a spec is laid over the last manifest of its kind that
// the reader saw, and tried only.
func (r *reader) apply(t *testing.T, item Item) {
	for text := range strings.SplitSeq(item.Text, "\n---\n") {
		var object map[string]any
		if err := yaml.UnmarshalStrict([]byte(text), &object); err != nil {
			t.Fatal(err)
		}
		for key, reason := range foreign {
			if object[key] != nil {
				t.Skipf("not applied: %s", reason)
			}
		}
		command := "kubectl apply -f "
		if object["apiVersion"] == nil {
			whole := r.manifests[belongs[item.Page]]
			if whole == nil {
				t.Fatalf("nobody has said to which kind this belongs: add the page to the test\n%s", text)
			}
			if object["spec"] == nil {
				object = map[string]any{"spec": object}
			}
			object = merge(whole, object)
			command = "kubectl apply --dry-run=server -f "
		} else if kind, is := object["kind"].(string); is {
			r.manifests[kind] = object
		}
		raw, err := yaml.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "object.yaml")
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		r.run(t, r.kubeconfig, command+file)
	}
}

// merge lays maps over maps.
func merge(base, over map[string]any) map[string]any {
	out := maps.Clone(base)
	for key, value := range over {
		below, isMap := out[key].(map[string]any)
		if value, too := value.(map[string]any); isMap && too {
			out[key] = merge(below, value)
		} else {
			out[key] = over[key]
		}
	}
	return out
}

func TestWhatAPageAsksFor(t *testing.T) {
	page := "Run `make it` or `kubectl`:\n```sh\n# first\nhelm install a \\\n  --set b=c    # or d\n\n```\n```\n$ kubectl get a\nNAME\n```\n" +
		"```yaml\na: b\n```\n```bash\nx=1\necho $x\n```\n```\nmake it so\nPOST <url>\n```\n"
	want := []string{
		"p:4: helm install a --set b=c", "p:12: a: b\n", "p:15: x=1\necho $x", "p:20: make it so", "p:9: kubectl get a", "p:1: make it",
	}
	var got []string
	for _, item := range parse("p", page) {
		got = append(got, item.String())
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("items %q, want %q", got, want)
	}
}

func TestACommandThatNobodyThoughtOfHasNoPlace(t *testing.T) {
	if places, reason := Places("kubectl drain node-1"); places != 0 || reason != "" {
		t.Errorf("it is run in %d, or not because of %q", places, reason)
	}
}
