// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/intentops/intentops/api/v1alpha1"
)

// EncodePointer returns the pointer's canonical JSON, or an error that names the member
// which is wrong.
func EncodePointer(p Pointer) ([]byte, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return Canonical(p)
}

// DecodePointer reads what EncodePointer wrote. Another version is an error. Members that
// are not known are ignored, so that the kill switch reaches bots of an older image.
func DecodePointer(data []byte) (Pointer, error) {
	if err := checkVersion(data); err != nil {
		return Pointer{}, fmt.Errorf("pointer: %w", err)
	}
	var p Pointer
	if err := json.Unmarshal(data, &p); err != nil {
		return Pointer{}, fmt.Errorf("pointer: %w", err)
	}
	if err := p.Validate(); err != nil {
		return Pointer{}, err
	}
	return p, nil
}

// Validate returns what is wrong with the pointer, all of it.
func (p Pointer) Validate() error {
	var problems []error
	report := func(member, format string, args ...any) {
		problems = append(problems, fmt.Errorf("pointer: "+member+": "+format, args...))
	}
	if p.Version != FormatVersion {
		report("version", "is %q, want %q", p.Version, FormatVersion)
	}
	if p.Sequence < 0 {
		report("sequence", "is %d, want 0 or more", p.Sequence)
	}
	switch v1alpha1.Automation(p.Automation) {
	case v1alpha1.AutomationEnabled, v1alpha1.AutomationDisabled:
	default:
		report("automation", "is %q, want %s or %s", p.Automation, v1alpha1.AutomationEnabled, v1alpha1.AutomationDisabled)
	}
	if min(p.Measurement.OutcomeAfterSeconds, p.Measurement.RatingWithinSeconds, p.Measurement.WrapUpWithinSeconds, int64(p.Measurement.AnonymousPerNetwork)) < 0 {
		report("measurement", "has a negative time")
	}
	if err := p.Stable.validate(); err != nil {
		report("stable", "%w", err)
	}
	if (p.Candidate == nil) != (p.Rollout == nil) {
		report("candidate", "goes with rollout: set both or none")
	}
	if p.Candidate != nil {
		if err := p.Candidate.validate(); err != nil {
			report("candidate", "%w", err)
		}
	}
	if p.Rollout != nil {
		if err := p.Rollout.validate(); err != nil {
			report("rollout", "%w", err)
		}
	}
	return errors.Join(problems...)
}

func (b BundleRef) validate() error {
	switch {
	case b.Release == "":
		return errors.New("release is empty")
	case len(b.ConfigMaps) == 0:
		return errors.New("configMaps is empty")
	}
	return nil
}

func (r Rollout) validate() error {
	switch {
	case r.ID == "":
		return errors.New("id is empty")
	case r.Step == "":
		return errors.New("step is empty")
	case r.Salt == "":
		return errors.New("salt is empty")
	case r.Percent < 0 || r.Percent > 100:
		return fmt.Errorf("percent is %d, want 0 to 100", r.Percent)
	}
	return nil
}

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
	// LabelInstance names the Bot on what runs it.
	LabelInstance = "app.kubernetes.io/instance"
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

// Buckets is the number of equal groups into which customers are divided.
const Buckets = 10_000

// Bucket returns a customer's group, 0 to Buckets-1: the first eight bytes of
// SHA-256(salt, zero byte, customer key), big endian, modulo Buckets. A cryptographic hash
// keeps the groups of two salts independent, which weaker ones do not promise for keys
// that differ by a digit.
func Bucket(salt, customerKey string) int {
	sum := sha256.Sum256([]byte(salt + "\x00" + customerKey))
	return int(binary.BigEndian.Uint64(sum[:8]) % Buckets)
}

// Covers tells whether a customer's new conversations are on the candidate track. A larger
// Percent covers everyone that a smaller one did.
func (r Rollout) Covers(customerKey string) bool {
	return Bucket(r.Salt, customerKey) < int(r.Percent)*(Buckets/100)
}
