// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package controllers

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	. "github.com/onsi/gomega"
	"github.com/prometheus/client_golang/prometheus"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	ctrlmetrics "sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/bot"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

const (
	// plantedSecrets are what the values of all Secrets begin with: nothing that the operator
	// writes may have them.
	plantedSecrets = "planted-secret-"
	// plantedWords are what people write into manifests, and what a Prometheus answers: they may
	// stand where people wrote them, and in what pods get, but in nothing that the operator says.
	plantedWords = "planted-word-"
	// plantedSalt is the salt of a rollout: whoever may read the Bot's status may compute tracks, and
	// nobody else.
	plantedSalt = "planted5a1t0123456789abcdef01234567"
)

// said is what an operator says: its log, its metrics, and what it writes into objects, by where.
type said struct {
	mu    sync.Mutex
	where map[string]map[string]bool
}

func (s *said) add(where, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.where[where] == nil {
		s.where[where] = map[string]bool{}
	}
	s.where[where][text] = true
}

// with are the places, and texts, in which something stands.
func (s *said) with(planted string) (found []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for where, texts := range s.where {
		for text := range texts {
			if strings.Contains(text, planted) {
				found = append(found, where+": "+text)
			}
		}
	}
	slices.Sort(found)
	return found
}

// unfriendly is a Prometheus that repeats what it was sent, and has series of others.
type unfriendly struct {
	*httptest.Server
	mode    atomic.Int32
	queries [3]atomic.Int32
}

const (
	refuses = iota
	breaks
	answers
)

func newUnfriendly(t *testing.T, token string) *unfriendly {
	t.Helper()
	u := &unfriendly{}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent := r.Header.Get("Authorization")
		if sent != "Bearer "+token {
			t.Errorf("the Prometheus gets %q for a token", sent)
		}
		mode := u.mode.Load()
		u.queries[mode].Add(1)
		switch mode {
		case refuses:
			w.Header().Set("WWW-Authenticate", sent)
			http.Error(w, sent+" "+plantedWords+"body "+string(body), http.StatusUnauthorized)
		case breaks:
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `{"status":"error","errorType":"bad_data","error":%q}`, sent+" "+plantedWords+"error")
		case answers:
			series := func(team, value string) string {
				return fmt.Sprintf(`{"metric":{"team":%q,"rating":%[1]q,"namespace":"bank","bot":%[1]q},"value":[%d,%q]}`, plantedWords+team, time.Now().Unix(), value)
			}
			_, _ = fmt.Fprintf(w, `{"status":"success","warnings":[%q],"data":{"resultType":"vector","result":[%s,%s]}}`,
				plantedWords+"warning", series("a", "1"), series("b", plantedWords+"value"))
		}
	}))
	t.Cleanup(u.Close)
	return u
}

// secret is one with a value in each key that anything reads.
func secret(name string) *corev1.Secret {
	s := &corev1.Secret{StringData: map[string]string{}}
	s.Name = name
	for _, key := range []string{"key", "previous-key", "token", "creds", "ca.crt", "tls.crt", "tls.key"} {
		s.StringData[key] = plantedSecrets + name + "-0123456789abcdef0123456789abcdef"
	}
	return s
}

func ref(name string) *v1alpha1.SecretReference { return &v1alpha1.SecretReference{Name: name} }

