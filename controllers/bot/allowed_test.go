// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// hostileTemplates want what the operator may do and their author perhaps not.
var hostileTemplates = map[string]struct{ content, field string }{
	"a privileged container":      {`{"spec":{"containers":[{"name":"bot","securityContext":{"privileged":true}}]}}`, "spec.containers[bot].securityContext.privileged: may only be false"},
	"more capabilities":           {`{"spec":{"containers":[{"name":"bot","securityContext":{"capabilities":{"add":["SYS_ADMIN"]}}}]}}`, "spec.containers[bot].securityContext.capabilities.add: is not"},
	"fewer dropped capabilities":  {`{"spec":{"containers":[{"name":"bot","securityContext":{"capabilities":{"drop":["KILL"]}}}]}}`, "spec.containers[bot].securityContext.capabilities.drop: must have ALL"},
	"more privileges":             {`{"spec":{"containers":[{"name":"bot","securityContext":{"allowPrivilegeEscalation":true}}]}}`, "spec.containers[bot].securityContext.allowPrivilegeEscalation: may only be false"},
	"a writable image":            {`{"spec":{"containers":[{"name":"bot","securityContext":{"readOnlyRootFilesystem":false}}]}}`, "spec.containers[bot].securityContext.readOnlyRootFilesystem: may only be true"},
	"no confinement":              {`{"spec":{"securityContext":{"seccompProfile":{"type":"Unconfined"}}}}`, "spec.securityContext.seccompProfile.type: must be"},
	"root":                        {`{"spec":{"securityContext":{"runAsUser":0}}}`, "spec.securityContext.runAsUser: must be a number above 0"},
	"anybody":                     {`{"spec":{"securityContext":{"runAsNonRoot":false}}}`, "spec.securityContext.runAsNonRoot: may only be true"},
	"no security context":         {`{"spec":{"securityContext":null}}`, "spec.securityContext: must be an object"},
	"no member of it":             {`{"spec":{"securityContext":{"runAsNonRoot":null}}}`, "spec.securityContext.runAsNonRoot: may only be true"},
	"a directive":                 {`{"spec":{"securityContext":{"$patch":"delete"}}}`, "spec.securityContext.$patch: is not"},
	"a label of a mesh":           {`{"metadata":{"labels":{"sidecar.istio.io/inject":"false"}}}`, "metadata.labels.sidecar.istio.io/inject: is not"},
	"ports around a mesh":         {`{"metadata":{"annotations":{"traffic.sidecar.istio.io/excludeOutboundPorts":"443"}}}`, "metadata.annotations.traffic.sidecar.istio.io/excludeOutboundPorts: is not"},
	"another mesh":                {`{"metadata":{"annotations":{"linkerd.io/inject":"disabled"}}}`, "metadata.annotations.linkerd.io/inject: is not"},
	"an identity of a cloud":      {`{"metadata":{"labels":{"azure.workload.identity/use":"true"}}}`, "metadata.labels.azure.workload.identity/use: is not"},
	"a directive among labels":    {`{"metadata":{"labels":{"$patch":"delete"}}}`, "metadata.labels.$patch: is not"},
	"a directive for a list":      {`{"spec":{"$setElementOrder/containers":[]}}`, "spec.$setElementOrder/containers: is not"},
	"a directive in a list":       {`{"spec":{"tolerations":[{"$patch":"replace"}]}}`, "spec.tolerations[0].$patch: is not"},
	"the node's files":            {`{"spec":{"volumes":[{"name":"h","hostPath":{"path":"/"}}],"containers":[{"name":"bot","volumeMounts":[{"name":"h","mountPath":"/h"}]}]}}`, "spec.volumes: is not"},
	"another Secret":              {`{"spec":{"volumes":[{"name":"s","secret":{"secretName":"of-another"}}]}}`, "spec.volumes: is not"},
	"another Secret in a name":    {`{"spec":{"containers":[{"name":"bot","env":[{"name":"TZ","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}]}}`, "spec.containers[bot].env[0].valueFrom: is not"},
	"all of another Secret":       {`{"spec":{"containers":[{"name":"bot","envFrom":[{"secretRef":{"name":"s"}}]}]}}`, "spec.containers[bot].envFrom: is not"},
	"the node's network":          {`{"spec":{"hostNetwork":true}}`, "spec.hostNetwork: is not"},
	"the node's processes":        {`{"spec":{"hostPID":true}}`, "spec.hostPID: is not"},
	"the node's memory":           {`{"spec":{"hostIPC":true}}`, "spec.hostIPC: is not"},
	"the node's users":            {`{"spec":{"hostUsers":true}}`, "spec.hostUsers: is not"},
	"another ServiceAccount, old": {`{"spec":{"serviceAccount":"admin"}}`, "spec.serviceAccount: is not"},
	"a token of the API server":   {`{"spec":{"automountServiceAccountToken":true}}`, "spec.automountServiceAccountToken: is not"},
	"a container for debugging":   {`{"spec":{"ephemeralContainers":[{"name":"evil","image":"evil"}]}}`, "spec.ephemeralContainers: is not"},
	"a disk of the node":          {`{"spec":{"containers":[{"name":"bot","volumeDevices":[{"name":"d","devicePath":"/dev/sda"}]}]}}`, "spec.containers[bot].volumeDevices: is not"},
	"processes of others":         {`{"spec":{"shareProcessNamespace":true}}`, "spec.shareProcessNamespace: is not"},
	"a port of the node":          {`{"spec":{"containers":[{"name":"bot","ports":[{"containerPort":8080,"hostPort":80}]}]}}`, "spec.containers[bot].ports: is not"},
	"a kernel parameter":          {`{"spec":{"securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"1"}]}}}`, "spec.securityContext.sysctls: is not"},
	"hosts of its own":            {`{"spec":{"hostAliases":[{"ip":"1.2.3.4","hostnames":["nats"]}]}}`, "spec.hostAliases: is not"},
	"all of /proc":                {`{"spec":{"containers":[{"name":"bot","securityContext":{"procMount":"Unmasked"}}]}}`, "spec.containers[bot].securityContext.procMount: is not"},
	"in other letters":            {`{"spec":{"HostPID":true}}`, "spec.HostPID: is not"},
	"another ServiceAccount":      {`{"spec":{"serviceAccountName":"admin"}}`, "spec.serviceAccountName: is not"},
	"another image":               {`{"spec":{"containers":[{"name":"bot","image":"evil"}]}}`, "spec.containers[bot].image: is not"},
	"another command":             {`{"spec":{"containers":[{"name":"bot","command":["/bin/sh"]}]}}`, "spec.containers[bot].command: is not"},
	"a command at the end":        {`{"spec":{"containers":[{"name":"bot","lifecycle":{"preStop":{"exec":{"command":["x"]}}}}]}}`, "spec.containers[bot].lifecycle: is not"},
	"a container besides":         {`{"spec":{"containers":[{"name":"evil","image":"evil"}]}}`, `spec.containers[0].name: must be "bot"`},
	"a container before":          {`{"spec":{"initContainers":[{"name":"evil","image":"evil"}]}}`, "spec.initContainers: is not"},
	"no container":                {`{"spec":{"containers":[{"name":"bot","$patch":"delete"}]}}`, "spec.containers[bot].$patch: is not"},
	"no containers":               {`{"spec":{"containers":null}}`, "spec.containers: must be a list"},
	"a node by name":              {`{"spec":{"nodeName":"master"}}`, "spec.nodeName: is not"},
	"another namespace":           {`{"spec":{"containers":[{"name":"bot","args":["--namespace=victim"]}]}}`, "spec.containers[bot].args[0]: the flag --namespace is not"},
	"another bot":                 {`{"spec":{"containers":[{"name":"bot","env":[{"name":"BOT_NAME","value":"victim"}]}]}}`, `spec.containers[bot].env[0]: the variable "BOT_NAME" is not`},
	"a flag and its value apart":  {`{"spec":{"containers":[{"name":"bot","args":["--max-chats","9"]}]}}`, "spec.containers[bot].args[0]: write a flag"},
	"a flag of one dash":          {`{"spec":{"containers":[{"name":"bot","args":["-bot=x"]}]}}`, "spec.containers[bot].args[0]: write a flag"},
	"a device of the node":        {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"devices.example/kvm":1}}}]}}`, "spec.containers[bot].resources.limits.devices.example/kvm: is not"},
	"no memory limit":             {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":null}}}]}}`, "spec.containers[bot].resources.limits.memory: must be an amount above 0, and at most 64Gi"},
	"a memory limit of none":      {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":"0"},"requests":{"memory":"0"}}}]}}`, "spec.containers[bot].resources.limits.memory: must be"},
	"a memory limit of zero":      {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":0}}}]}}`, "spec.containers[bot].resources.limits.memory: must be"},
	"less than no memory":         {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":"-1Gi"}}}]}}`, "spec.containers[bot].resources.limits.memory: must be"},
	"more memory than there is":   {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":"1Ei"}}}]}}`, "spec.containers[bot].resources.limits.memory: must be"},
	"memory in words":             {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":"all"}}}]}}`, "spec.containers[bot].resources.limits.memory: must be"},
	"a memory limit of a list":    {`{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":["1Gi"]}}}]}}`, "spec.containers[bot].resources.limits.memory: must be"},
	"no limits":                   {`{"spec":{"containers":[{"name":"bot","resources":{"limits":null}}]}}`, "spec.containers[bot].resources.limits: must be an object"},
	"no resources":                {`{"spec":{"containers":[{"name":"bot","resources":null}]}}`, "spec.containers[bot].resources: must be an object"},
	"no memory limit of the pod":  {`{"spec":{"resources":{"limits":{"memory":null}}}}`, "spec.resources.limits.memory: must be"},
	"an annotation for more":      {`{"metadata":{"annotations":{"sidecar.istio.io/userVolume":"{}"}}}`, "metadata.annotations.sidecar.istio.io/userVolume: is not"},
	"no confinement, the old way": {`{"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/bot":"unconfined"}}}`, "metadata.annotations.container.apparmor.security.beta.kubernetes.io/bot: is not"},
}

func TestHostileTemplatesAreRefused(t *testing.T) {
	for name, tc := range hostileTemplates {
		bot := testenv.MakeBot("support").Spec(patched(tc.content)).Obj()
		_, err := deploymentFor(bot, nil, "bot:test", DefaultSecurity())
		if err == nil || !strings.Contains(err.Error(), "spec.podTemplatePatch."+tc.field) || podReason(err) != v1alpha1.ReasonNotAllowed {
			t.Errorf("%s: error %v, want spec.podTemplatePatch.%s", name, err, tc.field)
		}
	}
}

// TestNothingOfAPodIsAllowedThatIsNotListed walks all members that a pod has in this version of
// Kubernetes.
func TestNothingOfAPodIsAllowedThatIsNotListed(t *testing.T) {
	for _, tc := range []struct {
		of      reflect.Type
		at      string
		allowed []string
	}{
		{reflect.TypeFor[corev1.PodTemplateSpec](), `{"%s":{}}`, []string{"metadata", "spec"}},
		{reflect.TypeFor[corev1.PodSpec](), `{"spec":{"%s":{}}}`, []string{"affinity", "imagePullSecrets", "nodeSelector", "priorityClassName",
			"resources", "schedulerName", "securityContext", "terminationGracePeriodSeconds", "tolerations", "topologySpreadConstraints"}},
		{reflect.TypeFor[corev1.Container](), `{"spec":{"containers":[{"name":"bot","%s":{}}]}}`, []string{"imagePullPolicy", "resources", "securityContext"}},
		{reflect.TypeFor[corev1.PodSecurityContext](), `{"spec":{"securityContext":{"%s":{}}}}`, []string{"fsGroupChangePolicy", "supplementalGroupsPolicy"}},
		{reflect.TypeFor[corev1.SecurityContext](), `{"spec":{"containers":[{"name":"bot","securityContext":{"%s":{}}}]}}`, []string{"capabilities"}},
	} {
		var allowed []string
		for i := range tc.of.NumField() {
			name, _, _ := strings.Cut(tc.of.Field(i).Tag.Get("json"), ",")
			var patch any
			if err := json.Unmarshal(fmt.Appendf(nil, tc.at, name), &patch); err != nil {
				t.Fatal(err)
			}
			// A second "name" is the same member again, and not the bot's.
			if name != "" && allowedTemplate.check("", patch) == nil {
				allowed = append(allowed, name)
			}
		}
		slices.Sort(allowed)
		if diff := cmp.Diff(tc.allowed, allowed); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.of, diff)
		}
	}
}

func TestAllowedTemplatesPass(t *testing.T) {
	for name, patch := range map[string]string{
		"nothing":             `{}`,
		"resources":           `{"spec":{"containers":[{"name":"bot","resources":{"limits":{"memory":"2Gi","cpu":null},"requests":{"cpu":"1"}}}]}}`,
		"scheduling":          `{"spec":{"nodeSelector":{"disk":"fast"},"tolerations":[{"key":"spot"}],"priorityClassName":"high","topologySpreadConstraints":null,"affinity":{"nodeAffinity":{}}}}`,
		"metadata":            `{"metadata":{"labels":{"team":"support"},"annotations":{"cluster-autoscaler.kubernetes.io/safe-to-evict":"false"}}}`,
		"tighter contexts":    `{"spec":{"securityContext":{"runAsUser":7,"supplementalGroups":[5],"seccompProfile":{"type":"Localhost","localhostProfile":"bot.json"}},"containers":[{"name":"bot","securityContext":{"privileged":false,"capabilities":{"drop":["ALL"]}}}]}}`,
		"flags and variables": `{"spec":{"containers":[{"name":"bot","args":["--max-chats=9","--turn-timeout=2s"],"env":[{"name":"GOMEMLIMIT","value":"off"}]}]}}`,
		"a pull secret":       `{"spec":{"imagePullSecrets":[{"name":"registry"}]}}`,
	} {
		if _, err := deploymentFor(testenv.MakeBot("support").Spec(patched(patch)).Obj(), nil, "bot:test", DefaultSecurity()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestImagesComeFromListedRepositories(t *testing.T) {
	const own = "ghcr.io/intentops/bot:v1"
	for name, tc := range map[string]struct {
		image    string
		prefixes []string
		refused  string
	}{
		"none":                            {},
		"another version":                 {image: "ghcr.io/intentops/bot:v2"},
		"a digest":                        {image: "ghcr.io/intentops/bot@sha256:" + strings.Repeat("ab", 32)},
		"another repository":              {image: "ghcr.io/intentops/bots:v1", refused: "spec.image: ghcr.io/intentops/bots is not under ghcr.io/intentops/bot: use"},
		"of the same name elsewhere":      {image: "evil.example/ghcr.io/intentops/bot", refused: "spec.image: evil.example/ghcr.io/intentops/bot is not under"},
		"a host that looks like a prefix": {image: "ghcr.io:5000/intentops/bot", refused: "spec.image: ghcr.io:5000/intentops/bot is not under"},
		"below a listed one":              {image: "registry.example/team/bot:v1", prefixes: []string{"registry.example/team"}},
		"beside a listed one":             {image: "registry.example/team2/bot:v1", prefixes: []string{"registry.example/team"}, refused: "spec.image: registry.example/team2/bot is not under registry.example/team: use"},
		"of Docker Hub, by a short name":  {image: "busybox", prefixes: []string{"docker.io/library"}},
		"any":                             {image: "evil.example/x", prefixes: []string{"*"}},
		"not a name":                      {image: "HTTP://x", refused: `spec.image: "HTTP://x": invalid reference format`},
	} {
		security := DefaultSecurity()
		security.ImagePrefixes = tc.prefixes
		_, err := deploymentFor(testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) { s.Image = tc.image }).Obj(), nil, own, security)
		if (err == nil) != (tc.refused == "") || err != nil && !strings.HasPrefix(err.Error(), tc.refused) {
			t.Errorf("%s: error %v, want %q", name, err, tc.refused)
		}
	}
}

// TestWhatIsRefusedChangesNothingLive: the pods go on as they are, and the Bot says why.
func TestWhatIsRefusedChangesNothingLive(t *testing.T) {
	for name, tc := range map[string]struct {
		change  func(*v1alpha1.BotSpec)
		message string
	}{
		"a template": {patched(`{"spec":{"hostPID":true,"nodeSelector":{"disk":"fast"}}}`),
			"spec.podTemplatePatch.spec.hostPID: is not among what a Bot may change: remove it, or have the operator started with --unrestricted-pod-templates"},
		"an image": {func(s *v1alpha1.BotSpec) { s.Image = "evil.example/bot" },
			"spec.image: evil.example/bot is not under docker.io/library/bot: use an image from there, or have the operator started with its repository in --image-prefixes"},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Obj()
			f := newFixture(t, bot)
			f.settle(bot)
			before := get(f, "support", &appsv1.Deployment{}).Spec
			testenv.Change(t, env, bot, func(b *v1alpha1.Bot) { tc.change(&b.Spec); b.Spec.Automation = v1alpha1.AutomationDisabled })
			_ = f.tries(bot, 2)
			for _, kind := range []string{v1alpha1.ConditionAccepted, v1alpha1.ConditionStalled} {
				want := "False NotAllowed: " + tc.message
				if kind == v1alpha1.ConditionStalled {
					want = "True NotAllowed: " + tc.message
				}
				f.Expect(conditionOf(bot, kind)).To(Equal(want))
			}
			if diff := cmp.Diff(before, get(f, "support", &appsv1.Deployment{}).Spec); diff != "" {
				t.Errorf("the Deployment changed:\n%s", diff)
			}
			f.Expect(f.pointer(bot).Automation).To(Equal("Disabled"), "the kill switch works all the same")
		})
	}
}

func conditionOf(bot *v1alpha1.Bot, kind string) string {
	for _, c := range bot.Status.Conditions {
		if c.Type == kind {
			return fmt.Sprintf("%s %s: %s", c.Status, c.Reason, c.Message)
		}
	}
	return ""
}

// anything is an operator that takes any template.
func anything() Security {
	security := DefaultSecurity()
	security.UnrestrictedTemplates = true
	return security
}
