// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/test/harness"
)

var seedFlag = flag.Int64("e2e.seed", 0, "seed of what happens at random; 0: another one each time")

// Timeouts are long because the machine may be busy with other things; nothing waits
// longer than it has to.
const (
	// rolloutTimeout is for a whole rollout, which takes about a minute.
	rolloutTimeout = 8 * time.Minute
	// stepTimeout is for the next step, which takes about 40 seconds: conversations are
	// judged at the age of 25 seconds.
	stepTimeout = 4 * time.Minute
	// podTimeout is for a pod that is replaced; for the operator's that includes the time
	// after which its predecessor's lease ends.
	podTimeout = 4 * time.Minute
	// soon is for what takes a second or two.
	soon = time.Minute
)

// Customers who come per second: a load that one core carries beside the cluster itself, and
// one at which a pod that dies takes requests with it.
const (
	customersPerSecond = 12
	rushPerSecond      = 30
)

// suite is what the parts of the story share.
type suite struct {
	*harness.Cluster
	ctx context.Context
	// tree is the folder, named from the root of the repository, of the version whose manifests
	// are applied; empty: the present one.
	tree      string
	bot       *harness.Caller
	customers *harness.Customers
	own       own
	// assigned are customers by rollout and track, as the bot counted them.
	assigned map[[2]string]int64
	seen     *timeline
	random   *rand.Rand
	// dir is for files, such as what happened in conversations, as events: own are the
	// test's own.
	dir       string
	ownEvents *bytes.Buffer
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
		Cluster: cluster, ctx: t.Context(), seen: &timeline{}, assigned: map[[2]string]int64{},
		random: rand.New(rand.NewPCG(uint64(seed), 0)), dir: t.TempDir(), ownEvents: &bytes.Buffer{},
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
	return ""
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
	objects, err := s.Read(path.Join(s.tree, "hack/demo/batches.yaml"))
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
