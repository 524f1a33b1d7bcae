// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Limits of what customers may take from each pod. What goes beyond one is refused with an answer
// that says so; conversations that have begun go on.
type Limits struct {
	// newConversationsPerMinute is how many conversations may begin in a minute. Default: 3000.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1000000
	NewConversationsPerMinute *int32 `json:"newConversationsPerMinute,omitempty"`

	// newConversationsPerNetworkPerMinute is how many conversations may begin in a minute in one
	// client network: a /24 of IPv4, a /56 of IPv6. It holds with trustedProxies only. Default: 60.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1000000
	NewConversationsPerNetworkPerMinute *int32 `json:"newConversationsPerNetworkPerMinute,omitempty"`

	// storeSize is how much the store may hold. From 80 % of it on no conversation begins, from
	// 95 % on no message is taken. Default: 1Gi.
	// +optional
	// +kubebuilder:validation:XValidation:rule="quantity(string(self)).compareTo(quantity('16Mi')) >= 0",message="a store needs 16Mi at least"
	StoreSize *resource.Quantity `json:"storeSize,omitempty"`

	// storePercentPerNetwork is how many percent of storeSize the conversations of one client network
	// may take in the time that a conversation is kept. It holds with trustedProxies only. 100 is no
	// bound. Default: 10.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	StorePercentPerNetwork *int32 `json:"storePercentPerNetwork,omitempty"`
}

// CIDR is a network, such as 10.0.0.0/8 or fd00::/8.
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=43
// +kubebuilder:validation:XValidation:rule="isCIDR(self)",message="must be a network in CIDR notation, such as 10.0.0.0/8 or fd00::/8"
// +kubebuilder:validation:XValidation:rule="!isCIDR(self) || cidr(self).prefixLength() > 0",message="is every address, so every client could write who it is: name the networks of your proxies"
type CIDR string

// BuiltInRuntime is the bot of intentops. It has no settings yet.
type BuiltInRuntime struct{}

// Runtime says who talks with customers. Exactly one member is set.
// +kubebuilder:validation:XValidation:rule="has(self.builtIn)",message="set exactly one runtime: builtIn"
type Runtime struct {
	// builtIn is the bot of intentops.
	// +optional
	BuiltIn *BuiltInRuntime `json:"builtIn,omitempty"`
}

// Automation says whether the bot answers at all.
// +kubebuilder:validation:Enum=Enabled;Disabled
type Automation string

// The states of automation.
const (
	AutomationEnabled Automation = "Enabled"
	// AutomationDisabled is the kill switch: every conversation goes to a person at once,
	// and no batch advances.
	AutomationDisabled Automation = "Disabled"
)

// BotText is what the bot says of itself in one case.
// +kubebuilder:validation:Pattern=`\S`
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=500
type BotText string

