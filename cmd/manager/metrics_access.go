// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-logr/logr"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/cache"
	"k8s.io/apiserver/pkg/authentication/user"
	authentication "k8s.io/client-go/kubernetes/typed/authentication/v1"
	authorization "k8s.io/client-go/kubernetes/typed/authorization/v1"
	"k8s.io/client-go/rest"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

const (
	// allowedFor and refusedFor are how long an answer of the API server holds, and mostCallers for
	// how many callers it is kept.
	allowedFor  = time.Minute
	refusedFor  = 30 * time.Second
	mostCallers = 256
	// reviewTimeout is what the API server has for one answer.
	reviewTimeout = 10 * time.Second
	// longestToken is far above that of any identity provider.
	longestToken = 16 << 10
)

// metricsAccess lets those read the operator's metrics whom the API server lets read the same path: by a
// TokenReview and a SubjectAccessReview. controller-runtime has a filter that asks the same with the
// code of the API server. That brings 18 MB into the program, which a node holds in memory: gRPC,
// OpenTelemetry, and templates, for which the linker must keep the methods of everything else.
type metricsAccess struct {
	tokens authentication.TokenReviewInterface
	rights authorization.SubjectAccessReviewInterface
	// answers are kept by a digest of the token and what it was for.
	answers *cache.LRUExpireCache
}

// answer is the status that a caller gets; http.StatusOK: the metrics.
type answer struct {
	status int
	say    string
}

// withMetricsAccess is a metricsserver.Options.FilterProvider.
func withMetricsAccess(config *rest.Config, client *http.Client) (metricsserver.Filter, error) {
	tokens, err := authentication.NewForConfigAndClient(config, client)
	if err != nil {
		return nil, fmt.Errorf("asking who reads metrics: %w", err)
	}
	rights, err := authorization.NewForConfigAndClient(config, client)
	if err != nil {
		return nil, fmt.Errorf("asking who may read metrics: %w", err)
	}
	a := &metricsAccess{tokens: tokens.TokenReviews(), rights: rights.SubjectAccessReviews(), answers: cache.NewLRUExpireCache(mostCallers)}
	return a.filter, nil
}

func (a *metricsAccess) filter(log logr.Logger, next http.Handler) (http.Handler, error) {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, err := a.ask(r)
		if err != nil {
			log.Error(err, "Asking the API server who reads metrics")
			got = answer{http.StatusInternalServerError, "the API server does not say who you are"}
		}
		if got.status != http.StatusOK {
			http.Error(w, got.say, got.status)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}

// ask returns what the API server says of a caller, now or lately. An error is not kept.
func (a *metricsAccess) ask(r *http.Request) (answer, error) {
	scheme, token, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > longestToken {
		return answer{http.StatusUnauthorized, "Unauthorized"}, nil
	}
	verb := strings.ToLower(r.Method)
	key := sha256.Sum256([]byte(verb + " " + r.URL.Path + " " + token))
	if kept, ok := a.answers.Get(key); ok {
		return kept.(answer), nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), reviewTimeout)
	defer cancel()
	got, err := a.review(ctx, token, verb, r.URL.Path)
	switch {
	case err != nil:
	case got.status == http.StatusOK:
		a.answers.Add(key, got, allowedFor)
	default:
		a.answers.Add(key, got, refusedFor)
	}
	return got, err
}

func (a *metricsAccess) review(ctx context.Context, token, verb, path string) (answer, error) {
	who, err := a.tokens.Create(ctx, &authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: token}}, metav1.CreateOptions{})
	if err != nil {
		return answer{}, err
	}
	if !who.Status.Authenticated {
		return answer{http.StatusUnauthorized, "Unauthorized"}, nil
	}
	caller := who.Status.User
	if caller.Username == "" {
		return answer{}, errors.New("an accepted token has no user")
	}
	asked := &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
		User: caller.Username, UID: caller.UID, Groups: caller.Groups,
		Extra:                 map[string]authorizationv1.ExtraValue{},
		NonResourceAttributes: &authorizationv1.NonResourceAttributes{Path: path, Verb: verb},
	}}
	// Of some tokens the API server does not say so itself.
	if !slices.Contains(asked.Spec.Groups, user.AllAuthenticated) {
		asked.Spec.Groups = append(asked.Spec.Groups, user.AllAuthenticated)
	}
	for key, values := range caller.Extra {
		asked.Spec.Extra[key] = authorizationv1.ExtraValue(values)
	}
	may, err := a.rights.Create(ctx, asked, metav1.CreateOptions{})
	if err != nil {
		return answer{}, err
	}
	if !may.Status.Allowed || may.Status.Denied {
		return answer{http.StatusForbidden, fmt.Sprintf("%s may not %s %s", caller.Username, verb, path)}, nil
	}
	return answer{status: http.StatusOK}, nil
}
