// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// nonroot is the user of the bot's image.
const nonroot = 65532

// Security is the security contexts of bots' pods and of the container in them. A Bot's
// spec.podTemplatePatch is laid over them. nil leaves the choice to the cluster, as OpenShift wants it.
type Security struct {
	Pod       *corev1.PodSecurityContext
	Container *corev1.SecurityContext
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