// BotTexts are what the bot says of itself in one language. A text that is not set is the
// default of the language, or English.
type BotTexts struct {
	// locale is a BCP 47 language, such as de or pt-BR. A customer gets the texts of their
	// exact locale, else of its language, else English.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`
	// +kubebuilder:validation:MinLength=2
	// +kubebuilder:validation:MaxLength=12
	Locale string `json:"locale,omitempty"`
	// notUnderstood asks the customer for other words.
	// +optional
	NotUnderstood BotText `json:"notUnderstood,omitempty"`
	// valueNotAccepted comes before a field's prompt when the answer was no such value.
	// +optional
	ValueNotAccepted BotText `json:"valueNotAccepted,omitempty"`
	// noCountryCode comes before the prompt of a Phone in the place of valueNotAccepted, when
	// the answer was a number without its country code and the field has no region.
	// +optional
	NoCountryCode BotText `json:"noCountryCode,omitempty"`
	// dayOrMonth comes before the prompt of a Date in the place of valueNotAccepted, when either
	// figure of the answer may be the month, as in 12/5.
	// +optional
	DayOrMonth BotText `json:"dayOrMonth,omitempty"`
	// dayOrNumber comes before the question whether to go ahead, when a number alone may be another
	// day as well as another count.
	// +optional
	DayOrNumber BotText `json:"dayOrNumber,omitempty"`
	// yesOrNo comes before the question whether to go ahead, when the answer to it was not understood.
	// +optional
	YesOrNo BotText `json:"yesOrNo,omitempty"`
	// youAreWelcome answers thanks.
	// +optional
	YouAreWelcome BotText `json:"youAreWelcome,omitempty"`
	// handingOver says that an agent takes over.
	// +optional
	HandingOver BotText `json:"handingOver,omitempty"`
	// waitingForAgent answers what the customer writes before an agent has accepted.
	// +optional
	WaitingForAgent BotText `json:"waitingForAgent,omitempty"`
	// noAgentYet says that no agent could take over yet.
	// +optional
	NoAgentYet BotText `json:"noAgentYet,omitempty"`
	// requestReceived says that the request has reached the agents after all.
	// +optional
	RequestReceived BotText `json:"requestReceived,omitempty"`
	// didYouMean asks which of several things the customer means. The choices follow it.
	// +optional
	DidYouMean BotText `json:"didYouMean,omitempty"`
	// alsoAsked offers what else a message asked for when its first request is done. {title} stands
	// for the title of that.
	// +optional
	AlsoAsked BotText `json:"alsoAsked,omitempty"`
	// tooMuchAtOnce says that a message may have asked for more than was done about it.
	// +optional
	TooMuchAtOnce BotText `json:"tooMuchAtOnce,omitempty"`
	// aPerson is the choice to be handed to a person.
	// +optional
	APerson BotText `json:"aPerson,omitempty"`
	// shallI asks for confirmation of an intent without a confirmation of its own. {title}
	// stands for the intent's title, followed by the values that were understood, in parentheses.
	// +optional
	ShallI BotText `json:"shallI,omitempty"`
	// yes is the choice that confirms.
	// +optional
	Yes BotText `json:"yes,omitempty"`
	// no is the choice that does not.
	// +optional
	No BotText `json:"no,omitempty"`
	// leftAsItIs answers a customer who lets go of what they asked for.
	// +optional
	LeftAsItIs BotText `json:"leftAsItIs,omitempty"`
	// cannotUndo answers a customer who wants to undo what they asked for before. What may help
	// follows it.
	// +optional
	CannotUndo BotText `json:"cannotUndo,omitempty"`
	// greeting answers a greeting.
	// +optional
	Greeting BotText `json:"greeting,omitempty"`
	// iAmWell answers how the bot is.
	// +optional
	IAmWell BotText `json:"iAmWell,omitempty"`
	// goodbye answers a goodbye.
	// +optional
	Goodbye BotText `json:"goodbye,omitempty"`
	// iAmABot answers who the customer is talking with.
	// +optional
	IAmABot BotText `json:"iAmABot,omitempty"`
}

// Measurement says when a conversation's result is counted. Both tracks of a rollout are
// counted at the same age, which is what makes them comparable.
type Measurement struct {
	// outcomeAfter is the age at which a conversation's outcome is counted, once.
	// Default: 30m.
	// +optional
	// +kubebuilder:default="30m"
	OutcomeAfter Duration `json:"outcomeAfter,omitempty"`

	// ratingWithin is how long after its start a conversation's rating still counts.
	// Default: 24h.
	// +optional
	// +kubebuilder:default="24h"
	RatingWithin Duration `json:"ratingWithin,omitempty"`

	// wrapUpWithin is how long after its resolution agents' work on a conversation still
	// comes in; its handle time is counted then. Default: 10m.
	// +optional
	// +kubebuilder:default="10m"
	WrapUpWithin Duration `json:"wrapUpWithin,omitempty"`

	// anonymousPerNetwork is how many conversations of anonymous customers count in a rollout for
	// each client network and day; the others are served and not counted. It holds where networks
	// are known, by spec.trustedProxies. Default: 3.
	// +optional
	// +kubebuilder:default=3
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=1000
	AnonymousPerNetwork *int32 `json:"anonymousPerNetwork,omitempty"`
}

// EventSourceType is who sends events. Later versions may know further ones.
// +kubebuilder:validation:Enum=CloudEvents;Chatwoot;Zendesk
type EventSourceType string

// The types of event sources.
const (
	// EventsCloudEvents are CloudEvents to /v1/events.
	EventsCloudEvents EventSourceType = "CloudEvents"
	// EventsChatwoot are webhooks of Chatwoot to /v1/adapters/chatwoot.
	EventsChatwoot EventSourceType = "Chatwoot"
	// EventsZendesk are event webhooks of Zendesk to /v1/adapters/zendesk.
	EventsZendesk EventSourceType = "Zendesk"
)

