// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// BuiltInUnderstanding is the classifier that the bot trains from the intents' utterances.
type BuiltInUnderstanding struct {
	// vectors is a table of word vectors, for languages other than English or a larger
	// vocabulary. Default: the English one that the bot has.
	// +optional
	Vectors *WordVectors `json:"vectors,omitempty"`
}

// WordVectors is a file in the format that docs/understanding.md describes.
type WordVectors struct {
	// source holds the file. The pods mount it read-only.
	// +required
	Source VolumeReference `json:"source,omitzero"`

	// path of the file in the source; for a ConfigMap, its key in binaryData. A table that
	// changes needs another path or source: pods read it once.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=250
	// +kubebuilder:validation:Pattern=`^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$`
	Path string `json:"path,omitempty"`
}

// VolumeKind is what can be mounted into a bot's pods.
// +kubebuilder:validation:Enum=PersistentVolumeClaim;ConfigMap;Image
type VolumeKind string

// The kinds of volumes.
const (
	VolumeClaim     VolumeKind = "PersistentVolumeClaim"
	VolumeConfigMap VolumeKind = "ConfigMap"
	// VolumeImage is an OCI image, which Kubernetes mounts where its feature ImageVolume is on.
	VolumeImage VolumeKind = "Image"
)

// VolumeReference names what is mounted.
// +kubebuilder:validation:XValidation:rule="self.kind == 'Image' || self.name.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",message="name must be the name of an object in the Bot's namespace"
type VolumeReference struct {
	// kind is PersistentVolumeClaim, ConfigMap or Image.
	// +required
	Kind VolumeKind `json:"kind,omitempty"`

	// name of the object in the namespace of the Bot, or the image as registry/repository:tag or
	// registry/repository@digest; it must be one that bots may use.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`
}

// RasaUnderstanding is a Rasa server that classifies messages.
type RasaUnderstanding struct {
	// url of the Rasa server; the bot posts to /model/parse below it.
	// +required
	URL URL `json:"url,omitempty"`

	// secretRef names the Secret whose key "token" is sent as a bearer token, and as the
	// parameter that Rasa calls token. Default: none is
	// sent.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`

	// tls says by which certificates server and bot know each other, where url is https.
	// +optional
	TLS *ClientTLS `json:"tls,omitempty"`
}

// HTTPUnderstanding is any server that classifies messages by the contract in docs/understanding.md.
type HTTPUnderstanding struct {
	// url to which the bot posts {"text": ...}.
	// +required
	URL URL `json:"url,omitempty"`

	// secretRef names the Secret whose key "token" is sent as a bearer token. Default: none is
	// sent.
	// +optional
	SecretRef *SecretReference `json:"secretRef,omitempty"`

	// tls says by which certificates server and bot know each other, where url is https.
	// +optional
	TLS *ClientTLS `json:"tls,omitempty"`
}

// Understanding says who classifies messages. Exactly one member is set.
// +kubebuilder:validation:XValidation:rule="[has(self.builtIn), has(self.rasa), has(self.http)].exists_one(set, set)",message="set exactly one of builtIn, rasa and http"
type Understanding struct {
	// builtIn is the classifier in the bot, trained from the intents' utterances.
	// +optional
	BuiltIn *BuiltInUnderstanding `json:"builtIn,omitempty"`
	// rasa is a Rasa server.
	// +optional
	Rasa *RasaUnderstanding `json:"rasa,omitempty"`
	// http is a server that follows the contract in docs/understanding.md.
	// +optional
	HTTP *HTTPUnderstanding `json:"http,omitempty"`
}
