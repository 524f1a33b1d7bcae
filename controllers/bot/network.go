// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"context"
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/egress"
)

// Network says whom bots' pods may talk with, as far as the cluster's network enforces it.
type Network struct {
	// Policies is whether each Bot gets a NetworkPolicy.
	Policies bool
	// MetricsFrom may scrape the pods. Default: any pod of the cluster.
	MetricsFrom []networkingv1.NetworkPolicyPeer
}

// SetMetricsFrom reads a list of peers in JSON or YAML.
func (n *Network) SetMetricsFrom(text string) error {
	var peers []networkingv1.NetworkPolicyPeer
	if err := yaml.UnmarshalStrict([]byte(text), &peers); err != nil {
		return fmt.Errorf("%w: write it as a list of Kubernetes NetworkPolicyPeers in JSON", err)
	}
	n.MetricsFrom = peers
	return nil
}

// networkPolicyFor lets customers in from everywhere, and to the metrics only those who scrape.
// Pods may look up names, and reach everything but what no URL may lead to: which hosts the
// helpdesk, the engine and NATS have is not known as addresses.
func networkPolicyFor(bot *v1alpha1.Bot, n Network, allow []netip.Prefix) *networkingv1.NetworkPolicy {
	anyPod := networkingv1.NetworkPolicyPeer{NamespaceSelector: &metav1.LabelSelector{}}
	scrapers := n.MetricsFrom
	if len(scrapers) == 0 {
		scrapers = []networkingv1.NetworkPolicyPeer{anyPod}
	}
	outside := []networkingv1.NetworkPolicyPeer{anyPod, block("0.0.0.0/0"), block("::/0")}
	for _, network := range allow {
		outside = append(outside, networkingv1.NetworkPolicyPeer{IPBlock: &networkingv1.IPBlock{CIDR: network.String()}})
	}
	in := []networkingv1.NetworkPolicyIngressRule{{Ports: ports(corev1.ProtocolTCP, portMetrics), From: scrapers}}
	if open := openPorts(bot); len(open) > 0 { // a rule without ports is for all of them
		in = append(in, networkingv1.NetworkPolicyIngressRule{Ports: ports(corev1.ProtocolTCP, open...)})
	}
	return &networkingv1.NetworkPolicy{
		ObjectMeta: meta(bot, bot.Name),
		Spec: networkingv1.NetworkPolicySpec{
			PodSelector: metav1.LabelSelector{MatchLabels: selector(bot)},
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
			Ingress:     in,
			Egress: []networkingv1.NetworkPolicyEgressRule{
				// Names, also from a cache on the node, whose address is link-local. OpenShift's DNS
				// listens on 5353.
				{Ports: append(ports(corev1.ProtocolUDP, 53, 5353), ports(corev1.ProtocolTCP, 53, 5353)...)},
				{To: outside},
			},
		},
	}
}

// openPorts are those that customers, callers and helpdesks use.
func openPorts(bot *v1alpha1.Bot) []int32 {
	var open []int32
	for _, o := range openings(bot) {
		if o.wanted {
			open = append(open, o.number)
		}
	}
	return open
}

// block is a network without what is denied of it.
func block(cidr string) networkingv1.NetworkPolicyPeer {
	whole := netip.MustParsePrefix(cidr)
	b := &networkingv1.IPBlock{CIDR: cidr}
	for _, d := range egress.Denied() {
		if whole.Overlaps(d.Prefix) {
			b.Except = append(b.Except, d.String())
		}
	}
	return networkingv1.NetworkPolicyPeer{IPBlock: b}
}

func ports(protocol corev1.Protocol, numbers ...int32) []networkingv1.NetworkPolicyPort {
	out := make([]networkingv1.NetworkPolicyPort, 0, len(numbers))
	for _, n := range numbers {
		port := intstr.FromInt32(n)
		out = append(out, networkingv1.NetworkPolicyPort{Protocol: &protocol, Port: &port})
	}
	return out
}

// applyNetwork makes the Bot's NetworkPolicy, or removes it where there are to be none.
func (r *Reconciler) applyNetwork(ctx context.Context, bot *v1alpha1.Bot, done *outcome) {
	policy := networkPolicyFor(bot, r.Network, r.Security.AllowEgress)
	if r.Network.Policies {
		done.fail(r.applyAll(ctx, bot, []client.Object{policy}, done))
		return
	}
	made := &networkingv1.NetworkPolicy{}
	switch err := r.Get(ctx, client.ObjectKeyFromObject(policy), made); {
	case apierrors.IsNotFound(err):
	case err != nil:
		done.fail(fmt.Errorf("reading the NetworkPolicy: %w", err))
	case metav1.IsControlledBy(made, bot):
		done.fail(client.IgnoreNotFound(r.Delete(ctx, made, client.Preconditions{UID: &made.UID})))
	}
}
