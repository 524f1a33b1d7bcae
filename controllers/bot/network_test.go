// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"net/netip"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/egress"
)

// networkFrom is what the operator of a rendered chart is told about networks.
func networkFrom(t *testing.T, pod corev1.PodSpec) (n Network, allow []netip.Prefix) {
	t.Helper()
	for _, arg := range pod.Containers[0].Args {
		var err error
		switch flag, value, _ := strings.Cut(arg, "="); flag {
		case "--bot-network-policies":
			n.Policies = value == "true"
		case "--bot-metrics-from":
			err = n.SetMetricsFrom(value)
		case "--allow-egress":
			allow, err = egress.ParseFlag(value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return n, allow
}

// TestWhoMayReachWhom asks the policies of the chart and of a Bot. The network of the local
// cluster does not enforce any, so the rules themselves are asked.
func TestWhoMayReachWhom(t *testing.T) {
	at := netip.MustParseAddr
	component := func(name string) map[string]string {
		return map[string]string{labelName: name, labelInstance: "intentops"}
	}
	bot := testenv.MakeBot("support").Namespace("shop").Obj()
	bot.Spec.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents}}
	var (
		operator   = end{systemNamespace, component("intentops-manager"), at("10.1.0.1")}
		prometheus = end{systemNamespace, component("intentops-prometheus"), at("10.1.0.2")}
		support    = end{"shop", selector(bot), at("10.1.0.3")}
		nats       = end{"shop", map[string]string{"app": "nats"}, at("10.1.0.4")}
		stranger   = end{"another", map[string]string{labelName: "intentops-prometheus", labelInstance: "intentops"}, at("10.1.0.5")}
		dns        = end{"kube-system", map[string]string{"k8s-app": "kube-dns"}, at("10.1.0.6")}
		dnsCache   = end{address: at("169.254.20.10")}
		metadata   = end{address: at("169.254.169.254")}
		metadata6  = end{address: at("fd00:ec2::254")}
		apiServer  = end{address: at("172.18.0.2")}
		internet   = end{address: at("93.184.216.34")}
		internet6  = end{address: at("2001:db8::1")}
		grafana    = end{"monitoring", map[string]string{"app": "grafana"}, at("10.1.0.7")}
		allowed    = end{address: at("169.254.77.1")}
		loopback   = end{address: at("127.0.0.1")}
	)
	type question struct {
		from, to end
		protocol corev1.Protocol
		port     int32
	}
	const tcp, udp = corev1.ProtocolTCP, corev1.ProtocolUDP
	for name, tc := range map[string]struct {
		flags   []string
		yes, no map[string]question
	}{
		"as it comes": {
			yes: map[string]question{
				"customers, by way of an ingress": {internet, support, tcp, 8080},
				"a helpdesk's events":             {stranger, support, tcp, 8082},
				"scraping a bot":                  {prometheus, support, tcp, 9090},
				"scraping the operator":           {prometheus, operator, tcp, 8443},
				"another's Prometheus, which the operator asks for its token": {stranger, operator, tcp, 8443},
				"the operator's queries":                       {operator, prometheus, tcp, 9090},
				"the operator and the API server":              {operator, apiServer, tcp, 6443},
				"Prometheus and the API server":                {prometheus, apiServer, tcp, 6443},
				"a bot and the API server":                     {support, apiServer, tcp, 6443},
				"names":                                        {support, dns, udp, 53},
				"names that a cache on the node knows":         {support, dnsCache, udp, 53},
				"names for the operator":                       {operator, dns, udp, 53},
				"names for Prometheus":                         {prometheus, dns, tcp, 53},
				"a bot and its store":                          {support, nats, tcp, 4222},
				"a bot and a helpdesk on the internet":         {support, internet, tcp, 443},
				"a bot and a helpdesk on the internet by IPv6": {support, internet6, tcp, 443},
			},
			no: map[string]question{
				"metadata for a bot":                                {support, metadata, tcp, 80},
				"metadata for a bot by IPv6":                        {support, metadata6, tcp, 80},
				"metadata for the operator":                         {operator, metadata, tcp, 443},
				"metadata for Prometheus":                           {prometheus, metadata, tcp, 443},
				"metrics for a pod that calls itself Prometheus":    {stranger, support, tcp, 9090},
				"metrics for those outside":                         {internet, support, tcp, 9090},
				"figures of all bots for a pod":                     {stranger, prometheus, tcp, 9090},
				"figures of all bots for a bot":                     {support, prometheus, tcp, 9090},
				"figures of all bots for those outside":             {internet, prometheus, tcp, 9090},
				"another port of a bot":                             {nats, support, tcp, 6060},
				"a port for REST, which the Bot has no channel for": {nats, support, tcp, 8081},
				"the operator's probes":                             {stranger, operator, tcp, 8081},
				"the operator and a mail server":                    {operator, internet, tcp, 25},
				"Prometheus and the internet":                       {prometheus, internet, tcp, 80},
				"Prometheus and what is not a bot":                  {prometheus, nats, tcp, 9090},
			},
		},
		"with peers and networks of one's own": {
			flags: []string{"--set", "allowEgress={169.254.77.0/24}", "--set", "networkPolicies.apiServerPorts={16443}",
				"--set-json", `networkPolicies.metricsFrom=[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"another"}}}]`,
				"--set-json", `networkPolicies.prometheusFrom=[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}}}]`},
			yes: map[string]question{
				"scraping from a namespace that is listed": {stranger, support, tcp, 9090},
				"scraping by the chart's Prometheus":       {prometheus, support, tcp, 9090},
				"a dashboard":                              {grafana, prometheus, tcp, 9090},
				"a network that is listed":                 {support, allowed, tcp, 80},
				"the API server's port":                    {operator, apiServer, tcp, 16443},
			},
			no: map[string]question{
				"scraping from another": {grafana, support, tcp, 9090},
				"metadata":              {support, metadata, tcp, 80},
			},
		},
		"with a Prometheus of one's own": {
			flags: []string{"--set", "prometheus.enabled=false,prometheus.url=http://prometheus.monitoring:8481/select"},
			yes: map[string]question{
				"the port of its URL":        {operator, grafana, tcp, 8481},
				"the usual port of its pods": {operator, grafana, tcp, 9090},
				"scraping by any pod":        {grafana, support, tcp, 9090},
			},
			no: map[string]question{
				"scraping from outside": {internet, support, tcp, 9090},
				"another port":          {operator, grafana, tcp, 8080},
			},
		},
		"switched off": {
			flags: []string{"--set", "networkPolicies.enabled=false"},
			yes:   map[string]question{"figures of all bots for a pod": {stranger, prometheus, tcp, 9090}, "loopback": {support, loopback, tcp, 80}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			policies := rendered[networkingv1.NetworkPolicy](t, "NetworkPolicy", tc.flags...)
			for i := range policies {
				policies[i].Namespace = systemNamespace
			}
			var manager corev1.PodSpec
			for _, d := range rendered[appsv1.Deployment](t, "Deployment", tc.flags...) {
				if d.Name == "intentops-manager" {
					manager = d.Spec.Template.Spec
				}
			}
			if told, allow := networkFrom(t, manager); told.Policies {
				policies = append(policies, *networkPolicyFor(bot, told, allow))
			}
			for what, q := range tc.yes {
				if !(network{policies, true}).reaches(q.from, q.to, q.protocol, q.port) {
					t.Errorf("%s: refused", what)
				}
			}
			for what, q := range tc.no {
				if (network{policies, false}).reaches(q.from, q.to, q.protocol, q.port) {
					t.Errorf("%s: let through", what)
				}
			}
		})
	}
}

func TestABotHasANetworkPolicyWhileTheyAreOn(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	f.reconciler.Network.Policies = true
	f.Expect(f.reconcile(bot)).To(Succeed())
	policy := get(f, "support", &networkingv1.NetworkPolicy{})
	f.Expect(policy.OwnerReferences).To(ContainElement(HaveField("UID", bot.UID)))
	f.Expect(policy.Spec.PolicyTypes).To(ConsistOf(networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress))
	*f.writes = nil
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(*f.writes).To(BeEmpty(), "the same is not written again")

	testenv.Change(t, env, policy, func(p *networkingv1.NetworkPolicy) { p.Spec.Ingress = nil })
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(get(f, "support", &networkingv1.NetworkPolicy{}).Spec.Ingress).To(HaveLen(2), "what somebody else removed comes back")

	f.reconciler.Network.Policies = false
	f.Expect(f.reconcile(bot)).To(Succeed())
	err := env.Client.Get(t.Context(), client.ObjectKeyFromObject(policy), policy)
	f.Expect(apierrors.IsNotFound(err)).To(BeTrue(), "%v", err)
	f.Expect(f.reconcile(bot)).To(Succeed())
}
