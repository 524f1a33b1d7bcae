// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package notify decides what people are told of rollouts and KPIs, and writes it as a CloudEvent
// or as a message for a chat. What happened is read from the statuses of objects, so that it is
// the same after a restart; each fact has an id that depends on nothing else.
package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// Type is the type of a CloudEvent.
type Type string

// The types.
const (
	Started           Type = "dev.intentops.batch.started"
	ApprovalNeeded    Type = "dev.intentops.batch.approval-needed"
	Held              Type = "dev.intentops.batch.held"
	RolledBack        Type = "dev.intentops.batch.rolled-back"
	Promoted          Type = "dev.intentops.batch.promoted"
	GuardrailBreached Type = "dev.intentops.kpi.guardrail-breached"
	Scorecard         Type = "dev.intentops.bot.scorecard"
)

// Types are all types.
func Types() []Type {
	return []Type{Started, ApprovalNeeded, Held, RolledBack, Promoted, GuardrailBreached, Scorecard}
}

// Fact is something that people are told once.
type Fact struct {
	// ID is the same for the same fact, whoever finds it and when.
	ID   string
	Type Type
	// At is when it happened, or was seen.
	At time.Time
	// Standing facts hold as long as they are found. The others are news, and get old.
	Standing bool
	Data     Data
}

// Data is what is told.
type Data struct {
	Namespace string `json:"namespace"`
	Bot       string `json:"bot"`
	// Kind and Name of the object that it is about.
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Rollout, Step, Percent and Revision are those of a batch.
	Rollout  string `json:"rollout,omitempty"`
	Step     string `json:"step,omitempty"`
	Percent  *int32 `json:"percent,omitempty"`
	Revision string `json:"revision,omitempty"`
	// Reason in one word, and why in a sentence.
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message"`
	// KPIs of a scorecard.
	KPIs []KPI `json:"kpis,omitempty"`
}

// KPI is a line of a scorecard.
type KPI struct {
	Name     string `json:"name"`
	KPI      string `json:"kpi"`
	Target   string `json:"target,omitempty"`
	Baseline string `json:"baseline,omitempty"`
	Current  string `json:"current,omitempty"`
	Samples  int64  `json:"samples,omitempty"`
	Trend    string `json:"trend,omitempty"`
	State    string `json:"state,omitempty"`
}

// id names what happened to an object.
func id(object types.UID, kind Type, parts ...any) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q", object, kind)
	for _, part := range parts {
		fmt.Fprintf(h, " %q", fmt.Sprint(part))
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// week is the ISO week of a time, such as 2026-W48.
func week(t time.Time) string {
	year, number := t.UTC().ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, number)
}
