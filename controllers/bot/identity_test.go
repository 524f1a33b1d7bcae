// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestChannelsNameTheSecretsOfTheirIdentity(t *testing.T) {
	site := &v1alpha1.ChannelIdentity{SecretRef: v1alpha1.SecretReference{Name: "site"}}
	bot := &v1alpha1.Bot{Spec: v1alpha1.BotSpec{Channels: []v1alpha1.Channel{
		{Name: "web", Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{Identity: site}},
		{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: &v1alpha1.SecretReference{Name: "api"}, Identity: site}},
	}}}
	want := []string{"--channel=web=WebChat", "--channel-identity=web=site", "--channel=api=REST:api", "--channel-identity=api=site"}
	if diff := cmp.Diff(want, arguments(bot, nil)); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	refs := secretRefs(bot, nil)
	for _, ref := range []secretRef{
		{"spec.channels[0].webChat.identity.secretRef", "site", "key"},
		{"spec.channels[1].rest.secretRef", "api", "token"},
		{"spec.channels[1].rest.identity.secretRef", "site", "key"},
	} {
		if !slices.Contains(refs, ref) {
			t.Errorf("%+v is not among %+v", ref, refs)
		}
	}
}

func TestABotSaysThatAnonymousEvidenceIsUnprotected(t *testing.T) {
	site := &v1alpha1.ChannelIdentity{SecretRef: v1alpha1.SecretReference{Name: "site"}}
	web := v1alpha1.Channel{Name: "web", Type: v1alpha1.ChannelWebChat}
	signedWeb := v1alpha1.Channel{Name: "web", Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{Identity: site}}
	signedREST := v1alpha1.Channel{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{Identity: site}}
	for name, tc := range map[string]struct {
		channels []v1alpha1.Channel
		proxies  []v1alpha1.CIDR
		want     string
	}{
		"a chat":                               {[]v1alpha1.Channel{signedREST, web}, nil, "channel web is unprotected"},
		"a chat of a site, with its visitors":  {[]v1alpha1.Channel{signedWeb}, nil, "channel web is unprotected"},
		"REST where all are signed":            {[]v1alpha1.Channel{signedREST}, nil, ""},
		"a chat behind proxies that are known": {[]v1alpha1.Channel{web}, []v1alpha1.CIDR{"10.0.0.0/8"}, ""},
	} {
		got := strings.Join(unprotected(&v1alpha1.Bot{Spec: v1alpha1.BotSpec{Channels: tc.channels, TrustedProxies: tc.proxies}}), "; ")
		if (got != "") != (tc.want != "") || !strings.Contains(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
		if got != "" && (!strings.Contains(got, "set spec.trustedProxies") || !strings.Contains(got, "spec.evidence: Verified")) {
			t.Errorf("%s: the settings that change it are missing: %s", name, got)
		}
	}
}
