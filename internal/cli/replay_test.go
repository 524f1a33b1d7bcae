// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// confidence changes with the classifier, and with it no decision here should.
var confidence = regexp.MustCompile(`"confidence": [0-9.]+`)

// changedShop is a shop before and after a change: an Intent, a reply and a rule.
func changedShop(t *testing.T) (before, after string) {
	t.Helper()
	before, after = packFolder(t, lacked), packFolder(t)
	for file, edit := range map[string][2]string{
		"escalationpolicy.yaml": {"  - {name: angry,", "  - {name: hours-by-people, when: intent.name == 'opening-hours'}\n  - {name: angry,"},
		"intents.yaml":          {"You see where order", "You read where order"},
	} {
		content, err := os.ReadFile(filepath.Join(after, file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(after, file), []byte(strings.Replace(string(content), edit[0], edit[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return before, after
}

func TestTwoReleasesAreReplayed(t *testing.T) {
	before, after := changedShop(t)
	for suffix, sc := range screens() {
		w := newWorld(t, sc)
		if code := w.run("replay", "support", "--from", chats, "--old", before, "--new", after, "--limit", "5"); code != 0 || w.err.Len() > 0 {
			t.Fatalf("exit %d: %s", code, w.err)
		}
		golden(t, "screens/replay-"+suffix, strings.NewReplacer(before, "before", after, "after").Replace(w.out.String()))
	}
}

func TestTheExitCodeSaysThatSomethingDiffers(t *testing.T) {
	before, after := changedShop(t)
	w := newWorld(t, shopScreen)
	if code := w.run("replay", "support", "--from", chats, "--old", before, "--new", after, "--exit-code", "-o", "json"); code != exitFindings || w.err.Len() > 0 {
		t.Fatalf("exit %d: %s", code, w.err)
	}
	golden(t, "screens/replay-json", confidence.ReplaceAllString(strings.NewReplacer(before, "before", after, "after").Replace(w.out.String()), `"confidence": 0.9`))
	var r replayReport
	if err := json.Unmarshal(w.out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Differences {
		if strings.Contains(d.Text, "4111 1111") {
			t.Errorf("line %d has the number of a card", d.Line)
		}
	}
	w.out.Reset()
	if code := w.run("replay", "support", "--from", chats, "--old", shopFolder, "--new", shopFolder, "--exit-code"); code != exitDone ||
		!strings.HasSuffix(w.out.String(), "Both decide and say the same.\n") {
		t.Errorf("exit %d: %s%s", code, w.out, w.err)
	}
}

// TestWhatIsLiveIsComparedWithAFolder: the release of the cluster was made from the same folder.
func TestWhatIsLiveIsComparedWithAFolder(t *testing.T) {
	w := newWorld(t, shopScreen)
	serve(t, w, "support", 3, liveIntents(t, shopFolder)...)
	for _, args := range [][]string{{"--new", shopFolder}, {"--old", "support-000003", "--new", shopFolder}, {"--old", shopFolder, "--new", "support-000003"}} {
		w.out.Reset()
		if code := w.run(append([]string{"replay", "support", "--from", chats, "--exit-code"}, args...)...); code != exitDone {
			t.Errorf("%v: exit %d: %s%s", args, code, w.out, w.err)
		}
	}
}

func TestWhatReplayRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no file":              {[]string{"--new", shopFolder}, "error: --from is missing"},
		"no release":           {[]string{"--from", chats}, "error: --new is missing: name the release to look at"},
		"both":                 {[]string{"--from", chats, "--new", shopFolder, "--old", "x", "--since", "main"}, "error: --since and --old both say what to compare with"},
		"since of a release":   {[]string{"--from", chats, "--new", "support-000003", "--since", "main"}, "error: --since main: is for a folder, and --new support-000003 is none"},
		"a release that is no": {[]string{"--from", chats, "--new", "support-000009"}, "error: BotRelease support-000003 is not complete"},
		"a folder that is no":  {[]string{"--from", chats, "--old", "./none", "--new", shopFolder}, "error: ./none: no such file or directory: name the folder with the manifests"},
		"a commit that is no":  {[]string{"--from", chats, "--new", shopFolder, "--since", "no-such-branch"}, "error: --since no-such-branch: there is no such commit"},
		"a limit":              {[]string{"--from", chats, "--new", shopFolder, "--limit", "-1"}, "error: --limit -1: is below zero"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, shopScreen)
			if code := w.run(append([]string{"replay", "support"}, tc.args...)...); code != exitFailed || w.out.Len() > 0 || !strings.HasPrefix(w.err.String(), tc.want) {
				t.Errorf("exit %d, stdout %q, stderr %q, want %q", code, w.out, w.err, tc.want)
			}
		})
	}
}
