// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden reports again")

// folder is a copy of the shop, with one text replaced by another.
func folder(t *testing.T, file, from, to string) string {
	t.Helper()
	dir := t.TempDir()
	entries, err := os.ReadDir("testdata/shop")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join("testdata/shop", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, entry.Name(), string(content))
	}
	replace(t, dir, file, from, to)
	return dir
}

func replace(t *testing.T, dir, file, from, to string) {
	t.Helper()
	if file == "" {
		return
	}
	content, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil && from != "" {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), from) {
		t.Fatalf("%s has no %q", file, from)
	}
	if from == "" {
		write(t, dir, file, string(content)+to)
		return
	}
	write(t, dir, file, strings.Replace(string(content), from, to, 1))
}

func write(t *testing.T, dir, file, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func checked(t *testing.T, o Options) *Report {
	t.Helper()
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAFolderWithoutMistakes(t *testing.T) {
	r := checked(t, Options{Dir: "testdata/shop", Lint: true, Test: true})
	for _, f := range r.Findings {
		t.Errorf("%s:%d %s %s %s: %s", f.File, f.Line, f.Rule, f.Object, f.Field, f.Message)
	}
	if passed, failed, skipped := r.tally(); passed != 5 || failed+skipped > 0 || r.Objects != 7 || r.Failed(true) {
		t.Errorf("%d passed, %d failed, %d skipped of %d objects", passed, failed, skipped, r.Objects)
	}
}

// TestEachMistakeIsFound breaks the folder in one place, and wants the place and the words.
func TestEachMistakeIsFound(t *testing.T) {
	for name, tc := range map[string]struct {
		file, from, to string
		want           string
	}{
		"not YAML":                         {"bot.yaml", "spec:\n  channels:", "spec: [\n  channels:", "bot.yaml:5: error yaml"},
		"a key twice":                      {"batches.yaml", "  intents: [refund]", "  intents: [refund]\n  intents: [refund]", `batches.yaml:15: error yaml   key "intents" already set in map`},
		"a freeze that never comes":        {"bot.yaml", "  rollout:\n", "  rollout:\n    freezes: [{name: peak, schedule: \"0 9 30 2 *\", duration: 4h}]\n", `bot.yaml:9: error bot Bot shop/support spec.rollout.freezes[peak].schedule "0 9 30 2 *" never happens: no month that it names has such a day`},
		"a freeze on no day of a week":     {"bot.yaml", "  rollout:\n", "  rollout:\n    freezes: [{name: peak, schedule: \"0 9 * * MOO\", duration: 4h}]\n", `bot.yaml:9: error bot Bot shop/support spec.rollout.freezes[peak].schedule "0 9 * * MOO": "MOO" is neither a number nor a month or day of the week such as FEB or MON`},
		"a freeze in no time zone":         {"bot.yaml", "  rollout:\n", "  rollout:\n    freezes: [{name: peak, schedule: \"0 9 * * MON\", duration: 4h, timeZone: Europe/Berlim}]\n", `bot.yaml:9: error bot Bot shop/support spec.rollout.freezes[peak].timeZone "Europe/Berlim" is not a time zone such as "Europe/Berlin"`},
		"a region as people call it":       {"intents.yaml", "- {name: orderId, ", "- {name: phone, type: Phone, region: UK, prompt: Your number}\n  - {name: orderId, ", `error intent Intent shop/order-status spec.fields[0].region "UK" is no country whose telephone numbers are known, so that those without a country code would be refused: write GB`},
		"an unknown field":                 {"intents.yaml", "  reply:\n    text: The money", "  replys:\n    text: The money", "intents.yaml:57: error schema Intent shop/refund spec.replys is an unknown field: correct its name or its place, or remove it"},
		"a missing field":                  {"intents.yaml", "  reply:\n    text: The money is back within five days.\n", "", "intents.yaml:48: error schema Intent shop/refund spec.reply Required value"},
		"a rule of the schema":             {"bot.yaml", "percent: 25", "percent: 0", "bot.yaml:9: error schema Bot shop/support spec.rollout.steps Invalid value: percent must rise from step to step"},
		"a kind that there is not":         {"bot.yaml", "kind: Bot", "kind: Robot", "bot.yaml:2: error schema Robot shop/support kind is not a kind of intentops.dev: use one of Bot, BotRelease, EscalationPolicy, Intent, IntentBatch, KPITarget"},
		"a version that there is not":      {"bot.yaml", "v1alpha1", "v2", `bot.yaml:1: error schema Bot shop/support apiVersion "intentops.dev/v2" is not served: use intentops.dev/v1alpha1`},
		"no version":                       {"intents.yaml", "apiVersion: intentops.dev/v1alpha1\n", "", "error schema Intent shop/opening-hours apiVersion is missing: add apiVersion: intentops.dev/v1alpha1"},
		"a version without its group":      {"bot.yaml", "intentops.dev/v1alpha1", "v1alpha1", `bot.yaml:1: error schema Bot shop/support apiVersion "v1alpha1" is not served: use intentops.dev/v1alpha1`},
		"an object twice":                  {"more.yaml", "", "apiVersion: intentops.dev/v1alpha1\nkind: Bot\nmetadata: {name: support, namespace: shop}\n", "more.yaml:3: error declared-twice Bot shop/support metadata.name is declared in DIR/bot.yaml:3 too: keep one"},
		"an intent that is missing":        {"batches.yaml", "[refund]", "[refunds]", `batches.yaml:14: error reference IntentBatch shop/week-2 spec.intents[0] there is no Intent "refunds" in this folder and namespace: create it or correct the name`},
		"a policy that is missing":         {"bot.yaml", "escalationPolicyRef: {name: standard}", "escalationPolicyRef: {name: strict}", `bot.yaml:7: error reference Bot shop/support spec.escalationPolicyRef.name there is no EscalationPolicy "strict"`},
		"a field of a reply":               {"intents.yaml", "Order {orderId}", "Order {order}", "intents.yaml:39: error intent Intent shop/order-status spec.reply.text refers to {order}, but there is no such field: add it to spec.fields or correct the name"},
		"an utterance of two intents":      {"intents.yaml", "- can you reimburse me", "- Where is my parcel?", `intents.yaml:54: error duplicate-utterance Intent shop/refund spec.utterances[3] says the same as spec.utterances[0] of Intent "order-status"`},
		"the same words":                   {"intents.yaml", "- can you reimburse me", "- is where my parcel", `intents.yaml:54: warning near-duplicate Intent shop/refund spec.utterances[3] has the words of spec.utterances[0] of Intent "order-status"`},
		"a rule that does not compile":     {"bot.yaml", "when: message.dangerToSelf", "when: message.danger", "bot.yaml:21: error escalation-policy EscalationPolicy shop/standard spec.rules[0].when 1:8: undefined field 'danger'"},
		"a rule behind one for all":        {"bot.yaml", "when: message.dangerToSelf", `when: "true"`, `bot.yaml:22: warning never-matches EscalationPolicy shop/standard spec.rules[1].when is never reached: the rule "danger" before it always matches`},
		"a rule about no intent":           {"bot.yaml", "'refund'", "'refunds'", `bot.yaml:22: warning never-matches EscalationPolicy shop/standard spec.rules[1].when there is no Intent "refunds" in this folder`},
		"a rule about no channel":          {"bot.yaml", "customer.tier == 'gold'", "customer.channel == 'sms'", `bot.yaml:22: warning never-matches EscalationPolicy shop/standard spec.rules[1].when no channel is named "sms", so this comparison never holds: write 'web'`},
		"a rule about no risk":             {"bot.yaml", "customer.tier == 'gold'", "intent.risk == 'high'", `spec.rules[1].when intent.risk is never "high", so this comparison never holds: write 'High'`},
		"a rule about a percentage":        {"bot.yaml", "customer.tier == 'gold'", "intent.confidence > 70.0", `spec.rules[1].when intent.confidence is 0 to 1, so this comparison never holds: write 0.7`},
		"a rule about no intent in a list": {"bot.yaml", "intent.name == 'refund' && customer.tier == 'gold'", `"intent.name in ['refunds']"`, `spec.rules[1].when there is no Intent "refunds" in this folder, so this comparison never holds`},
		"a helpdesk on one's own machine":  {"bot.yaml", "https://desk.shop.test", "http://127.0.0.1:9090", `bot.yaml:25: warning doubtful EscalationPolicy shop/standard spec.handoff.targets[0].webhook.url leads to a loopback address, to which bots do not connect unless the operator's --allow-egress lists it: write a name or an address that pods reach, such as that of a Service`},
		"an engine on one's own machine":   {"bot.yaml", "  rollout:\n", "  understanding: {http: {url: \"http://localhost:5005\"}}\n  rollout:\n", `warning doubtful Bot shop/support spec.understanding.http.url leads to a loopback address`},
		"an objective the wrong way round": {"more.yaml", "", "apiVersion: intentops.dev/v1alpha1\nkind: KPITarget\nmetadata: {name: t, namespace: shop}\nspec: {botRef: {name: support}, kpi: EscalationRate, objective: {atLeast: \"20%\"}}\n", `more.yaml:4: warning doubtful KPITarget shop/t spec.objective.atLeast a lower EscalationRate is better, so this is met while customers are worse off: use atMost`},
		"an objective that is always met":  {"more.yaml", "", "apiVersion: intentops.dev/v1alpha1\nkind: KPITarget\nmetadata: {name: t, namespace: shop}\nspec: {botRef: {name: support}, kpi: CSAT, objective: {atLeast: \"1\"}}\n", `warning doubtful KPITarget shop/t spec.objective.atLeast every CSAT meets it: set a value that can be missed`},
		"a name that no Secret can have":   {"bot.yaml", "handoffs\"}", "handoffs\", secretRef: {name: Desk_Key}}", `bot.yaml:25: error reference EscalationPolicy shop/standard spec.handoff.targets[0].webhook.secretRef.name nothing can be named "Desk_Key": write lower-case letters, digits, hyphens and dots, such as desk-key`},
		"an example's helpdesk":            {"bot.yaml", "desk.shop.test", "desk.example", "bot.yaml:25: warning doubtful EscalationPolicy shop/standard spec.handoff.targets[0].webhook.url is an example address that leads nowhere"},
		"an intent in two batches":         {"batches.yaml", "[refund]", "[refund, order-status]", "batches.yaml:14: error batch IntentBatch shop/week-2 spec.intents an Intent belongs to one batch"},
		"batches that wait in a circle":    {"batches.yaml", "intents: [opening-hours, order-status]", "intents: [opening-hours, order-status]\n  dependsOn: [week-2]", "error batch IntentBatch shop/week-1"},
		"a step that can only time out":    {"batches.yaml", "  dependsOn", "  steps: [{name: half, percent: 50, maxWait: 5m}, {name: all, percent: 100}]\n  dependsOn", "warning doubtful IntentBatch shop/week-2 spec.steps[half].maxWait 5m is over before a conversation is counted"},
		"an approval of other content":     {"batches.yaml", "  dependsOn", "  approvals: [{step: all, revision: \"123456\"}]\n  dependsOn", "batches.yaml:15: warning approval IntentBatch shop/week-2 spec.approvals[all].revision approves 123456 of step all, but with this folder the batch has the revision "},
		"an approval of no step":           {"batches.yaml", "  dependsOn", "  approvals: [{step: half, revision: \"123456\"}]\n  dependsOn", "error batch IntentBatch shop/week-2 spec.approvals[half] there is no such step: use one of shadow, quarter, all"},
		"a secret":                         {"intents.yaml", "text: The money", "text: Use AKIA" + "ABCDEFGHIJKLMNOP. The money", "intents.yaml:58: error secret Intent shop/refund spec.reply.text holds an access key of AWS, which everybody can read here"},
		"a test of no intent":              {"intents.yaml", "expect: refund", "expect: refunds", `intents.yaml:61: error intent-test Intent shop/refund spec.tests[0].expect there is no Intent "refunds" in this folder and namespace`},
		"a test that was taught":           {"intents.yaml", "say: where is my package", "say: Track my package!", `intents.yaml:41: warning intent-test Intent shop/order-status spec.tests[0].say is an utterance of Intent "order-status", so it says little`},
		"a test against an utterance":      {"intents.yaml", "say: where is my package", "say: how do I get a refund", `intents.yaml:41: error intent-test Intent shop/order-status spec.tests[0].say is an utterance of Intent "refund", but is expected to be understood as "order-status"`},
		"two tests that contradict":        {"intents.yaml", "say: where is my package", "say: give me a refund, please\n    expect: Handoff", `intents.yaml:62: error intent-test Intent shop/refund spec.tests[0].expect a test of Intent "order-status" says the same and expects Handoff, this one refund: keep one`},
		"a test without a word":            {"intents.yaml", "say: where is my package", `say: "?!"`, "spec.tests[0].say has no word in it"},
		"a test that fails":                {"intents.yaml", "say: where is my package", "say: are you open tonight", "intents.yaml:41: error test-fails Intent shop/order-status spec.tests[0] expects order-status, but the bot understands opening-hours, "},
		"a handoff that is not":            {"intents.yaml", "say: I want to talk to a person", "say: when do you open", "error test-fails Intent shop/opening-hours spec.tests[1] expects Handoff, but the bot understands opening-hours, "},
		"too few examples":                 {"intents.yaml", "  - can you reimburse me\n  - refund the amount I paid\n", "", "warning doubtful Intent shop/refund spec.utterances with only 4 examples the bot understands little else"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, tc.file, tc.from, tc.to)
			r := checked(t, Options{Dir: dir, Lint: true, Test: strings.Contains(tc.want, "test-fails"), hasty: true})
			var lines []string
			for _, f := range r.Findings {
				line := fmt.Sprintf("%s:%d: %s %s %s %s %s", strings.TrimPrefix(f.File, dir+"/"), f.Line, f.Severity, f.Rule, f.Object, f.Field, f.Message)
				lines = append(lines, strings.ReplaceAll(line, dir, "DIR"))
			}
			if all := strings.Join(lines, "\n"); !strings.Contains(all, tc.want) {
				t.Errorf("want %s\ngot\n%s", tc.want, all)
			}
		})
	}
}

