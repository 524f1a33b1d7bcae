// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// ChannelType is a way by which customers reach a bot.
// +kubebuilder:validation:Enum=WebChat;REST
type ChannelType string

// The channel types.
const (
	// ChannelWebChat is the chat page and WebSocket that the bot serves under /chat.
	ChannelWebChat ChannelType = "WebChat"
	// ChannelREST is the JSON interface under /v1/conversations.
	ChannelREST ChannelType = "REST"
)

// Channel is one way by which customers reach the bot.
// +kubebuilder:validation:XValidation:rule="self.type == 'REST' || !has(self.secretRef)",message="secretRef goes with type REST: web chat customers have no token",fieldPath=".secretRef"
type Channel struct {
	// name of the channel, as it appears in metrics.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z]([a-z0-9-]*[a-z0-9])?$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// type of the channel: WebChat or REST.
	// +required
	Type ChannelType `json:"type,omitempty"`

	// secretRef names the Secret whose key "token" callers of a REST channel must send as
	// a bearer token. Default: no token is asked for.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`
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

// RasaUnderstanding is a Rasa server that classifies messages.
type RasaUnderstanding struct {
	// url of the Rasa server; the bot posts to /model/parse below it.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://.+`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	URL string `json:"url,omitempty"`
}

// HTTPUnderstanding is any server that classifies messages by the contract in docs/bot.md.
type HTTPUnderstanding struct {
	// url to which the bot posts {"text": ...}.
	// +required
	// +kubebuilder:validation:Pattern=`^https?://.+`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	URL string `json:"url,omitempty"`
}

// Understanding says who classifies messages. At most one member is set; with none, the
// classifier built into the bot is trained from the intents' utterances.
// +kubebuilder:validation:XValidation:rule="!(has(self.rasa) && has(self.http))",message="set rasa or http, not both"
type Understanding struct {
	// rasa is a Rasa server.
	// +optional
	Rasa *RasaUnderstanding `json:"rasa,omitempty"`
	// http is a server that follows the contract in docs/bot.md.
	// +optional
	HTTP *HTTPUnderstanding `json:"http,omitempty"`
}

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
	// +kubebuilder:validation:Pattern=`\S`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	NotUnderstood string `json:"notUnderstood,omitempty"`
	// valueNotAccepted comes before a field's prompt when the answer was no such value.
	// +optional
	// +kubebuilder:validation:Pattern=`\S`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	ValueNotAccepted string `json:"valueNotAccepted,omitempty"`
	// youAreWelcome answers thanks.
	// +optional
	// +kubebuilder:validation:Pattern=`\S`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	YouAreWelcome string `json:"youAreWelcome,omitempty"`
	// handingOver says that an agent takes over.
	// +optional
	// +kubebuilder:validation:Pattern=`\S`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	HandingOver string `json:"handingOver,omitempty"`
	// waitingForAgent answers what the customer writes before an agent has accepted.
	// +optional
	// +kubebuilder:validation:Pattern=`\S`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	WaitingForAgent string `json:"waitingForAgent,omitempty"`
	// noAgentYet says that no agent could take over yet.
	// +optional
	// +kubebuilder:validation:Pattern=`\S`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	NoAgentYet string `json:"noAgentYet,omitempty"`
	// requestReceived says that the request has reached the agents after all.
	// +optional
	// +kubebuilder:validation:Pattern=`\S`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	RequestReceived string `json:"requestReceived,omitempty"`
}

// NATSStore is an external NATS server with JetStream.
type NATSStore struct {
	// url of the server, such as nats://nats:4222.
	// +required
	// +kubebuilder:validation:Pattern=`^(nats|tls)://.+`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	URL string `json:"url,omitempty"`

	// secretRef names the Secret whose key "creds" is a NATS credentials file. Default: no
	// credentials.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`
}

// EmbeddedStore is the JetStream that runs inside the bot's only pod.
type EmbeddedStore struct {
	// claimName names an existing PersistentVolumeClaim for the files. Default: a volume
	// that lives as long as the pod, so that counts and conversations are lost with it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	ClaimName string `json:"claimName,omitempty"`
}

// Store says where conversations, handoffs and outcome counts are kept.
// +kubebuilder:validation:XValidation:rule="!(has(self.nats) && has(self.embedded))",message="set nats or embedded, not both"
type Store struct {
	// nats is an external NATS server. Required when the Bot has more than one replica.
	// +optional
	NATS *NATSStore `json:"nats,omitempty"`
	// embedded is the default: JetStream inside the bot's pod.
	// +optional
	Embedded *EmbeddedStore `json:"embedded,omitempty"`
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
}

// SignedEvents is an interface for events whose senders sign.
type SignedEvents struct {
	// secretRef names the Secret whose key "key" senders sign with.
	// +required
	SecretRef SecretReference `json:"secretRef,omitzero"`
}

// BotEvents are the interfaces by which the helpdesk tells what becomes of conversations. One
// without a Secret is closed.
// +kubebuilder:validation:MinProperties=1
type BotEvents struct {
	// secretRef names the Secret whose key "key" senders of CloudEvents to /v1/events sign
	// with. Default: /v1/events is closed.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`

	// chatwoot opens /v1/adapters/chatwoot for webhooks of Chatwoot.
	// +optional
	Chatwoot *SignedEvents `json:"chatwoot,omitempty"`

	// zendesk opens /v1/adapters/zendesk for event webhooks of Zendesk.
	// +optional
	Zendesk *SignedEvents `json:"zendesk,omitempty"`
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

// FirstRelease says how a Bot that never served anything gets its first intents.
// +kubebuilder:validation:Enum=Steps;AtOnce
type FirstRelease string

// The ways to a first release.
const (
	// FirstReleaseSteps lets every batch earn its steps.
	FirstReleaseSteps FirstRelease = "Steps"
	// FirstReleaseAtOnce makes what all batches bring the first release, once every one of
	// them is accepted.
	FirstReleaseAtOnce FirstRelease = "AtOnce"
)

// PinnedRelease names the one release that the Bot is to serve.
type PinnedRelease struct {
	// name of a BotRelease of this Bot. It is served within a second, and every batch waits
	// until the pin is removed.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Name string `json:"name,omitempty"`
}

// BotRollout holds the defaults for the Bot's batches.
type BotRollout struct {
	// firstRelease says how a Bot that never served anything gets its first intents: Steps
	// or AtOnce. Default: Steps.
	// +optional
	// +kubebuilder:default=Steps
	FirstRelease FirstRelease `json:"firstRelease,omitempty"`

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

	// events are the interfaces by which the helpdesk tells what becomes of conversations.
	// Default: none.
	// +optional
	Events *BotEvents `json:"events,omitempty"`

	// rollout holds the defaults for the Bot's batches.
	// +optional
	Rollout *BotRollout `json:"rollout,omitempty"`

	// release pins what the bot serves to one BotRelease, as an emergency exit: batches wait
	// until it is removed. Default: the newest is served.
	// +optional
	Release *PinnedRelease `json:"release,omitempty"`

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
