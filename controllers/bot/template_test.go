// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

func TestATemplateAddsToTheOperatorsArguments(t *testing.T) {
	const web = "--channel=web=WebChat"
	for name, tc := range map[string]struct {
		container string
		want      []string
	}{
		"without arguments":               {container: `{"name":"bot"}`, want: []string{web}},
		"with a flag":                     {container: `{"name":"bot","args":["--chat-origin=shop.example"]}`, want: []string{web, "--chat-origin=shop.example"}},
		"with what the operator gives":    {container: `{"name":"bot","args":["--max-chats=9","` + web + `"]}`, want: []string{web, "--max-chats=9"}},
		"with arguments taken out":        {container: `{"name":"bot","args":null}`, want: []string{web}},
		"with arguments of another":       {container: `{"name":"proxy","args":["--verbose"]}`, want: []string{web}},
		"with a container from the start": {container: `{"name":"bot","args":["--max-chats=9"]},{"$patch":"replace"}`, want: []string{web, "--max-chats=9"}},
		"without the bot's container":     {container: `{"name":"bot","$patch":"delete"},{"name":"proxy"}`},
		"with a flag and its value apart": {container: `{"name":"bot","args":["--max-chats","9"]}`, want: []string{web, "--max-chats", "9"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := botOf(&laidOver(t, tc.container).Template)
			if got == nil {
				if tc.want != nil {
					t.Errorf("there is no bot, want arguments %q", tc.want)
				}
				return
			}
			if diff := cmp.Diff(tc.want, got.Args); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheCollectorsLimitFollowsTheContainers(t *testing.T) {
	for name, tc := range map[string]struct {
		container string
		want      string
	}{
		"by default":             {container: `{"name":"bot"}`, want: "460MiB"},
		"a larger limit":         {container: `{"name":"bot","resources":{"limits":{"memory":"2Gi"}}}`, want: "1843MiB"},
		"no limit":               {container: `{"name":"bot","resources":{"limits":{"memory":null}}}`},
		"the template's own":     {container: `{"name":"bot","env":[{"name":"GOMEMLIMIT","value":"off"}]}`, want: "off"},
		"a limit of a few bytes": {container: `{"name":"bot","resources":{"limits":{"memory":"1k"}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, e := range botOf(&laidOver(t, tc.container).Template).Env {
				if e.Name == "GOMEMLIMIT" {
					got += e.Value
				}
			}
			if got != tc.want {
				t.Errorf("GOMEMLIMIT is %q, want %q", got, tc.want)
			}
		})
	}
}

func laidOver(t *testing.T, containers string) *appsv1.DeploymentSpec {
	t.Helper()
	bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
		s.PodTemplatePatch = &runtime.RawExtension{Raw: []byte(`{"spec":{"containers":[` + containers + `]}}`)}
	}).Obj()
	deployment, err := deploymentFor(bot, nil, "bot:test", anything())
	if err != nil {
		t.Fatal(err)
	}
	return &deployment.Spec
}
