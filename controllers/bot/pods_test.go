// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

func waiting(reason, message string) corev1.ContainerStatus {
	return corev1.ContainerStatus{Name: botContainer, State: corev1.ContainerState{
		Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}}
}

// crashed is a container that ended and is to start again.
func crashed(reason, log string, code int32) corev1.ContainerStatus {
	c := waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container=bot")
	c.LastTerminationState.Terminated = &corev1.ContainerStateTerminated{Reason: reason, ExitCode: code, Message: log}
	return c
}

func podWith(name string, containers ...corev1.ContainerStatus) corev1.Pod {
	return corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name}, Status: corev1.PodStatus{Phase: corev1.PodPending, ContainerStatuses: containers}}
}

func TestWhyAPodIsNotReady(t *testing.T) {
	running := corev1.ContainerStatus{Name: botContainer, Started: new(true), State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}
	unschedulable := podWith("a")
	unschedulable.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionFalse,
		Reason: "Unschedulable", Message: "0/3 nodes are available: 3 Insufficient memory."}}
	evicted := podWith("a")
	evicted.Status.Phase, evicted.Status.Reason, evicted.Status.Message = corev1.PodFailed, "Evicted", "The node was low on resource: memory."
	ready := podWith("z", running)
	ready.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	younger := podWith("b", waiting("ErrImagePull", "not found"))
	younger.CreationTimestamp = metav1.NewTime(time.Unix(100, 0))
	initialising := podWith("a", waiting("PodInitializing", ""))
	initialising.Status.InitContainerStatuses = []corev1.ContainerStatus{crashed("Error", "no route to host", 2)}
	initialising.Status.InitContainerStatuses[0].Name = "fetch"

	for name, tc := range map[string]struct {
		pods []corev1.Pod
		want string
	}{
		"there is none":                {nil, ""},
		"it has just begun":            {[]corev1.Pod{podWith("a", waiting("ContainerCreating", ""))}, ""},
		"its image is not there":       {[]corev1.Pod{podWith("a", waiting("ImagePullBackOff", `Back-off pulling image "bot:nope"`))}, `ImagePullBackOff: Back-off pulling image "bot:nope"`},
		"its image has no such name":   {[]corev1.Pod{podWith("a", waiting("InvalidImageName", ""))}, "InvalidImageName: container bot"},
		"a flag that it does not have": {[]corev1.Pod{podWith("a", crashed("Error", "{\"level\":\"info\"}\nbot: unknown flag: --colour\n", 1))}, "container bot ended with Error, exit code 1: bot: unknown flag: --colour"},
		"its store is not reached": {[]corev1.Pod{podWith("a", crashed("Error",
			`{"level":"error","ts":"2026-11-02T09:00:00Z","msg":"store not reached","error":"nats://nats.nats.svc:4222: no such host"}`+"\n", 1))},
			"container bot ended with Error, exit code 1: store not reached: nats://nats.nats.svc:4222: no such host"},
		"it panicked": {[]corev1.Pod{podWith("a", crashed("Error", "starting\npanic: runtime error: index out of range [3]\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:12 +0x1d\n", 2))},
			"container bot ended with Error, exit code 2: panic: runtime error: index out of range [3]"},
		"it had not enough memory":       {[]corev1.Pod{podWith("a", crashed("OOMKilled", "", 137))}, "container bot ended with OOMKilled, exit code 137"},
		"it runs and does not get ready": {[]corev1.Pod{podWith("a", running)}, "container bot runs and is not ready: its log says why"},
		"no node has room":               {[]corev1.Pod{unschedulable}, "Unschedulable: 0/3 nodes are available: 3 Insufficient memory."},
		"it was evicted":                 {[]corev1.Pod{evicted}, "Evicted: The node was low on resource: memory."},
		"a container that comes first":   {[]corev1.Pod{initialising}, "container fetch ended with Error, exit code 2: no route to host"},
		"the others are ready":           {[]corev1.Pod{ready, podWith("a", waiting("ErrImagePull", "not found"))}, "ErrImagePull: not found"},
		"the youngest one counts":        {[]corev1.Pod{podWith("a", running), younger}, "ErrImagePull: not found"},
		"lines and control characters":   {[]corev1.Pod{podWith("a", waiting("ErrImagePull", "a\n\tb\x1b[31mc\x00"))}, "ErrImagePull: a b [31mc"},
		"a message without end":          {[]corev1.Pod{podWith("a", waiting("ErrImagePull", strings.Repeat("€", 5000)))}, "ErrImagePull: " + strings.Repeat("€", 94) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			got := podsCause(tc.pods)
			if got != tc.want || len(got) > maxCause {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// deployed does what the Deployment's controller does.
func (f *fixture) deployed(ready, updated int32) {
	f.t.Helper()
	testenv.ChangeStatus(f.t, env, get(f, "support", &appsv1.Deployment{}), func(d *appsv1.Deployment) {
		d.Status.ObservedGeneration = d.Generation
		d.Status.Replicas, d.Status.ReadyReplicas, d.Status.UpdatedReplicas = max(ready, updated), ready, updated
	})
}

func TestABotWhosePodsDoNotStartSaysWhy(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(conditions(bot)).To(ContainElements("Ready=False PodsNotReady: 0 of 1 pods are ready", "Reconciling=True PodsNotReady: 0 of 1 pods are ready"))

	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "support-1", Labels: selector(bot)},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: botContainer, Image: "bot:nope"}}},
		Status:     corev1.PodStatus{Phase: corev1.PodPending, ContainerStatuses: []corev1.ContainerStatus{waiting("ImagePullBackOff", `Back-off pulling image "bot:nope"`)}},
	}
	pod.Labels[appsv1.DefaultDeploymentUniqueLabelKey] = "5d4f"
	pod.OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "support-5d4f", UID: "1", Controller: new(true)}}
	// One that has the labels only says nothing about the Bot.
	stranger := podWith("support-2", waiting("ErrImagePull", "call 0900 to get help"))
	stranger.Labels, stranger.Spec = selector(bot), pod.Spec
	env.Create(t, f.namespace, pod, &stranger)
	f.deployed(0, 1)
	testenv.Recorded(f.recorder)
	f.pass(status.Deadline - time.Minute)
	f.Expect(f.reconcile(bot)).To(Succeed())
	const why = `PodsNotReady: 0 of 1 pods are ready: ImagePullBackOff: Back-off pulling image "bot:nope"`
	f.Expect(conditions(bot)).To(ContainElement("Reconciling=True "+why), "the cause is said before the deadline, too")
	f.Expect(testenv.Recorded(f.recorder)).To(BeEmpty())
	*f.writes = nil
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(*f.writes).To(BeEmpty(), "the same cause is not written again")

	f.pass(time.Minute)
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(conditions(bot)).To(ContainElements("Ready=False "+why, "Stalled=True "+why))
	f.Expect(conditions(bot)).NotTo(ContainElement(HavePrefix("Reconciling")))
	f.Expect(testenv.Recorded(f.recorder)).To(ConsistOf("Warning " + strings.Replace(why, ":", "", 1)))

	f.deployed(1, 1)
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(conditions(bot)).To(ContainElement("Ready=True Ready: 1 pod serves 0 intents"), "it recovers by itself")
	f.Expect(conditions(bot)).NotTo(ContainElement(HavePrefix("Stalled")))
}

