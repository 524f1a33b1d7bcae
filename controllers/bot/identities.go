// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/proxies"
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

// trustedProxies are the networks of spec.trustedProxies.
func trustedProxies(bot *v1alpha1.Bot) ([]netip.Prefix, error) {
	var list []string
	for _, network := range bot.Spec.TrustedProxies {
		list = append(list, string(network))
	}
	return proxies.Parse(list)
}

// checkProxies refuses what the bot would refuse at its start: the schema knows it, and does not
// ask about what was stored before.
func checkProxies(bot *v1alpha1.Bot) error {
	if _, err := trustedProxies(bot); err != nil {
		return fmt.Errorf("spec.trustedProxies: %w", err)
	}
	return nil
}

// wideProxies warns of proxies among which clients are probably, too.
func wideProxies(bot *v1alpha1.Bot) []string {
	trusted, err := trustedProxies(bot)
	wide := proxies.Wide(trusted)
	if err != nil || len(wide) == 0 {
		return nil
	}
	var names []string
	for _, network := range wide[:min(len(wide), maxWideNamed)] {
		names = append(names, network.String())
	}
	if more := len(wide) - maxWideNamed; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return []string{fmt.Sprintf("spec.trustedProxies has %s, where there are probably clients, too, who could write which network they are in; name the networks of your proxies only", strings.Join(names, ", "))}
}

// maxWideNamed bounds the networks that a note names.
const maxWideNamed = 3
