// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Defaults of an EscalationPolicy, the same as in its schema: objects that never passed an
// API server have them too.
const (
	defaultConfidencePercent = 70
	defaultMarginPercent     = 10
	defaultUnresolvedTurns   = 2
	defaultAcceptWithin      = 2 * time.Minute
)

// FromIntent returns what a spec means to a bot, with defaults resolved and without a
// Revision. The description and the tests are left out: they change nothing that customers get,
// so that an edit of them rolls nothing, and so does another order of languages and prompts.
func FromIntent(spec v1alpha1.IntentSpec, name string) Intent {
	intent := AsWritten(spec, name)
	slices.SortFunc(intent.Locales, func(a, b IntentLocale) int { return strings.Compare(a.Locale, b.Locale) })
	for _, locale := range intent.Locales {
		slices.SortFunc(locale.Prompts, func(a, b Prompt) int { return strings.Compare(a.Field, b.Field) })
	}
	return intent
}

// AsWritten is FromIntent with languages and prompts in the order of the spec. It is what to check,
// so that spec.locales[1] of a Problem is that of the manifest.
func AsWritten(spec v1alpha1.IntentSpec, name string) Intent {
	intent := Intent{
		Name:       name,
		Risk:       string(spec.Risk),
		Utterances: slices.Clone(spec.Utterances),
		Reply:      Reply{Text: spec.Reply.Text},
		Title:      spec.Title, Confirmation: spec.Confirmation, Locale: spec.Locale,
	}
	if intent.Risk == "" {
		intent.Risk = string(v1alpha1.RiskLow)
	}
	if spec.ConfidencePercent != nil {
		intent.ConfidencePercent = *spec.ConfidencePercent
	}
	for _, field := range spec.Fields {
		intent.Fields = append(intent.Fields, Field{
			Name:     field.Name,
			Prompt:   field.Prompt,
			Pattern:  field.Pattern,
			Type:     typeOf(field.Type),
			Choices:  slices.Clone(field.Choices),
			Minimum:  field.Minimum,
			Maximum:  field.Maximum,
			Region:   field.Region,
			Required: field.Presence != v1alpha1.FieldOptional,
		})
	}
	for _, locale := range spec.Locales {
		intent.Locales = append(intent.Locales, fromLocale(locale))
	}
	return intent
}

// typeOf leaves the default out: what was live before there were types stays what it was.
func typeOf(t v1alpha1.FieldType) string {
	if t == v1alpha1.FieldText {
		return ""
	}
	return string(t)
}

func fromLocale(spec v1alpha1.IntentLocale) IntentLocale {
	locale := IntentLocale{
		Locale: spec.Locale, Title: spec.Title, Confirmation: spec.Confirmation,
		Utterances: slices.Clone(spec.Utterances), Reply: Reply{Text: spec.Reply.Text},
	}
	for _, prompt := range spec.Prompts {
		locale.Prompts = append(locale.Prompts, Prompt{Field: prompt.Field, Prompt: prompt.Prompt, Choices: slices.Clone(prompt.Choices)})
	}
	return locale
}

// FromPolicy returns what a spec means to a bot, with defaults resolved and without a
// Revision. It fails when a duration or the URL does not parse. It does not compile the
// rules.
func FromPolicy(spec v1alpha1.EscalationPolicySpec, name string) (Policy, error) {
	acceptWithin := defaultAcceptWithin
	if spec.Handoff.AcceptWithin != "" {
		var err error
		if acceptWithin, err = spec.Handoff.AcceptWithin.Parse(); err != nil {
			return Policy{}, fmt.Errorf("spec.handoff.acceptWithin: %w", err)
		}
	}
	webhook, err := webhookOf(spec.Handoff)
	if err != nil {
		return Policy{}, err
	}
	policy := Policy{
		Name:              name,
		ConfidencePercent: valueOr(spec.ConfidencePercent, defaultConfidencePercent),
		MarginPercent:     valueOr(spec.MarginPercent, defaultMarginPercent),
		UnresolvedTurns:   valueOr(spec.UnresolvedTurns, defaultUnresolvedTurns),
		Handoff: Handoff{
			Require:             packetParts(spec.Handoff.Require),
			URL:                 string(webhook.URL),
			AcceptWithinSeconds: int64(acceptWithin / time.Second),
		},
	}
	if webhook.SecretRef != nil {
		policy.Handoff.SecretName = webhook.SecretRef.Name
	}
	policy.Handoff.TLS = FromTLS(webhook.TLS)
	policy.Rules = FromRules(spec.Rules)
	return policy, nil
}

// FromRules returns what the rules of a policy mean to a bot.
func FromRules(rules []v1alpha1.EscalationRule) []Rule {
	var out []Rule
	for _, rule := range rules {
		priority := rule.Priority
		if priority == "" {
			priority = v1alpha1.PriorityNormal
		}
		out = append(out, Rule{
			Name:     rule.Name,
			When:     rule.When,
			Priority: string(priority),
			Queue:    rule.Queue,
		})
	}
	return out
}

