// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Risk says how much a wrong answer to an intent costs.
// +kubebuilder:validation:Enum=Low;Medium;High
type Risk string

// The risks. Escalation policies may read them as intent.risk.
const (
	RiskLow    Risk = "Low"
	RiskMedium Risk = "Medium"
	RiskHigh   Risk = "High"
)

// FieldPresence says whether the bot must have a field's value before it answers.
// +kubebuilder:validation:Enum=Required;Optional
type FieldPresence string

// The presences of a field.
const (
	FieldRequired FieldPresence = "Required"
	FieldOptional FieldPresence = "Optional"
)

// FieldType is what kind of value a field has.
// +kubebuilder:validation:Enum=Text;Number;Date;Email;Phone;Choice;CardLastFour
type FieldType string

// The types of fields.
const (
	FieldText   FieldType = "Text"
	FieldNumber FieldType = "Number"
	FieldDate   FieldType = "Date"
	FieldEmail  FieldType = "Email"
	FieldPhone  FieldType = "Phone"
	FieldChoice FieldType = "Choice"
	// FieldCardLastFour is the last four digits of a card number: the bot never keeps more.
	FieldCardLastFour FieldType = "CardLastFour"
)

// IntentField is a structured value that the bot reads from the conversation.
// +kubebuilder:validation:XValidation:rule="!has(self.pattern) || !has(self.type) || self.type == 'Text'",message="pattern is for the type Text: remove it, the type checks the value",fieldPath=".pattern"
// +kubebuilder:validation:XValidation:rule="has(self.choices) == (has(self.type) && self.type == 'Choice')",message="choices belong to the type Choice: set both or neither",fieldPath=".choices"
// +kubebuilder:validation:XValidation:rule="(!has(self.minimum) && !has(self.maximum)) || (has(self.type) && self.type in ['Number', 'Date'])",message="minimum and maximum are for the types Number and Date",fieldPath=".type"
// +kubebuilder:validation:XValidation:rule="!has(self.region) || (has(self.type) && self.type == 'Phone')",message="region is for the type Phone",fieldPath=".region"
type IntentField struct {
	// name of the field. The reply text refers to it as {name}.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z][A-Za-z0-9]*$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Name string `json:"name,omitempty"`

	// prompt is what the bot asks when the value is missing.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Prompt string `json:"prompt,omitempty"`

	// pattern is a regular expression (RE2) that a value must match as a whole. Default:
	// any text. With a pattern the bot also finds the value inside longer sentences.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=200
	Pattern string `json:"pattern,omitempty"`

	// type of the value, by which the bot reads, checks and writes it: Text; Number, such as
	// 23.4; Date, as 2025-03-31; Email; Phone, as +442079460456; Choice, one of choices;
	// CardLastFour, the last four digits of a card number. In a text, customers read a Number, a
	// Date and a Phone as their language writes them. Default: Text.
	// +optional
	Type FieldType `json:"type,omitempty"`

	// choices are the values of a Choice, as customers read them.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=2
	// +kubebuilder:validation:MaxItems=10
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=60
	Choices []string `json:"choices,omitempty"`

	// minimum is the least value of a Number, such as "1", or the first day of a Date, such as
	// "2025-03-31" or "today".
	// +optional
	// +kubebuilder:validation:Pattern=`^(-?[0-9]{1,15}(\.[0-9]{1,6})?|[0-9]{4}-[0-9]{2}-[0-9]{2}|today)$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=24
	Minimum string `json:"minimum,omitempty"`

	// maximum is the greatest value of a Number or the last day of a Date, as minimum.
	// +optional
	// +kubebuilder:validation:Pattern=`^(-?[0-9]{1,15}(\.[0-9]{1,6})?|[0-9]{4}-[0-9]{2}-[0-9]{2}|today)$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=24
	Maximum string `json:"maximum,omitempty"`

	// region is the country of a Phone that is written without a country code, such as GB.
	// +optional
	// +kubebuilder:validation:Pattern=`^[A-Z]{2}$`
	// +kubebuilder:validation:MinLength=2
	// +kubebuilder:validation:MaxLength=2
	Region string `json:"region,omitempty"`

	// presence says whether the bot asks for the value (Required) or only picks it up
	// when the customer gives it (Optional). Default: Required.
	// +optional
	// +kubebuilder:default=Required
	Presence FieldPresence `json:"presence,omitempty"`
}

// IntentReply is what the bot answers: exactly one kind of reply.
// +kubebuilder:validation:XValidation:rule="has(self.text)",message="set exactly one kind of reply: text"
type IntentReply struct {
	// text of the answer. {name} stands for the value of the field of that name.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=2000
	Text string `json:"text,omitempty"`
}

