// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package exchange

// What the files of Lex V2 hold. Some names differ between what the console exports and what the
// documentation shows; both are read, and the first is written.

type lexManifest struct {
	Metadata lexMetadata `json:"metaData"`
}

type lexMetadata struct {
	SchemaVersion string `json:"schemaVersion"`
	FileFormat    string `json:"fileFormat"`
	ResourceType  string `json:"resourceType"`
}

type lexBot struct {
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Identifier string     `json:"identifier"`
	Privacy    lexPrivacy `json:"dataPrivacy"`
	IdleTTL    int        `json:"idleSessionTTLInSeconds"`
}

type lexPrivacy struct {
	ChildDirected bool `json:"childDirected"`
}

type lexLocale struct {
	Name       string  `json:"name"`
	Identifier string  `json:"identifier"`
	Threshold  float64 `json:"nluConfidenceThreshold"`
}

type lexIntent struct {
	Name           string           `json:"name"`
	Identifier     string           `json:"identifier"`
	Description    string           `json:"description,omitempty"`
	Parent         string           `json:"parentIntentSignature,omitempty"`
	Utterances     []lexUtterance   `json:"sampleUtterances"`
	Confirmation   *lexConfirmation `json:"intentConfirmationSetting"`
	Closing        *lexClosing      `json:"intentClosingSetting"`
	Initial        *lexInitial      `json:"initialResponseSetting,omitempty"`
	InputContexts  []any            `json:"inputContexts"`
	OutputContexts []any            `json:"outputContexts"`
	Dialog         *lexHook         `json:"dialogCodeHook"`
	Fulfillment    *lexFulfillment  `json:"fulfillmentCodeHook"`
	Priorities     []lexPriority    `json:"slotPriorities"`
}

type lexUtterance struct {
	Utterance string `json:"utterance"`
}

type lexPriority struct {
	Priority int    `json:"priority"`
	Slot     string `json:"slotName"`
}

type lexHook struct {
	Enabled bool `json:"enabled"`
}

type lexFulfillment struct {
	Enabled bool `json:"enabled"`
	Status  *struct {
		Success *lexResponse `json:"successResponse"`
	} `json:"postFulfillmentStatusSpecification"`
}

func (f *lexFulfillment) hook() *lexHook {
	if f == nil {
		return nil
	}
	return &lexHook{f.Enabled}
}

type lexClosing struct {
	Active   *bool        `json:"isActive,omitempty"`
	Response *lexResponse `json:"closingResponse"`
}

type lexInitial struct {
	Response *lexResponse `json:"initialResponse"`
}

type lexConfirmation struct {
	Active *bool        `json:"isActive,omitempty"`
	Prompt *lexResponse `json:"promptSpecification,omitempty"`
	Old    *lexResponse `json:"confirmationPrompt,omitempty"`
	// Declination is required beside a prompt.
	Declination *lexResponse `json:"declinationResponse,omitempty"`
}

func (c *lexConfirmation) on() bool { return c.Active == nil || *c.Active }

func (c *lexConfirmation) prompt() *lexResponse {
	if c.Prompt != nil {
		return c.Prompt
	}
	return c.Old
}

func (i *lexIntent) closing() *lexResponse {
	if i.Closing == nil || i.Closing.Active != nil && !*i.Closing.Active {
		return nil
	}
	return i.Closing.Response
}

func (i *lexIntent) success() *lexResponse {
	if i.Fulfillment == nil || i.Fulfillment.Status == nil {
		return nil
	}
	return i.Fulfillment.Status.Success
}

func (i *lexIntent) initial() *lexResponse {
	if i.Initial == nil {
		return nil
	}
	return i.Initial.Response
}

type lexResponse struct {
	Interrupt  *bool      `json:"allowInterrupt,omitempty"`
	Groups     []lexGroup `json:"messageGroupsList,omitempty"`
	OldGroups  []lexGroup `json:"messageGroupList,omitempty"`
	MaxRetries int        `json:"maxRetries,omitempty"`
}

type lexGroup struct {
	Message    lexMessage   `json:"message"`
	Variations []lexMessage `json:"variations"`
}

type lexMessage struct {
	Plain *lexValue `json:"plainTextMessage"`
	SSML  *lexValue `json:"ssmlMessage"`
}

type lexValue struct {
	Value string `json:"value"`
}

func (r *lexResponse) groups() []lexGroup {
	if r == nil {
		return nil
	}
	return append(r.Groups[:len(r.Groups):len(r.Groups)], r.OldGroups...)
}

func (r *lexResponse) text() string {
	for _, group := range r.groups() {
		if group.Message.Plain != nil && group.Message.Plain.Value != "" {
			return group.Message.Plain.Value
		}
	}
	return ""
}

// more says whether there is something beside one plain text.
func (r *lexResponse) more() bool {
	groups := r.groups()
	return len(groups) > 1 || len(groups) == 1 && (len(groups[0].Variations) > 0 || groups[0].Message.Plain == nil)
}

type lexSlot struct {
	Name        string         `json:"name"`
	Identifier  string         `json:"identifier"`
	Type        string         `json:"slotTypeName"`
	Constraint  string         `json:"slotConstraint,omitempty"`
	Elicitation lexElicitation `json:"valueElicitationSetting"`
	Old         lexElicitation `json:"slotValueElicitationSetting,omitzero"`
	Multiple    *lexMultiple   `json:"multipleValuesSetting"`
}

type lexElicitation struct {
	Prompt     *lexResponse `json:"promptSpecification"`
	Constraint string       `json:"slotConstraint,omitempty"`
}

type lexMultiple struct {
	Allow bool `json:"allowMultipleValues"`
}

type lexSlotType struct {
	Name       string            `json:"name"`
	Identifier string            `json:"identifier"`
	Values     []lexSlotValue    `json:"slotTypeValues"`
	Selection  lexValueSelection `json:"valueSelectionSetting"`
}

type lexSlotValue struct {
	Sample   lexValue   `json:"sampleValue"`
	Synonyms []lexValue `json:"synonyms"`
}

type lexValueSelection struct {
	Strategy string    `json:"resolutionStrategy"`
	Regex    *lexRegex `json:"regexFilter"`
}

type lexRegex struct {
	Pattern string `json:"pattern"`
}
