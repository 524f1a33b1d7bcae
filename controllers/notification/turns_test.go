// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package notification

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	. "github.com/onsi/gomega"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/intentops/intentops/internal/operator/notify"
)

// news is an object with n facts.
func news(namespace, name string, at time.Time, n int) object {
	var facts []notify.Fact
	for i := range n {
		facts = append(facts, notify.Fact{ID: fmt.Sprint(namespace, name, i), Type: notify.RolledBack, At: at, Data: notify.Data{Namespace: namespace, Name: name, Message: fmt.Sprint(i)}})
	}
	return having(namespace, name, facts...)
}

// TestOneNamespaceDelaysNoRollbackOfAnother: however much one has to tell, and however slowly the sink
// takes it, another's turn comes after one or two messages, and no worker waits for the sink.
func TestOneNamespaceDelaysNoRollbackOfAnother(t *testing.T) {
	for name, format := range map[string]notify.Format{"CloudEvents": notify.CloudEvents, "a chat": notify.Slack} {
		t.Run(name, func(t *testing.T) {
			g, sink := NewWithT(t), newReceiver(t)
			options := sink.options(env.Namespace(t))
			if format != notify.CloudEvents {
				options.Format, options.URL, options.SecretDir = format, "", secret(t, map[string]string{"url": sink.URL})
			}
			teller, clock := standalone(options)
			t.Cleanup(func() { teller.turns.stop(); teller.turns.waits.Wait() })
			// The first message is on its way for as long as others come.
			done, free := teller.turns.Try("noisy")
			g.Expect(free).To(BeTrue())
			for i := range 40 {
				_, err := teller.reconcile(t.Context(), news("noisy", fmt.Sprint("batch-", i), clock.Now(), 3))
				g.Expect(err).NotTo(HaveOccurred())
			}
			g.Eventually(func() int { return teller.turns.Waiting("noisy") }).WithTimeout(time.Minute).Should(Equal(40))
			result, err := teller.reconcile(t.Context(), news("shop", "week-3", clock.Now(), 1))
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(result.RequeueAfter).To(BeNumerically(">", 0))
			g.Eventually(func() int { return teller.turns.Waiting("shop") }).WithTimeout(time.Minute).Should(Equal(1))
			g.Expect(sink.attempts()).To(BeZero(), "nobody passes who waits")
			g.Expect(testutil.ToFloat64(teller.counts.pending)).To(BeEquivalentTo(121))
			done()
			g.Eventually(func() []string {
				if format != notify.CloudEvents {
					clock.Step(chatPace)
				}
				return sink.got()
			}).WithTimeout(2 * time.Minute).Should(HaveLen(121))
			g.Expect(sink.place("week-3")).To(And(BeNumerically(">=", 0), BeNumerically("<", 2)), "what the sink got first: %q", sink.got()[:3])
			g.Eventually(func() float64 { return counted(teller, notify.RolledBack, delivered) }).WithTimeout(time.Minute).Should(BeEquivalentTo(121), "each once")
			g.Eventually(func() float64 { return testutil.ToFloat64(teller.counts.pending) }).WithTimeout(time.Minute).Should(BeZero())
		})
	}
}

// TestWhatWaitsForItsTurnIsBounded, and the log says so.
func TestWhatWaitsForItsTurnIsBounded(t *testing.T) {
	g, sink := NewWithT(t), newReceiver(t)
	teller, clock := standalone(sink.options(env.Namespace(t)))
	t.Cleanup(func() { teller.turns.stop(); teller.turns.waits.Wait() })
	_, free := teller.turns.Try("noisy")
	g.Expect(free).To(BeTrue())
	var said []string
	ctx := log.IntoContext(t.Context(), funcr.New(func(_, args string) { said = append(said, args) }, funcr.Options{}))
	for i := range maxAwaiting + 2 {
		result, err := teller.reconcile(ctx, news("noisy", fmt.Sprint("batch-", i), clock.Now(), 1))
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(result.RequeueAfter).To(BeNumerically(">", 0))
	}
	g.Eventually(func() int { return teller.turns.Waiting("noisy") }).WithTimeout(time.Minute).Should(Equal(maxAwaiting))
	g.Expect(said).To(ConsistOf(ContainSubstring("500 objects of namespace noisy wait for their turn already")))
	_, err := teller.reconcile(ctx, news("shop", "week-3", clock.Now(), 1))
	g.Expect(err).NotTo(HaveOccurred())
	g.Eventually(func() int { return teller.turns.Waiting("shop") }).WithTimeout(time.Minute).Should(Equal(1))
}

// TestANamespaceThatTheSinkRefusesDelaysNoOther: its facts fail again and again, and the sink is left alone
// after each; another's fact is told at the next attempt or the one after.
func TestANamespaceThatTheSinkRefusesDelaysNoOther(t *testing.T) {
	g := NewWithT(t)
	var mu sync.Mutex
	asked := map[string]int{}
	sink := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		var e struct{ Data notify.Data }
		if err := json.NewDecoder(req.Body).Decode(&e); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		asked[e.Data.Namespace]++
		if e.Data.Namespace == "noisy" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(sink.Close)
	count := func(namespace string) int {
		mu.Lock()
		defer mu.Unlock()
		return asked[namespace]
	}
	teller, clock := standalone(Options{Format: notify.CloudEvents, URL: sink.URL, Namespace: env.Namespace(t), Name: "notifications.intentops.dev"})
	t.Cleanup(func() { teller.turns.stop(); teller.turns.waits.Wait() })
	began := clock.Now()
	look := func(o object) {
		_, err := teller.reconcile(t.Context(), o)
		g.Expect(err).NotTo(HaveOccurred())
	}
	noisy := func() {
		for i := range 40 {
			look(news("noisy", fmt.Sprint("batch-", i), began, 1))
		}
	}
	// The sink sees an attempt before the teller has set the time of the next: so time goes on until
	// there is another one.
	for attempts := 1; attempts <= 8; attempts++ {
		g.Eventually(func() int {
			noisy()
			n := count("noisy")
			if n < attempts {
				clock.Step(2 * retryLimit)
			}
			return n
		}).WithTimeout(time.Minute).WithPolling(50 * time.Millisecond).Should(BeNumerically(">=", attempts))
	}
	before := count("noisy")
	shop := news("shop", "week-3", began, 1)
	g.Eventually(func() int {
		noisy()
		look(shop)
		clock.Step(2 * retryLimit)
		return count("shop")
	}).WithTimeout(time.Minute).Should(Equal(1))
	g.Expect(count("noisy")).To(BeNumerically("<", before+20))
}