// FromUnderstanding returns the engine that a spec asks for; nil: the built-in one as it is.
func FromUnderstanding(spec *v1alpha1.Understanding) *Understanding {
	switch {
	case spec == nil:
		return nil
	case spec.BuiltIn != nil && spec.BuiltIn.Vectors != nil:
		return fromVectors(spec.BuiltIn.Vectors)
	case spec.Rasa != nil:
		return &Understanding{Engine: EngineRasa, URL: string(spec.Rasa.URL), SecretName: nameOf(spec.Rasa.SecretRef), TLS: FromTLS(spec.Rasa.TLS)}
	case spec.HTTP != nil:
		return &Understanding{Engine: EngineHTTP, URL: string(spec.HTTP.URL), SecretName: nameOf(spec.HTTP.SecretRef), TLS: FromTLS(spec.HTTP.TLS)}
	}
	return nil
}

// ToUnderstanding is the spec that asks for an engine; nil: the built-in one as it is.
func ToUnderstanding(u *Understanding) *v1alpha1.Understanding {
	switch {
	case u == nil:
		return nil
	case u.Engine == EngineBuiltIn:
		return toVectors(u.Vectors)
	case u.Engine == EngineRasa:
		return &v1alpha1.Understanding{Rasa: &v1alpha1.RasaUnderstanding{URL: v1alpha1.URL(u.URL), SecretRef: referTo(u.SecretName), TLS: toTLS(u.TLS)}}
	default:
		return &v1alpha1.Understanding{HTTP: &v1alpha1.HTTPUnderstanding{URL: v1alpha1.URL(u.URL), SecretRef: referTo(u.SecretName), TLS: toTLS(u.TLS)}}
	}
}

// FromTLS returns the certificates that a spec names.
func FromTLS(spec *v1alpha1.ClientTLS) TLS {
	var t TLS
	if spec == nil {
		return t
	}
	if spec.CARef != nil {
		t.CA = cmp.Or(string(spec.CARef.Kind), string(v1alpha1.CAConfigMap)) + "/" + spec.CARef.Name
	}
	t.CertificateName = nameOf(spec.CertificateRef)
	return t
}

// toTLS is the spec that names certificates; nil: none.
func toTLS(t TLS) *v1alpha1.ClientTLS {
	if t == (TLS{}) {
		return nil
	}
	spec := &v1alpha1.ClientTLS{CertificateRef: referTo(t.CertificateName)}
	if kind, name, ok := strings.Cut(t.CA, "/"); ok {
		spec.CARef = &v1alpha1.CAReference{Kind: v1alpha1.CAKind(kind), Name: name}
	}
	return spec
}

func nameOf(ref *v1alpha1.SecretReference) string {
	if ref == nil {
		return ""
	}
	return ref.Name
}

func referTo(name string) *v1alpha1.SecretReference {
	if name == "" {
		return nil
	}
	return &v1alpha1.SecretReference{Name: name}
}

// webhookOf returns the one target of handoffs. The schema knows no other type yet; objects
// that never passed an API server may have any.
func webhookOf(handoff v1alpha1.Handoff) (*v1alpha1.WebhookTarget, error) {
	if len(handoff.Targets) != 1 {
		return nil, fmt.Errorf("spec.handoff.targets: has %d entries, want one, such as {name: helpdesk, type: Webhook, webhook: {url: \"https://desk.example/handoffs\"}}", len(handoff.Targets))
	}
	target := handoff.Targets[0]
	if target.Type != v1alpha1.HandoffWebhook || target.Webhook == nil {
		return nil, errors.New("spec.handoff.targets[0]: is not a webhook: set type: Webhook, and webhook.url")
	}
	if err := CheckURL(string(target.Webhook.URL)); err != nil {
		return nil, fmt.Errorf("spec.handoff.targets[0].webhook.url: %w", err)
	}
	return target.Webhook, nil
}

// CheckURL says what is wrong with the URL of a helpdesk. The error never quotes it: it may hold a
// password.
func CheckURL(raw string) error {
	parsed, err := url.Parse(raw)
	switch {
	case err != nil, parsed.Host == "", parsed.Scheme != "http" && parsed.Scheme != "https":
		return errors.New("is not a URL such as https://desk.example/handoffs")
	case parsed.User != nil:
		return errors.New("holds a user or password, which everybody can read here: sign packets with secretRef instead")
	}
	return nil
}

// packetParts returns the required parts, sorted: the spec holds a set. None means all.
func packetParts(required []v1alpha1.PacketPart) []string {
	if len(required) == 0 {
		required = []v1alpha1.PacketPart{
			v1alpha1.PartCustomerGoal, v1alpha1.PartTranscriptSummary, v1alpha1.PartAttemptedSteps,
			v1alpha1.PartSentiment, v1alpha1.PartPriority, v1alpha1.PartFields,
		}
	}
	parts := make([]string, len(required))
	for i, part := range required {
		parts[i] = string(part)
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}

func valueOr[T any](value *T, fallback T) T {
	if value == nil {
		return fallback
	}
	return *value
}
