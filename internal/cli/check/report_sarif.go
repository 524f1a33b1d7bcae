// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"encoding/json"
	"io"
	"maps"
	"net/url"
	"slices"
)

// The part of SARIF 2.1.0 that is written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               Rule      `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    Rule            `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     Severity        `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
)

// WriteSARIF writes the findings as code hosts show them beside the lines.
func (r *Report) WriteSARIF(out io.Writer, version string) error {
	ids := slices.Sorted(maps.Keys(Rules))
	rules := make([]sarifRule, len(ids))
	for i, id := range ids {
		rules[i] = sarifRule{ID: id, ShortDescription: sarifText{Rules[id]}}
	}
	results := make([]sarifResult, 0, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		text := f.Message
		if f.Field != "" {
			text = f.Field + ": " + text
		}
		result := sarifResult{RuleID: f.Rule, RuleIndex: slices.Index(ids, f.Rule), Level: f.Severity, Message: sarifText{text}}
		location := sarifLocation{}
		if f.File != "" && f.File != "-" {
			location.Physical = &sarifPhysical{Artifact: sarifArtifact{uriOf(f.File)}}
			if f.Line > 0 {
				location.Physical.Region = &sarifRegion{f.Line}
			}
		}
		if f.Object != "" {
			location.Logical = []sarifLogical{{f.Object}}
			result.Message.Text = f.Object + ": " + text
		}
		if location.Physical != nil || location.Logical != nil {
			result.Locations = []sarifLocation{location}
		}
		results = append(results, result)
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:    sarifTool{sarifDriver{Name: "kubectl-intentops", Version: version, InformationURI: "https://github.com/intentops/intentops", Rules: rules}},
			Results: results,
		}},
	})
}

// uriOf is a file's name as a reference, in which some characters are written otherwise.
func uriOf(file string) string { return (&url.URL{Path: file}).String() }
