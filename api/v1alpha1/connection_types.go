// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// URL is the address of an HTTP server. It is public: everybody who may read the object, and the
// pods' logs, can see it.
// +kubebuilder:validation:Pattern=`^https?://.+`
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=500
// +kubebuilder:validation:XValidation:rule="!self.matches('^[^/]*//[^/?#]*@')",message="has a user or password, which everybody can read here: put it into a Secret and name that in secretRef beside the url"
// +kubebuilder:validation:XValidation:rule="!self.matches('(?i)[?&;][^=&;#]*(token|password|passwd|secret|api[_-]?key)[^=&;#]*=')",message="has a token or password in its query, which everybody can read here: put it into a Secret and name that in secretRef beside the url"
type URL string

// CAKind is where certificates of authorities are kept.
// +kubebuilder:validation:Enum=ConfigMap;Secret
type CAKind string

// The kinds.
const (
	CAConfigMap CAKind = "ConfigMap"
	CASecret    CAKind = "Secret"
)

// CAReference names where the certificates of those are who may sign a server's: PEM, in the key
// "ca.crt".
type CAReference struct {
	// kind is ConfigMap or Secret. Default: ConfigMap.
	// +optional
	// +kubebuilder:default=ConfigMap
	Kind CAKind `json:"kind,omitempty"`

	// name of the object, in the namespace of the object that refers to it.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// ClientTLS says by which certificates a server and the bot know each other. With any of them set
// the connection is made with TLS or not at all.
type ClientTLS struct {
	// caRef names the certificates of those who may sign the server's. Default: those that
	// browsers trust.
	// +optional
	CARef *CAReference `json:"caRef,omitempty"`

	// certificateRef names the Secret of the type kubernetes.io/tls with the certificate by
	// which the server knows the bot. Default: none is shown.
	// +optional
	CertificateRef *SecretReference `json:"certificateRef,omitempty"`
}