// EventSource is a helpdesk that tells what becomes of conversations. It opens the interface
// of its type to those who sign.
type EventSource struct {
	// name of the source.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z]([a-z0-9-]*[a-z0-9])?$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// type of the source: CloudEvents opens /v1/events, Chatwoot /v1/adapters/chatwoot and
	// Zendesk /v1/adapters/zendesk.
	// +required
	Type EventSourceType `json:"type,omitempty"`

	// secretRef names the Secret whose key "key" senders sign with: at least 32 bytes for
	// CloudEvents, 16 for others. "previous-key" is accepted too, while a key is replaced.
	// +required
	SecretRef SecretReference `json:"secretRef,omitzero"`
}

// Freeze is a recurring time in which no step advances. Rollbacks are not affected.
// +kubebuilder:validation:XValidation:rule="!has(self.timeZone) || self.timeZone != 'Local'",message="Local is wherever the operator runs: name the zone, such as \"Europe/Berlin\"",fieldPath=".timeZone"
type Freeze struct {
	// name of the freeze, as it appears in the reasons of waiting batches.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// schedule says when the freeze begins, as five cron fields: minute, hour, day of
	// month, month, day of week. Example: "0 9 * * MON". Where clocks are put forward over
	// that time, it is when they have been; a time that comes twice counts once, the first.
	// +required
	// +kubebuilder:validation:Pattern=`^\S+( \S+){4}$`
	// +kubebuilder:validation:MinLength=9
	// +kubebuilder:validation:MaxLength=100
	Schedule string `json:"schedule,omitempty"`

	// duration is how long the freeze lasts from each beginning. Where clocks are set back
	// meanwhile, it lasts until they have moved on by it: 24h from midnight is until midnight.
	// +required
	Duration Duration `json:"duration,omitempty"`

	// timeZone is the IANA name of the zone in which schedule is read, such as
	// "Europe/Berlin". Default: UTC.
	// +optional
	// +kubebuilder:default=UTC
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	TimeZone string `json:"timeZone,omitempty"`
}

// BotRollout holds the defaults for the Bot's batches.
type BotRollout struct {
	// firstRelease says how a Bot that never served anything gets its first intents: Steps
	// or AtOnce. Default: Steps.
	// +optional
	// +kubebuilder:default=Steps
	FirstRelease ReleaseMode `json:"firstRelease,omitempty"`

	// releaseHistoryLimit is how many BotReleases are kept. Content that one of them had is
	// served at once when Git goes back to it. Default: 10.
	// +optional
	// +kubebuilder:default=10
	// +kubebuilder:validation:Minimum=2
	// +kubebuilder:validation:Maximum=100
	ReleaseHistoryLimit *int32 `json:"releaseHistoryLimit,omitempty"`

	// steps of batches that have none of their own. Default: shadow (0 %), 5, 25, 50 and
	// 100 %, each at least 24h but the first (1h) and the last.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=20
	// +kubebuilder:validation:XValidation:rule="self.all(i, s, i == 0 || self[i-1].percent < s.percent)",message="percent must rise from step to step"
	// +kubebuilder:validation:XValidation:rule="self[size(self)-1].percent == 100",message="the last step must have percent 100"
	Steps []RolloutStep `json:"steps,omitempty"`

	// freezes are times in which no step of any batch advances.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	Freezes []Freeze `json:"freezes,omitempty"`
}

