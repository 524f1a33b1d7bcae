// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// Ports of the bot's pods, and of its Services.
const (
	portChat    = 8080
	portAPI     = 8081
	portEvents  = 8082
	portMetrics = 9090
	servicePort = 80
)

// Labels that everything of one Bot has.
const (
	labelName     = "app.kubernetes.io/name"
	labelInstance = release.LabelInstance
)

func selector(bot *v1alpha1.Bot) map[string]string {
	return map[string]string{labelName: "intentops-bot", labelInstance: bot.Name}
}

func labels(bot *v1alpha1.Bot) map[string]string {
	all := selector(bot)
	all[release.LabelManagedBy] = release.ManagedBy
	return all
}

func meta(bot *v1alpha1.Bot, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: bot.Namespace, Labels: labels(bot)}
}

func setOwner(bot *v1alpha1.Bot, obj client.Object, scheme *runtime.Scheme) error {
	// Blocking the Bot's deletion would take permission on its finalizers, for nothing.
	return controllerutil.SetControllerReference(bot, obj, scheme, controllerutil.WithBlockOwnerDeletion(false))
}

// identityName is the name of the pods' ServiceAccount, Role and RoleBinding.
func identityName(bot string) string { return bot + "-bot" }

// identityObjects are the pods' identity, with a Role for the pointer and for the bundles
// named and for nothing else.
func identityObjects(bot *v1alpha1.Bot, bundles []string) []client.Object {
	name := identityName(bot.Name)
	return []client.Object{
		&corev1.ServiceAccount{ObjectMeta: meta(bot, name)},
		&rbacv1.Role{
			ObjectMeta: meta(bot, name),
			Rules: []rbacv1.PolicyRule{
				{
					APIGroups: []string{""}, Resources: []string{"configmaps"},
					Verbs: []string{"get", "list", "watch"}, ResourceNames: []string{release.PointerName(bot.Name)},
				},
				{
					APIGroups: []string{""}, Resources: []string{"configmaps"},
					Verbs: []string{"get"}, ResourceNames: unique(bundles),
				},
			},
		},
		&rbacv1.RoleBinding{
			ObjectMeta: meta(bot, name),
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: name},
			Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Name: name, Namespace: bot.Namespace}},
		},
	}
}

// opening is a port of the pods that others use, with a Service of its own.
type opening struct {
	// port is its name in the pods, suffix what its Service's name has after the Bot's.
	port, suffix string
	number       int32
	wanted       bool
}

// openings are the ports that a bot may have: what is not configured is not open.
func openings(bot *v1alpha1.Bot) []opening {
	has := func(kind v1alpha1.ChannelType) bool {
		return slices.ContainsFunc(bot.Spec.Channels, func(c v1alpha1.Channel) bool { return c.Type == kind })
	}
	return []opening{
		{port: "chat", number: portChat, wanted: has(v1alpha1.ChannelWebChat)},
		{port: "api", suffix: "-api", number: portAPI, wanted: has(v1alpha1.ChannelREST)},
		{port: "events", suffix: "-events", number: portEvents, wanted: len(bot.Spec.Events) > 0},
	}
}

// serviceNames are those of the Services that a bot of that name may have.
func serviceNames(bot string) []string {
	var names []string
	for _, o := range openings(&v1alpha1.Bot{}) {
		names = append(names, bot+o.suffix)
	}
	return names
}

// services are one for each port that is open.
func services(bot *v1alpha1.Bot) []client.Object {
	var all []client.Object
	for _, o := range openings(bot) {
		if !o.wanted {
			continue
		}
		all = append(all, &corev1.Service{
			ObjectMeta: meta(bot, bot.Name+o.suffix),
			Spec: corev1.ServiceSpec{
				Selector: selector(bot),
				Ports: []corev1.ServicePort{{
					Name: "http", Port: servicePort, Protocol: corev1.ProtocolTCP, TargetPort: intstr.FromString(o.port),
				}},
			},
		})
	}
	return all
}

// serviceObjects are how others reach the pods, and how many of them may be away at once.
func serviceObjects(bot *v1alpha1.Bot) []client.Object {
	one := intstr.FromInt32(1)
	return append(services(bot), &policyv1.PodDisruptionBudget{
		ObjectMeta: meta(bot, bot.Name),
		Spec: policyv1.PodDisruptionBudgetSpec{
			MaxUnavailable: &one,
			Selector:       &metav1.LabelSelector{MatchLabels: selector(bot)},
		},
	})
}

// secretRef is a Secret that the pods mount.
type secretRef struct {
	// field that names it, secret's name and the key that is read from it.
	field, secret, key string
}

// storeRefs are the Secrets of the store.
func storeRefs(store *v1alpha1.Store) []secretRef {
	var refs []secretRef
	if store == nil {
		return nil
	}
	if nats := store.NATS; nats != nil {
		if nats.SecretRef != nil {
			refs = append(refs, secretRef{"spec.store.nats.secretRef", nats.SecretRef.Name, "creds"})
		}
		refs = append(refs, tlsRefs("spec.store.nats.tls", release.FromTLS(nats.TLS))...)
	}
	if store.Encryption != nil {
		refs = append(refs, secretRef{"spec.store.encryption.secretRef", store.Encryption.SecretRef.Name, "key"})
	}
	return refs
}

