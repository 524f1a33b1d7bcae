// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package server

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"time"

	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/egress"
	"github.com/intentops/intentops/internal/contract/outbound"
	"github.com/intentops/intentops/internal/contract/release"
)

// guard is for everything that a manifest's URL makes the bot dial: engines, the helpdesk and a
// NATS server. A proxy of the environment is dialled in their place and is guarded like them;
// what lies behind it is for the proxy to decide.
func (s *Server) guard() outbound.Guard {
	networks, err := egress.Parse(s.config.AllowEgress)
	if err != nil {
		networks = nil // Validate has said it
	}
	return outbound.Guard{Allow: networks, APIServers: s.apiServers()}
}

// apiServers are where the API server is as far as the pod knows. A name in a kubeconfig is
// looked up once: it is for developers.
func (s *Server) apiServers() []netip.Addr {
	hosts := []string{os.Getenv("KUBERNETES_SERVICE_HOST")}
	if config, err := s.restConfig(); err == nil && s.config.ReleaseDir == "" {
		if u, err := url.Parse(config.Host); err == nil {
			hosts = append(hosts, u.Hostname())
		}
	}
	var addrs []netip.Addr
	for _, host := range hosts {
		if host == "" {
			continue
		}
		if addr, err := netip.ParseAddr(host); err == nil {
			addrs = append(addrs, addr)
			continue
		}
		found, err := net.LookupHost(host)
		if err != nil {
			continue // the bot does not reach it either
		}
		for _, text := range found {
			if addr, err := netip.ParseAddr(text); err == nil {
				addrs = append(addrs, addr)
			}
		}
	}
	return addrs
}

// rasaToken is the parameter in which Rasa expects its token.
const rasaToken = "token"

// engineClients is how engines outside of the bot are asked.
func (s *Server) engineClients() func(release.Understanding) *http.Client {
	base := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: s.guard().Dialer().DialContext,
		MaxIdleConnsPerHost: 32, MaxConnsPerHost: 128, IdleConnTimeout: time.Minute,
	}
	return func(engine release.Understanding) *http.Client {
		files := s.config.files(engine.TLS, engine.SecretName)
		if engine.Engine == release.EngineRasa {
			files.TokenParameter = rasaToken
		}
		return &http.Client{Transport: connection.NewTransport(base, files)}
	}
}