// BotSpec describes a running bot.
// +kubebuilder:validation:XValidation:rule="!has(self.replicas) || self.replicas <= 1 || (has(self.store) && has(self.store.nats))",message="more than one replica needs store.nats: the embedded store belongs to one pod",fieldPath=".replicas"
type BotSpec struct {
	// replicas is the number of pods. The scale subresource sets it too. Default: 1.
	// +optional
	// +kubebuilder:default=1
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=100
	Replicas *int32 `json:"replicas,omitempty"`

	// image of the bot. Default: the one that belongs to the operator's version.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Image string `json:"image,omitempty"`

	// runtime says who talks with customers. Default: builtIn, the bot of intentops.
	// +optional
	Runtime *Runtime `json:"runtime,omitempty"`

	// channels are the ways by which customers reach the bot.
	// +required
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=20
	Channels []Channel `json:"channels,omitempty"`

	// automation set to Disabled sends every conversation to a person at once and lets no
	// batch advance. Default: Enabled.
	// +optional
	// +kubebuilder:default=Enabled
	Automation Automation `json:"automation,omitempty"`

	// escalationPolicyRef names the EscalationPolicy that says when a person takes over.
	// +required
	EscalationPolicyRef LocalReference `json:"escalationPolicyRef,omitzero"`

	// understanding says who classifies messages. Default: the built-in classifier.
	// +optional
	Understanding *Understanding `json:"understanding,omitempty"`

	// texts are what the bot says of itself, beside answers and prompts, by language. Default:
	// the operator's own words in ten languages.
	// +optional
	// +listType=map
	// +listMapKey=locale
	// +kubebuilder:validation:MaxItems=20
	Texts []BotTexts `json:"texts,omitempty"`

	// store says where conversations and counts are kept. Default: embedded.
	// +optional
	Store *Store `json:"store,omitempty"`

	// measurement says when a conversation's result is counted.
	// +optional
	// +kubebuilder:default={outcomeAfter: "30m", ratingWithin: "24h"}
	Measurement *Measurement `json:"measurement,omitempty"`

	// events are the helpdesks that tell what becomes of conversations, at most one of each
	// type. Default: none, and the interfaces for events are closed.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	// +kubebuilder:validation:XValidation:rule="self.all(a, self.exists_one(b, b.type == a.type))",message="two sources have the same type and would share one interface: keep one, whose Secret both senders sign with"
	Events []EventSource `json:"events,omitempty"`

	// trustedProxies are the networks of proxies, such as the ingress controller's, whose header
	// X-Forwarded-For is believed. Limits for each client network hold only with it: without it,
	// everybody may come from one proxy. Default: none.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=20
	TrustedProxies []CIDR `json:"trustedProxies,omitempty"`

	// limits of what customers may take.
	// +optional
	Limits *Limits `json:"limits,omitempty"`

	// rollout holds the defaults for the Bot's batches.
	// +optional
	Rollout *BotRollout `json:"rollout,omitempty"`

	// releaseRef names a BotRelease of this Bot and pins what is served to it, as an emergency
	// exit: it is served within a second, and batches wait until it is removed. Default: the
	// newest is served.
	// +optional
	ReleaseRef *LocalReference `json:"releaseRef,omitempty"`

	// podTemplatePatch is laid over the pod template that the operator makes, as a strategic merge
	// patch of a PodTemplateSpec. The bot's container is named "bot".
	// +optional
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	PodTemplatePatch *runtime.RawExtension `json:"podTemplatePatch,omitempty"`
}

// Bot is a running chatbot: pods that hold the intents of its promoted batches and share
// out conversations between them and the batch that is being rolled out.
// +kubebuilder:object:root=true
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 50 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",message="metadata.name must fit a Service: at most 50 small letters, digits and -, beginning with a letter"
// +kubebuilder:subresource:status
// +kubebuilder:subresource:scale:specpath=.spec.replicas,statuspath=.status.replicas,selectorpath=.status.selector
// +kubebuilder:resource:categories=intentops
// +kubebuilder:printcolumn:name="Replicas",type=integer,JSONPath=`.status.readyReplicas`,description="Pods that are ready"
// +kubebuilder:printcolumn:name="Live",type=integer,JSONPath=`.status.liveIntents`,description="Intents that every conversation gets"
// +kubebuilder:printcolumn:name="Rolling",type=string,JSONPath=`.status.release.batch`,description="IntentBatch that is being rolled out"
// +kubebuilder:printcolumn:name="Percent",type=integer,JSONPath=`.status.release.percent`,description="Percent of conversations that get it"
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`,description="Whether the bot serves what its spec asks"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Release",type=string,priority=1,JSONPath=`.status.release.stable`,description="Stable release"
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`,description="Why"
type Bot struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec describes the running bot.
	// +required
	Spec BotSpec `json:"spec,omitzero"`
	// status is what the controller observed.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status BotStatus `json:"status,omitzero"`
}

// BotList is a list of Bots.
// +kubebuilder:object:root=true
type BotList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Bot `json:"items"`
}
