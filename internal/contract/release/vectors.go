// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Vectors is a table of word vectors that the pods mount.
type Vectors struct {
	// Kind of the source: PersistentVolumeClaim, ConfigMap or Image.
	Kind string `json:"kind"`
	// Name of the object, or the image.
	Name string `json:"name"`
	// Path of the file in the source.
	Path string `json:"path"`
}

// Folder is where the source is mounted, below the folder for all of them. It is the same for
// operator and bot, and a valid name whatever an image is called.
func (v Vectors) Folder() string {
	sum := sha256.Sum256([]byte(v.Kind + "/" + v.Name))
	return hex.EncodeToString(sum[:])[:16]
}

func fromVectors(spec *v1alpha1.WordVectors) *Understanding {
	return &Understanding{Engine: EngineBuiltIn, Vectors: Vectors{Kind: string(spec.Source.Kind), Name: spec.Source.Name, Path: spec.Path}}
}

func toVectors(v Vectors) *v1alpha1.Understanding {
	return &v1alpha1.Understanding{BuiltIn: &v1alpha1.BuiltInUnderstanding{Vectors: &v1alpha1.WordVectors{
		Source: v1alpha1.VolumeReference{Kind: v1alpha1.VolumeKind(v.Kind), Name: v.Name}, Path: v.Path,
	}}}
}
