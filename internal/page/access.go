// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// Access gives the client by which a request is answered: with the rights of whoever sent it.
type Access func(*http.Request) (dynamic.Interface, error)

// errSignIn is of a request that does not say who sent it.
var errSignIn = errors.New("sign in: the request has no token")

// longestToken is far above that of any identity provider.
const longestToken = 16 << 10

// clusterTimeout is what the API server has for one answer.
const clusterTimeout = 15 * time.Second

// ByToken asks the API server of a config with the bearer token of each request, and with nothing
// else: neither the credentials of the config nor any other header reach it.
func ByToken(config *rest.Config) Access {
	anonymous := rest.AnonymousClientConfig(config)
	anonymous.UserAgent = "intentops-page"
	anonymous.Timeout = clusterTimeout
	// The API server divides its time among users by itself.
	anonymous.QPS, anonymous.RateLimiter = -1, nil
	anonymous.WarningHandler = rest.NoWarnings{}
	anonymous.Wrap(onlyReads)
	return func(r *http.Request) (dynamic.Interface, error) {
		token, ok := bearer(r)
		if !ok {
			return nil, errSignIn
		}
		own := rest.CopyConfig(anonymous)
		own.BearerToken = token
		return dynamic.NewForConfig(own)
	}
}

// ByKey lets whoever has the key use one client: that of the person who started the page. The
// config is theirs.
func ByKey(key string, config *rest.Config) (Access, error) {
	own := rest.CopyConfig(config)
	own.Timeout = clusterTimeout
	own.WarningHandler = rest.NoWarnings{}
	own.Wrap(onlyReads)
	client, err := dynamic.NewForConfig(own)
	if err != nil {
		return nil, err
	}
	return byKey(key, client), nil
}

func byKey(key string, client dynamic.Interface) Access {
	return func(r *http.Request) (dynamic.Interface, error) {
		given, ok := bearer(r)
		if !ok || subtle.ConstantTimeCompare([]byte(given), []byte(key)) != 1 {
			return nil, errSignIn
		}
		return client, nil
	}
}

// bearer is the token of a request. A header that could say something else beside it is refused.
func bearer(r *http.Request) (string, bool) {
	if len(r.Header.Values("Authorization")) != 1 {
		return "", false
	}
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "bearer") || token == "" || len(token) > longestToken {
		return "", false
	}
	for _, c := range []byte(token) {
		if c <= ' ' || c > '~' {
			return "", false
		}
	}
	return token, true
}
