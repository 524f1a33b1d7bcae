// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/controllers/internal/testenv"
	"github.com/intentops/intentops/internal/contract/release"
)

// indexer refuses to add an index twice, as a manager's cache does.
type indexer struct{ fields map[string]bool }

func (i *indexer) IndexField(_ context.Context, obj client.Object, field string, _ client.IndexerFunc) error {
	key := fmt.Sprintf("%T.%s", obj, field)
	if i.fields[key] {
		return errors.New("indexer conflict")
	}
	i.fields[key] = true
	return nil
}

type manager struct {
	ctrl.Manager
	indexer *indexer
}

func (m manager) GetFieldIndexer() client.FieldIndexer { return m.indexer }

func TestEnsureAddsEachIndexOnce(t *testing.T) {
	for range 2 { // another manager starts again
		mgr := manager{indexer: &indexer{fields: map[string]bool{}}}
		for range 2 {
			if err := Ensure(mgr, IntentsByBot, IntentsByUtterance, BatchesByIntent, BotsByPolicy, BotsByPolicy); err != nil {
				t.Fatal(err)
			}
		}
		if len(mgr.indexer.fields) != 4 {
			t.Errorf("indexes %v, want four", mgr.indexer.fields)
		}
	}
}

func TestEnsureReportsAConflict(t *testing.T) {
	mgr := manager{indexer: &indexer{fields: map[string]bool{"*v1alpha1.Intent.spec.botRef.name": true}}}
	err := Ensure(mgr, IntentsByBot)
	if err == nil || err.Error() != "indexing *v1alpha1.Intent by spec.botRef.name: indexer conflict" {
		t.Errorf("got %v, want which index was there already", err)
	}
}

func TestKeys(t *testing.T) {
	intent := testenv.MakeIntent("order").Bot("sales").Utterances("Where is it?", "?!", "where IS it").Obj()
	batch := testenv.MakeBatch("week-1", "order", "refund").Obj()
	bot := testenv.MakeBot("support").Policy("strict").Obj()
	bundle := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{release.LabelRelease: "0123", release.LabelInstance: "support"}}}
	key := UtteranceKey("sales", "where is it")
	cases := map[string]struct{ got, want []string }{
		"intents by bot":       {IntentsByBot.extract(intent), []string{"sales"}},
		"intents by utterance": {IntentsByUtterance.extract(intent), []string{key, key}},
		"batches by intent":    {BatchesByIntent.extract(batch), []string{"order", "refund"}},
		"bots by policy":       {BotsByPolicy.extract(bot), []string{"strict"}},
		"bundles by bot":       {BundlesByBot.extract(bundle), []string{"support"}},
		"no bundle":            {BundlesByBot.extract(&corev1.ConfigMap{}), nil},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.got); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
		})
	}
	if UtteranceKey("support", "where is it") == key || UtteranceKey("sales", "where is this") == key {
		t.Error("another bot or text has the same key")
	}
}
