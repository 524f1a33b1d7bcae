// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"

	"github.com/intentops/intentops/api/v1alpha1"
)

// kind of objects that the page reads.
type kind struct{ name, names, resource string }

var (
	botKind     = kind{"Bot", "Bots", "bots"}
	batchKind   = kind{"IntentBatch", "IntentBatches", "intentbatches"}
	releaseKind = kind{"BotRelease", "BotReleases", "botreleases"}
	intentKind  = kind{"Intent", "Intents", "intents"}
	kpiKind     = kind{"KPITarget", "KPITargets", "kpitargets"}
)

// Bounds of one answer. More objects than that are left out, which the page says.
const (
	pageSize    = 100
	mostObjects = 2000
)

// gaps are what an answer lacks, with the reason for the person in front of the page.
type gaps []string

func (g *gaps) add(format string, args ...any) { *g = append(*g, fmt.Sprintf(format, args...)) }

// list reads the objects of a kind, page by page; an empty namespace is all. What the caller must
// not see, and what is too much, becomes a gap.
func list[T any](ctx context.Context, client dynamic.Interface, namespace string, k kind, missing *gaps) ([]T, error) {
	var out []T
	resource := client.Resource(v1alpha1.GroupVersion.WithResource(k.resource)).Namespace(namespace)
	limit := int64(pageSize)
	for next := ""; ; {
		some, err := resource.List(withList(ctx), metav1.ListOptions{Limit: limit, Continue: next})
		switch {
		case errors.Is(err, errLongList) && limit > 1:
			limit = max(limit/4, 1)
			refund(ctx)
			continue
		case apierrors.IsForbidden(err):
			missing.add("%s", mayNot("list", k, namespace))
			return nil, nil
		case apierrors.IsResourceExpired(err) && len(out) > 0:
			missing.add("The list of %s changed while it was read. It is read again by itself.", k.resource)
			return out, nil
		case err != nil:
			return nil, err
		}
		for i := range some.Items {
			// Nothing that is shown, and as long as somebody likes.
			some.Items[i].SetManagedFields(nil)
			some.Items[i].SetFinalizers(nil)
			some.Items[i].SetOwnerReferences(nil)
			t, err := typed[T](&some.Items[i], k)
			if err != nil {
				return nil, err
			}
			out = append(out, *t)
		}
		next = some.GetContinue()
		switch {
		case next == "":
			return out, nil
		case len(out) >= mostObjects:
			missing.add("Only the first %d %s are shown.", len(out), k.resource)
			return out, nil
		}
	}
}

// get reads one object, as it is and typed.
func get[T any](ctx context.Context, client dynamic.Interface, namespace string, k kind, name string) (*T, *unstructured.Unstructured, error) {
	found, err := client.Resource(v1alpha1.GroupVersion.WithResource(k.resource)).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	switch {
	case apierrors.IsForbidden(err):
		return nil, nil, &refusal{http.StatusForbidden, mayNot("get", k, namespace)}
	case apierrors.IsNotFound(err):
		return nil, nil, &refusal{http.StatusNotFound, fmt.Sprintf("There is no %s %s in namespace %s.", k.name, name, namespace)}
	case err != nil:
		return nil, nil, err
	}
	t, err := typed[T](found, k)
	return t, found, err
}

func typed[T any](u *unstructured.Unstructured, k kind) (*T, error) {
	t := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, t); err != nil {
		return nil, fmt.Errorf("%s %s: %w", k.name, u.GetName(), err)
	}
	return t, nil
}

// mayNot names the permission that is missing.
func mayNot(verb string, k kind, namespace string) string {
	where := "in all namespaces"
	if namespace != "" {
		where = "in namespace " + namespace
	}
	return fmt.Sprintf("You may not %s %s %s: the permission %s of %s.%s is missing.", verb, k.names, where, verb, k.resource, v1alpha1.GroupVersion.Group)
}
