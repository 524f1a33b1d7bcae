// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/contract/release"
)

// Paths in the bot's container.
const (
	secretsDir = "/etc/intentops/secrets"
	// configMapsDir is where the bot looks for ConfigMaps with certificates.
	configMapsDir = "/etc/intentops/configmaps"
	// vectorsDir is where the bot looks for tables of word vectors, a folder for each source.
	vectorsDir = "/etc/intentops/vectors"
	dataDir    = "/var/lib/intentops"
)

// deploymentFor is the Deployment of a bot, with the spec's template laid over it.
func deploymentFor(bot *v1alpha1.Bot, policies []release.Policy, image string, security Security, tables ...release.Vectors) (*appsv1.Deployment, error) {
	if err := errors.Join(checkPods(bot, image, security), checkIdentities(bot, policies), checkProxies(bot)); err != nil {
		return nil, err
	}
	tables = neededTables(bot, tables)
	if err := checkTables(tables, image, security); err != nil {
		return nil, err
	}
	template, err := overlay(podTemplate(bot, policies, image, security, tables...), bot.Spec.PodTemplatePatch)
	if err != nil {
		return nil, err
	}
	limitMemory(template)
	deployment := &appsv1.Deployment{
		ObjectMeta: meta(bot, bot.Name),
		Spec: appsv1.DeploymentSpec{
			Replicas:             new(wantedReplicas(bot)),
			RevisionHistoryLimit: new(int32(3)),
			// As long as everything else may take; it is the API's default, too.
			ProgressDeadlineSeconds: new(int32(status.Deadline / time.Second)),
			Selector:                &metav1.LabelSelector{MatchLabels: selector(bot)},
			Template:                *template,
			Strategy:                appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType},
		},
	}
	if usesNATS(bot) {
		// Any number of pods share the store, so a new one is ready before an old one goes.
		deployment.Spec.Strategy = appsv1.DeploymentStrategy{
			Type: appsv1.RollingUpdateDeploymentStrategyType,
			RollingUpdate: &appsv1.RollingUpdateDeployment{
				MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromInt32(1)),
			},
		}
	}
	return deployment, nil
}

func usesNATS(bot *v1alpha1.Bot) bool {
	return bot.Spec.Store != nil && bot.Spec.Store.NATS != nil
}

func podTemplate(bot *v1alpha1.Bot, policies []release.Policy, image string, security Security, tables ...release.Vectors) *corev1.PodTemplateSpec {
	if bot.Spec.Image != "" {
		image = bot.Spec.Image
	}
	probe := func(path string, period int32) *corev1.Probe {
		return &corev1.Probe{
			ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString("metrics")}},
			PeriodSeconds: period, TimeoutSeconds: 3, FailureThreshold: 3,
		}
	}
	startup := probe("/healthz", 1)
	startup.FailureThreshold = 60
	volumes, mounts := volumesFor(bot, policies)
	tableVolumes, tableMounts := vectorVolumes(tables)
	volumes, mounts = append(volumes, tableVolumes...), append(mounts, tableMounts...)
	return &corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{
			Labels: selector(bot),
			Annotations: map[string]string{
				"prometheus.io/scrape": "true",
				"prometheus.io/port":   fmt.Sprint(portMetrics),
			},
		},
		Spec: corev1.PodSpec{
			ServiceAccountName:            identityName(bot.Name),
			SecurityContext:               security.Pod,
			TerminationGracePeriodSeconds: new(int64(45)),
			TopologySpreadConstraints: []corev1.TopologySpreadConstraint{{
				MaxSkew: 1, TopologyKey: corev1.LabelHostname, WhenUnsatisfiable: corev1.ScheduleAnyway,
				LabelSelector: &metav1.LabelSelector{MatchLabels: selector(bot)},
			}},
			Volumes: volumes,
			Containers: []corev1.Container{{
				Name:            botContainer,
				Image:           image,
				ImagePullPolicy: corev1.PullIfNotPresent,
				Args:            arguments(bot, security.AllowEgress),
				Env: []corev1.EnvVar{
					{Name: "BOT_NAME", Value: bot.Name},
					{Name: "POD_NAME", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.name"}}},
					{Name: "POD_NAMESPACE", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.namespace"}}},
				},
				Ports: containerPorts(bot),
				// Why it ended is then in the pod's status, and in that of the Bot: the bot writes a
				// message itself, but not where it panics.
				TerminationMessagePolicy: corev1.TerminationMessageFallbackToLogsOnError,
				StartupProbe:             startup,
				LivenessProbe:            probe("/healthz", 10),
				ReadinessProbe:           probe("/readyz", 2),
				Resources: corev1.ResourceRequirements{
					Requests: corev1.ResourceList{
						corev1.ResourceCPU:    resource.MustParse("50m"),
						corev1.ResourceMemory: resource.MustParse("64Mi"),
					},
					Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("512Mi")},
				},
				SecurityContext: security.Container,
				VolumeMounts:    mounts,
			}},
		},
	}
}

