// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
)

// tablesOf are the tables of word vectors that releases name.
func tablesOf(contents ...release.Release) []release.Vectors {
	var tables []release.Vectors
	for _, content := range contents {
		if u := content.Understanding; u != nil && u.Engine == release.EngineBuiltIn {
			tables = append(tables, u.Vectors)
		}
	}
	return tables
}

// neededTables are those that releases in force name, and the one in the spec, which a batch may
// be about to bring; one for each source, in order. So both tracks of a rollout find theirs, and
// pods keep a table that was taken out of the spec until no release needs it.
func neededTables(bot *v1alpha1.Bot, inForce []release.Vectors) []release.Vectors {
	tables := slices.Concat(inForce, tablesOf(release.Release{Understanding: release.FromUnderstanding(bot.Spec.Understanding)}))
	slices.SortFunc(tables, func(a, b release.Vectors) int { return cmp.Compare(a.Folder(), b.Folder()) })
	return slices.CompactFunc(tables, func(a, b release.Vectors) bool { return a.Folder() == b.Folder() })
}

// checkTables asks whether images with tables are from where images of bots may come from.
func checkTables(tables []release.Vectors, image string, security Security) error {
	for _, table := range tables {
		if table.Kind != string(v1alpha1.VolumeImage) {
			continue
		}
		if err := checkImage("spec.understanding.builtIn.vectors.source.name", table.Name, image, security.ImagePrefixes); err != nil {
			return err
		}
	}
	return nil
}

// vectorVolumes mount the sources of the tables.
func vectorVolumes(tables []release.Vectors) (volumes []corev1.Volume, mounts []corev1.VolumeMount) {
	for _, table := range tables {
		volume := corev1.Volume{Name: "vectors-" + table.Folder()}
		switch v1alpha1.VolumeKind(table.Kind) {
		case v1alpha1.VolumeConfigMap:
			volume.ConfigMap = &corev1.ConfigMapVolumeSource{
				LocalObjectReference: corev1.LocalObjectReference{Name: table.Name}, Optional: new(true), DefaultMode: new(int32(0o440)),
			}
		case v1alpha1.VolumeImage:
			volume.Image = &corev1.ImageVolumeSource{Reference: table.Name, PullPolicy: corev1.PullIfNotPresent}
		default:
			volume.PersistentVolumeClaim = &corev1.PersistentVolumeClaimVolumeSource{ClaimName: table.Name, ReadOnly: true}
		}
		volumes = append(volumes, volume)
		mounts = append(mounts, corev1.VolumeMount{Name: volume.Name, MountPath: vectorsDir + "/" + table.Folder(), ReadOnly: true})
	}
	return volumes, mounts
}
