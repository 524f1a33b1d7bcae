// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"context"
	"crypto/sha256"
	"net/http"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/cache"
	"k8s.io/client-go/dynamic"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/internal/operator/fairness"
)

// Anybody who reaches the page can make up tokens, and each costs the API server a look. So who was not
// accepted lately is first asked for by one small request, in turns that only such callers take: those who
// are signed in share theirs with nobody else.
const (
	strangersAtOnce = 2
	// acceptedFor is how long a caller is known after an answer, and mostAccepted how many callers are.
	acceptedFor  = 5 * time.Minute
	mostAccepted = 1000
)

// callers are those whose tokens the API server has accepted lately, by a digest of what they sent.
type callers struct {
	accepted *cache.LRUExpireCache
	// strangers are the turns of all others.
	strangers *fairness.Turns
}

// digest stands for who sent a request.
type digest [sha256.Size]byte

func digestOf(r *http.Request) digest { return sha256.Sum256([]byte(r.Header.Get("Authorization"))) }

type nowFunc func() time.Time

// Now implements cache.Clock.
func (f nowFunc) Now() time.Time { return f() }

func newCallers(now func() time.Time) *callers {
	return &callers{
		accepted:  cache.NewLRUExpireCacheWithClock(mostAccepted, nowFunc(now)),
		strangers: fairness.New(fairness.Limits{AtATime: strangersAtOnce, PerNamespace: mostOfOne, Waiting: mostWaiting}),
	}
}

// saw notes what the API server has answered to a caller.
func (c *callers) saw(who digest, err error) {
	switch {
	case err == nil:
		c.accepted.Add(who, nil, acceptedFor)
	case apierrors.IsUnauthorized(err):
		c.accepted.Remove(who)
	}
}

// admit asks the API server whether it accepts a caller, unless it did so lately.
func (c *callers) admit(ctx context.Context, who digest, client dynamic.Interface) error {
	if _, known := c.accepted.Get(who); known {
		return nil
	}
	return inTurn(ctx, c.strangers, who, func(ctx context.Context) error {
		// The name is of no Bot: who may not read any, and who may, are both known by the answer.
		_, err := client.Resource(v1alpha1.GroupVersion.WithResource(botKind.resource)).Namespace(metav1.NamespaceDefault).Get(ctx, "who-asks", metav1.GetOptions{})
		if apierrors.IsNotFound(err) || apierrors.IsForbidden(err) {
			err = nil
		}
		c.saw(who, err)
		return err
	})
}

// inTurn does something when it is a caller's turn, in bounded time and memory. Nobody has all turns.
func inTurn(ctx context.Context, turns *fairness.Turns, who digest, do func(context.Context) error) error {
	wait, cancel := context.WithTimeout(ctx, waitForTurn)
	defer cancel()
	done, err := turns.Take(wait, string(who[:]))
	if err != nil {
		return errBusy
	}
	defer done()
	ctx, cancel = context.WithTimeout(withBudget(ctx), answerTimeout)
	defer cancel()
	return do(ctx)
}
