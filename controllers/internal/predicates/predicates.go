// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package predicates holds what several controllers let pass of the events that they watch.
package predicates

import (
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
)

// NotCreated leaves out what a controller has just made itself.
var NotCreated = predicate.Funcs{CreateFunc: func(event.CreateEvent) bool { return false }}

// SpecChanged lets through what appears, goes, begins to go, or has a new spec.
var SpecChanged = Changed(NewSpec[client.Object])

// Changed lets through what appears or goes, and the updates that differ says matter.
func Changed[T client.Object](differs func(before, after T) bool) predicate.Predicate {
	return predicate.Funcs{UpdateFunc: func(e event.UpdateEvent) bool {
		before, isOld := e.ObjectOld.(T)
		after, isNew := e.ObjectNew.(T)
		return isOld && isNew && differs(before, after)
	}}
}

// NewSpec says whether an object has a new spec or begins to go.
func NewSpec[T client.Object](before, after T) bool {
	return before.GetGeneration() != after.GetGeneration() ||
		before.GetDeletionTimestamp().IsZero() != after.GetDeletionTimestamp().IsZero()
}
