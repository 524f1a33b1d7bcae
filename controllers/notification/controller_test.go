// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	. "github.com/onsi/gomega"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/notify"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// receiver is a sink that takes CloudEvents while code is 200.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	code     int
	messages []string
	asked    int
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{code: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		var e struct {
			ID   string
			Type string
			Data notify.Data
			Text string // of a chat
		}
		if err := json.NewDecoder(req.Body).Decode(&e); err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.asked++
		if r.code == http.StatusOK {
			message := e.Text
			if message == "" {
				message = strings.TrimPrefix(e.Type, "dev.intentops.") + " " + e.Data.Name + ": " + e.Data.Message
			}
			r.messages = append(r.messages, message)
		}
		w.WriteHeader(r.code)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(code int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.code = code
}

func (r *receiver) got() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.messages...)
}

// place is the position of the first message about an object; -1: there is none.
func (r *receiver) place(name string) int {
	return slices.IndexFunc(r.got(), func(message string) bool { return strings.Contains(message, name) })
}

func (r *receiver) attempts() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func (r *receiver) options(namespace string) Options {
	return Options{Format: notify.CloudEvents, URL: r.URL, Namespace: namespace, Name: "notifications.intentops.dev"}
}

// decide writes a decision into the status of a batch, as its controller does.
func decide(t *testing.T, b *v1alpha1.IntentBatch, at time.Time, decision v1alpha1.BatchDecision, reason, message string) {
	t.Helper()
	testenv.ChangeStatus(t, env, b, func(b *v1alpha1.IntentBatch) {
		b.Status.ObservedGeneration = b.Generation
		b.Status.History = append(b.Status.History, v1alpha1.DecisionRecord{
			At: metav1.NewTime(at), Decision: decision, Reason: reason, Rollout: "week-1-9f1c2a7b", Step: "half", Message: message,
		})
	})
}

func TestWhatHappenedIsToldOnceAlsoAcrossRestarts(t *testing.T) {
	g, namespace, sink := NewWithT(t), env.Namespace(t), newReceiver(t)
	b := testenv.MakeBatch("week-1", "order-status").Obj()
	env.Create(t, namespace, b)
	decide(t, b, time.Now().Add(-time.Hour), v1alpha1.DecisionStarted, v1alpha1.ReasonStepStarted, "before notifications were turned on")
	run := func(name string, then func(g *WithT)) {
		t.Run(name, func(t *testing.T) {
			env.Manager(t, namespace, func(mgr ctrl.Manager) error { return SetupWithManager(mgr, sink.options(namespace), nil) })
			then(NewWithT(t))
		})
	}
	told := []string{"batch.rolled-back week-1: CSAT is worse"}
	run("a rollback is told, and what was before is not", func(g *WithT) {
		record := &corev1.ConfigMap{}
		key := client.ObjectKey{Namespace: namespace, Name: "notifications.intentops.dev"}
		g.Eventually(func() error { return env.Client.Get(t.Context(), key, record) }).WithTimeout(time.Minute).Should(Succeed())
		decide(t, b, time.Now().Add(time.Second), v1alpha1.DecisionRolledBack, v1alpha1.ReasonRolledBack, "CSAT is worse")
		g.Eventually(sink.got).WithTimeout(time.Minute).Should(Equal(told))
		g.Eventually(func() string {
			g.Expect(env.Client.Get(t.Context(), key, record)).To(Succeed())
			return record.Data[toldKey]
		}).WithTimeout(time.Minute).Should(HaveLen(32 + 1 + len(time.RFC3339) - len("07:00")))
	})
	decide(t, b, time.Now().Add(2*time.Second), v1alpha1.DecisionRetried, v1alpha1.ReasonRetried, "while the operator was away")
	sink.answer(http.StatusServiceUnavailable)
	run("the sink is away, and the operator ends", func(g *WithT) {
		g.Eventually(sink.attempts).WithTimeout(time.Minute).Should(BeNumerically(">", 1))
	})
	sink.answer(http.StatusOK)
	told = append(told, "batch.started week-1: while the operator was away")
	run("it is told when both are back, and nothing twice", func(g *WithT) {
		g.Eventually(sink.got).WithTimeout(time.Minute).Should(Equal(told))
	})
	g.Expect(sink.got()).To(Equal(told))
}

