// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubelabels "k8s.io/apimachinery/pkg/labels"
)

// end of a connection: a pod, or an address outside of the cluster.
type end struct {
	namespace string
	labels    map[string]string
	address   netip.Addr
}

func (e end) pod() bool { return e.namespace != "" }

// network answers as the specification of NetworkPolicies has it. Networks differ in one
// point: whether a block of addresses covers the addresses of pods. With strict it does not.
type network struct {
	policies []networkingv1.NetworkPolicy
	strict   bool
}

// reaches says whether from may open a connection to a port of to.
func (n network) reaches(from, to end, protocol corev1.Protocol, port int32) bool {
	return n.allows(networkingv1.PolicyTypeEgress, from, to, protocol, port) &&
		n.allows(networkingv1.PolicyTypeIngress, to, from, protocol, port)
}

// allows asks the policies of one end about the other.
func (n network) allows(direction networkingv1.PolicyType, of, other end, protocol corev1.Protocol, port int32) bool {
	isolated := false
	for i := range n.policies {
		p := &n.policies[i]
		if !of.pod() || p.Namespace != of.namespace || !matches(&p.Spec.PodSelector, of.labels) || !slices.Contains(p.Spec.PolicyTypes, direction) {
			continue
		}
		isolated = true
		if direction == networkingv1.PolicyTypeIngress {
			for _, rule := range p.Spec.Ingress {
				if hasPort(rule.Ports, protocol, port) && n.hasPeer(rule.From, p.Namespace, other) {
					return true
				}
			}
			continue
		}
		for _, rule := range p.Spec.Egress {
			if hasPort(rule.Ports, protocol, port) && n.hasPeer(rule.To, p.Namespace, other) {
				return true
			}
		}
	}
	return !isolated
}

func hasPort(ports []networkingv1.NetworkPolicyPort, protocol corev1.Protocol, port int32) bool {
	return len(ports) == 0 || slices.ContainsFunc(ports, func(p networkingv1.NetworkPolicyPort) bool {
		return (p.Protocol == nil && protocol == corev1.ProtocolTCP || p.Protocol != nil && *p.Protocol == protocol) &&
			(p.Port == nil || p.Port.IntVal == port)
	})
}

func (n network) hasPeer(peers []networkingv1.NetworkPolicyPeer, namespace string, e end) bool {
	return len(peers) == 0 || slices.ContainsFunc(peers, func(p networkingv1.NetworkPolicyPeer) bool {
		if p.IPBlock != nil {
			return (!e.pod() || !n.strict) && within(p.IPBlock, e.address)
		}
		if !e.pod() || p.PodSelector != nil && !matches(p.PodSelector, e.labels) {
			return false
		}
		if p.NamespaceSelector == nil {
			return e.namespace == namespace
		}
		return matches(p.NamespaceSelector, map[string]string{corev1.LabelMetadataName: e.namespace})
	})
}

func within(b *networkingv1.IPBlock, address netip.Addr) bool {
	return netip.MustParsePrefix(b.CIDR).Contains(address) && !slices.ContainsFunc(b.Except, func(except string) bool {
		return netip.MustParsePrefix(except).Contains(address)
	})
}

func matches(selector *metav1.LabelSelector, of map[string]string) bool {
	s, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && s.Matches(kubelabels.Set(of))
}
