// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// NATSStore is an external NATS server with JetStream.
type NATSStore struct {
	// url of the server, such as nats://nats:4222.
	// +required
	// +kubebuilder:validation:Pattern=`^(nats|tls)://.+`
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=500
	// +kubebuilder:validation:XValidation:rule="!self.contains('@')",message="has a user, password or token, which everybody can read here: put a credentials file into a Secret and name that in secretRef, or use tls.certificateRef"
	URL string `json:"url,omitempty"`

	// secretRef names the Secret whose key "creds" is a NATS credentials file. Default: no
	// credentials.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`

	// tls says by which certificates server and bot know each other.
	// +optional
	TLS *ClientTLS `json:"tls,omitempty"`

	// isolation set to Required keeps the bot from serving where it could read bots of other
	// namespaces on the server, which then can read it; Preferred only says so. Give each
	// namespace an account of its own. Default: Preferred.
	// +optional
	// +kubebuilder:default=Preferred
	Isolation Isolation `json:"isolation,omitempty"`
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

// Store says where conversations, handoffs and outcome counts are kept. Exactly one member is
// set.
// +kubebuilder:validation:XValidation:rule="[has(self.nats), has(self.embedded)].exists_one(set, set)",message="set exactly one of nats and embedded"
type Store struct {
	// nats is an external NATS server. Required when the Bot has more than one replica.
	// +optional
	NATS *NATSStore `json:"nats,omitempty"`
	// embedded is the default: JetStream inside the bot's pod.
	// +optional
	Embedded *EmbeddedStore `json:"embedded,omitempty"`
	// encryption encrypts what customers say before it is stored. Default: it is not encrypted.
	// +optional
	Encryption *StoreEncryption `json:"encryption,omitempty"`
}

// Isolation says what happens where bots of other namespaces can be read on a NATS server.
// +kubebuilder:validation:Enum=Preferred;Required
type Isolation string

// The values.
const (
	// IsolationPreferred serves, and says so.
	IsolationPreferred Isolation = "Preferred"
	// IsolationRequired does not serve.
	IsolationRequired Isolation = "Required"
)

// StoreEncryption encrypts what customers say.
type StoreEncryption struct {
	// secretRef names the Secret whose key "key", of at least 32 bytes, encrypts
	// conversations, handoffs that wait, what is known of customers, and the bot's own key. What
	// "previous-key" has encrypted is read too.
	// +required
	SecretRef SecretReference `json:"secretRef,omitzero"`
}
