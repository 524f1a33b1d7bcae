// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// ChannelType is a way by which customers reach a bot. Later versions may know further ones.
// +kubebuilder:validation:Enum=WebChat;REST
type ChannelType string

// The channel types.
const (
	// ChannelWebChat is the chat page and WebSocket that the bot serves under /chat.
	ChannelWebChat ChannelType = "WebChat"
	// ChannelREST is the JSON interface under /v1/conversations.
	ChannelREST ChannelType = "REST"
)

// SiteHost is the host of a web site, such as shop.example, with its port if it has one;
// *.shop.example are all sites below it, and * is any site.
// +kubebuilder:validation:Pattern=`^(\*|(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:[0-9]{1,5})?)$`
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=259
type SiteHost string

// ChannelIdentity says how a site vouches for its customers: it sends the HMAC-SHA256 of the
// customer's id, in hexadecimal digits, which nobody else can compute.
type ChannelIdentity struct {
	// secretRef names the Secret whose key "key" the site signs ids with, of 16 bytes at least.
	// +required
	SecretRef SecretReference `json:"secretRef,omitzero"`
}

// WebChatChannel are the other sites that may use a web chat. All channels of the type share one
// page and one WebSocket, so what one of them allows is allowed.
type WebChatChannel struct {
	// origins are the sites whose pages may open the chat's WebSocket, in the name of whoever
	// looks at them. Default: the bot's own page only.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=20
	Origins []SiteHost `json:"origins,omitempty"`

	// frameAncestors are the sites that may show the chat page in a frame. Default: the bot's own
	// only.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=20
	FrameAncestors []SiteHost `json:"frameAncestors,omitempty"`

	// identity lets a site vouch for its customers; an id with a wrong signature is refused. Who
	// sends no id is anonymous. Default: everybody is anonymous.
	// +optional
	Identity *ChannelIdentity `json:"identity,omitempty"`
}

// RESTAccess says who may call a REST channel.
// +kubebuilder:validation:Enum=Token;Anonymous
type RESTAccess string

// Who may call a REST channel.
const (
	// RESTAccessToken asks callers for a token.
	RESTAccessToken RESTAccess = "Token"
	// RESTAccessAnonymous serves everybody who reaches the port.
	RESTAccessAnonymous RESTAccess = "Anonymous"
)

// RESTChannel is who may call a REST channel.
// +kubebuilder:validation:XValidation:rule="!has(self.access) || self.access != 'Anonymous' || !has(self.secretRef)",message="access: Anonymous asks for no token: remove secretRef, or say access: Token",fieldPath=".access"
type RESTChannel struct {
	// access is Token, or Anonymous for everybody who reaches the port. Default: Token.
	// +optional
	Access RESTAccess `json:"access,omitempty"`

	// secretRef names the Secret whose key "token" callers must send as a bearer token, of 16
	// bytes at least. Required with access: Token.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`

	// identity asks callers for the signature of each customer's id when a conversation is
	// opened. Default: customers are whoever the caller says, and count as anonymous.
	// +optional
	Identity *ChannelIdentity `json:"identity,omitempty"`
}

// Channel is one way by which customers reach the bot, with the settings of its type.
// +kubebuilder:validation:XValidation:rule="self.type == 'WebChat' || !has(self.webChat)",message="webChat goes with type: WebChat; remove it, or correct the type",fieldPath=".webChat"
// +kubebuilder:validation:XValidation:rule="self.type == 'REST' || !has(self.rest)",message="rest goes with type: REST; remove it, or correct the type",fieldPath=".rest"
// +kubebuilder:validation:XValidation:rule="self.type != 'REST' || has(self.rest) && (has(self.rest.secretRef) || has(self.rest.access) && self.rest.access == 'Anonymous')",message="a REST channel asks for a token: set rest.secretRef, or say rest.access: Anonymous to serve everybody who reaches it",fieldPath=".rest"
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

	// webChat are the settings of a channel of type WebChat. Default: no other site may use it.
	// +optional
	WebChat *WebChatChannel `json:"webChat,omitempty"`

	// rest says who may call a channel of type REST. Required with that type.
	// +optional
	REST *RESTChannel `json:"rest,omitempty"`
}
