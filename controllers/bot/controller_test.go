// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/events"
	testingclock "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/revision"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

var env *testenv.Environment

func TestMain(m *testing.M) { testenv.Main(m, &env) }

// fixture is one namespace with an accepted policy and a reconciler that counts what it
// writes.
type fixture struct {
	*WithT
	t          *testing.T
	namespace  string
	reconciler *Reconciler
	recorder   *events.FakeRecorder
	writes     *[]string
	clock      *testingclock.FakePassiveClock
}

func newFixture(t *testing.T, objects ...client.Object) *fixture {
	t.Helper()
	f := &fixture{WithT: NewWithT(t), t: t, namespace: env.Namespace(t), writes: &[]string{}, clock: testingclock.NewFakePassiveClock(time.Now())}
	counting := interceptor.NewClient(env.Client, interceptor.Funcs{
		Get: func(ctx context.Context, c client.WithWatch, key client.ObjectKey, obj client.Object, opts ...client.GetOption) error {
			err := c.Get(ctx, key, obj, opts...)
			if err == nil && notCached(obj) {
				return apierrors.NewNotFound(schema.GroupResource{}, key.Name)
			}
			return err
		},
		Apply: func(ctx context.Context, c client.WithWatch, obj runtime.ApplyConfiguration, opts ...client.ApplyOption) error {
			*f.writes = append(*f.writes, "apply")
			return c.Apply(ctx, obj, opts...)
		},
		Create: func(ctx context.Context, c client.WithWatch, obj client.Object, opts ...client.CreateOption) error {
			*f.writes = append(*f.writes, "create "+obj.GetName())
			return c.Create(ctx, obj, opts...)
		},
		Update: func(ctx context.Context, c client.WithWatch, obj client.Object, opts ...client.UpdateOption) error {
			*f.writes = append(*f.writes, "update "+obj.GetName())
			return c.Update(ctx, obj, opts...)
		},
		SubResourceUpdate: func(ctx context.Context, c client.Client, name string, obj client.Object, opts ...client.SubResourceUpdateOption) error {
			*f.writes = append(*f.writes, "status "+obj.GetName())
			return c.SubResource(name).Update(ctx, obj, opts...)
		},
	})
	f.recorder = events.NewFakeRecorder(100)
	f.reconciler = &Reconciler{Client: counting, Live: env.Client, Recorder: f.recorder, Image: "bot:test"}
	f.reconciler.Clock = f.clock
	f.acceptPolicy(testenv.DefaultPolicy)
	env.Create(t, f.namespace, objects...)
	return f
}

// notCached says whether the manager's cache leaves an object out, because it does not have
// the operator's label.
func notCached(obj client.Object) bool {
	switch obj.(type) {
	case *corev1.ConfigMap, *corev1.Service, *corev1.ServiceAccount, *appsv1.Deployment,
		*rbacv1.Role, *rbacv1.RoleBinding, *policyv1.PodDisruptionBudget, *networkingv1.NetworkPolicy:
		return obj.GetLabels()[release.LabelManagedBy] != release.ManagedBy
	}
	return false
}

// pass lets time go by.
func (f *fixture) pass(d time.Duration) { f.clock.SetTime(f.clock.Now().Add(d)) }

// acceptPolicy does what the EscalationPolicy controller does.
func (f *fixture) acceptPolicy(name string) {
	f.t.Helper()
	policy := testenv.MakePolicy(name).Obj()
	env.Create(f.t, f.namespace, policy)
	content, err := release.FromPolicy(policy.Spec, policy.Name)
	f.Expect(err).NotTo(HaveOccurred())
	revised, err := revision.OfPolicy(content)
	f.Expect(err).NotTo(HaveOccurred())
	stored, _, err := revision.Store{Client: env.Client, Live: env.Client, FieldOwner: FieldOwner}.Ensure(f.t.Context(), policy, revised)
	f.Expect(err).NotTo(HaveOccurred())
	testenv.ChangeStatus(f.t, env, policy, func(p *v1alpha1.EscalationPolicy) { p.Status.AcceptedRevision = stored.Name })
}