// volumesFor mounts the data folder and each Secret once. Secrets are optional for the
// kubelet: a missing one shows as a condition of the Bot and keeps no pod from starting.
func volumesFor(bot *v1alpha1.Bot, policies []release.Policy) ([]corev1.Volume, []corev1.VolumeMount) {
	// The bot keeps its store below its size by itself; the volume's is twice as large, so that it
	// is the last thing between a bot and its node's disk.
	data := corev1.Volume{Name: "data", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{
		SizeLimit: resource.NewQuantity(2*storeSize(bot), resource.BinarySI),
	}}}
	if store := bot.Spec.Store; store != nil && store.Embedded != nil && store.Embedded.ClaimName != "" {
		data.VolumeSource = corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: store.Embedded.ClaimName}}
	}
	volumes := []corev1.Volume{data}
	mounts := []corev1.VolumeMount{{Name: "data", MountPath: dataDir}}
	var names []string
	for _, ref := range secretRefs(bot, policies) {
		names = append(names, ref.secret)
	}
	for i, name := range unique(names) {
		volume := fmt.Sprintf("secret-%d", i)
		volumes = append(volumes, corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
			Secret: &corev1.SecretVolumeSource{SecretName: name, Optional: new(true), DefaultMode: new(int32(0o440))},
		}})
		mounts = append(mounts, corev1.VolumeMount{Name: volume, MountPath: secretsDir + "/" + name, ReadOnly: true})
	}
	for i, name := range configMapsOf(bot, policies) {
		volume := fmt.Sprintf("configmap-%d", i)
		volumes = append(volumes, corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
			ConfigMap: &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: name}, Optional: new(true), DefaultMode: new(int32(0o440)),
				Items: []corev1.KeyToPath{{Key: "ca.crt", Path: "ca.crt"}},
			},
		}})
		mounts = append(mounts, corev1.VolumeMount{Name: volume, MountPath: configMapsDir + "/" + name, ReadOnly: true})
	}
	return volumes, mounts
}

// botContainer is the name of the container that runs the bot.
const botContainer = "bot"

// overlay lays the spec's template over the operator's.
func overlay(template *corev1.PodTemplateSpec, patch *runtime.RawExtension) (*corev1.PodTemplateSpec, error) {
	if patch == nil {
		return template, nil
	}
	raw, err := patch.MarshalJSON()
	if err != nil || len(raw) == 0 || string(raw) == "null" {
		return template, err
	}
	base, err := json.Marshal(template)
	if err != nil {
		return nil, err
	}
	merged, err := strategicpatch.StrategicMergePatch(base, raw, corev1.PodTemplateSpec{})
	if err != nil {
		return nil, fmt.Errorf("spec.podTemplatePatch: %w: write it as a PodTemplateSpec, with the container named \"bot\"", err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(merged)))
	decoder.DisallowUnknownFields()
	result := &corev1.PodTemplateSpec{}
	if err := decoder.Decode(result); err != nil {
		return nil, fmt.Errorf("spec.podTemplatePatch: %w: write it as a PodTemplateSpec", err)
	}
	keepArguments(template, result)
	keepIdentity(template, result)
	for key, value := range template.Labels {
		if result.Labels[key] != value {
			return nil, fmt.Errorf("spec.podTemplatePatch.metadata.labels: %q belongs to the operator: remove it", key)
		}
	}
	return result, nil
}