// standalone is a teller that is asked by hand, by a clock of its own.
func standalone(o Options) (*teller, *clocktesting.FakeClock) {
	clock := clocktesting.NewFakeClock(time.Now().Truncate(time.Second))
	o.Clock = clock
	return newTeller(env.Client, env.Client, env.Client, o), clock
}

// having is an object with facts.
func having(namespace, name string, facts ...notify.Fact) object {
	return object{"test", client.ObjectKey{Namespace: namespace, Name: name}, func(context.Context, client.ObjectKey) ([]notify.Fact, time.Duration, error) {
		return facts, 0, nil
	}}
}

func (t *teller) ask(ctx context.Context, name string, facts ...notify.Fact) (time.Duration, error) {
	result, err := t.reconcile(ctx, having("shop", name, facts...))
	return result.RequeueAfter, err
}

func counted(t *teller, kind notify.Type, result string) float64 {
	return testutil.ToFloat64(t.counts.facts.WithLabelValues(string(kind), result))
}

func TestASinkThatIsAwayIsAskedSeldomAndOldNewsIsDropped(t *testing.T) {
	g, namespace, sink := NewWithT(t), env.Namespace(t), newReceiver(t)
	sink.answer(http.StatusServiceUnavailable)
	teller, clock := standalone(sink.options(namespace))
	g.Expect(teller.counts.register(prometheus.NewRegistry())).To(Succeed())
	ask := func(id string, at time.Time, standing bool) time.Duration {
		again, err := teller.ask(t.Context(), id, notify.Fact{ID: id, Type: notify.RolledBack, At: at, Standing: standing, Data: notify.Data{Namespace: "shop", Bot: "support", Kind: "IntentBatch", Name: id, Message: "because"}})
		g.Expect(err).NotTo(HaveOccurred())
		return again
	}
	began := clock.Now()
	for _, id := range []string{"a", "b", "c", "d"} {
		g.Expect(ask(id, began, id == "d")).To(BeNumerically(">", 0), "%s waits", id)
	}
	g.Expect(sink.attempts()).To(Equal(1), "one attempt is enough to know that the sink is away")
	g.Expect(testutil.ToFloat64(teller.counts.pending)).To(BeEquivalentTo(4))
	g.Expect(testutil.ToFloat64(teller.counts.failures.WithLabelValues("status"))).To(BeEquivalentTo(1))

	for range 60 * 25 {
		clock.SetTime(clock.Now().Add(time.Minute))
		ask("a", began, false)
		ask("d", began, true)
	}
	g.Expect(sink.attempts()).To(BeNumerically("<=", 60*25+20), "once a minute, whatever waits")
	g.Eventually(func() bool {
		clock.SetTime(clock.Now().Add(2 * time.Minute))
		done, free := teller.turns.Try("shop")
		if free {
			done()
		}
		return free
	}).WithTimeout(time.Minute).Should(BeTrue(), "nothing is on its way")
	sink.answer(http.StatusOK)
	for _, id := range []string{"a", "b", "c", "d"} {
		g.Eventually(func() time.Duration { return ask(id, began, id == "d") }).WithTimeout(time.Minute).Should(BeZero())
	}
	g.Expect(sink.got()).To(Equal([]string{"batch.rolled-back d: because"}), "what is still so is told, news of yesterday is not")
	g.Expect(counted(teller, notify.RolledBack, dropped)).To(BeEquivalentTo(3))
	g.Expect(counted(teller, notify.RolledBack, delivered)).To(BeEquivalentTo(1))
	g.Expect(testutil.ToFloat64(teller.counts.pending)).To(BeZero())
}

func TestARefusedFactKeepsNothingElseWaiting(t *testing.T) {
	g, namespace, sink := NewWithT(t), env.Namespace(t), newReceiver(t)
	sink.answer(http.StatusBadRequest)
	teller, clock := standalone(sink.options(namespace))
	poison := notify.Fact{ID: "poison", Type: notify.Started, At: clock.Now(), Data: notify.Data{Name: "poison"}}
	g.Expect(teller.ask(t.Context(), "week-1", poison)).To(BeZero())
	sink.answer(http.StatusOK)
	g.Expect(teller.ask(t.Context(), "week-1", poison, notify.Fact{ID: "next", Type: notify.Promoted, At: clock.Now(), Data: notify.Data{Name: "next", Message: "fine"}})).To(BeZero())
	g.Expect(sink.got()).To(Equal([]string{"batch.promoted next: fine"}))
	g.Expect(counted(teller, notify.Started, refused)).To(BeEquivalentTo(1))
}