// revise does what the Intent controller does, and returns the revision's name.
func (f *fixture) revise(intent *v1alpha1.Intent) string {
	f.t.Helper()
	revised, err := revision.OfIntent(release.FromIntent(intent.Spec, intent.Name), intent.Spec.BotRef.Name)
	f.Expect(err).NotTo(HaveOccurred())
	stored, _, err := revision.Store{Client: env.Client, Live: env.Client, FieldOwner: FieldOwner}.Ensure(f.t.Context(), intent, revised)
	f.Expect(err).NotTo(HaveOccurred())
	return stored.Name
}

func (f *fixture) reconcile(bot *v1alpha1.Bot) error {
	f.t.Helper()
	err := f.reconcileOnly(bot)
	f.Expect(testenv.CheckStatus(bot)).To(Succeed())
	return err
}

// reconcileOnly does not ask for a status that describes the present spec.
func (f *fixture) reconcileOnly(bot *v1alpha1.Bot) error {
	f.t.Helper()
	key := client.ObjectKey{Namespace: f.namespace, Name: bot.Name}
	_, err := f.reconciler.Reconcile(f.t.Context(), ctrl.Request{NamespacedName: key})
	f.Expect(env.Client.Get(f.t.Context(), key, bot)).To(Succeed())
	return err
}

func (f *fixture) pointer(bot *v1alpha1.Bot) release.Pointer {
	f.t.Helper()
	stored := get(f, release.PointerName(bot.Name), &corev1.ConfigMap{})
	p, err := release.DecodePointer([]byte(stored.Data[release.PointerKey]))
	f.Expect(err).NotTo(HaveOccurred())
	return p
}

// content reads a release back as a pod does.
func (f *fixture) content(ref release.BundleRef) release.Release {
	f.t.Helper()
	var parts [][]byte
	for _, name := range ref.ConfigMaps {
		parts = append(parts, get(f, name, &corev1.ConfigMap{}).BinaryData[release.PartKey])
	}
	r, err := release.Unpack(ref.Release, parts)
	f.Expect(err).NotTo(HaveOccurred())
	return r
}

func get[T client.Object](f *fixture, name string, into T) T {
	f.t.Helper()
	f.Expect(env.Client.Get(f.t.Context(), client.ObjectKey{Namespace: f.namespace, Name: name}, into)).To(Succeed())
	return into
}

func TestANewBotGetsEverythingItNeeds(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())

	f.Expect(f.pointer(bot)).To(HaveField("Sequence", int64(1)))
	f.Expect(f.content(f.pointer(bot).Stable).Intents).To(BeEmpty())
	get(f, "support", &corev1.Service{})
	get(f, "support", &policyv1.PodDisruptionBudget{})
	get(f, "support-bot", &corev1.ServiceAccount{})
	role := get(f, "support-bot", &rbacv1.Role{})
	for _, rule := range role.Rules {
		f.Expect(rule.ResourceNames).NotTo(BeEmpty(), "a rule without names allows every ConfigMap")
	}
	deployment := get(f, "support", &appsv1.Deployment{})
	pod := deployment.Spec.Template.Spec
	f.Expect(pod.Containers[0].Image).To(Equal("bot:test"))
	f.Expect(*pod.SecurityContext.RunAsNonRoot).To(BeTrue())
	f.Expect(*pod.Containers[0].SecurityContext.ReadOnlyRootFilesystem).To(BeTrue())
	f.Expect(pod.Containers[0].TerminationMessagePolicy).To(Equal(corev1.TerminationMessageFallbackToLogsOnError))
	f.Expect(deployment.Spec.Strategy.Type).To(Equal(appsv1.RecreateDeploymentStrategyType), "an embedded store has one writer")
	for _, obj := range []client.Object{deployment, role, get(f, "support-pointer", &corev1.ConfigMap{})} {
		f.Expect(obj.GetOwnerReferences()).To(HaveLen(1), "the garbage collector takes it away with the Bot")
	}
}

