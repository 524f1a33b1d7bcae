// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Whoever may write to a Bot's NATS server can store entries in its name. Once all pods have the
// key of store.encryption, entries without it are somebody else's. Nothing on that server can say
// when that was, so the operator does.

const sealedFlag = "--store-sealed-since="

// sealedSince is the flag that tells the pods since when all of them have the key. It is there
// without a value until then: by that it is known which pods are of before.
func sealedSince(bot *v1alpha1.Bot) string {
	if since := bot.Status.StoreSealedSince; since != nil {
		return sealedFlag + since.UTC().Format(time.RFC3339)
	}
	return sealedFlag
}

// noteSealed notes in the status when all pods have the key, once none of before is left.
func noteSealed(bot *v1alpha1.Bot, d *appsv1.Deployment, now time.Time) {
	switch {
	case !usesNATS(bot) || bot.Spec.Store.Encryption == nil:
		bot.Status.StoreSealedSince = nil
	case bot.Status.StoreSealedSince != nil || d == nil || behind(bot, d) || d.Status.Replicas > d.Status.UpdatedReplicas:
	default:
		container := botOf(&d.Spec.Template)
		if container != nil && slices.ContainsFunc(container.Args, func(arg string) bool { return strings.HasPrefix(arg, sealedFlag) }) {
			bot.Status.StoreSealedSince = &metav1.Time{Time: now}
		}
	}
}