// secretive are objects that name a Secret wherever there may be one, with words planted wherever
// somebody may have put what nobody else is to see.
func secretive(t *testing.T) []client.Object {
	t.Helper()
	tls := func(name string) *v1alpha1.ClientTLS {
		return &v1alpha1.ClientTLS{CARef: &v1alpha1.CAReference{Kind: v1alpha1.CASecret, Name: name + "-ca"}, CertificateRef: ref(name + "-tls")}
	}
	serving := testenv.MakeBot(testenv.DefaultBot).Spec(func(s *v1alpha1.BotSpec) {
		s.Channels = []v1alpha1.Channel{
			{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: ref("api"), Identity: &v1alpha1.ChannelIdentity{SecretRef: *ref("site")}}},
			{Name: "web", Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{Identity: &v1alpha1.ChannelIdentity{SecretRef: *ref("site")}}},
		}
		s.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents, SecretRef: *ref("desk")}}
		s.Store = &v1alpha1.Store{
			NATS:       &v1alpha1.NATSStore{URL: "tls://nats:4222", SecretRef: ref("nats"), TLS: tls("nats")},
			Encryption: &v1alpha1.StoreEncryption{SecretRef: *ref("store")},
		}
		s.Understanding = &v1alpha1.Understanding{HTTP: &v1alpha1.HTTPUnderstanding{URL: "https://nlu.example/" + plantedWords + "path?v=" + plantedWords + "query", SecretRef: ref("nlu"), TLS: tls("nlu")}}
		s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"containers":[{"name":"bot","env":[{"name":"HTTPS_PROXY","value":"http://u:` + plantedWords + `proxy@proxy:3128"}]}]}}`)}
	}).Obj()
	refused := testenv.MakeBot("refused").Spec(func(s *v1alpha1.BotSpec) {
		s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"containers":[{"name":"bot","env":[{"name":"PASSWORD","value":"` + plantedWords + `variable"}],` +
			`"args":["--nats-url=nats://u:` + plantedWords + `argument@nats","` + plantedWords + `bare"]}]}}`)}
	}).Obj()
	broken := testenv.MakeBot("broken").Spec(func(s *v1alpha1.BotSpec) {
		s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"terminationGracePeriodSeconds":"` + plantedWords + `seconds","containers":[{"name":"bot","env":[{"name":"TZ","value":{"` + plantedWords + `member":1}}]}]}}`)}
	}).Obj()
	policy := testenv.MakePolicy(testenv.DefaultPolicy).Secret("handoff").Obj()
	policy.Spec.Handoff.Targets[0].Webhook.URL = "https://hooks.example/" + plantedWords + "path?team=" + plantedWords + "query"
	policy.Spec.Handoff.Targets[0].Webhook.TLS = tls("handoff")
	mistaken := testenv.MakePolicy("mistaken").Rule("angry", "nothing").Obj()
	csat := testenv.MakeKPITarget("csat").Obj()
	csat.Spec.Source = &v1alpha1.KPISource{Prometheus: &v1alpha1.PrometheusQueries{Distribution: "sum by (rating) (tickets)"}}
	unread := testenv.MakeKPITarget("unread").Obj()
	unread.Spec.Source = &v1alpha1.KPISource{Prometheus: &v1alpha1.PrometheusQueries{Distribution: "sum by (rating) (tickets"}}
	objects := []client.Object{policy, mistaken, serving, refused, broken, testenv.MakeIntent("hours").Obj(), testenv.MakeBatch("week-1", "hours").Obj(),
		csat, unread, testenv.MakeKPITarget("measured").Obj()}
	for _, name := range []string{"api", "site", "desk", "nats", "nats-ca", "nats-tls", "store", "nlu", "nlu-ca", "nlu-tls", "handoff", "handoff-ca", "handoff-tls"} {
		objects = append(objects, secret(name))
	}
	return objects
}

// ourKinds are the kinds with a status, and written what the operator makes of them.
func ourKinds() []client.ObjectList {
	return []client.ObjectList{
		&v1alpha1.BotList{}, &v1alpha1.IntentList{}, &v1alpha1.IntentBatchList{}, &v1alpha1.EscalationPolicyList{}, &v1alpha1.KPITargetList{}, &v1alpha1.BotReleaseList{},
	}
}

func written() []client.ObjectList {
	return []client.ObjectList{
		&appsv1.DeploymentList{}, &appsv1.ControllerRevisionList{}, &corev1.ConfigMapList{}, &corev1.ServiceList{}, &corev1.ServiceAccountList{},
		&rbacv1.RoleList{}, &rbacv1.RoleBindingList{}, &networkingv1.NetworkPolicyList{}, &v1alpha1.BotReleaseList{},
	}
}

// TestTheOperatorNeverSaysSecrets: neither the value of a Secret, nor the token in a path that
// helpdesks give, nor what stands in labels of others, is in a status, an event, a metric or the log,
// whatever fails. A Secret's value is in no object at all.
func TestTheOperatorNeverSaysSecrets(t *testing.T) {
	g, namespace := NewWithT(t), env.Namespace(t)
	out := &said{where: map[string]map[string]bool{}}
	logging := *env
	logging.Logger = funcr.New(func(prefix, line string) {
		where := "log"
		if strings.Contains(line, `"level"=8 "msg"="Re`) {
			where = "dump" // of objects, by client-go for those who look for its mistakes
		}
		out.add(where, prefix+" "+line)
	}, funcr.Options{Verbosity: 10})
	token := filepath.Join(t.TempDir(), "token")
	g.Expect(os.WriteFile(token, []byte(plantedSecrets+"prometheus"), 0o600)).To(Succeed())
	server := newUnfriendly(t, plantedSecrets+"prometheus")
	registry := prometheus.NewRegistry()
	source, err := metricsource.New(server.URL, metricsource.WithFiles(connection.Files{Token: token}), metricsource.WithRegisterer(registry),
		metricsource.WithTick(time.Second), metricsource.WithKPITick(time.Second))
	g.Expect(err).NotTo(HaveOccurred())
	logging.Manager(t, namespace, func(mgr ctrl.Manager) error {
		return Setup(mgr, Options{BotImage: "bot:test", BotNetwork: bot.Network{Policies: true}, Metrics: source, CustomQueries: true, Tick: time.Second, KPITick: time.Second, Registerer: registry})
	})
	objects := secretive(t)
	env.Create(t, namespace, objects...)
	for _, object := range objects {
		if serving, is := object.(*v1alpha1.Bot); is && serving.Name == testenv.DefaultBot {
			testenv.ChangeStatus(t, env, serving, func(b *v1alpha1.Bot) {
				b.Status.RolloutSalts = []v1alpha1.RolloutSalt{{Rollout: "week-0-abc", Salt: plantedSalt}}
			})
		}
	}

	look := func(g Gomega) {
		for _, list := range ourKinds() {
			g.Expect(env.Client.List(t.Context(), list, client.InNamespace(namespace))).To(Succeed())
			for _, object := range itemsOf(g, list) {
				status, _ := json.Marshal(object["status"])
				out.add(fmt.Sprintf("status of %T", list), string(status))
			}
		}
		events := &corev1.EventList{}
		g.Expect(env.Client.List(t.Context(), events, client.InNamespace(namespace))).To(Succeed())
		for i := range events.Items {
			out.add("event", events.Items[i].Reason+" "+events.Items[i].Message+" "+fmt.Sprint(events.Items[i].Annotations))
		}
		for _, gatherer := range []prometheus.Gatherer{registry, ctrlmetrics.Registry} {
			families, err := gatherer.Gather()
			g.Expect(err).NotTo(HaveOccurred())
			for _, family := range families {
				for _, metric := range family.GetMetric() {
					out.add("metric", family.GetName()+" "+fmt.Sprint(metric.GetLabel()))
				}
			}
		}
	}
	for _, mode := range []int32{refuses, breaks, answers} {
		server.mode.Store(mode)
		g.Eventually(func(g Gomega) {
			look(g)
			g.Expect(server.queries[mode].Load()).To(BeNumerically(">", 8), "queries in mode %d", mode)
		}).WithTimeout(time.Minute).WithPolling(100 * time.Millisecond).Should(Succeed())
	}
	g.Eventually(func(g Gomega) {
		look(g)
		// Whatever may be said has been said.
		for _, want := range []string{"NotAllowed", "TemplateInvalid", "CompileFailed", "InvalidQuery", "MetricsError"} {
			g.Expect(out.with(want)).NotTo(BeEmpty(), want)
		}
		deployment := &appsv1.Deployment{}
		g.Expect(env.Client.Get(t.Context(), client.ObjectKey{Namespace: namespace, Name: testenv.DefaultBot}, deployment)).To(Succeed())
	}).WithTimeout(time.Minute).WithPolling(100 * time.Millisecond).Should(Succeed())

	for _, planted := range []string{plantedSecrets, plantedWords} {
		for _, leak := range out.with(planted) {
			if planted == plantedSecrets || !strings.HasPrefix(leak, "dump: ") {
				t.Errorf("said: %.600s", leak)
			}
		}
	}
	for _, leak := range out.with(plantedSalt) {
		if !strings.HasPrefix(leak, "dump: ") && !strings.HasPrefix(leak, "status of *v1alpha1.BotList: ") {
			t.Errorf("said: %.600s", leak)
		}
	}
	g.Expect(out.with(plantedSalt)).To(ContainElement(HavePrefix("status of *v1alpha1.BotList: ")), "is the salt kept?")
	looked := map[string]int{}
	for _, list := range written() {
		g.Expect(env.Client.List(t.Context(), list, client.InNamespace(namespace))).To(Succeed())
		for _, object := range itemsOf(g, list) {
			text, _ := json.Marshal(object)
			looked[fmt.Sprintf("%T", list)]++
			if strings.Contains(string(text), plantedSecrets) {
				t.Errorf("%T has the value of a Secret: %.600s", list, text)
			}
		}
	}
	g.Expect(slices.Collect(maps.Keys(looked))).To(HaveLen(len(written())), "what the operator wrote: %v", looked)
}

func itemsOf(g Gomega, list client.ObjectList) (items []map[string]any) {
	text, err := json.Marshal(list)
	g.Expect(err).NotTo(HaveOccurred())
	var all struct{ Items []map[string]any }
	g.Expect(json.Unmarshal(text, &all)).To(Succeed())
	return all.Items
}
