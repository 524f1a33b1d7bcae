// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package managercache

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	toolscache "k8s.io/client-go/tools/cache"
)

// maxShards bounds how many operators divide a cluster. Each of them is sent every change, so
// that more cost the API server more than they take from each other.
const maxShards = 16

// Shard is the part of a cluster that one of several operators cares for: the namespaces whose
// names a hash gives to it. Everything of a Bot is in one namespace, so shards have nothing in
// common. The zero value is all of the cluster.
type Shard struct {
	// Number is from 1 to Of.
	Number, Of int
}

// ParseShard reads "2/4": the second of four. Empty: all of the cluster.
func ParseShard(text string) (Shard, error) {
	if text == "" {
		return Shard{}, nil
	}
	number, of, found := strings.Cut(text, "/")
	s := Shard{}
	var errs [2]error
	s.Number, errs[0] = strconv.Atoi(number)
	s.Of, errs[1] = strconv.Atoi(of)
	if !found || errs[0] != nil || errs[1] != nil || s.Of < 1 || s.Of > maxShards || s.Number < 1 || s.Number > s.Of {
		return Shard{}, fmt.Errorf("must be such as 2/4, the second of four shards, of at most %d", maxShards)
	}
	return s, nil
}

// Has says whether a namespace belongs to the shard. What is in no namespace belongs to all.
func (s Shard) Has(namespace string) bool {
	if s.Of <= 1 || namespace == "" {
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(namespace))
	return int(h.Sum32()%uint32(s.Of)) == s.Number-1
}

// Lease is the name of the lease that one operator of the shard holds.
func (s Shard) Lease(name string) string {
	if s.Of <= 1 {
		return name
	}
	return fmt.Sprintf("%s-%d-of-%d", name, s.Number, s.Of)
}

// only lets informers never see what belongs to other shards: controllers, their indexes and the
// memory that they take know of nothing else.
func (s Shard) only(lw toolscache.ListerWatcher) toolscache.ListerWatcher {
	all := toolscache.ToListerWatcherWithContext(lw)
	return &toolscache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			list, err := all.ListWithContext(ctx, options)
			if err != nil {
				return nil, err
			}
			return list, s.filter(list)
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			events, err := all.WatchWithContext(ctx, options)
			if err != nil {
				return nil, err
			}
			return watch.Filter(events, func(e watch.Event) (watch.Event, bool) {
				if e.Type == watch.Error {
					return e, true // it is about no object
				}
				object, err := meta.Accessor(e.Object)
				return e, err != nil || s.Has(object.GetNamespace())
			}), nil
		},
	}
}

// filter removes from a list what is not the shard's.
func (s Shard) filter(list runtime.Object) error {
	items, err := meta.ExtractList(list)
	if err != nil {
		return err
	}
	kept := items[:0]
	for _, item := range items {
		object, err := meta.Accessor(item)
		if err != nil {
			return err
		}
		if s.Has(object.GetNamespace()) {
			kept = append(kept, item)
		}
	}
	return meta.SetList(list, kept)
}
