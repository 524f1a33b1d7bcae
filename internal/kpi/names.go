// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import "github.com/intentops/intentops/api/v1alpha1"

// The KPIs of the catalogue.
const (
	FirstResponseTime      = v1alpha1.KPIFirstResponseTime
	AverageResponseTime    = v1alpha1.KPI("AverageResponseTime")
	AverageHandleTime      = v1alpha1.KPI("AverageHandleTime")
	ResolutionTime         = v1alpha1.KPI("ResolutionTime")
	DeflectionRate         = v1alpha1.KPIDeflectionRate
	ContainmentRate        = v1alpha1.KPI("ContainmentRate")
	EscalationRate         = v1alpha1.KPIEscalationRate
	CSAT                   = v1alpha1.KPICSAT
	SLAHitRate             = v1alpha1.KPI("SLAHitRate")
	FirstContactResolution = v1alpha1.KPI("FirstContactResolution")
	NPS                    = v1alpha1.KPI("NPS")
	ChatVolume             = v1alpha1.KPIChatVolume
	ResponseQuality        = v1alpha1.KPI("ResponseQuality")
)
