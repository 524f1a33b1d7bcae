// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"strings"
	"testing"

	apimeta "k8s.io/apimachinery/pkg/api/meta"

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

// TestProxiesAmongWhichThereAreClients: networks that cannot be meant are refused, also where they
// were stored before the schema knew it, and those in which clients probably are stand in a note.
func TestProxiesAmongWhichThereAreClients(t *testing.T) {
	const wide = "where there are probably clients, too, who could write which network they are in; name the networks of your proxies only"
	for name, tc := range map[string]struct {
		proxies []v1alpha1.CIDR
		err     string
		note    string
	}{
		"none":                       {},
		"the network of the ingress": {proxies: []v1alpha1.CIDR{"10.0.0.0/8", "fd00::/8"}},
		"everybody":                  {proxies: []v1alpha1.CIDR{"0.0.0.0/0"}, err: `spec.trustedProxies: "0.0.0.0/0" is every address`},
		"half of the internet":       {proxies: []v1alpha1.CIDR{"128.0.0.0/1"}, note: "spec.trustedProxies has 128.0.0.0/1, " + wide},
		"the internet in four parts": {proxies: []v1alpha1.CIDR{"0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"}, note: "has 0.0.0.0/2, 64.0.0.0/2, 128.0.0.0/2, 1 more, " + wide},
		"providers of IPv6":          {proxies: []v1alpha1.CIDR{"2000::/4"}, note: "has 2000::/4, " + wide},
	} {
		t.Run(name, func(t *testing.T) {
			bot := testenv.MakeBot("support").Spec(func(s *v1alpha1.BotSpec) { s.TrustedProxies = tc.proxies }).Obj()
			_, err := deploymentFor(bot, nil, "bot:test", DefaultSecurity())
			if (err == nil) != (tc.err == "") || err != nil && !strings.Contains(err.Error(), tc.err) {
				t.Errorf("error %v, want %q", err, tc.err)
			}
			setAccepted(bot, err)
			message := apimeta.FindStatusCondition(bot.Status.Conditions, v1alpha1.ConditionAccepted).Message
			if (tc.note != "") != strings.Contains(message, "there are probably clients") || !strings.Contains(message, tc.note) {
				t.Errorf("Accepted says %q, want the note %q", message, tc.note)
			}
		})
	}
}
