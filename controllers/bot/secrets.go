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
		if ref := token(channel); ref != nil {
			refs = append(refs, secretRef{fmt.Sprintf("spec.channels[%d].rest.secretRef", i), ref.Name, "token"})
		}
	}
	if bot.Spec.Store != nil && bot.Spec.Store.NATS != nil && bot.Spec.Store.NATS.SecretRef != nil {
		refs = append(refs, secretRef{"spec.store.nats.secretRef", bot.Spec.Store.NATS.SecretRef.Name, "creds"})
	}
	for _, ref := range eventRefs(bot) {
		refs = append(refs, secretRef{ref.field, ref.secret, "key"})
	}
	for _, policy := range policies {
		field := fmt.Sprintf("EscalationPolicy %s spec.handoff.targets[0].webhook.secretRef", policy.Name)
		ref := secretRef{field, policy.Handoff.SecretName, "key"}
		if ref.secret != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// token is the Secret that callers of a channel must know; nil: they need none.
func token(channel v1alpha1.Channel) *v1alpha1.SecretReference {
	if channel.REST == nil {
		return nil
	}
	return channel.REST.SecretRef
}

// eventRef is a Secret that senders of events sign with.
type eventRef struct {
	// field that names it, and the flag that tells the bot.
	field, flag, secret string
}

var eventFlags = map[v1alpha1.EventSourceType]string{
	v1alpha1.EventsCloudEvents: "events-secret",
	v1alpha1.EventsChatwoot:    "chatwoot-secret",
	v1alpha1.EventsZendesk:     "zendesk-secret",
}

func eventRefs(bot *v1alpha1.Bot) []eventRef {
	var refs []eventRef
	for i, source := range bot.Spec.Events {
		refs = append(refs, eventRef{fmt.Sprintf("spec.events[%d].secretRef", i), eventFlags[source.Type], source.SecretRef.Name})
	}
	return refs
}
