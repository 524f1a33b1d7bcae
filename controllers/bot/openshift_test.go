// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/utils/ptr"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

const (
	chart = "../../charts/intentops"
	// systemNamespace is where the chart is installed.
	systemNamespace = "intentops-system"
)

func TestOnOpenShiftEveryPodKeepsTheRulesOfRestrictedV2(t *testing.T) {
	for name, pod := range pods(t, "--values", chart+"/values-openshift.yaml") {
		for _, problem := range restrictedV2(pod) {
			t.Errorf("%s: %s", name, problem)
		}
	}
	// The rules find something where the users are fixed, as they are elsewhere.
	for name, pod := range pods(t) {
		if len(restrictedV2(pod)) == 0 {
			t.Errorf("%s keeps the rules without the values for OpenShift: is anything checked?", name)
		}
	}
}

func TestSecurityContextsOfTheChartCanBeSetToNothing(t *testing.T) {
	for name, pod := range pods(t, "--set", "podSecurityContext=null,securityContext=null,botPodSecurityContext=null,"+
		"botSecurityContext=null,prometheus.podSecurityContext=null,prometheus.securityContext=null") {
		if pod.SecurityContext != nil || pod.Containers[0].SecurityContext != nil {
			t.Errorf("%s: pod %v, container %v", name, pod.SecurityContext, pod.Containers[0].SecurityContext)
		}
	}
}

func TestTheChartAndTheOperatorHaveTheSameDefaultsForBots(t *testing.T) {
	if diff := cmp.Diff(DefaultSecurity(), securityOf(t, render(t)["intentops-manager"])); diff != "" {
		t.Errorf("(-operator +chart):\n%s", diff)
	}
}

// pods are the pods of the chart, and those that its operator makes of Bots, by name.
func pods(t *testing.T, flags ...string) map[string]corev1.PodSpec {
	t.Helper()
	out := render(t, flags...)
	security := securityOf(t, out["intentops-manager"])
	secret := v1alpha1.SecretReference{Name: "key"}
	for name, change := range map[string]func(*v1alpha1.BotSpec){
		"a bot": func(*v1alpha1.BotSpec) {},
		"a bot with a claim": func(s *v1alpha1.BotSpec) {
			s.Store = &v1alpha1.Store{Embedded: &v1alpha1.EmbeddedStore{ClaimName: "data"}}
		},
		"a bot with Secrets": func(s *v1alpha1.BotSpec) {
			s.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents, SecretRef: secret}}
		},
	} {
		deployment, err := deploymentFor(testenv.MakeBot("support").Spec(change).Obj(), nil, "bot:test", security)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = deployment.Spec.Template.Spec
	}
	return out
}

// securityOf is what the operator reads from the arguments of its pod.
func securityOf(t *testing.T, pod corev1.PodSpec) Security {
	t.Helper()
	var security Security
	read := 0
	for _, arg := range pod.Containers[0].Args {
		flag, value, _ := strings.Cut(arg, "=")
		set := map[string]func(string) error{
			"--bot-pod-security-context": security.SetPod, "--bot-security-context": security.SetContainer,
		}[flag]
		if set == nil {
			continue
		}
		read++
		if err := set(value); err != nil {
			t.Fatal(err)
		}
	}
	if read != 2 {
		t.Fatalf("the operator has %d flags for security contexts of bots, want 2", read)
	}
	return security
}

// render returns the pods of the chart's Deployments, by name.
func render(t *testing.T, flags ...string) map[string]corev1.PodSpec {
	t.Helper()
	out := map[string]corev1.PodSpec{}
	for _, deployment := range rendered[appsv1.Deployment](t, "Deployment", flags...) {
		out[deployment.Name] = deployment.Spec.Template.Spec
	}
	if names := slices.Sorted(maps.Keys(out)); !slices.Equal(names, []string{"intentops-manager", "intentops-prometheus"}) {
		t.Fatalf("the chart has the Deployments %v", names)
	}
	return out
}

