// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/intentops/intentops/internal/contract/written"
)

// laptop is the smallest folder that a bot can be tried with.
const laptop = `apiVersion: intentops.dev/v1alpha1
kind: Bot
metadata: {name: shop}
spec:
  channels: [{name: web, type: WebChat}]
  escalationPolicyRef: {name: standard}
  texts: [{locale: en, greeting: "Hello from the <shop>"}]
---
apiVersion: intentops.dev/v1alpha1
kind: EscalationPolicy
metadata: {name: standard}
spec:
  handoff: {targets: [{name: desk, type: Webhook, webhook: {url: "http://localhost:9999/handoff"}}]}
---
apiVersion: intentops.dev/v1alpha1
kind: Intent
metadata: {name: track}
spec:
  botRef: {name: shop}
  description: Where is my parcel
  risk: High
  utterances: [where is my parcel, track my order please, has my parcel been sent, when does it arrive, I wait for a delivery]
  fields: [{name: order, prompt: "Which order?"}]
  reply: {text: "Order {order} is on its way."}
  tests: [{say: where is my parcel, expect: track}]
`

func folderOf(t *testing.T, manifests string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "shop.yaml"), []byte(manifests), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestManifestsBecomeTheReleaseThatABotServes(t *testing.T) {
	dir := folderOf(t, laptop)
	stdout, stderr, code := run("", "release", "build", dir)
	if code != exitDone || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	r, err := written.Release([]byte(stdout))
	if err != nil {
		t.Fatal(err)
	}
	in := r.Intents[0]
	if len(r.Intents) != 1 || in.Risk != "High" || !in.Fields[0].Required || !strings.HasPrefix(in.Revision, "track-") {
		t.Errorf("intents %+v", r.Intents)
	}
	if r.Policy.ConfidencePercent != 70 || r.Policy.Handoff.URL != "http://localhost:9999/handoff" || len(r.Policy.Handoff.Require) != 6 || !strings.HasPrefix(r.Policy.Revision, "standard-") {
		t.Errorf("policy %+v", r.Policy)
	}
	if len(r.Texts) < 10 || r.TextsRevision == "" || !strings.Contains(stdout, "Hello from the <shop>") {
		t.Errorf("%d texts of revision %q", len(r.Texts), r.TextsRevision)
	}
	if again, _, _ := run(laptop, "release", "build", "-"); again != stdout {
		t.Error("the standard input makes another release than the folder")
	}
}

func TestWhatTheCheckRefusesMakesNoRelease(t *testing.T) {
	_, intents, _ := strings.Cut(laptop, "kind: Intent")
	bot, _, _ := strings.Cut(laptop, "---")
	alone := "kind: Intent" + intents
	for name, tc := range map[string]struct {
		dir, bot, stderr string
		code             int
	}{
		"a value of no field":  {folderOf(t, strings.Replace(laptop, "{order} is", "{number} is", 1)), "", "refers to {number}", exitFindings},
		"a risk of no kind":    {folderOf(t, strings.Replace(laptop, "risk: High", "risk: high", 1)), "", `spec.risk: Unsupported value: "high"`, exitFindings},
		"a test that fails":    {folderOf(t, strings.Replace(laptop, "expect: track", "expect: Handoff", 1)), "", "error [test-fails] Intent track", exitFindings},
		"no policy":            {folderOf(t, bot+"---\napiVersion: intentops.dev/v1alpha1\n"+alone), "", "the EscalationPolicy standard of Bot shop is not in it", exitFailed},
		"no Bot":               {folderOf(t, "apiVersion: intentops.dev/v1alpha1\n"+alone), "", "the Bot shop is not in it, but only Intents of it", exitFailed},
		"several Bots":         {"../../config/samples", "", "has several Bots: choose one with --bot: first, support", exitFailed},
		"a Bot that is not in": {"../../config/samples", "sales", `there is no Bot "sales": use one of first, support`, exitFailed},
		"nothing of ours":      {t.TempDir(), "", "has no object of intentops.dev", exitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"release", "build", tc.dir}
			if tc.bot != "" {
				args = append(args, "--bot", tc.bot)
			}
			stdout, stderr, code := run("", args...)
			if code != tc.code || stdout != "" || !strings.Contains(stderr, tc.stderr) {
				t.Errorf("exit %d, stdout %q, stderr %s\nwant %s", code, stdout, stderr, tc.stderr)
			}
		})
	}
}

func TestTheBotsOfTheFolderAreCompleted(t *testing.T) {
	stdout, _, _ := run("", "__completeNoDesc", "release", "build", "../../config/samples", "--bot", "")
	if !strings.HasPrefix(stdout, "first\nsupport\n") {
		t.Errorf("completed %q", stdout)
	}
}

// TestAReleaseIsWrittenAsAWholeOrNotAtAll, so that a mistake leaves the last good one.
func TestAReleaseIsWrittenAsAWholeOrNotAtAll(t *testing.T) {
	file := filepath.Join(t.TempDir(), "try", "release.json")
	if stdout, stderr, code := run("", "release", "build", folderOf(t, laptop), "--out", file); code != exitDone || stdout+stderr != "" {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, code := run("", "release", "build", folderOf(t, strings.Replace(laptop, "expect: track", "expect: refund", 1)), "--out", file); code != exitFindings {
		t.Errorf("exit %d", code)
	}
	if now, err := os.ReadFile(file); err != nil || string(now) != string(good) {
		t.Errorf("the release is %q, %v", now, err)
	}
}
