// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/cli/check"
)

// TestEveryPackPassesTheCheck: all but the helpdesk's address, which nobody but its user knows.
func TestEveryPackPassesTheCheck(t *testing.T) {
	for _, pack := range Names() {
		t.Run(pack, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "manifests")
			if _, err := Write(t.Context(), pack, dir); err != nil {
				t.Fatal(err)
			}
			report, err := check.Run(t.Context(), check.Options{Dir: dir, Lint: true, Test: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				if f.Rule != check.RuleDoubtful || !strings.Contains(f.Message, "is an example address") {
					t.Errorf("%s:%d %s %s %s: %s", f.File, f.Line, f.Rule, f.Object, f.Field, f.Message)
				}
			}
			if len(report.Tests) < 10 {
				t.Errorf("%d tests, want one for each Intent", len(report.Tests))
			}
		})
	}
}

// TestTheFirstBatchAloneAnswersItsTests: on its first day a Bot knows nothing else.
func TestTheFirstBatchAloneAnswersItsTests(t *testing.T) {
	for _, pack := range Names() {
		t.Run(pack, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "manifests")
			if _, err := Write(t.Context(), pack, dir); err != nil {
				t.Fatal(err)
			}
			first := objects[v1alpha1.IntentBatch](t, pack, "batches.yaml")[0]
			kept := map[string][]any{"batches.yaml": {first}}
			for _, intent := range objects[v1alpha1.Intent](t, pack, "intents.yaml") {
				if slices.Contains(first.Spec.Intents, intent.Name) {
					kept["intents.yaml"] = append(kept["intents.yaml"], intent)
				}
			}
			for file, objects := range kept {
				var text strings.Builder
				for _, object := range objects {
					document, err := yaml.Marshal(object)
					if err != nil {
						t.Fatal(err)
					}
					text.WriteString("---\n" + string(document))
				}
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			report, err := check.Run(t.Context(), check.Options{Dir: dir, Test: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s %s %s: %s", f.Rule, f.Object, f.Field, f.Message)
			}
			if len(report.Tests) < len(first.Spec.Intents) {
				t.Errorf("%d tests, want one for each Intent", len(report.Tests))
			}
		})
	}
}

// objects are the documents of a file, of one kind.
func objects[T any](t *testing.T, pack, file string) []T {
	t.Helper()
	from, err := Files(pack)
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(from, file)
	if err != nil {
		t.Fatal(err)
	}
	var out []T
	for text := range strings.SplitSeq(string(content), "\n---\n") {
		if !strings.Contains(text, "apiVersion:") {
			continue // a comment before the first
		}
		var object T
		if err := yaml.UnmarshalStrict([]byte(text), &object); err != nil {
			t.Fatal(err)
		}
		out = append(out, object)
	}
	return out
}

func TestAPackHasAllThatATeamBeginsWith(t *testing.T) {
	for _, pack := range Names() {
		t.Run(pack, func(t *testing.T) {
			intents := objects[v1alpha1.Intent](t, pack, "intents.yaml")
			if len(intents) < 8 || len(intents) > 12 {
				t.Errorf("%d intents, want 8 to 12", len(intents))
			}
			inBatch := map[string]int{}
			for _, b := range objects[v1alpha1.IntentBatch](t, pack, "batches.yaml") {
				for _, name := range b.Spec.Intents {
					inBatch[name]++
				}
			}
			for _, i := range intents {
				if len(i.Spec.Utterances) < 8 || len(i.Spec.Tests) == 0 || inBatch[i.Name] != 1 {
					t.Errorf("Intent %s has %d utterances, %d tests and is in %d batches", i.Name, len(i.Spec.Utterances), len(i.Spec.Tests), inBatch[i.Name])
				}
				// The bot is connected to nothing: it may say where something is done, and not that it was.
				for _, claim := range []string{"we have ", "has been ", "I have ", "I've ", "is cancelled", "was sent"} {
					if strings.Contains(strings.ToLower(i.Spec.Reply.Text), claim) {
						t.Errorf("Intent %s claims %q, which nobody did: %s", i.Name, claim, i.Spec.Reply.Text)
					}
				}
			}
			var kpis []v1alpha1.KPI
			for _, target := range objects[v1alpha1.KPITarget](t, pack, "kpitargets.yaml") {
				kpis = append(kpis, target.Spec.KPI)
				var days []int32
				for _, m := range target.Spec.Milestones {
					days = append(days, m.Day)
				}
				if !slices.Equal(days, []int32{30, 60, 90}) || len(target.Spec.Guardrails) == 0 || target.Spec.DefinitionLock == "" {
					t.Errorf("KPITarget %s has milestones of days %v and %d guardrails", target.Name, days, len(target.Spec.Guardrails))
				}
			}
			if want := []v1alpha1.KPI{
				v1alpha1.KPIFirstResponseTime, v1alpha1.KPIAverageHandleTime, v1alpha1.KPIResolutionTime, v1alpha1.KPIDeflectionRate,
				v1alpha1.KPIEscalationRate, v1alpha1.KPICSAT, v1alpha1.KPISLAHitRate,
			}; !slices.Equal(kpis, want) {
				t.Errorf("%v, want %v", kpis, want)
			}
			from, err := Files(pack)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := fs.ReadFile(from, "PLAN.md")
			if err != nil || !strings.Contains(string(plan), "| 12 |") {
				t.Errorf("the plan has no twelfth week: %v", err)
			}
		})
	}
}

