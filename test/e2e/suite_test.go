// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

var seedFlag = flag.Int64("e2e.seed", 0, "seed of what happens at random; 0: another one each time")

// Timeouts are long because the machine may be busy with other things; nothing waits
// longer than it has to.
const (
	// rolloutTimeout is for a whole rollout, which takes about a minute.
	rolloutTimeout = 4 * time.Minute
	// stepTimeout is for the next step, which takes about 25 seconds: conversations are
	// judged at the age of 15 seconds.
	stepTimeout = 2 * time.Minute
	// podTimeout is for a pod that is replaced; for the operator's that includes the time
	// after which its predecessor's lease ends.
	podTimeout = 2 * time.Minute
	// soon is for what takes a second or two.
	soon = 30 * time.Second
)

// Customers who come per second: a load that two cores carry beside the cluster itself, and
// one at which a pod that dies takes requests with it.
const (
	customersPerSecond = 20
	rushPerSecond      = 40
)

// suite is what the parts of the story share.
type suite struct {
	*harness.Cluster
	ctx       context.Context
	bot       *harness.Caller
	customers *harness.Customers
	own       own
	seen      *timeline
	random    *rand.Rand
	// before is what the cluster had before anything was installed.
	before map[string]bool
}

func begin(t *testing.T) *suite {
	t.Helper()
	cluster, err := harness.Open(os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	seed := *seedFlag
	if seed == 0 {
		seed = time.Now().UnixNano() % 1_000_000
	}
	t.Logf("seed %d: repeat with -e2e.seed=%d", seed, seed)
	return &suite{
		Cluster: cluster, ctx: t.Context(), seen: &timeline{},
		random: rand.New(rand.NewPCG(uint64(seed), 0)),
	}
}

// must ends the part at an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// batch waits until a batch is as done says, and returns it.
func (s *suite) batch(t *testing.T, name, what string, timeout time.Duration, done func(*v1alpha1.IntentBatch) bool) *v1alpha1.IntentBatch {
	t.Helper()
	var batch *v1alpha1.IntentBatch
	must(t, harness.WaitFor(s.ctx, "IntentBatch "+name+" "+what, timeout, func(ctx context.Context) (bool, string) {
		var err error
		if batch, err = s.Batch(ctx, name); err != nil {
			return false, err.Error()
		}
		return done(batch), ready(batch)
	}))
	return batch
}

// settled waits until every pod serves what was promoted, and nothing else. A batch has its
// result a moment before the Bot does something about it.
func (s *suite) settled(t *testing.T) {
	t.Helper()
	must(t, harness.WaitFor(s.ctx, "Bot "+harness.BotName+" to serve only what was promoted", soon, func(ctx context.Context) (bool, string) {
		bot, err := s.Bot(ctx)
		if err != nil {
			return false, err.Error()
		}
		r := bot.Status.Release
		ok := r != nil && r.Rollout == "" && meta.IsStatusConditionTrue(bot.Status.Conditions, v1alpha1.ConditionReleaseLoaded)
		return ok, fmt.Sprintf("release %+v, conditions %+v", r, bot.Status.Conditions)
	}))
	must(t, s.WaitBot(s.ctx, soon))
}

func ready(batch *v1alpha1.IntentBatch) string {
	for _, c := range batch.Status.Conditions {
		if c.Type == v1alpha1.ConditionReady {
			return c.Reason + ": " + c.Message
		}
	}
	return "it has no status yet"
}

func reason(batch *v1alpha1.IntentBatch) string {
	for _, c := range batch.Status.Conditions {
		if c.Type == v1alpha1.ConditionReady {
			return c.Reason
		}
	}
	return ""
}

func promoted(batch *v1alpha1.IntentBatch) bool {
	return batch.Status.Result == v1alpha1.ResultPromoted
}

func rolling(batch *v1alpha1.IntentBatch) bool {
	return batch.Status.Rollout != "" && batch.Status.Result == ""
}

func percent(batch *v1alpha1.IntentBatch) int32 {
	if batch.Status.Percent == nil {
		return 0
	}
	return *batch.Status.Percent
}

// applyBatch applies one of the demo's batches.
func (s *suite) applyBatch(t *testing.T, name string) {
	t.Helper()
	objects, err := s.Read("hack/demo/batches.yaml")
	must(t, err)
	for _, obj := range objects {
		if obj.GetName() == name {
			must(t, s.ApplyObject(s.ctx, obj))
			return
		}
	}
	t.Fatalf("hack/demo/batches.yaml has no batch %s", name)
}

// change patches an object of the demo's namespace.
func (s *suite) change(t *testing.T, obj client.Object, name, patch string) {
	t.Helper()
	obj.SetNamespace(harness.Namespace)
	obj.SetName(name)
	must(t, s.Patch(s.ctx, obj, client.RawPatch("application/merge-patch+json", []byte(patch))))
}

// startCustomers lets the demo's customers come, with changes: nobody is angry from the
// start and more of them rate, so that few conversations decide.
func (s *suite) startCustomers(t *testing.T) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.Root, "hack", "demo", "customers.yaml"))
	must(t, err)
	var scenario map[string]any
	must(t, yaml.Unmarshal(raw, &scenario))
	scenario["angry"].(map[string]any)["share"] = 0
	scenario["rating"] = map[string]any{"share": 0.8}
	for _, intent := range scenario["intents"].([]any) {
		// The intent that is edited alone needs customers enough.
		if intent := intent.(map[string]any); intent["name"] == edited {
			intent["weight"] = 3
		}
	}
	raw, err = yaml.Marshal(scenario)
	must(t, err)
	file := filepath.Join(t.TempDir(), "customers.yaml")
	must(t, os.WriteFile(file, raw, 0o644))
	// Who gets no answer tries again soon, and nobody thinks for long, so that conversations
	// end before they are judged.
	s.customers, err = s.StartCustomers(s.ctx, s.bot.URL, customersPerSecond, s.random.IntN(1_000_000),
		"--scenario", file, "--timeout", "5s", "--retry-for", "90s", "--think", "300ms", "--busy", "256")
	must(t, err)
}

