// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// KPISource is where the data of a KPI is, if not in the bot's own metrics.
// +kubebuilder:validation:MinProperties=1
type KPISource struct {
	// prometheus measures the KPI by queries of one's own.
	// +optional
	Prometheus *PrometheusQueries `json:"prometheus,omitempty"`
}

// PrometheusQueries are PromQL queries for totals that never fall: the operator asks for
// each as it is now and as it was at the beginning of the window, and what happened in
// between is the difference. Use neither rate nor increase. Each gives an instant vector of
// one sample, distribution one sample for each bucket. Which ones are set depends on the
// KPI: numerator and denominator for a rate; distribution for CSAT, NPS, ResponseQuality
// and times, with sum for AverageHandleTime; count for ChatVolume.
// +kubebuilder:validation:MinProperties=1
type PrometheusQueries struct {
	// numerator counts what the rate is the share of, such as targets met.
	// +optional
	Numerator Query `json:"numerator,omitempty"`
	// denominator counts all, such as targets that came due.
	// +optional
	Denominator Query `json:"denominator,omitempty"`
	// distribution counts by value: ratings by the label rating (1 to 5), answers to NPS by
	// score (0 to 10), reviews by quality (1 to 5), times by le as the buckets of a classic
	// histogram of seconds.
	// +optional
	Distribution Query `json:"distribution,omitempty"`
	// sum is the sum of all times of distribution, in seconds.
	// +optional
	Sum Query `json:"sum,omitempty"`
	// count counts conversations.
	// +optional
	Count Query `json:"count,omitempty"`
}

// Query is a query in PromQL.
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=2048
type Query string