// keepArguments puts the operator's arguments before those of the spec's template, which a
// merge would put in their place. Those that the template repeats are given once.
func keepArguments(template, result *corev1.PodTemplateSpec) {
	base, merged := botOf(template), botOf(result)
	if merged == nil {
		return
	}
	args := slices.Clone(base.Args)
	for _, arg := range merged.Args {
		if !slices.Contains(base.Args, arg) {
			args = append(args, arg)
		}
	}
	merged.Args = args
}

// keepIdentity gives the bot the names by which it stores and signs, whatever the spec's template
// says: with another Bot's it would read and speak for that one.
func keepIdentity(template, result *corev1.PodTemplateSpec) {
	merged := botOf(result)
	if merged == nil {
		return
	}
	own := map[string]corev1.EnvVar{}
	for _, e := range botOf(template).Env {
		own[e.Name] = e
	}
	for i, e := range merged.Env {
		if ours, is := own[e.Name]; is {
			merged.Env[i] = ours
			delete(own, e.Name)
		}
	}
	for _, e := range botOf(template).Env {
		if _, lost := own[e.Name]; lost {
			merged.Env = append(merged.Env, e)
		}
	}
}

// limitMemory tells the bot's collector nine tenths of the container's memory limit, so that
// it works harder before the kernel has to act. A template may say something else.
func limitMemory(template *corev1.PodTemplateSpec) {
	const name, mebi = "GOMEMLIMIT", 1 << 20
	container := botOf(template)
	if container == nil || slices.ContainsFunc(container.Env, func(e corev1.EnvVar) bool { return e.Name == name }) {
		return
	}
	if limit := container.Resources.Limits.Memory().Value() / 10 * 9 / mebi; limit > 0 {
		// Where it always was: another order would restart the pods.
		container.Env = slices.Insert(container.Env, min(1, len(container.Env)),
			corev1.EnvVar{Name: name, Value: fmt.Sprintf("%dMiB", limit)})
	}
}

// botOf is the container that runs the bot; nil: the template took it out.
func botOf(template *corev1.PodTemplateSpec) *corev1.Container {
	for i := range template.Spec.Containers {
		if template.Spec.Containers[i].Name == botContainer {
			return &template.Spec.Containers[i]
		}
	}
	return nil
}

// defaultStoreSize is that of the bot's flag.
const defaultStoreSize = 1 << 30

func storeSize(bot *v1alpha1.Bot) int64 {
	if bot.Spec.Limits == nil || bot.Spec.Limits.StoreSize == nil {
		return defaultStoreSize
	}
	return bot.Spec.Limits.StoreSize.Value()
}

// containerPorts are those that others use, and the one for Prometheus and the kubelet.
func containerPorts(bot *v1alpha1.Bot) []corev1.ContainerPort {
	var ports []corev1.ContainerPort
	for _, o := range openings(bot) {
		if o.wanted {
			ports = append(ports, corev1.ContainerPort{Name: o.port, ContainerPort: o.number, Protocol: corev1.ProtocolTCP})
		}
	}
	return append(ports, corev1.ContainerPort{Name: "metrics", ContainerPort: portMetrics, Protocol: corev1.ProtocolTCP})
}

