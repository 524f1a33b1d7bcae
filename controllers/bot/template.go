// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

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