func TestTheRecordForgetsInTimeAndNotTooSoon(t *testing.T) {
	g, namespace, sink := NewWithT(t), env.Namespace(t), newReceiver(t)
	waits := notify.Fact{ID: "waits", Type: notify.ApprovalNeeded, Standing: true, Data: notify.Data{Name: "waits"}}
	news := func(id string, at time.Time) notify.Fact {
		return notify.Fact{ID: id, Type: notify.Promoted, At: at, Data: notify.Data{Name: id}}
	}
	first, clock := standalone(sink.options(namespace))
	g.Expect(first.ask(t.Context(), "a", waits, news("old", clock.Now()))).To(BeZero())
	started := clock.Now()

	// Three weeks later, after a restart, another object is looked at first.
	second, clock := standalone(sink.options(namespace))
	clock.SetTime(started.Add(21 * 24 * time.Hour))
	g.Expect(second.ask(t.Context(), "b", news("new", clock.Now()))).To(BeZero())
	g.Expect(second.ask(t.Context(), "a", waits)).To(BeZero())
	g.Expect(sink.got()).To(HaveLen(3), "the approval is told once, however long it is awaited")

	clock.SetTime(clock.Now().Add(13 * time.Hour))
	g.Expect(second.ask(t.Context(), "b", news("newer", clock.Now()))).To(BeZero())
	g.Expect(second.record.told).To(HaveLen(3))
	g.Expect(second.record.told).NotTo(HaveKey("old"))

	// What another operator has written meanwhile is kept.
	third, clock := standalone(sink.options(namespace))
	clock.SetTime(started.Add(22 * 24 * time.Hour))
	g.Expect(third.ask(t.Context(), "c", news("third", clock.Now()))).To(BeZero())
	g.Expect(second.ask(t.Context(), "d", news("second", clock.Now()))).To(BeZero())
	g.Expect(second.record.told).To(HaveKey("third"))
}

func TestManyFactsOfOthersDoNotMakeOneComeAgain(t *testing.T) {
	g, namespace, sink := NewWithT(t), env.Namespace(t), newReceiver(t)
	teller, clock := standalone(sink.options(namespace))
	waits := notify.Fact{ID: "waits", Type: notify.ApprovalNeeded, Standing: true, Data: notify.Data{Name: "waits"}}
	g.Expect(teller.ask(t.Context(), "a", waits)).To(BeZero())
	clock.SetTime(clock.Now().Add(time.Second))
	for i := range maxTold {
		teller.record.mark(fmt.Sprint("of-others-", i))
	}
	g.Expect(teller.ask(t.Context(), "b", notify.Fact{ID: "one more", Type: notify.Promoted, At: clock.Now()})).To(BeZero())
	g.Expect(teller.ask(t.Context(), "a", waits)).To(BeZero())
	g.Expect(sink.got()).To(HaveLen(2))
	g.Expect(strings.Count(teller.record.object.Data[toldKey], "\n")).To(BeNumerically("<", maxTold), "the ConfigMap is bounded")
}

func TestWithoutItsRecordNothingIsTold(t *testing.T) {
	g, sink := NewWithT(t), newReceiver(t)
	teller, clock := standalone(sink.options("no-such-namespace"))
	var said []string
	ctx := log.IntoContext(t.Context(), funcr.New(func(_, args string) { said = append(said, args) }, funcr.Options{}))
	for _, name := range []string{"a", "b", "c"} {
		again, err := teller.ask(ctx, name, notify.Fact{ID: name, Type: notify.Promoted, At: clock.Now()})
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(again).To(BeNumerically(">", 30*time.Second))
	}
	g.Expect(sink.attempts()).To(BeZero(), "it could be told again and again")
	g.Expect(testutil.ToFloat64(teller.counts.failures.WithLabelValues("record"))).To(BeEquivalentTo(3))
	g.Expect(said).To(ConsistOf(ContainSubstring("reading what was notified, ConfigMap no-such-namespace/notifications.intentops.dev")))
}
