// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"slices"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// secretRef is a Secret that the pods mount.
type secretRef struct {
	// field that names it, secret's name and the key that is read from it.
	field, secret, key string
}

// secretRefs lists the Secrets of a bot, each reference once.
func secretRefs(bot *v1alpha1.Bot, policies []release.Policy) []secretRef {
	var refs []secretRef
	for i, channel := range bot.Spec.Channels {
		if channel.SecretRef != nil {
			refs = append(refs, secretRef{fmt.Sprintf("spec.channels[%d].secretRef", i), channel.SecretRef.Name, "token"})
		}
	}
	if bot.Spec.Store != nil && bot.Spec.Store.NATS != nil && bot.Spec.Store.NATS.SecretRef != nil {
		refs = append(refs, secretRef{"spec.store.nats.secretRef", bot.Spec.Store.NATS.SecretRef.Name, "creds"})
	}
	for _, ref := range eventRefs(bot) {
		refs = append(refs, secretRef{ref.field, ref.secret, "key"})
	}
	for _, policy := range policies {
		field := fmt.Sprintf("EscalationPolicy %s spec.handoff.deliver.webhook.secretRef", policy.Name)
		ref := secretRef{field, policy.Handoff.SecretName, "key"}
		if ref.secret != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// eventRef is a Secret that senders of events sign with.
type eventRef struct {
	// field that names it, and the flag that tells the bot.
	field, flag, secret string
}

func eventRefs(bot *v1alpha1.Bot) []eventRef {
	events := bot.Spec.Events
	if events == nil {
		return nil
	}
	var refs []eventRef
	if events.SecretRef != nil {
		refs = append(refs, eventRef{"spec.events.secretRef", "events-secret", events.SecretRef.Name})
	}
	if events.Chatwoot != nil {
		refs = append(refs, eventRef{"spec.events.chatwoot.secretRef", "chatwoot-secret", events.Chatwoot.SecretRef.Name})
	}
	if events.Zendesk != nil {
		refs = append(refs, eventRef{"spec.events.zendesk.secretRef", "zendesk-secret", events.Zendesk.SecretRef.Name})
	}
	return refs
}