// IntentPrompt is a field's prompt in another language.
type IntentPrompt struct {
	// field is the name of the field.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=40
	Field string `json:"field,omitempty"`
	// prompt is what the bot asks when the value is missing.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Prompt string `json:"prompt,omitempty"`
	// choices are what the choices of the field are called in this language, as many as the field
	// has and in the same order. Customers read and may say these; what is stored and sent is the
	// field's own. Default: the field's own.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=10
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=60
	Choices []string `json:"choices,omitempty"`
}

// IntentLocale is what the bot understands and says in another language.
type IntentLocale struct {
	// locale is a BCP 47 language, such as de or pt-BR.
	// +required
	// +kubebuilder:validation:Pattern=`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`
	// +kubebuilder:validation:MinLength=2
	// +kubebuilder:validation:MaxLength=12
	Locale string `json:"locale,omitempty"`
	// title as spec.title.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=60
	Title string `json:"title,omitempty"`
	// confirmation as spec.confirmation.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Confirmation string `json:"confirmation,omitempty"`
	// utterances as spec.utterances, in addition to them.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=1000
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=500
	Utterances []string `json:"utterances,omitempty"`
	// prompts of the fields. Each field that is Required needs one.
	// +optional
	// +listType=map
	// +listMapKey=field
	// +kubebuilder:validation:MaxItems=20
	Prompts []IntentPrompt `json:"prompts,omitempty"`
	// reply as spec.reply.
	// +required
	Reply IntentReply `json:"reply,omitzero"`
}

// What an IntentTest expects, beside the name of an Intent.
const (
	// ExpectClarify is that the bot asks what is meant.
	ExpectClarify = "Clarify"
	// ExpectHandoff is that the bot hands the conversation to a person.
	ExpectHandoff = "Handoff"
)

// IntentTest is a message and what the bot must make of it.
type IntentTest struct {
	// say is what a customer writes, as a first message. No other Intent should have it among its
	// utterances.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Say string `json:"say,omitempty"`

	// expect is the name of the Intent that the bot understands, Clarify where it asks what is
	// meant, or Handoff where it hands the conversation to a person. Default: this Intent.
	// +optional
	// +kubebuilder:validation:Pattern=`^(Clarify|Handoff|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	Expect string `json:"expect,omitempty"`
}

// IntentSpec is one thing customers want and what the bot does about it. Any change but of
// the description and the tests makes a new revision, which reaches customers through a
// rollout of the intent's batch.
// +kubebuilder:validation:XValidation:rule="self.botRef.name == oldSelf.botRef.name",message="botRef is immutable: create a new Intent for another Bot",fieldPath=".botRef"
type IntentSpec struct {
	// botRef names the Bot that serves this intent. Immutable.
	// +required
	BotRef LocalReference `json:"botRef,omitzero"`

	// description tells people what the intent is about. Customers never see it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Description string `json:"description,omitempty"`

	// title is what customers read when the bot asks whether they mean this intent. Default: the
	// name of the Intent, such as "Order status" for order-status.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=60
	Title string `json:"title,omitempty"`

	// risk says how much a wrong answer costs; escalation rules may read it. Before an answer
	// with the risk High the bot asks for confirmation. Default: Low.
	// +optional
	// +kubebuilder:default=Low
	Risk Risk `json:"risk,omitempty"`

	// confidencePercent is the least confidence, in percent, with which the bot answers
	// this intent itself. Default: the policy's confidencePercent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	ConfidencePercent *int32 `json:"confidencePercent,omitempty"`

	// utterances are examples of what customers write. The classifier learns from them:
	// give at least five that differ.
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=1000
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=500
	Utterances []string `json:"utterances,omitempty"`

	// confirmation is what the bot asks before it answers an intent of the risk High. {name}
	// stands for a field's value. Default: a question with the title.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	Confirmation string `json:"confirmation,omitempty"`

	// fields are asked for one by one, in this order, before the reply.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=20
	Fields []IntentField `json:"fields,omitempty"`

	// reply is what the bot answers.
	// +required
	Reply IntentReply `json:"reply,omitzero"`

	// locale is the language of what is above, a BCP 47 language such as en. A customer of
	// another language who gets an answer of this intent gets the bot's own words around it in
	// this language too. Default: that of the customer.
	// +optional
	// +kubebuilder:validation:Pattern=`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`
	// +kubebuilder:validation:MinLength=2
	// +kubebuilder:validation:MaxLength=12
	Locale string `json:"locale,omitempty"`

	// locales are the intent in other languages.
	// +optional
	// +listType=map
	// +listMapKey=locale
	// +kubebuilder:validation:MaxItems=20
	Locales []IntentLocale `json:"locales,omitempty"`

	// tests are messages and what the bot must make of them. "kubectl intentops check" runs them
	// before a change is merged; neither the operator nor the bot reads them. Default: none.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=200
	Tests []IntentTest `json:"tests,omitempty"`
}

