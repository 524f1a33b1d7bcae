// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/status"
	"github.com/intentops/intentops/internal/contract/release"
)

// Paths in the bot's container.
const (
	secretsDir = "/etc/intentops/secrets"
	dataDir    = "/var/lib/intentops"
)

// deploymentFor is the Deployment of a bot, with the spec's template laid over it.
func deploymentFor(bot *v1alpha1.Bot, policies []release.Policy, image string, security Security) (*appsv1.Deployment, error) {
	template, err := overlay(podTemplate(bot, policies, image, security), bot.Spec.PodTemplatePatch)
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

func podTemplate(bot *v1alpha1.Bot, policies []release.Policy, image string, security Security) *corev1.PodTemplateSpec {
	if bot.Spec.Image != "" {
		image = bot.Spec.Image
	}
	probe := func(path string, period int32) *corev1.Probe {
		return &corev1.Probe{
			ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString("http")}},
			PeriodSeconds: period, TimeoutSeconds: 3, FailureThreshold: 3,
		}
	}
	startup := probe("/healthz", 1)
	startup.FailureThreshold = 60
	volumes, mounts := volumesFor(bot, policies)
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
				Args:            arguments(bot),
				Env: []corev1.EnvVar{
					{Name: "BOT_NAME", Value: bot.Name},
					{Name: "POD_NAME", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.name"}}},
					{Name: "POD_NAMESPACE", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.namespace"}}},
				},
				Ports: []corev1.ContainerPort{
					{Name: "http", ContainerPort: portHTTP, Protocol: corev1.ProtocolTCP},
					{Name: "metrics", ContainerPort: portMetrics, Protocol: corev1.ProtocolTCP},
				},
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
	data := corev1.Volume{Name: "data", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}
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
	return volumes, mounts
}
