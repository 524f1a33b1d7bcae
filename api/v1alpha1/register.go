// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion is the API group and version of every kind in this package.
var GroupVersion = schema.GroupVersion{Group: "intentops.dev", Version: "v1alpha1"}

// SchemeGroupVersion is the name by which generated code refers to GroupVersion.
var SchemeGroupVersion = GroupVersion

var schemeBuilder = runtime.NewSchemeBuilder(addKnownTypes)

// AddToScheme adds the kinds of this package to a scheme.
var AddToScheme = schemeBuilder.AddToScheme

func addKnownTypes(s *runtime.Scheme) error {
	s.AddKnownTypes(GroupVersion,
		&Bot{}, &BotList{},
		&Intent{}, &IntentList{},
		&IntentBatch{}, &IntentBatchList{},
		&BotRelease{}, &BotReleaseList{},
		&EscalationPolicy{}, &EscalationPolicyList{},
		&KPITarget{}, &KPITargetList{},
	)
	metav1.AddToGroupVersion(s, GroupVersion)
	return nil
}