// IntentState says how far an intent has come.
// +kubebuilder:validation:Enum=Draft;Staged;Rolling;Live;RolledBack
type IntentState string

// The states of an intent.
const (
	// IntentDraft means that no IntentBatch names the intent, so that customers do not get
	// this revision.
	IntentDraft IntentState = "Draft"
	// IntentStaged means that its batch waits to begin.
	IntentStaged IntentState = "Staged"
	// IntentRolling means that a share of conversations gets the newest revision.
	IntentRolling IntentState = "Rolling"
	// IntentLive means that every conversation gets the newest revision.
	IntentLive IntentState = "Live"
	// IntentRolledBack means that the newest revision was rolled back.
	IntentRolledBack IntentState = "RolledBack"
)

// IntentMeasurements are the figures of the intent's conversations over the last day, all
// revisions together. Absent values were not measured.
type IntentMeasurements struct {
	// escalation is the share of conversations handed to a person, such as "23%".
	// +optional
	Escalation Value `json:"escalation,omitempty"`
	// csat is the mean rating, 1 to 5, such as "4.3".
	// +optional
	CSAT Value `json:"csat,omitempty"`
	// conversations is how many conversations ended with this intent.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Conversations *int64 `json:"conversations,omitempty"`
}

// IntentStatus is what the controller observed.
type IntentStatus struct {
	// observedGeneration is the generation of the spec that this status describes.
	// +optional
	// +kubebuilder:validation:Minimum=-1
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`

	// conditions are Ready, Reconciling, Stalled, Accepted and ReferencesResolved.
	// +optional
	// +listType=map
	// +listMapKey=type
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// revision is the ControllerRevision that holds the last spec that was accepted. It is
	// the present one when the condition Accepted is True.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Revision string `json:"revision,omitempty"`

	// batch is the IntentBatch that names this intent.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Batch string `json:"batch,omitempty"`

	// state says how far the intent has come.
	// +optional
	State IntentState `json:"state,omitempty"`

	// confidencePercent is the confidence in percent in force for this intent.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=100
	ConfidencePercent *int32 `json:"confidencePercent,omitempty"`

	// measurements are the figures of the last day.
	// +optional
	Measurements *IntentMeasurements `json:"measurements,omitempty"`
}

// Intent is one thing that customers want, with examples of how they say it and what the
// bot does about it. An Intent that no IntentBatch names is not served.
// +kubebuilder:object:root=true
// +kubebuilder:validation:XValidation:rule="size(self.metadata.name) <= 63",message="metadata.name is longer than 63 characters, which a label cannot hold"
// +kubebuilder:subresource:status
// +kubebuilder:selectablefield:JSONPath=`.spec.botRef.name`
// +kubebuilder:resource:categories=intentops
// +kubebuilder:printcolumn:name="Risk",type=string,JSONPath=`.spec.risk`,description="What a wrong answer costs"
// +kubebuilder:printcolumn:name="Batch",type=string,JSONPath=`.status.batch`,description="IntentBatch that names the intent"
// +kubebuilder:printcolumn:name="State",type=string,JSONPath=`.status.state`,description="Draft, Staged, Rolling, Live or RolledBack"
// +kubebuilder:printcolumn:name="Escalation",type=string,JSONPath=`.status.measurements.escalation`,description="Share handed to a person, last day"
// +kubebuilder:printcolumn:name="CSAT",type=string,JSONPath=`.status.measurements.csat`,description="Mean rating 1 to 5, last day"
// +kubebuilder:printcolumn:name="Volume",type=integer,JSONPath=`.status.measurements.conversations`,description="Conversations, last day"
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`,description="Whether the intent is as its spec asks"
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Bot",type=string,priority=1,JSONPath=`.spec.botRef.name`,description="Bot that serves the intent"
// +kubebuilder:printcolumn:name="Confidence",type=integer,priority=1,JSONPath=`.status.confidencePercent`,description="Confidence in percent needed to answer"
// +kubebuilder:printcolumn:name="Message",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="Ready")].message`,description="Why"
type Intent struct {
	metav1.TypeMeta `json:",inline"`
	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitzero"`

	// spec is one thing customers want and what the bot does about it.
	// +required
	Spec IntentSpec `json:"spec,omitzero"`
	// status is what the controller observed.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status IntentStatus `json:"status,omitzero"`
}

// IntentList is a list of Intents.
// +kubebuilder:object:root=true
type IntentList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitzero"`
	Items           []Intent `json:"items"`
}
