// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"strings"
	"testing"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

func TestIdentitiesHaveSecretsOfTheirOwn(t *testing.T) {
	identity := &v1alpha1.ChannelIdentity{SecretRef: v1alpha1.SecretReference{Name: "site"}}
	for name, tc := range map[string]struct {
		channel v1alpha1.Channel
		events  string
		packets string
		want    string
	}{
		"one that signs events":    {channel: v1alpha1.Channel{Name: "web", Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{Identity: identity}}, events: "site", want: "spec.channels[web]: identity.secretRef: Secret site signs the events of spec.events[desk] too"},
		"one that signs packets":   {channel: v1alpha1.Channel{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{Identity: identity}}, events: "desk", packets: "site", want: "Secret site signs the packets of EscalationPolicy standard too"},
		"one of its own":           {channel: v1alpha1.Channel{Name: "web", Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{Identity: identity}}, events: "desk", packets: "helpdesk"},
		"a channel without any":    {channel: v1alpha1.Channel{Name: "web", Type: v1alpha1.ChannelWebChat}, events: "site", packets: "site"},
		"packets without a Secret": {channel: v1alpha1.Channel{Name: "web", Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{Identity: identity}}, events: "desk"},
	} {
		bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) {
			s.Channels = []v1alpha1.Channel{tc.channel}
			s.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents, SecretRef: v1alpha1.SecretReference{Name: tc.events}}}
		}).Obj()
		_, err := deploymentFor(bot, []release.Policy{{Name: "standard", Handoff: release.Handoff{SecretName: tc.packets}}}, "bot:test", DefaultSecurity())
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want) || podReason(err) != v1alpha1.ReasonNotAllowed) {
			t.Errorf("%s: error %v, want %q", name, err, tc.want)
		}
	}
}