// TestAnObjectOfNoVersionIsOneMistake: that others name it is no further one.
func TestAnObjectOfNoVersionIsOneMistake(t *testing.T) {
	dir := folder(t, "intents.yaml", "apiVersion: intentops.dev/v1alpha1\n", "")
	r := checked(t, Options{Dir: dir, Lint: true, hasty: true})
	if len(r.Findings) != 1 || r.Findings[0].Field != "apiVersion" {
		t.Errorf("want the missing apiVersion alone, got %v", r.Findings)
	}
}

// TestOneRoundIsEnough: a mistake that the API server refuses does not hide those that the operator
// would find in the same object, and does not bring any that only follow from it.
func TestOneRoundIsEnough(t *testing.T) {
	for name, tc := range map[string]struct {
		file, from, to string
		want           []string
	}{
		"an unknown field and a placeholder of none": {"intents.yaml", "text: Order {orderId}", "txt: no\n    text: Order {order}",
			[]string{"spec.reply.txt is an unknown field", "spec.reply.text refers to {order}"}},
		"a reply that is missing": {"intents.yaml", "  reply:\n    text: The money is back within five days.\n", "",
			[]string{"spec.reply Required value"}},
		"a threshold and a rule": {"bot.yaml", "confidencePercent: 60\n  marginPercent: 5\n  rules:\n  - {name: danger, when: message.dangerToSelf}", "confidencePercent: 600\n  marginPercent: 5\n  rules:\n  - {name: danger, when: message.danger}",
			[]string{"spec.confidencePercent Invalid value: 600", "spec.rules[0].when 1:8: undefined field 'danger'"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := checked(t, Options{Dir: folder(t, tc.file, tc.from, tc.to), Lint: true, hasty: true})
			ours := 0
			for _, f := range r.Findings {
				if f.Rule == RuleTest || f.Rule == RuleBatch || f.Rule == RuleReference {
					continue // of other objects
				}
				if got := f.Field + " " + f.Message; ours >= len(tc.want) || !strings.HasPrefix(got, tc.want[ours]) {
					t.Errorf("got %s", got)
				}
				ours++
			}
			if ours != len(tc.want) {
				t.Errorf("%d findings, want %d", ours, len(tc.want))
			}
		})
	}
}

