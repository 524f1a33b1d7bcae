// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"encoding/json"
	"errors"
	"fmt"

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
	if min(p.Measurement.OutcomeAfterSeconds, p.Measurement.RatingWithinSeconds, p.Measurement.WrapUpWithinSeconds) < 0 {
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