// tlsRefs are the Secrets with the certificates of a connection.
func tlsRefs(field string, t release.TLS) []secretRef {
	var refs []secretRef
	if name, is := strings.CutPrefix(t.CA, string(v1alpha1.CASecret)+"/"); is {
		refs = append(refs, secretRef{field + ".caRef", name, "ca.crt"})
	}
	if t.CertificateName != "" {
		refs = append(refs, secretRef{field + ".certificateRef", t.CertificateName, corev1.TLSCertKey},
			secretRef{field + ".certificateRef", t.CertificateName, corev1.TLSPrivateKeyKey})
	}
	return refs
}

// configMapsOf are the ConfigMaps with certificates that the pods mount.
func configMapsOf(bot *v1alpha1.Bot, policies []release.Policy) []string {
	connections := []release.TLS{}
	if usesNATS(bot) {
		connections = append(connections, release.FromTLS(bot.Spec.Store.NATS.TLS))
	}
	if engine := release.FromUnderstanding(bot.Spec.Understanding); engine != nil {
		connections = append(connections, engine.TLS)
	}
	for _, policy := range policies {
		connections = append(connections, policy.Handoff.TLS)
	}
	var names []string
	for _, t := range connections {
		if name, is := strings.CutPrefix(t.CA, string(v1alpha1.CAConfigMap)+"/"); is && len(validation.IsDNS1123Subdomain(name)) == 0 {
			names = append(names, name)
		}
	}
	return unique(names)
}

// secretRefs lists the Secrets of a bot, each reference once.
func secretRefs(bot *v1alpha1.Bot, policies []release.Policy) []secretRef {
	var refs []secretRef
	for i, channel := range bot.Spec.Channels {
		if ref := token(channel); ref != nil {
			refs = append(refs, secretRef{fmt.Sprintf("spec.channels[%d].rest.secretRef", i), ref.Name, "token"})
		}
		if ref := identityOf(channel); ref != nil {
			member := map[v1alpha1.ChannelType]string{v1alpha1.ChannelREST: "rest", v1alpha1.ChannelWebChat: "webChat"}[channel.Type]
			refs = append(refs, secretRef{fmt.Sprintf("spec.channels[%d].%s.identity.secretRef", i, member), ref.Name, "key"})
		}
	}
	refs = append(refs, storeRefs(bot.Spec.Store)...)
	if engine := release.FromUnderstanding(bot.Spec.Understanding); engine != nil {
		field := "spec.understanding." + strings.ToLower(engine.Engine)
		if engine.SecretName != "" {
			refs = append(refs, secretRef{field + ".secretRef", engine.SecretName, "token"})
		}
		refs = append(refs, tlsRefs(field+".tls", engine.TLS)...)
	}
	for _, ref := range eventRefs(bot) {
		refs = append(refs, secretRef{ref.field, ref.secret, "key"})
	}
	for _, policy := range policies {
		field := fmt.Sprintf("EscalationPolicy %s spec.handoff.targets[0].webhook", policy.Name)
		named := tlsRefs(field+".tls", policy.Handoff.TLS)
		if policy.Handoff.SecretName != "" {
			named = append(named, secretRef{field + ".secretRef", policy.Handoff.SecretName, "key"})
		}
		for _, ref := range named {
			if !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
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

// identityOf is the Secret that a site signs its customers' ids with; nil: none does.
func identityOf(channel v1alpha1.Channel) *v1alpha1.SecretReference {
	switch {
	case channel.WebChat != nil && channel.WebChat.Identity != nil:
		return &channel.WebChat.Identity.SecretRef
	case channel.REST != nil && channel.REST.Identity != nil:
		return &channel.REST.Identity.SecretRef
	}
	return nil
}

// unprotected warns of rollouts that one anonymous client may decide, with as many identities as
// it likes.
func unprotected(bot *v1alpha1.Bot) []string {
	if len(bot.Spec.TrustedProxies) > 0 {
		return nil
	}
	for _, channel := range bot.Spec.Channels {
		if channel.Type == v1alpha1.ChannelWebChat || identityOf(channel) == nil {
			return []string{fmt.Sprintf("evidence of anonymous customers of channel %s is unprotected: nothing limits how many conversations of one client count in a rollout; set spec.trustedProxies, or the channel's identity together with spec.evidence: Verified of batches", channel.Name)}
		}
	}
	return nil
}

// missingSecrets names the fields whose Secrets pods do not find, as told by the pods: the
// operator may not read Secrets. What pods say is compared with what the spec names and never
// repeated. untold is true while pods have not said anything of one.
func missingSecrets(refs []secretRef, told map[metricsource.SecretKey]metricsource.SecretState) (problems []string, untold bool) {
	for _, ref := range refs {
		state, known := told[metricsource.SecretKey{Secret: ref.secret, Key: ref.key}]
		switch {
		case len(validation.IsDNS1123Subdomain(ref.secret)) > 0:
			problems = append(problems, fmt.Sprintf("%s: %q is not a valid name of a Secret: correct it", ref.field, ref.secret))
		case !known:
			untold = true
		case state == metricsource.SecretShort:
			problems = append(problems, fmt.Sprintf("%s: the key %q of Secret %q, or its previous-key, is too short to be safe: put in what openssl rand -hex 32 prints", ref.field, ref.key, ref.secret))
		case state == metricsource.SecretMissing:
			problems = append(problems, fmt.Sprintf("%s: pods find no Secret %q with the key %q in this namespace: create it", ref.field, ref.secret, ref.key))
		}
	}
	return problems, untold
}

// awaitsSecrets says whether pods have still to say that they find their Secrets: nothing else
// tells of it.
func (seen *observation) awaitsSecrets(bot *v1alpha1.Bot) bool {
	return seen.untoldSecrets && wantedReplicas(bot) > 0
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
