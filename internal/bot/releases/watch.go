// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package releases

import (
	"context"
	"fmt"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"

	"github.com/intentops/intentops/internal/contract/release"
)

// fetchTimeout bounds the reading of one part.
const fetchTimeout = 20 * time.Second

// Cluster reads a Bot's pointer and bundles from the API server. It needs get, list and
// watch on the ConfigMaps of those names, and nothing else.
type Cluster struct {
	client    rest.Interface
	namespace string
	pointer   string
	log       logr.Logger
}

var _ Fetcher = (*Cluster)(nil)

// NewCluster returns a client that knows ConfigMaps only: a full client set would cost a
// bot ten times the memory of its conversations.
func NewCluster(config *rest.Config, namespace, bot string, log logr.Logger) (*Cluster, error) {
	scheme := runtime.NewScheme()
	if err := corev1.AddToScheme(scheme); err != nil {
		return nil, err
	}
	config = rest.CopyConfig(config)
	config.APIPath = "/api"
	config.GroupVersion = &corev1.SchemeGroupVersion
	config.NegotiatedSerializer = serializer.NewCodecFactory(scheme).WithoutConversion()
	client, err := rest.RESTClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("client of the API server: %w", err)
	}
	return &Cluster{client: client, namespace: namespace, pointer: release.PointerName(bot), log: log}, nil
}

// Watch hands each pointer to offer until the context ends. It keeps one watch on one
// object, and begins again with a list after the API server was down.
func (c *Cluster) Watch(ctx context.Context, offer func(release.Pointer)) error {
	selector := fields.OneTermEqualSelector(metav1.ObjectNameField, c.pointer)
	reflector := cache.NewReflectorWithOptions(
		cache.NewListWatchFromClient(c.client, "configmaps", c.namespace, selector),
		&corev1.ConfigMap{}, &sink{offer: offer, log: c.log},
		cache.ReflectorOptions{
			Name: "pointer",
			// A rollback must not wait for half a minute once the API server is back.
			Backoff: &wait.Backoff{Duration: 200 * time.Millisecond, Factor: 2, Cap: 3 * time.Second, Steps: 5, Jitter: 0.5},
		})
	reflector.RunWithContext(ctx)
	return nil
}

// Fetch implements Fetcher.
func (c *Cluster) Fetch(ctx context.Context, ref release.BundleRef) ([][]byte, error) {
	parts := make([][]byte, 0, len(ref.ConfigMaps))
	for _, name := range ref.ConfigMaps {
		part, err := c.part(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("ConfigMap %q: %w", name, err)
		}
		parts = append(parts, part)
	}
	return parts, nil
}

func (c *Cluster) part(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	var cm corev1.ConfigMap
	if err := c.client.Get().Namespace(c.namespace).Resource("configmaps").Name(name).Do(ctx).Into(&cm); err != nil {
		return nil, err
	}
	part, ok := cm.BinaryData[release.PartKey]
	if !ok {
		return nil, fmt.Errorf("has no binaryData %q", release.PartKey)
	}
	return part, nil
}

// sink replaces a reflector's store: it keeps nothing but the newest sequence.
type sink struct {
	offer    func(release.Pointer)
	log      logr.Logger
	uid      types.UID
	sequence int64
}

var _ cache.ReflectorStore = (*sink)(nil)

func (s *sink) take(obj any) {
	cm, ok := obj.(*corev1.ConfigMap)
	if !ok {
		return
	}
	p, err := release.DecodePointer([]byte(cm.Data[release.PointerKey]))
	if err != nil {
		s.log.Error(err, "Unable to read the pointer, keeping the previous one", "configMap", cm.Name)
		return
	}
	if cm.UID == s.uid && p.Sequence < s.sequence {
		return // the API server returned an old version
	}
	s.uid, s.sequence = cm.UID, p.Sequence
	s.offer(p)
}

// Add and the others implement cache.ReflectorStore.
func (s *sink) Add(obj any) error    { s.take(obj); return nil }
func (s *sink) Update(obj any) error { s.take(obj); return nil }
func (s *sink) Delete(any) error {
	s.log.Info("The pointer was deleted, keeping the releases in force")
	return nil
}
func (s *sink) Replace(objs []any, _ string) error {
	for _, obj := range objs {
		s.take(obj)
	}
	return nil
}
func (s *sink) Resync() error { return nil }