// podIdentity tells whether a pod is still the same, and was never restarted.
type podIdentity struct {
	UID      string
	Restarts int32
	Ready    bool
}

func (s *suite) pods(t *testing.T, namespace, app string) map[string]podIdentity {
	t.Helper()
	list, err := s.Pods(s.ctx, namespace, "app.kubernetes.io/name", app)
	must(t, err)
	out := map[string]podIdentity{}
	for i := range list {
		id := podIdentity{UID: string(list[i].UID)}
		for _, c := range list[i].Status.ContainerStatuses {
			id.Restarts += c.RestartCount
		}
		for _, c := range list[i].Status.Conditions {
			id.Ready = id.Ready || c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue
		}
		out[list[i].Name] = id
	}
	return out
}

// kill kills a pod, and waits until another one is ready in its place.
func (s *suite) kill(t *testing.T, namespace, app, victim string) {
	t.Helper()
	before := len(s.pods(t, namespace, app))
	must(t, s.Kill(s.ctx, namespace, victim))
	must(t, harness.WaitFor(s.ctx, "another pod in the place of "+victim, podTimeout, func(context.Context) (bool, string) {
		pods := s.pods(t, namespace, app)
		all := len(pods) == before
		for name, pod := range pods {
			all = all && name != victim && pod.Ready
		}
		return all, fmt.Sprintf("the pods are %+v", pods)
	}))
}

func one(pods map[string]podIdentity) string {
	for name := range pods {
		return name
	}
	return ""
}

// own are the conversations that the test itself has.
type own struct {
	harness.Counts
	stable, candidate int64
	n                 int
}

// ask says one thing as a customer of its own and notes what the bot must count for it.
func (s *suite) ask(t *testing.T, text string) harness.Reply {
	t.Helper()
	s.own.n++
	reply, err := s.bot.Ask(s.ctx, fmt.Sprintf("e2e-%d", s.own.n), text)
	must(t, err)
	_, answer := reply.Answer()
	s.own.Conversations++
	switch h := reply.Handoff; {
	case h != nil:
		s.own.Handoffs++
		if h.Reason == "rule" || h.Reason == "automation_disabled" {
			s.own.Outcomes.PolicyEscalated++
		} else {
			s.own.Outcomes.Escalated++
		}
	case answer != "":
		s.own.Outcomes.Contained++
	default:
		s.own.Outcomes.Abandoned++
	}
	switch reply.Track {
	case "stable":
		s.own.stable++
	case "candidate":
		s.own.candidate++
	}
	return reply
}