func TestNothingIsOverwrittenOrHalfDone(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for name, tc := range map[string]struct {
		ctx   context.Context
		pack  string
		there []string
		want  string
	}{
		"a new folder":          {t.Context(), "shop", nil, ""},
		"an empty folder":       {t.Context(), "shop", []string{"manifests/"}, ""},
		"a folder that has one": {t.Context(), "shop", []string{"manifests/", "manifests/bot.yaml"}, "manifests: has bot.yaml already, and nothing is overwritten"},
		"a file":                {t.Context(), "shop", []string{"manifests"}, "manifests: not a directory: a file has this name, so name another folder"},
		"another pack":          {t.Context(), "zoo", nil, `there is no pack "zoo": use one of bank, saas, shop`},
		"interrupted":           {stopped, "shop", nil, "context canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			for _, entry := range tc.there {
				var err error
				if strings.HasSuffix(entry, "/") {
					err = os.Mkdir(filepath.Join(parent, entry), 0o755)
				} else {
					err = os.WriteFile(filepath.Join(parent, entry), []byte("mine"), 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			files, err := Write(tc.ctx, tc.pack, filepath.Join(parent, "manifests"))
			if tc.want == "" {
				if err != nil || len(files) != 7 {
					t.Fatalf("%v: %v", files, err)
				}
			} else if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %s", err, tc.want)
			}
			var left []string
			_ = filepath.WalkDir(parent, func(path string, _ fs.DirEntry, _ error) error {
				left = append(left, path)
				return nil
			})
			if want := 1 + len(tc.there); tc.want != "" && len(left) != want {
				t.Errorf("%v: something is left over", left)
			}
			if content, err := os.ReadFile(filepath.Join(parent, "manifests", "bot.yaml")); len(tc.there) == 2 && (err != nil || string(content) != "mine") {
				t.Errorf("the file that was there is %q: %v", content, err)
			}
		})
	}
}

// TestAPackCanBeAppliedInEitherWay: "kubectl apply -f DIR" fails on a kustomization.yaml, as the
// cluster has no such kind, and "kubectl apply -k DIR" needs every file listed.
func TestAPackCanBeAppliedInEitherWay(t *testing.T) {
	for _, pack := range Names() {
		from, err := Files(pack)
		if err != nil {
			t.Fatal(err)
		}
		manifests, err := fs.Glob(from, "*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range manifests {
			content, err := fs.ReadFile(from, name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(content), "kustomize.config.k8s.io") {
				t.Errorf("%s: kubectl apply -f takes %s for an object", pack, name)
			}
		}
		content, err := fs.ReadFile(from, "Kustomization")
		if err != nil {
			t.Fatal(err)
		}
		var says struct {
			Resources []string `json:"resources"`
		}
		if err := yaml.UnmarshalStrict(content[strings.Index(string(content), "resources:"):], &says); err != nil {
			t.Fatal(err)
		}
		slices.Sort(says.Resources)
		if !slices.Equal(says.Resources, manifests) {
			t.Errorf("%s lists %v of %v", pack, says.Resources, manifests)
		}
	}
}

// TestThePresentFolderCanBeBegunIn as in a repository that was just made: it stays the same folder,
// which a shell is in.
func TestThePresentFolderCanBeBegunIn(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	was, err := os.Stat(".")
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	if _, err := Write(ctx, "shop", "."); err == nil {
		t.Error("an interrupted command was done")
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("%v: %v is left", err, entries)
	}
	files, err := Write(t.Context(), "shop", ".")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(files) || len(files) != 7 {
		t.Errorf("%v: %v of %v", err, entries, files)
	}
	if is, err := os.Stat(dir); err != nil || !os.SameFile(was, is) {
		t.Errorf("another folder: %v", err)
	}
}