func TestWhatIsElsewhereIsAWarning(t *testing.T) {
	dir := folder(t, "", "", "")
	if err := os.Remove(filepath.Join(dir, "bot.yaml")); err != nil {
		t.Fatal(err)
	}
	r := checked(t, Options{Dir: dir, Lint: true, Test: true})
	if r.Count(Error) > 0 || r.Count(Warning) != 5 || r.Failed(false) || !r.Failed(true) {
		t.Errorf("%+v", r.Findings)
	}
}

func TestABotWithAnotherEngineIsNotTested(t *testing.T) {
	r := checked(t, Options{Dir: folder(t, "bot.yaml", "  rollout:", "  understanding: {http: {url: \"https://nlu.shop.test\"}}\n  rollout:"), Test: true})
	if _, _, skipped := r.tally(); skipped != 5 || r.Tests[0].Skipped != "the Bot classifies by an engine that runs elsewhere" || r.Failed(true) {
		t.Errorf("%+v", r.Tests)
	}
}

// TestWhatCustomersGetAtOnceIsSaid compares each kind of change alone with what was before.
func TestWhatCustomersGetAtOnceIsSaid(t *testing.T) {
	for name, tc := range map[string]struct {
		file, from, to string
		want           string
	}{
		"nothing":                     {"", "", "", ""},
		"an utterance":                {"intents.yaml", "- track my package", "- track my box", "Intent shop/order-status changed by steps: by the steps of IntentBatch week-1\nIntentBatch shop/week-1 rolls by steps: revision REVISION brings order-status (changed) [shadow 0% for 1h quarter 25% for 24h all 100% after an approval] 25 h"},
		"a description":               {"intents.yaml", "  reply:\n    text: We are", "  description: Hours\n  reply:\n    text: We are", "Intent shop/opening-hours changed not: only description"},
		"a test":                      {"intents.yaml", "say: are you open on saturday", "say: open on friday?", "Intent shop/opening-hours changed not: only tests"},
		"a rule that hands over":      {"bot.yaml", "  handoff:", "  - {name: angry, when: message.anger}\n  handoff:", "EscalationPolicy shop/standard changed at once: it only hands over more: rule angry added"},
		"a threshold that is lowered": {"bot.yaml", "confidencePercent: 60", "confidencePercent: 50", "EscalationPolicy shop/standard changed at once: no IntentBatch includes the policy, so no gate guards it: confidencePercent 50 instead of 60"},
		"the kill switch":             {"bot.yaml", "  channels:", "  automation: Disabled\n  channels:", "Bot shop/support changed at once: automation (every conversation goes to a person)"},
		"a pin":                       {"bot.yaml", "  channels:", "  releaseRef: {name: support-000001}\n  channels:", "Bot shop/support changed at once: releaseRef (serves support-000001, and every batch waits)"},
		"a hold":                      {"batches.yaml", "  dependsOn", "  state: Held\n  dependsOn", "IntentBatch shop/week-2 changed not: spec.state: is held, or goes on"},
		"an intent that leaves":       {"batches.yaml", "[opening-hours, order-status]", "[order-status]", "IntentBatch shop/week-1 changed not: spec.intents: brings nothing that customers do not have"},
		"steps of the Bot":            {"bot.yaml", "percent: 25", "percent: 30", "Bot shop/support changed not: only rollout"},
		"texts":                       {"bot.yaml", "  channels:", "  texts: [{locale: en, greeting: Hello}]\n  channels:", "Bot shop/support changed at once: texts"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(repository(t), "shop")
			replace(t, dir, tc.file, tc.from, tc.to)
			r := checked(t, Options{Dir: dir, Since: "HEAD", Diff: true})
			var lines []string
			for _, c := range r.Changes {
				line := fmt.Sprintf("%s %s %s: %s", c.Object, c.Action, c.Reaches, c.Effect)
				if len(c.Steps) > 0 {
					line += fmt.Sprintf(" %v %s", c.Steps, c.AtLeast)
					before, after, _ := strings.Cut(line, "revision ")
					line = before + "revision REVISION" + after[8:]
				}
				lines = append(lines, line)
			}
			got := strings.Join(lines, "\n")
			if tc.want != "" && !strings.Contains(got, tc.want) || tc.want == "" && name == "nothing" && got != "" {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
			if len(r.Findings) > 0 {
				t.Errorf("findings: %+v", r.Findings)
			}
		})
	}
}

