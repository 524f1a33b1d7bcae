// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// checkIdentities refuses a Secret with which a site signs its customers' ids and which signs
// events or packets as well: a customer who may choose an id could choose one whose signature is
// that of an event.
func checkIdentities(bot *v1alpha1.Bot, policies []release.Policy) error {
	others := map[string]string{}
	for _, source := range bot.Spec.Events {
		others[source.SecretRef.Name] = "the events of spec.events[" + source.Name + "]"
	}
	for _, policy := range policies {
		if name := policy.Handoff.SecretName; name != "" {
			others[name] = "the packets of EscalationPolicy " + policy.Name
		}
	}
	for i := range bot.Spec.Channels {
		channel := &bot.Spec.Channels[i]
		ref := identityOf(*channel)
		if ref == nil || others[ref.Name] == "" {
			continue
		}
		return &notAllowedError{
			fmt.Sprintf("spec.channels[%s]: identity.secretRef: Secret %s signs %s too, so a customer with the right id could sign them", channel.Name, ref.Name, others[ref.Name]),
			"give the identity a Secret of its own",
		}
	}
	return nil
}
