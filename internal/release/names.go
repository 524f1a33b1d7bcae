// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

// Names that the operator writes and the bot reads.
const (
	// PointerKey is the key of the pointer ConfigMap that holds the Pointer as JSON.
	PointerKey = "pointer.json"
	// PartKey is the binaryData key of a bundle ConfigMap that holds its part.
	PartKey = "part"
	// PointerSuffix follows the Bot's name in the name of its pointer ConfigMap.
	PointerSuffix = "-pointer"
)

// PointerName is the name of a Bot's pointer ConfigMap.
func PointerName(bot string) string { return bot + PointerSuffix }