// arguments are the flags of the bot's command.
func arguments(bot *v1alpha1.Bot, allowEgress []netip.Prefix) []string {
	var args []string
	for _, channel := range bot.Spec.Channels {
		arg := "--channel=" + channel.Name + "=" + string(channel.Type)
		switch ref := token(channel); {
		case ref != nil:
			arg += ":" + ref.Name
		case channel.Type == v1alpha1.ChannelREST:
			arg += ":" + string(v1alpha1.RESTAccessAnonymous)
		}
		args = append(args, arg)
		if ref := identityOf(channel); ref != nil {
			args = append(args, "--channel-identity="+channel.Name+"="+ref.Name)
		}
	}
	if usesNATS(bot) {
		args = append(args, "--nats-url="+bot.Spec.Store.NATS.URL)
		if ref := bot.Spec.Store.NATS.SecretRef; ref != nil {
			args = append(args, "--nats-secret="+ref.Name)
		}
		tls := release.FromTLS(bot.Spec.Store.NATS.TLS)
		if tls.CA != "" {
			args = append(args, "--nats-ca="+tls.CA)
		}
		if tls.CertificateName != "" {
			args = append(args, "--nats-certificate-secret="+tls.CertificateName)
		}
		if bot.Spec.Store.NATS.Isolation == v1alpha1.IsolationRequired {
			args = append(args, "--nats-require-isolation")
		}
	}
	if store := bot.Spec.Store; store != nil && store.Encryption != nil {
		args = append(args, "--store-secret="+store.Encryption.SecretRef.Name)
		if usesNATS(bot) {
			args = append(args, sealedSince(bot))
		}
	}
	for _, network := range allowEgress {
		args = append(args, "--allow-egress="+network.String())
	}
	for _, ref := range eventRefs(bot) {
		args = append(args, "--"+ref.flag+"="+ref.secret)
	}
	for _, proxies := range bot.Spec.TrustedProxies {
		args = append(args, "--trusted-proxies="+string(proxies))
	}
	for _, channel := range bot.Spec.Channels {
		if channel.WebChat == nil {
			continue
		}
		for _, host := range channel.WebChat.Origins {
			args = append(args, "--chat-origin="+string(host))
		}
		for _, host := range channel.WebChat.FrameAncestors {
			args = append(args, "--chat-frame-ancestor="+string(host))
		}
	}
	if limits := bot.Spec.Limits; limits != nil {
		for _, limit := range []struct {
			flag  string
			value *int32
		}{
			{"new-conversations", limits.NewConversationsPerMinute},
			{"network-conversations", limits.NewConversationsPerNetworkPerMinute},
			{"network-store-percent", limits.StorePercentPerNetwork},
		} {
			if limit.value != nil {
				args = append(args, fmt.Sprintf("--%s=%d", limit.flag, *limit.value))
			}
		}
		if limits.StoreSize != nil {
			args = append(args, fmt.Sprintf("--store-size=%d", limits.StoreSize.Value()))
		}
	}
	return args
}

// nonroot is the user of the bot's image.
const nonroot = 65532

// Security is the security contexts of bots' pods and of the container in them, which networks
// their URLs may lead to, and what Bots may change about their pods. A Bot's spec.podTemplatePatch is laid over the contexts. A
// context that is nil leaves the choice to the cluster, as OpenShift wants it.
type Security struct {
	Pod       *corev1.PodSecurityContext
	Container *corev1.SecurityContext
	// AllowEgress are networks that URLs of manifests may lead to although bots refuse them.
	AllowEgress []netip.Prefix
	// UnrestrictedTemplates lets spec.podTemplatePatch change everything.
	UnrestrictedTemplates bool
	// ImagePrefixes are repositories that a Bot's spec.image may come from; "*" is any. Default:
	// that of the image of Bots that name none.
	ImagePrefixes []string
}

// DefaultSecurity is what the Pod Security Standard "restricted" asks for.
func DefaultSecurity() Security {
	return Security{
		Pod: &corev1.PodSecurityContext{
			RunAsNonRoot:   new(true),
			RunAsUser:      new(int64(nonroot)),
			RunAsGroup:     new(int64(nonroot)),
			FSGroup:        new(int64(nonroot)),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
		Container: &corev1.SecurityContext{
			AllowPrivilegeEscalation: new(false),
			ReadOnlyRootFilesystem:   new(true),
			Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
	}
}

// SetPod replaces the pod's security context with one in JSON or YAML; null removes it.
func (s *Security) SetPod(text string) (err error) {
	s.Pod, err = parseContext[corev1.PodSecurityContext](text)
	return err
}

// SetContainer replaces the container's security context.
func (s *Security) SetContainer(text string) (err error) {
	s.Container, err = parseContext[corev1.SecurityContext](text)
	return err
}

func parseContext[T any](text string) (*T, error) {
	var into *T
	if err := yaml.UnmarshalStrict([]byte(text), &into); err != nil {
		return nil, fmt.Errorf("%w: write it as a Kubernetes %T in JSON, or null for none", err, *new(T))
	}
	return into, nil
}
