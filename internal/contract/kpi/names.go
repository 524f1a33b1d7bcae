// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package kpi

import "github.com/intentops/intentops/api/v1alpha1"

// The KPIs of the catalogue.
const (
	FirstResponseTime      = v1alpha1.KPIFirstResponseTime
	AverageResponseTime    = v1alpha1.KPIAverageResponseTime
	AverageHandleTime      = v1alpha1.KPIAverageHandleTime
	ResolutionTime         = v1alpha1.KPIResolutionTime
	DeflectionRate         = v1alpha1.KPIDeflectionRate
	ContainmentRate        = v1alpha1.KPIContainmentRate
	EscalationRate         = v1alpha1.KPIEscalationRate
	CSAT                   = v1alpha1.KPICSAT
	SLAHitRate             = v1alpha1.KPISLAHitRate
	FirstContactResolution = v1alpha1.KPIFirstContactResolution
	NPS                    = v1alpha1.KPINPS
	ChatVolume             = v1alpha1.KPIChatVolume
	ResponseQuality        = v1alpha1.KPIResponseQuality
)