func TestABotAtRestIsNotWrittenAgain(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(*f.writes).NotTo(BeEmpty())
	for range 3 {
		*f.writes = nil
		f.Expect(f.reconcile(bot)).To(Succeed())
		f.Expect(*f.writes).To(BeEmpty())
	}
}

func TestARollingBatchIsTheCandidate(t *testing.T) {
	old := testenv.MakeIntent("order-status").Reply("Old.").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, old, batch)
	f.live(bot, map[string]string{"order-status": f.revise(old)})
	old.Spec.Reply.Text = "New."
	candidate := f.revise(old)

	roll := func(percent int32, step string) {
		testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
			b.Status.Rollout, b.Status.Step, b.Status.Percent = "week-1-abc", step, new(percent)
			b.Status.Intents = []v1alpha1.BatchIntentStatus{{Name: "order-status", Candidate: candidate}}
		})
		f.Expect(f.reconcile(bot)).To(Succeed())
	}
	roll(5, "five")
	first := f.pointer(bot)
	f.Expect(f.content(first.Stable).Intents[0].Reply.Text).To(Equal("Old."))
	f.Expect(f.content(*first.Candidate).Intents[0].Reply.Text).To(Equal("New."))
	f.Expect(*first.Rollout).To(Equal(release.Rollout{
		ID: "week-1-abc", Batch: "week-1", Step: "five", Percent: 5, Salt: first.Rollout.Salt,
	}))
	f.Expect(bot.Status.Release.Batch).To(Equal("week-1"))

	roll(25, "quarter")
	second := f.pointer(bot)
	f.Expect(second.Sequence).To(Equal(first.Sequence + 1))
	f.Expect(second.Rollout.Salt).To(Equal(first.Rollout.Salt), "the share only gains customers")

	// Taken back: the candidate leaves the pointer, and its bundle goes with the next change.
	testenv.ChangeStatus(t, env, batch, func(b *v1alpha1.IntentBatch) {
		b.Status.Result = v1alpha1.ResultRolledBack
		b.Status.Intents[0].Candidate = ""
	})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.pointer(bot).Candidate).To(BeNil())
	f.Expect(f.pointer(bot).Stable).To(Equal(first.Stable))
	get(f, first.Candidate.ConfigMaps[0], &corev1.ConfigMap{})
	f.Expect(f.reconcile(bot)).To(Succeed())
	gone := env.Client.Get(t.Context(), client.ObjectKey{Namespace: f.namespace, Name: first.Candidate.ConfigMaps[0]}, &corev1.ConfigMap{})
	f.Expect(client.IgnoreNotFound(gone)).To(Succeed())
	f.Expect(gone).To(HaveOccurred())
}

func TestWhatIsLiveStaysLiveWhenARevisionIsMissing(t *testing.T) {
	intent := testenv.MakeIntent("order-status").Obj()
	bot := testenv.MakeBot("support").Obj()
	batch := testenv.MakeBatch("week-1", "order-status").Obj()
	f := newFixture(t, bot, intent, batch)
	f.live(bot, map[string]string{"order-status": f.revise(intent)})
	before := f.pointer(bot)

	f.promoted(batch, v1alpha1.BatchIntentStatus{Name: "order-status", Candidate: "order-status-0000000000"})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.pointer(bot)).To(Equal(before))
	f.Expect(bot.Status.Refused).To(ConsistOf(HaveField("Message",
		ContainSubstring(`ControllerRevision "order-status-0000000000" of Intent "order-status" is not there`))))
}

