// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package index holds the field indexes of the manager's cache that several controllers
// use. Each of them may ask for the ones it needs, in any order.
package index

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"sync"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/utterances"
)

// Index is a field by which objects of one kind can be listed with client.MatchingFields.
type Index struct {
	// Field is the key for client.MatchingFields.
	Field string

	object  client.Object
	extract client.IndexerFunc
}

// The indexes.
var (
	// IntentsByBot lists the Intents of a Bot by its name.
	IntentsByBot = Index{"spec.botRef.name", &v1alpha1.Intent{}, func(o client.Object) []string {
		return []string{o.(*v1alpha1.Intent).Spec.BotRef.Name}
	}}
	// IntentsByUtterance lists the Intents that may have an utterance, by UtteranceKey.
	IntentsByUtterance = Index{"utterance", &v1alpha1.Intent{}, func(o client.Object) []string {
		return utteranceKeys(o.(*v1alpha1.Intent))
	}}
	// ReleasesByBot lists the BotReleases of a Bot by its name.
	ReleasesByBot = Index{"spec.botRef.name", &v1alpha1.BotRelease{}, func(o client.Object) []string {
		return []string{o.(*v1alpha1.BotRelease).Spec.BotRef.Name}
	}}
	// BatchesByBot lists the IntentBatches of a Bot by its name.
	BatchesByBot = Index{"spec.botRef.name", &v1alpha1.IntentBatch{}, func(o client.Object) []string {
		return []string{o.(*v1alpha1.IntentBatch).Spec.BotRef.Name}
	}}
	// RevisionsByOwner lists the ControllerRevisions of an object, by RevisionOwner.
	RevisionsByOwner = Index{"owner", &appsv1.ControllerRevision{}, func(o client.Object) []string {
		if intent := o.GetLabels()[release.LabelIntent]; intent != "" {
			return []string{RevisionOwner(release.LabelIntent, intent)}
		}
		if policy := o.GetLabels()[release.LabelPolicy]; policy != "" {
			return []string{RevisionOwner(release.LabelPolicy, policy)}
		}
		return nil
	}}
	// BundlesByBot lists the ConfigMaps that hold parts of a Bot's releases, by its name.
	BundlesByBot = Index{"bundle", &corev1.ConfigMap{}, func(o client.Object) []string {
		if labels := o.GetLabels(); labels[release.LabelRelease] != "" {
			return []string{labels[release.LabelInstance]}
		}
		return nil
	}}
	// BatchesByIntent lists the IntentBatches that name an Intent, by its name.
	BatchesByIntent = Index{"spec.intents", &v1alpha1.IntentBatch{}, func(o client.Object) []string {
		return o.(*v1alpha1.IntentBatch).Spec.Intents
	}}
	// KPITargetsByBot lists the KPITargets of a Bot by its name.
	KPITargetsByBot = Index{"spec.botRef.name", &v1alpha1.KPITarget{}, func(o client.Object) []string {
		return []string{o.(*v1alpha1.KPITarget).Spec.BotRef.Name}
	}}
	// BotsByPolicy lists the Bots that name an EscalationPolicy, by its name.
	BotsByPolicy = Index{"spec.escalationPolicyRef.name", &v1alpha1.Bot{}, func(o client.Object) []string {
		return []string{o.(*v1alpha1.Bot).Spec.EscalationPolicyRef.Name}
	}}
)

// known remembers which indexes a manager has: its cache refuses to add one twice.
var known sync.Map

type registration struct {
	indexer client.FieldIndexer
	kind    string
	field   string
}

// Ensure adds the indexes that the manager does not have yet. Call it before it starts.
func Ensure(mgr ctrl.Manager, indexes ...Index) error {
	for _, i := range indexes {
		key := registration{mgr.GetFieldIndexer(), fmt.Sprintf("%T", i.object), i.Field}
		if _, done := known.LoadOrStore(key, struct{}{}); done {
			continue
		}
		if err := mgr.GetFieldIndexer().IndexField(context.Background(), i.object, i.Field, i.extract); err != nil {
			return fmt.Errorf("indexing %T by %s: %w", i.object, i.Field, err)
		}
	}
	return nil
}

// RevisionOwner is the key of the revisions that have a label with a value.
func RevisionOwner(label, value string) string { return label + "=" + value }

// UtteranceKey is the key of a normalised utterance of a Bot: a short hash, because a large
// bot has a hundred thousand of them. What it finds must be compared.
func UtteranceKey(bot, normalised string) string {
	h := fnv.New64a()
	h.Write([]byte(bot + "\x00" + normalised))
	return strconv.FormatUint(h.Sum64(), 36)
}

func utteranceKeys(intent *v1alpha1.Intent) []string {
	keys := make([]string, 0, len(intent.Spec.Utterances))
	for _, utterance := range intent.Spec.Utterances {
		if normalised := utterances.Normalise(utterance); normalised != "" {
			keys = append(keys, UtteranceKey(intent.Spec.BotRef.Name, normalised))
		}
	}
	return keys
}