// rendered returns the chart's objects of one kind.
func rendered[T any](t *testing.T, kind string, flags ...string) []T {
	t.Helper()
	helm := os.Getenv("INTENTOPS_HELM")
	if helm == "" {
		t.Skip("INTENTOPS_HELM does not name a helm binary; make test sets it")
	}
	home := t.TempDir()
	cmd := exec.CommandContext(t.Context(), helm, append([]string{"template", "intentops", chart, "--namespace", systemNamespace, "--set", "prometheus.enabled=true"}, flags...)...)
	cmd.Env = append(os.Environ(), "HELM_CACHE_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_DATA_HOME="+home)
	var said bytes.Buffer
	cmd.Stderr = &said
	printed, err := cmd.Output()
	if err != nil {
		t.Fatalf("helm: %v\n%s", err, &said)
	}
	var out []T
	for decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(printed), 4096); ; {
		var raw runtime.RawExtension
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		var of metav1.TypeMeta
		var object T
		if err := json.Unmarshal(raw.Raw, &of); err != nil || of.Kind != kind {
			continue
		}
		if err := json.Unmarshal(raw.Raw, &object); err != nil {
			t.Fatal(err)
		}
		out = append(out, object)
	}
}

// restrictedV2 says which rules of OpenShift's default security context constraints a pod
// breaks. Users and groups come from a range that each namespace has: a pod names none.
func restrictedV2(pod corev1.PodSpec) []string {
	var problems []string
	forbid := func(broken bool, format string, args ...any) {
		if broken {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	context := pod.SecurityContext
	if context == nil {
		context = &corev1.PodSecurityContext{}
	}
	forbid(pod.HostNetwork || pod.HostPID || pod.HostIPC, "the pod uses a namespace of the host")
	forbid(context.RunAsUser != nil, "the pod names the user %v", ptr.Deref(context.RunAsUser, 0))
	forbid(context.FSGroup != nil, "the pod names the fsGroup %v", ptr.Deref(context.FSGroup, 0))
	forbid(context.SELinuxOptions != nil, "the pod names SELinux options")
	forbid(len(context.Sysctls) > 0, "the pod sets sysctls")
	forbid(!runtimeDefault(context.SeccompProfile), "the pod's seccomp profile is not RuntimeDefault")
	for _, volume := range pod.Volumes {
		s := volume.VolumeSource
		forbid(s.ConfigMap == nil && s.CSI == nil && s.DownwardAPI == nil && s.EmptyDir == nil && s.Ephemeral == nil &&
			s.Image == nil && s.PersistentVolumeClaim == nil && s.Projected == nil && s.Secret == nil,
			"volume %s is of a type that is not allowed", volume.Name)
	}
	for _, container := range slices.Concat(pod.InitContainers, pod.Containers) {
		c := container.SecurityContext
		if c == nil {
			c = &corev1.SecurityContext{}
		}
		of := "container " + container.Name
		forbid(c.RunAsUser != nil, "%s names the user %v", of, ptr.Deref(c.RunAsUser, 0))
		forbid(c.Privileged != nil && *c.Privileged, "%s is privileged", of)
		forbid(c.AllowPrivilegeEscalation == nil || *c.AllowPrivilegeEscalation, "%s may escalate its privileges", of)
		forbid(c.SELinuxOptions != nil, "%s names SELinux options", of)
		forbid(c.SeccompProfile != nil && !runtimeDefault(c.SeccompProfile), "%s has a seccomp profile that is not RuntimeDefault", of)
		capabilities := c.Capabilities
		if capabilities == nil {
			capabilities = &corev1.Capabilities{}
		}
		forbid(!slices.Contains(capabilities.Drop, "ALL"), "%s does not drop all capabilities", of)
		for _, added := range capabilities.Add {
			forbid(added != "NET_BIND_SERVICE", "%s adds the capability %s", of, added)
		}
		for _, port := range container.Ports {
			forbid(port.HostPort != 0, "%s takes the port %d of the host", of, port.HostPort)
		}
	}
	return problems
}

func runtimeDefault(p *corev1.SeccompProfile) bool {
	return p != nil && p.Type == corev1.SeccompProfileTypeRuntimeDefault
}