func TestDriftIsRepairedAndReported(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	deployment := get(f, "support", &appsv1.Deployment{})
	deployment.Spec.Template.Spec.Containers[0].Image = "evil:latest"
	f.Expect(env.Client.Update(t.Context(), deployment)).To(Succeed())
	pointer := get(f, "support-pointer", &corev1.ConfigMap{})
	pointer.Data[release.PointerKey] = "{"
	f.Expect(env.Client.Update(t.Context(), pointer)).To(Succeed())

	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(get(f, "support", &appsv1.Deployment{}).Spec.Template.Spec.Containers[0].Image).To(Equal("bot:test"))
	f.Expect(f.pointer(bot).Sequence).To(BeNumerically(">", 1), "no sequence stands for two contents")
	f.Expect(testenv.Recorded(f.recorder)).To(ContainElement(ContainSubstring(v1alpha1.ReasonDriftRepaired)))
}

func TestProblemsNameTheFieldAndTheFix(t *testing.T) {
	for name, tc := range map[string]struct {
		bot         func(*v1alpha1.BotSpec)
		missing     metricsource.SecretKey
		wantReason  string
		wantMessage string
	}{
		"a policy that does not exist": {
			bot:         func(s *v1alpha1.BotSpec) { s.EscalationPolicyRef.Name = "nope" },
			wantReason:  v1alpha1.ReasonPolicyNotAccepted,
			wantMessage: `spec.escalationPolicyRef.name: there is no EscalationPolicy "nope" in this namespace: create it or correct the name`,
		},
		"a secret that does not exist": {
			bot: func(s *v1alpha1.BotSpec) {
				s.Channels = []v1alpha1.Channel{{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: &v1alpha1.SecretReference{Name: "token"}}}}
			},
			missing:     metricsource.SecretKey{Secret: "token", Key: "token"},
			wantReason:  v1alpha1.ReasonSecretNotFound,
			wantMessage: `spec.channels[0].rest.secretRef: pods find no Secret "token" with the key "token" in this namespace: create it`,
		},
		"a secret with a name that none can have": {
			bot: func(s *v1alpha1.BotSpec) {
				s.Channels = []v1alpha1.Channel{{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: &v1alpha1.SecretReference{Name: "team/token"}}}}
			},
			wantReason:  v1alpha1.ReasonSecretNotFound,
			wantMessage: `spec.channels[0].rest.secretRef: "team/token" is not a valid name of a Secret: correct it`,
		},
		"a template with a field that pods do not have": {
			bot: func(s *v1alpha1.BotSpec) {
				s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"nodeSelectr":{"a":"b"}}}`)}
			},
			wantReason:  v1alpha1.ReasonNotAllowed,
			wantMessage: `spec.podTemplatePatch.spec.nodeSelectr: is not among what a Bot may change: remove it, or have the operator started with --unrestricted-pod-templates`,
		},
		"a template that takes the operator's labels": {
			bot: func(s *v1alpha1.BotSpec) {
				s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"metadata":{"labels":{"app.kubernetes.io/name":"mine"}}}`)}
			},
			wantReason:  v1alpha1.ReasonTemplateInvalid,
			wantMessage: `spec.podTemplatePatch.metadata.labels: "app.kubernetes.io/name" belongs to the operator: remove it`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Spec(tc.bot).Obj()
			f := newFixture(t, bot)
			f.reconciler.Loaded = podsOf{namespace: f.namespace, missing: map[metricsource.SecretKey]metricsource.SecretState{tc.missing: metricsource.SecretMissing}}
			_ = f.reconcile(bot)
			f.pass(status.Deadline)
			_ = f.reconcile(bot)
			f.Expect(bot.Status.Conditions).To(ContainElement(And(
				HaveField("Type", "Stalled"), HaveField("Reason", tc.wantReason), HaveField("Message", tc.wantMessage))))
		})
	}
}

