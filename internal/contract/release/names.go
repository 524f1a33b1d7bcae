// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"fmt"
	"strconv"
)

// Names that the operator writes and the bot reads.
const (
	// PointerKey is the key of the pointer ConfigMap that holds the Pointer as JSON.
	PointerKey = "pointer.json"
	// PartKey is the binaryData key of a bundle ConfigMap that holds its part.
	PartKey = "part"
	// PointerSuffix follows the Bot's name in the name of its pointer ConfigMap.
	PointerSuffix = "-pointer"
)

// Labels of the objects that the operator makes.
const (
	// LabelManagedBy has the value ManagedBy on every object that the operator makes.
	LabelManagedBy = "app.kubernetes.io/managed-by"
	ManagedBy      = "intentops"
	// LabelBot names the Bot that an object belongs to.
	LabelBot = "intentops.dev/bot"
	// LabelIntent names the Intent of a ControllerRevision.
	LabelIntent = "intentops.dev/intent"
	// LabelRelease is on the ConfigMaps of a bundle: the first 12 digits of its release.
	LabelRelease = "intentops.dev/release"
	// AnnotationSequence is on the ConfigMaps of a bundle that became live: the sequence of its
	// newest BotRelease. It brings the record back should it be lost with everything else.
	AnnotationSequence = "intentops.dev/sequence"
	// LabelPolicy names the EscalationPolicy of a ControllerRevision.
	LabelPolicy = "intentops.dev/policy"
)

// PointerName is the name of a Bot's pointer ConfigMap.
func PointerName(bot string) string { return bot + PointerSuffix }

// RecordName is the name of a Bot's BotRelease.
func RecordName(bot string, sequence int64) string { return fmt.Sprintf("%s-%06d", bot, sequence) }

// PartName is the name of the ConfigMap that holds part i of a Bot's release: the Bot's
// name, 12 digits of the release's hash and i. The ConfigMap is immutable: create it when
// it is absent and leave it alone when it is there.
func PartName(bot, releaseHash string, i int) string {
	return bot + "-" + releaseHash[:min(12, len(releaseHash))] + "-" + strconv.Itoa(i)
}