// TestBatchesInAnotherFolderAreNotTakenForNone: docs/gitops.md keeps them in one of their own, and
// an Intent that one of them has made live is not a draft.
func TestBatchesInAnotherFolderAreNotTakenForNone(t *testing.T) {
	root := repository(t)
	dir := filepath.Join(root, "shop")
	if err := os.Rename(filepath.Join(dir, "batches.yaml"), filepath.Join(root, "batches.yaml")); err != nil {
		t.Fatal(err)
	}
	commitAll(t, root, "batches elsewhere")
	replace(t, dir, "intents.yaml", "- track my package", "- track my box")
	replace(t, dir, "intents.yaml", "  name: refund", "  name: repayment")
	replace(t, dir, "bot.yaml", "confidencePercent: 60", "confidencePercent: 50")
	r := checked(t, Options{Dir: dir, Since: "HEAD", Diff: true})
	got := fmt.Sprint(r.Changes)
	for _, want := range []string{
		"{Intent shop/order-status changed by steps by the steps of the IntentBatch that names it, if one does: the folder has no IntentBatch, name the one that has them too",
		"{Intent shop/refund removed at once where it is live",
		"{EscalationPolicy shop/standard changed at once unless an IntentBatch includes the policy, no gate guards it (the folder has no IntentBatch",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	if text := fmt.Sprint(r.Findings); !strings.Contains(text, "withdraws warning") {
		t.Errorf("an Intent that may be live is removed without a word: %s", text)
	}
	// Where the last batch is removed too, there is none indeed.
	r = checked(t, Options{Dir: dir, Since: "HEAD~1", Diff: true})
	if got := fmt.Sprint(r.Changes); !strings.Contains(got, "{Intent shop/order-status changed not is a draft: no IntentBatch names it") {
		t.Error(got)
	}
}

func TestTextsThatABatchIncludesRoll(t *testing.T) {
	dir := filepath.Join(repository(t), "shop")
	replace(t, dir, "bot.yaml", "  channels:", "  texts: [{locale: en, greeting: Hello}]\n  channels:")
	replace(t, dir, "batches.yaml", "  dependsOn", "  include: [Texts]\n  dependsOn")
	r := checked(t, Options{Dir: dir, Since: "HEAD", Diff: true})
	got := fmt.Sprint(r.Changes)
	for _, want := range []string{"{IntentBatch shop/week-2 rolls by steps revision ", " brings Texts [shadow 0%", "{Bot shop/support changed by steps by the steps of the batch that includes it: texts"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

func TestAnAnswerThatIsTakenAwayIsAFinding(t *testing.T) {
	dir := filepath.Join(repository(t), "shop")
	content, err := os.ReadFile(filepath.Join(dir, "intents.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "intents.yaml", string(content[:bytes.LastIndex(content, []byte("---"))]))
	replace(t, dir, "batches.yaml", "[refund]", "[opening-hours]")
	r := checked(t, Options{Dir: dir, Since: "main", Diff: true})
	if len(r.Findings) != 1 || r.Findings[0].Rule != RuleWithdraws || r.Findings[0].Object != "Intent shop/refund" {
		t.Errorf("%+v", r.Findings)
	}
}

func TestTheBotOfAnIntentCannotChange(t *testing.T) {
	dir := filepath.Join(repository(t), "shop")
	replace(t, dir, "intents.yaml", "botRef: {name: support}", "botRef: {name: sales}")
	r := checked(t, Options{Dir: dir, Since: "main", Lint: true})
	if text := fmt.Sprint(r.Findings); !strings.Contains(text, "botRef is immutable: create a new Intent for another Bot") {
		t.Error(text)
	}
}

func TestWhatCannotBeChecked(t *testing.T) {
	empty := t.TempDir()
	for want, o := range map[string]Options{
		"has no object of intentops.dev: name the folder with the manifests":  {Dir: empty, Lint: true},
		"none: no such file or directory: name the folder with the manifests": {Dir: filepath.Join(empty, "none"), Lint: true},
		"is not a folder: name the one that it is in":                         {Dir: "testdata/shop/bot.yaml", Lint: true},
		"--since v0.0.0-none: there is no such commit in the repository":      {Dir: "testdata/shop", Since: "v0.0.0-none", Diff: true},
		"is not in a repository that git can read":                            {Dir: folder(t, "", "", ""), Since: "HEAD", Diff: true},
		`--since "--output=x": name a commit, a branch or a tag`:              {Dir: "testdata/shop", Since: "--output=x", Diff: true},
	} {
		if _, err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestACheckThatIsInterruptedEnds(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	if r, err := Run(ctx, Options{Dir: "testdata/shop", Lint: true, Test: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", r, err)
	}
}

func TestLinksAndHiddenFilesAreNotRead(t *testing.T) {
	dir := folder(t, "", "", "")
	elsewhere := filepath.Join(t.TempDir(), "secret.yaml")
	write(t, filepath.Dir(elsewhere), "secret.yaml", "apiVersion: intentops.dev/v1alpha1\nkind: Bot\nmetadata: {name: elsewhere}\n")
	if err := os.Symlink(elsewhere, filepath.Join(dir, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, ".hidden.yaml", "{")
	if r := checked(t, Options{Dir: dir, Lint: true}); len(r.Findings) > 0 || r.Objects != 7 {
		t.Errorf("%d objects, %+v", r.Objects, r.Findings)
	}
}

// TestFilesThatHoldOtherThanOneObject have what kubectl would read of them, and no more.
func TestFilesThatHoldOtherThanOneObject(t *testing.T) {
	const bot = `{"apiVersion": "intentops.dev/v1alpha1", "kind": "Robot", "metadata": {"name": "NAME"}}`
	named := func(name string) string { return strings.Replace(bot, "NAME", name, 1) }
	const unknown = "kind is not a kind of intentops.dev: "
	for name, tc := range map[string]struct {
		file, content string
		want          []string
	}{
		"objects of JSON one after another": {"a.json", named("a") + "\n\n" + named("b") + " " + named("c"),
			[]string{"a.json:1: " + unknown, "a.json:3: " + unknown, "a.json:3: " + unknown}},
		"characters that JSON escapes as two": {"a.json", strings.Replace(named("a"), "Robot", `Robot\ud83e\udd16 \\ud83e`, 1), []string{"a.json:1: " + unknown}},
		"a list of objects":                   {"a.json", "[" + named("a") + "]", []string{"a.json:1:  is not an object, which kubectl refuses: write each object as a document"}},
		"a list of another program":           {"data.json", `[{"name": "tea"}, {"name": "coffee"}]`, nil},
		"a list of another program in YAML":   {"play.yaml", "- hosts: all\n  tasks: []\n---\njust a text\n", nil},
		"a template": {"a.yaml", "apiVersion: intentops.dev/v1alpha1\nkind: Bot\nmetadata:\n  name: {{ .Values.name }}\n",
			[]string{"a.yaml:1:  has {{ }} where a value belongs: check what a template makes, such as helm template DIR"}},
		"a template of which the rest is no YAML either": {"a.yaml", "apiVersion: intentops.dev/v1alpha1\n{{- range .Values.bots }}\nkind: Bot\n",
			[]string{"a.yaml:2:  could not find expected ':'; check what a template makes"}},
		"a comment only":             {"a.yaml", "# intentops.dev/ comes later\n", nil},
		"a document that has no end": {"a.json", `{"kind": "Bot"`, []string{"a.json:1:  did not find expected"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, "", "", "")
			write(t, dir, tc.file, tc.content)
			r := checked(t, Options{Dir: dir, Lint: true, hasty: true})
			if len(r.Findings) != len(tc.want) {
				t.Fatalf("%+v", r.Findings)
			}
			for i, f := range r.Findings {
				got := fmt.Sprintf("%s:%d: %s %s", filepath.Base(f.File), f.Line, f.Field, f.Message)
				if !strings.HasPrefix(got, tc.want[i]) {
					t.Errorf("%s, want %s", got, tc.want[i])
				}
			}
		})
	}
}

func TestTheStandardInputIsRead(t *testing.T) {
	r := checked(t, Options{Dir: "-", In: strings.NewReader("apiVersion: intentops.dev/v1alpha1\nkind: Bot\nmetadata: {name: support}\n"), Lint: true})
	if len(r.Findings) != 1 || r.Findings[0].File != "-" || !strings.HasPrefix(r.Findings[0].Message, "Required value; ") {
		t.Errorf("%+v", r.Findings)
	}
}

func TestIntentsThatTheClassifierConfusesAreNamed(t *testing.T) {
	dir := folder(t, "intents.yaml", "  - I want my money back\n  - how do I get a refund\n  - please refund my purchase\n", "  - where is my box\n  - has my order been sent\n  - where did my parcel go\n  - track my order\n  - when will my package arrive\n")
	var found []string
	for _, f := range checked(t, Options{Dir: dir, Lint: true}).Findings {
		if f.Rule == RuleConfused {
			found = append(found, f.Object+": "+f.Message)
		}
	}
	want := `for Intent "order-status" where it was not taught them: make the two differ more, or make them one Intent`
	if text := strings.Join(found, "\n"); !strings.Contains(text, "Intent shop/refund: the bot would take ") || !strings.Contains(text, want) {
		t.Errorf("found %s", text)
	}
}
