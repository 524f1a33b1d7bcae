// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-logr/logr"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/cache"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
)

// reviews is an API server that knows some tokens, and of which Prometheus alone may read metrics.
type reviews struct {
	asked []string
	away  bool
}

func (v *reviews) access() *metricsAccess {
	set := fake.NewSimpleClientset()
	set.PrependReactor("create", "tokenreviews", func(action clienttesting.Action) (bool, runtime.Object, error) {
		review := action.(clienttesting.CreateAction).GetObject().(*authenticationv1.TokenReview).DeepCopy()
		v.asked = append(v.asked, "who "+review.Spec.Token)
		if v.away {
			return true, nil, apierrors.NewServiceUnavailable("later")
		}
		if name, known := strings.CutPrefix(review.Spec.Token, "token of "); known {
			review.Status = authenticationv1.TokenReviewStatus{Authenticated: true, User: authenticationv1.UserInfo{
				Username: name, UID: "7", Groups: []string{"watchers"}, Extra: map[string]authenticationv1.ExtraValue{"pod": {"p"}},
			}}
		}
		return true, review, nil
	})
	set.PrependReactor("create", "subjectaccessreviews", func(action clienttesting.Action) (bool, runtime.Object, error) {
		review := action.(clienttesting.CreateAction).GetObject().(*authorizationv1.SubjectAccessReview).DeepCopy()
		s := review.Spec
		v.asked = append(v.asked, strings.Join([]string{s.User, s.UID, strings.Join(s.Groups, "+"), s.Extra["pod"].String(), s.NonResourceAttributes.Verb, s.NonResourceAttributes.Path}, " "))
		review.Status.Allowed = s.User == "prometheus" && s.NonResourceAttributes.Verb == "get" && s.NonResourceAttributes.Path == "/metrics"
		return true, review, nil
	})
	return &metricsAccess{
		tokens: set.AuthenticationV1().TokenReviews(), rights: set.AuthorizationV1().SubjectAccessReviews(), answers: cache.NewLRUExpireCache(mostCallers),
	}
}

func metricsStatus(t *testing.T, a *metricsAccess, method, path, authorization string) int {
	t.Helper()
	h, err := a.filter(logr.Discard(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "token of") {
		t.Errorf("the answer has the token: %s", w.Body)
	}
	return w.Code
}

func TestMetricsAreForWhomTheAPIServerLets(t *testing.T) {
	for name, tc := range map[string]struct {
		method, path, authorization string
		want                        int
	}{
		"who may":              {"GET", "/metrics", "Bearer token of prometheus", http.StatusOK},
		"in small letters":     {"GET", "/metrics", "bearer  token of prometheus", http.StatusOK},
		"who may not":          {"GET", "/metrics", "Bearer token of somebody", http.StatusForbidden},
		"another path":         {"GET", "/debug", "Bearer token of prometheus", http.StatusForbidden},
		"another verb":         {"POST", "/metrics", "Bearer token of prometheus", http.StatusForbidden},
		"an unknown token":     {"GET", "/metrics", "Bearer made up", http.StatusUnauthorized},
		"nobody":               {"GET", "/metrics", "", http.StatusUnauthorized},
		"an empty token":       {"GET", "/metrics", "Bearer ", http.StatusUnauthorized},
		"a password":           {"GET", "/metrics", "Basic token of prometheus", http.StatusUnauthorized},
		"a token without end":  {"GET", "/metrics", "Bearer token of prometheus" + strings.Repeat("x", longestToken), http.StatusUnauthorized},
		"the word Bearer only": {"GET", "/metrics", "Bearer", http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			if got := metricsStatus(t, new(reviews).access(), tc.method, tc.path, tc.authorization); got != tc.want {
				t.Errorf("status %d, want %d", got, tc.want)
			}
		})
	}
}

func TestTheAPIServerIsToldWhoAsksAndNotAtEachScrape(t *testing.T) {
	v := &reviews{}
	a := v.access()
	for range 3 {
		metricsStatus(t, a, "GET", "/metrics", "Bearer token of prometheus")
		metricsStatus(t, a, "GET", "/metrics", "Bearer made up")
	}
	metricsStatus(t, a, "POST", "/metrics", "Bearer token of prometheus")
	want := []string{
		"who token of prometheus", "prometheus 7 watchers+system:authenticated [p] get /metrics", "who made up",
		"who token of prometheus", "prometheus 7 watchers+system:authenticated [p] post /metrics",
	}
	if !slices.Equal(v.asked, want) {
		t.Errorf("asked %q, want %q", v.asked, want)
	}
}

func TestNoAnswerOfTheAPIServerIsNoLeaveAndIsNotKept(t *testing.T) {
	v := &reviews{away: true}
	a := v.access()
	if got := metricsStatus(t, a, "GET", "/metrics", "Bearer token of prometheus"); got != http.StatusInternalServerError {
		t.Errorf("status %d while the API server is away", got)
	}
	v.away = false
	if got := metricsStatus(t, a, "GET", "/metrics", "Bearer token of prometheus"); got != http.StatusOK {
		t.Errorf("status %d once it is back", got)
	}
}