func TestAQuotaThatLetsNoPodInIsNamed(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	testenv.ChangeStatus(t, env, get(f, "support", &appsv1.Deployment{}), func(d *appsv1.Deployment) {
		d.Status.Conditions = []appsv1.DeploymentCondition{{Type: appsv1.DeploymentReplicaFailure, Status: corev1.ConditionTrue,
			Reason: "FailedCreate", Message: "pods \"support-1\" is forbidden: exceeded quota"}}
	})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(conditions(bot)).To(ContainElement(`Reconciling=True PodsNotReady: 0 of 1 pods are ready: FailedCreate: pods "support-1" is forbidden: exceeded quota`))
}

func TestPodsTellTheirLastWords(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.Expect(f.reconcile(bot)).To(Succeed())
	deployment := get(f, "support", &appsv1.Deployment{})
	f.Expect(deployment.Spec.Template.Spec.Containers[0].TerminationMessagePolicy).To(Equal(corev1.TerminationMessageFallbackToLogsOnError))
	f.Expect(deployment.Spec.ProgressDeadlineSeconds).To(HaveValue(BeEquivalentTo(600)), "another value changes every Deployment")
}

func TestABotThatServesIsReadyThroughAChange(t *testing.T) {
	for name, tc := range map[string]struct {
		change       func(*fixture, *v1alpha1.Bot)
		wantReason   string
		wantMessage  string
		wantRecovery func(*fixture, *v1alpha1.Bot)
	}{
		"of its pointer": {
			change: func(f *fixture, bot *v1alpha1.Bot) {
				testenv.Change(f.t, env, bot, func(b *v1alpha1.Bot) {
					b.Spec.Measurement = &v1alpha1.Measurement{OutcomeAfter: "20m"}
				})
				f.Expect(f.reconcile(bot)).To(Succeed())
			},
			wantReason:   v1alpha1.ReasonReleaseNotLoaded,
			wantMessage:  "0 of 1 ready pods serve the present release; if that lasts, see whether Prometheus scrapes them, and what their logs say",
			wantRecovery: func(f *fixture, bot *v1alpha1.Bot) { f.loads(bot) },
		},
		"of its pods": {
			change: func(f *fixture, bot *v1alpha1.Bot) {
				f.reconciler.Image = "bot:next"
				f.Expect(f.reconcile(bot)).To(Succeed())
				f.deployed(1, 0)
			},
			wantReason:   v1alpha1.ReasonPodsNotReady,
			wantMessage:  "0 of 1 pods are of the present spec",
			wantRecovery: func(f *fixture, _ *v1alpha1.Bot) { f.deployed(1, 1) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Obj()
			f := newFixture(t, bot)
			f.Expect(f.reconcile(bot)).To(Succeed())
			f.deployed(1, 1)
			f.loads(bot)
			f.Expect(f.reconcile(bot)).To(Succeed())
			f.Expect(conditions(bot)).To(ContainElement("Ready=True Ready: 1 pod serves 0 intents"))

			tc.change(f, bot)
			f.Expect(f.reconcile(bot)).To(Succeed())
			f.Expect(conditions(bot)).To(ContainElements("Ready=True Ready: 1 pod serves 0 intents",
				"Reconciling=True "+tc.wantReason+": "+tc.wantMessage))

			f.pass(status.Deadline)
			f.Expect(f.reconcile(bot)).To(Succeed())
			f.Expect(conditions(bot)).To(ContainElements("Ready=False "+tc.wantReason+": "+tc.wantMessage, "Stalled=True "+tc.wantReason+": "+tc.wantMessage))

			tc.wantRecovery(f, bot)
			f.Expect(f.reconcile(bot)).To(Succeed())
			f.Expect(conditions(bot)).To(ContainElement("Ready=True Ready: 1 pod serves 0 intents"))
		})
	}
}

// loads does what a pod does: it follows the pointer.
func (f *fixture) loads(bot *v1alpha1.Bot) {
	f.t.Helper()
	p := f.pointer(bot)
	f.reconciler.Loaded = podsOf{namespace: f.namespace, pods: []metricsource.LoadedRelease{
		{Pod: "support-1", Track: "stable", Release: p.Stable.Release, Sequence: p.Sequence},
	}}
}

// conditions are written as "type=status reason: message".
func conditions(bot *v1alpha1.Bot) []string {
	var out []string
	for _, c := range bot.Status.Conditions {
		out = append(out, c.Type+"="+string(c.Status)+" "+c.Reason+": "+c.Message)
	}
	return out
}
