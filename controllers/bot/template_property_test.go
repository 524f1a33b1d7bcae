// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// drawnMembers are what patches are drawn of: members that may be changed with values that are
// right and wrong, members that may not, and directives.
var drawnMembers = map[string][]string{
	"":         {"metadata", "spec"},
	"metadata": {"labels", "annotations", "name", "namespace", "ownerReferences", "finalizers"},
	"spec": {"containers", "containers", "securityContext", "securityContext", "resources", "affinity", "tolerations", "nodeSelector", "terminationGracePeriodSeconds",
		"imagePullSecrets", "priorityClassName", "hostNetwork", "hostPID", "serviceAccountName", "volumes", "initContainers", "nodeName"},
	"bot": {"resources", "args", "env", "securityContext", "securityContext", "imagePullPolicy", "image", "command", "volumeMounts", "envFrom", "lifecycle", "ports"},
	"securityContext": {"runAsNonRoot", "runAsUser", "runAsGroup", "seccompProfile", "capabilities", "privileged", "allowPrivilegeEscalation", "readOnlyRootFilesystem",
		"fsGroup", "supplementalGroups", "sysctls", "procMount", "appArmorProfile", "seLinuxOptions"},
	"labels":         {"team", "app.kubernetes.io/name", "intentops.dev/bot"},
	"annotations":    {"team", "sidecar.istio.io/inject"},
	"seccompProfile": {"type", "localhostProfile"}, "appArmorProfile": {"type"},
	"capabilities": {"drop", "add"}, "resources": {"limits", "requests", "claims"}, "limits": {"cpu", "memory", "devices.example/kvm"}, "requests": {"cpu"},
}

// drawnValues are those of members that are no objects.
var drawnValues = map[string][]any{
	"type":                     {"RuntimeDefault", "Localhost", "Unconfined"},
	"drop":                     {[]any{"ALL"}, []any{"ALL", "KILL"}, []any{"KILL"}, []any{}},
	"args":                     {[]any{"--max-chats=9"}, []any{"--namespace=victim"}, []any{"--max-chats=9", "--turn-timeout=2s"}, []any{"--nats-url=nats://evil"}, []any{}},
	"env":                      {[]any{map[string]any{"name": "TZ", "value": "UTC"}}, []any{map[string]any{"name": "BOT_NAME", "value": "victim"}}, []any{map[string]any{"name": "TZ", "$patch": "delete"}}},
	"runAsNonRoot":             {true, true, false},
	"runAsUser":                {7.0, 0.0, -1.0},
	"privileged":               {false, true},
	"nodeSelector":             {map[string]any{"disk": "fast"}, map[string]any{"$patch": "replace"}},
	"cpu":                      {"1", "2"},
	"memory":                   {"1Gi", "2Gi", "0", "1Ei", nil},
	"$patch":                   {"delete", "replace", "merge"},
	"fsGroup":                  {7.0, 0.0},
	"labels":                   {},
	"$retainKeys":              {[]any{"name"}},
	"allowPrivilegeEscalation": {false, true}, "readOnlyRootFilesystem": {true, false},
	"terminationGracePeriodSeconds": {30.0}, "imagePullPolicy": {"Always"}, "priorityClassName": {"high"},
	"supplementalGroups": {[]any{5.0}, []any{0.0}},
}

// draw makes the value of a member.
func draw(t *rapid.T, member string) any {
	chance := func(percent int) bool { return rapid.IntRange(1, 100).Draw(t, "") <= percent }
	if chance(1) {
		return nil
	}
	if member == "containers" {
		container, _ := draw(t, "bot").(map[string]any)
		if container == nil {
			return []any{}
		}
		container["name"] = "bot"
		if chance(3) {
			container["name"] = "evil"
		}
		return []any{container}
	}
	members, isObject := drawnMembers[member]
	if !isObject {
		if values := drawnValues[member]; len(values) > 0 {
			return rapid.SampledFrom(values).Draw(t, "")
		}
		return rapid.SampledFrom([]any{"x", true, 1.0, map[string]any{}, []any{}}).Draw(t, "")
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "") {
		name := rapid.SampledFrom(members).Draw(t, "")
		if chance(2) {
			name = rapid.SampledFrom([]string{"$patch", "$retainKeys", "$setElementOrder/containers", "$deleteFromPrimitiveList/drop"}).Draw(t, "")
		}
		object[name] = draw(t, name)
	}
	return object
}

