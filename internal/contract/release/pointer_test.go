// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package release

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rolling() Pointer {
	return Pointer{
		Version: FormatVersion, Sequence: 7, Automation: "Enabled",
		Stable:    BundleRef{Release: "aa", ConfigMaps: []string{"support-aa-0"}},
		Candidate: &BundleRef{Release: "bb", ConfigMaps: []string{"support-bb-0"}},
		Rollout: &Rollout{
			ID: "week-2-5d9f0c-1", Batch: "week-2", Step: "five", Percent: 5, Salt: "6ffae2f161fdafd7520218f93c25e0ad",
		},
		Measurement: Measurement{OutcomeAfterSeconds: 1800, RatingWithinSeconds: 86400},
	}
}

func TestPointerComesBackAsItWas(t *testing.T) {
	alone := rolling()
	alone.Candidate, alone.Rollout = nil, nil
	for name, want := range map[string]Pointer{"while rolling": rolling(), "with stable alone": alone} {
		t.Run(name, func(t *testing.T) {
			data, err := EncodePointer(want)
			if err != nil {
				t.Fatal(err)
			}
			got, err := DecodePointer(data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("pointer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPointerRefuses(t *testing.T) {
	cases := map[string]struct {
		change func(*Pointer)
		want   string
	}{
		"another version":             {func(p *Pointer) { p.Version = "v2" }, `pointer: version: is "v2", want "v1"`},
		"a negative sequence":         {func(p *Pointer) { p.Sequence = -1 }, "pointer: sequence: is -1, want 0 or more"},
		"no automation":               {func(p *Pointer) { p.Automation = "" }, `pointer: automation: is "", want Enabled or Disabled`},
		"no stable release":           {func(p *Pointer) { p.Stable.Release = "" }, "pointer: stable: release is empty"},
		"no parts":                    {func(p *Pointer) { p.Stable.ConfigMaps = nil }, "pointer: stable: configMaps is empty"},
		"a candidate without rollout": {func(p *Pointer) { p.Rollout = nil }, "pointer: candidate: goes with rollout: set both or none"},
		"a rollout without candidate": {func(p *Pointer) { p.Candidate = nil }, "pointer: candidate: goes with rollout: set both or none"},
		"an empty candidate":          {func(p *Pointer) { p.Candidate = &BundleRef{} }, "pointer: candidate: release is empty"},
		"too many percent":            {func(p *Pointer) { p.Rollout.Percent = 101 }, "pointer: rollout: percent is 101, want 0 to 100"},
		"negative percent":            {func(p *Pointer) { p.Rollout.Percent = -1 }, "pointer: rollout: percent is -1, want 0 to 100"},
		"no rollout id":               {func(p *Pointer) { p.Rollout.ID = "" }, "pointer: rollout: id is empty"},
		"no step":                     {func(p *Pointer) { p.Rollout.Step = "" }, "pointer: rollout: step is empty"},
		"no salt":                     {func(p *Pointer) { p.Rollout.Salt = "" }, "pointer: rollout: salt is empty"},
		"a negative time":             {func(p *Pointer) { p.Measurement.OutcomeAfterSeconds = -1 }, "pointer: measurement: has a negative time"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			p := rolling()
			tc.change(&p)
			if _, err := EncodePointer(p); err == nil || err.Error() != tc.want {
				t.Errorf("encoding: got %v, want %s", err, tc.want)
			}
			data, err := Canonical(p)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := DecodePointer(data); err == nil {
				t.Error("decoded, want an error")
			}
		})
	}
}

func TestDecodePointerNamesAnUnknownVersion(t *testing.T) {
	_, err := DecodePointer([]byte(`{"version":"v9","stable":"moved"}`))
	const want = `content has "v9", this program knows "v1": use the bot image that belongs to the operator`
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDecodePointerIgnoresMembersThatANewerOperatorAdds(t *testing.T) {
	data, err := EncodePointer(rolling())
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodePointer([]byte(strings.Replace(string(data), "{", `{"added":true,`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rolling(), got); diff != "" {
		t.Errorf("pointer (-want +got):\n%s", diff)
	}
}

func FuzzDecodePointer(f *testing.F) {
	data, err := EncodePointer(rolling())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"version":"v1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := DecodePointer(data)
		if err != nil {
			return
		}
		again, err := EncodePointer(p)
		if err != nil {
			t.Fatalf("decoded but cannot be encoded: %v", err)
		}
		back, err := DecodePointer(again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Fatalf("pointer (-first +second):\n%s", diff)
		}
	})
}