func TestANewBotMayWaitForWhatItNames(t *testing.T) {
	for name, tc := range map[string]struct {
		bot        *testenv.BotBuilder
		wantReason string
		// wantLook is the longest time until the next look.
		wantLook time.Duration
	}{
		"for its policy": {bot: testenv.MakeBot("support").Policy("strict"), wantReason: v1alpha1.ReasonPolicyNotAccepted, wantLook: status.Deadline},
		"for a Secret, which nobody tells of": {
			bot: testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
				s.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents, SecretRef: v1alpha1.SecretReference{Name: "desk"}}}
			}),
			wantReason: v1alpha1.ReasonSecretNotFound, wantLook: loadingInterval,
		},
	} {
		t.Run(name, func(t *testing.T) {
			bot := tc.bot.Obj()
			f := newFixture(t, bot)
			f.reconciler.Loaded = podsOf{namespace: f.namespace, missing: map[metricsource.SecretKey]metricsource.SecretState{{Secret: "desk", Key: "key"}: metricsource.SecretMissing}}
			result, err := f.reconciler.Reconcile(t.Context(), ctrl.Request{NamespacedName: client.ObjectKeyFromObject(bot)})
			f.Expect(err).NotTo(HaveOccurred())
			f.Expect(result.RequeueAfter).To(And(BeNumerically(">", 0), BeNumerically("<=", tc.wantLook)))
			get(f, bot.Name, bot)
			f.Expect(testenv.CheckStatus(bot)).To(Succeed())
			f.Expect(bot.Status.Conditions).To(ContainElement(And(HaveField("Type", "Reconciling"), HaveField("Reason", tc.wantReason))))

			f.pass(status.Deadline)
			f.Expect(f.reconcile(bot)).To(Succeed())
			f.Expect(stalled(f, bot).Reason).To(Equal(tc.wantReason))
		})
	}
}

func TestATemplateIsLaidOver(t *testing.T) {
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"metadata":{"annotations":{"team":"support"}},
			"spec":{"nodeSelector":{"disk":"fast"},"containers":[{"name":"bot","env":[{"name":"TZ","value":"UTC"}]}]}}`)}
	}).Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	template := get(f, "support", &appsv1.Deployment{}).Spec.Template
	f.Expect(template.Annotations).To(HaveKeyWithValue("team", "support"))
	f.Expect(template.Spec.NodeSelector).To(HaveKeyWithValue("disk", "fast"))
	f.Expect(template.Spec.Containers).To(HaveLen(1))
	f.Expect(template.Spec.Containers[0].Image).To(Equal("bot:test"))
	f.Expect(template.Spec.Containers[0].Env).To(ContainElement(HaveField("Name", "TZ")))
	f.Expect(template.Spec.Containers[0].Env).To(ContainElement(HaveField("Name", "BOT_NAME")))
}

func TestTheKillSwitchReachesThePointer(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { b.Spec.Automation = v1alpha1.AutomationDisabled })
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.pointer(bot).Automation).To(Equal("Disabled"))
	f.Expect(f.pointer(bot).Sequence).To(Equal(int64(2)))
}

func TestAReleaseLargerThanAConfigMapIsSplit(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	// Hexadecimal noise hardly compresses: about 5 MB of it need several ConfigMaps.
	random := rand.New(rand.NewPCG(1, 2))
	served := map[string]string{}
	for i := range 10 {
		name := fmt.Sprintf("intent-%d", i)
		utterances := make([]string, 1000)
		for j := range utterances {
			words := make([]string, 28)
			for k := range words {
				words[k] = strconv.FormatUint(random.Uint64(), 16)
			}
			utterances[j] = strings.Join(words, " ")
		}
		intent := testenv.MakeIntent(name).Utterances(utterances...).Obj()
		env.Create(t, f.namespace, intent)
		served[name] = f.revise(intent)
	}
	f.live(bot, served)
	stable := f.pointer(bot).Stable
	f.Expect(len(stable.ConfigMaps)).To(BeNumerically(">", 2))
	f.Expect(f.content(stable).Intents).To(HaveLen(10))
	f.Expect(get(f, stable.ConfigMaps[0], &corev1.ConfigMap{}).Immutable).To(HaveValue(BeTrue()))
}
