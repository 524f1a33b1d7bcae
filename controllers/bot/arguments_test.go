// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/intentops/intentops/api/v1alpha1"
)

func TestInterfacesForEventsOpenWithTheirSecret(t *testing.T) {
	source := func(kind v1alpha1.EventSourceType, secret string) v1alpha1.EventSource {
		return v1alpha1.EventSource{Name: "desk", Type: kind, SecretRef: v1alpha1.SecretReference{Name: secret}}
	}
	tests := map[string]struct {
		events     []v1alpha1.EventSource
		allow      []netip.Prefix
		want       []string
		wantFields []string
	}{
		"none": {},
		"networks that a bot may reach": {
			allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")},
			want:  []string{"--allow-egress=127.0.0.0/8", "--allow-egress=::1/128"},
		},
		"CloudEvents": {
			events:     []v1alpha1.EventSource{source(v1alpha1.EventsCloudEvents, "desk")},
			want:       []string{"--events-secret=desk"},
			wantFields: []string{"spec.events[0].secretRef"},
		},
		"helpdesks": {
			events:     []v1alpha1.EventSource{source(v1alpha1.EventsChatwoot, "woot"), source(v1alpha1.EventsZendesk, "zen")},
			want:       []string{"--chatwoot-secret=woot", "--zendesk-secret=zen"},
			wantFields: []string{"spec.events[0].secretRef", "spec.events[1].secretRef"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			bot := &v1alpha1.Bot{Spec: v1alpha1.BotSpec{Events: tc.events}}
			if diff := cmp.Diff(tc.want, arguments(bot, tc.allow)); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
			var fields []string
			for _, ref := range secretRefs(bot, nil) {
				fields = append(fields, ref.field)
				if ref.key != "key" {
					t.Errorf("%s reads the key %q, want key", ref.field, ref.key)
				}
			}
			if diff := cmp.Diff(tc.wantFields, fields); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}
