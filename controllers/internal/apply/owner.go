// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package apply

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// ForeignError means that the name of a wanted object is taken by somebody else's.
type ForeignError struct {
	// Kind and Name of the object.
	Kind, Name string
	// Controller of the object, as kind and name; empty: it has none.
	Controller string
}

func (e *ForeignError) Error() string {
	whose := "somebody else made it"
	if e.Controller != "" {
		whose = "it belongs to " + e.Controller
	}
	return fmt.Sprintf("%s %q is in the way: %s: delete it, or use another name here", e.Kind, e.Name, whose)
}

// LeftoverError means that an object belongs to a predecessor of the wanted object's
// controller, of the same name, and that the garbage collector has not deleted it yet.
type LeftoverError struct {
	// Kind and Name of the object.
	Kind, Name string
}

func (e *LeftoverError) Error() string {
	return fmt.Sprintf("%s %q of a predecessor of the same name is not deleted yet", e.Kind, e.Name)
}

// CheckOwner returns nil when live may become wanted: both have the same controller, or live
// lost its own but has wanted's labels. Otherwise the error is a *ForeignError or a
// *LeftoverError. kind is for the error.
func CheckOwner(kind string, live, wanted client.Object) error {
	is, should := metav1.GetControllerOfNoCopy(live), metav1.GetControllerOfNoCopy(wanted)
	switch {
	case should == nil:
		return fmt.Errorf("%s %q is wanted without a controller", kind, wanted.GetName())
	case is == nil:
		for key, value := range wanted.GetLabels() {
			if live.GetLabels()[key] != value {
				return &ForeignError{Kind: kind, Name: live.GetName()}
			}
		}
		return nil
	case is.UID == should.UID:
		return nil
	case is.APIVersion == should.APIVersion && is.Kind == should.Kind && is.Name == should.Name:
		return &LeftoverError{Kind: kind, Name: live.GetName()}
	}
	return &ForeignError{Kind: kind, Name: live.GetName(), Controller: fmt.Sprintf("%s %q", is.Kind, is.Name)}
}
