// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

func TestASecurityContextIsReadStrictly(t *testing.T) {
	for name, tc := range map[string]struct {
		text    string
		want    *corev1.PodSecurityContext
		wantErr string
	}{
		"JSON":            {text: `{"runAsNonRoot":true}`, want: &corev1.PodSecurityContext{RunAsNonRoot: new(true)}},
		"YAML":            {text: `{fsGroup: 7}`, want: &corev1.PodSecurityContext{FSGroup: new(int64(7))}},
		"null":            {text: "null"},
		"empty":           {text: ""},
		"without members": {text: "{}", want: &corev1.PodSecurityContext{}},
		"a member of the container's": {text: `{"readOnlyRootFilesystem":true}`,
			wantErr: `error unmarshaling JSON: while decoding JSON: json: unknown field "readOnlyRootFilesystem": write it as a Kubernetes v1.PodSecurityContext in JSON, or null for none`},
		"a name for a number": {text: `{"runAsUser":"nobody"}`,
			wantErr: `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field PodSecurityContext.runAsUser of type int64: write it as a Kubernetes v1.PodSecurityContext in JSON, or null for none`},
	} {
		t.Run(name, func(t *testing.T) {
			got, said := DefaultSecurity(), ""
			if err := got.SetPod(tc.text); err != nil {
				said = err.Error()
			}
			if diff := cmp.Diff(tc.want, got.Pod); diff != "" || said != tc.wantErr {
				t.Errorf("error %q, (-want +got):\n%s", said, diff)
			}
		})
	}
}

// TestATemplateSetsTheSecurityContextOfOneBot where the operator allows any template. It goes through the API server, which must not
// take directives for unknown fields.
func TestATemplateSetsTheSecurityContextOfOneBot(t *testing.T) {
	defaults := DefaultSecurity()
	withoutUser := defaults.Pod.DeepCopy()
	withoutUser.RunAsUser = nil
	for name, tc := range map[string]struct {
		template      string
		wantPod       *corev1.PodSecurityContext
		wantContainer *corev1.SecurityContext
	}{
		"a member is removed": {`{"spec":{"securityContext":{"runAsUser":null}}}`, withoutUser, defaults.Container},
		"nothing is left": {`{"spec":{"securityContext":{"$patch":"delete"},"containers":[{"name":"bot","securityContext":{"$patch":"delete"}}]}}`,
			&corev1.PodSecurityContext{}, &corev1.SecurityContext{}},
		"another in its place": {`{"spec":{"securityContext":{"$patch":"replace","runAsNonRoot":true}}}`,
			&corev1.PodSecurityContext{RunAsNonRoot: new(true)}, defaults.Container},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
				s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(tc.template)}
			}).Obj()
			env.Create(t, env.Namespace(t), bot)
			stored := &v1alpha1.Bot{}
			if err := env.Client.Get(t.Context(), client.ObjectKeyFromObject(bot), stored); err != nil {
				t.Fatal(err)
			}
			deployment, err := deploymentFor(stored, nil, "bot:test", anything())
			if err != nil {
				t.Fatal(err)
			}
			pod := deployment.Spec.Template.Spec
			if diff := cmp.Diff(tc.wantPod, pod.SecurityContext); diff != "" {
				t.Errorf("pod (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.wantContainer, pod.Containers[0].SecurityContext); diff != "" {
				t.Errorf("container (-want +got):\n%s", diff)
			}
		})
	}
}