// TestAPatchThatIsAllowedWeakensNothing draws patches: whatever is let through makes pods that are
// the operator's in all that confines them and says who they are.
func TestAPatchThatIsAllowedWeakensNothing(t *testing.T) {
	pods := func(patch string) (*corev1.PodTemplateSpec, error) {
		deployment, err := deploymentFor(testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
			if patch != "" {
				patched(patch)(s)
			}
		}).Obj(), nil, "bot:test", DefaultSecurity())
		if err != nil {
			return nil, err
		}
		return &deployment.Spec.Template, nil
	}
	before, err := pods("")
	if err != nil {
		t.Fatal(err)
	}
	allowed, all := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		patch, err := json.Marshal(draw(r, ""))
		if err != nil {
			r.Fatal(err)
		}
		all++
		after, err := pods(string(patch))
		if err != nil {
			return
		}
		allowed++
		if weak := weaknesses(after); weak != nil {
			r.Errorf("%s: %q", patch, weak)
		}
		if diff := cmp.Diff(confinement(before), confinement(after)); diff != "" {
			r.Errorf("%s (-before +after):\n%s", patch, diff)
		}
		if own := before.Spec.Containers[0].Args; !slices.Equal(after.Spec.Containers[0].Args[:len(own)], own) {
			r.Errorf("%s: arguments %q", patch, after.Spec.Containers[0].Args)
		}
		for _, e := range before.Spec.Containers[0].Env {
			if e.Name != "GOMEMLIMIT" && !slices.ContainsFunc(after.Spec.Containers[0].Env, func(now corev1.EnvVar) bool { return cmp.Equal(now, e) }) {
				r.Errorf("%s: the variable %s changed", patch, e.Name)
			}
		}
	})
	if allowed*10 < all {
		t.Errorf("only %d of %d patches were allowed: is anything tested?", allowed, all)
	}
}

// confinement is a pod without what a patch may change, or make tighter.
func confinement(template *corev1.PodTemplateSpec) corev1.PodTemplateSpec {
	t := *template.DeepCopy()
	t.Labels, t.Annotations = nil, nil
	s := &t.Spec
	s.Affinity, s.ImagePullSecrets, s.NodeSelector, s.PriorityClassName, s.SchedulerName = nil, nil, nil, "", ""
	s.TerminationGracePeriodSeconds, s.Tolerations, s.TopologySpreadConstraints, s.Resources = nil, nil, nil, nil
	pod := s.SecurityContext
	pod.AppArmorProfile, pod.SeccompProfile, pod.FSGroupChangePolicy, pod.SupplementalGroupsPolicy = nil, nil, nil, nil
	pod.FSGroup, pod.RunAsGroup, pod.RunAsUser, pod.SupplementalGroups = nil, nil, nil, nil
	c := &s.Containers[0]
	c.Args, c.Env, c.Resources, c.ImagePullPolicy = nil, nil, corev1.ResourceRequirements{}, ""
	c.SecurityContext.AppArmorProfile, c.SecurityContext.SeccompProfile, c.SecurityContext.Capabilities = nil, nil, nil
	c.SecurityContext.RunAsGroup, c.SecurityContext.RunAsUser, c.SecurityContext.RunAsNonRoot, c.SecurityContext.Privileged = nil, nil, nil, nil
	return t
}

// weaknesses are what a pod may not have, of what may be made tighter.
func weaknesses(template *corev1.PodTemplateSpec) (found []string) {
	weak := func(what string, is bool) {
		if is {
			found = append(found, what)
		}
	}
	pod, c := template.Spec.SecurityContext, template.Spec.Containers[0].SecurityContext
	for _, id := range append([]*int64{pod.FSGroup, pod.RunAsGroup, pod.RunAsUser, c.RunAsGroup, c.RunAsUser}, pointers(pod.SupplementalGroups)...) {
		weak("root", id != nil && *id <= 0)
	}
	for _, profile := range []*corev1.SeccompProfile{pod.SeccompProfile, c.SeccompProfile} {
		weak("no seccomp", profile != nil && profile.Type == corev1.SeccompProfileTypeUnconfined)
	}
	for _, profile := range []*corev1.AppArmorProfile{pod.AppArmorProfile, c.AppArmorProfile} {
		weak("no AppArmor", profile != nil && profile.Type == corev1.AppArmorProfileTypeUnconfined)
	}
	memory := template.Spec.Containers[0].Resources.Limits.Memory()
	weak("no memory limit", memory.Sign() <= 0 || memory.CmpInt64(maxMemory) > 0)
	weak("no seccomp profile", pod.SeccompProfile == nil && c.SeccompProfile == nil)
	weak("anybody", c.RunAsNonRoot != nil && !*c.RunAsNonRoot)
	weak("privileged", c.Privileged != nil && *c.Privileged)
	weak("capabilities", c.Capabilities == nil || len(c.Capabilities.Add) > 0 || !slices.Contains(c.Capabilities.Drop, "ALL"))
	return found
}

func pointers(ids []int64) (out []*int64) {
	for i := range ids {
		out = append(out, &ids[i])
	}
	return out
}
