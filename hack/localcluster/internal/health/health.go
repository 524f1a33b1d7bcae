// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package health asks a cluster whether it works, by using it.
package health

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"time"

	"github.com/intentops/intentops/hack/localcluster/internal/cluster"
)

// Client asks as the administrator.
type Client struct {
	cluster cluster.Cluster
	http    *http.Client
}

// NewClient reads the access that the last start left.
func NewClient(c cluster.Cluster) (*Client, error) {
	pair, err := tls.LoadX509KeyPair(c.Run("pki/admin.crt"), c.Run("pki/admin.key"))
	if err != nil {
		return nil, err
	}
	authority, err := os.ReadFile(c.Run("pki/ca.crt"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	// A lost packet is sent again after a second: asking again is faster.
	dialer := net.Dialer{Timeout: 300 * time.Millisecond}
	return &Client{cluster: c, http: &http.Client{
		Timeout: 2 * time.Second,
		Transport: &http.Transport{
			DialContext: dialer.DialContext,
			TLSClientConfig: &tls.Config{
				RootCAs: roots, Certificates: []tls.Certificate{pair}},
		},
	}}, nil
}

// Check is one question, in words.
type Check struct {
	Name string
	Ask  func(context.Context) error
}

// Checks are ordered as they become true at a start.
func (c *Client) Checks() []Check {
	return []Check{
		{"API server ready", c.APIReady},
		{"node ready", c.NodeReady},
		{"services reachable", c.ServiceReady},
		{"names resolve", c.NamesResolve},
		{"service accounts", c.AccountsReady},
	}
}

// APIReady asks the API server itself.
func (c *Client) APIReady(ctx context.Context) error {
	_, err := c.get(ctx, c.cluster.Net.Server()+"/readyz")
	return err
}

// ServiceReady goes through kube-proxy: from the host, this also proves the route.
func (c *Client) ServiceReady(ctx context.Context) error {
	_, err := c.get(ctx, fmt.Sprintf("https://%s/readyz", c.cluster.Net.APIServiceIP()))
	return err
}

// AccountsReady asks for what no pod can be created without: the account of its
// namespace, which a controller makes.
func (c *Client) AccountsReady(ctx context.Context) error {
	_, err := c.get(ctx, c.cluster.Net.Server()+"/api/v1/namespaces/default/serviceaccounts/default")
	return err
}

// NodeReady asks what kubelet has reported.
func (c *Client) NodeReady(ctx context.Context) error {
	body, err := c.get(ctx, c.cluster.Net.Server()+"/api/v1/nodes/"+c.cluster.Name)
	if err != nil {
		return err
	}
	return nodeReady(body)
}

func nodeReady(body []byte) error {
	var node struct {
		Status struct {
			Conditions []struct{ Type, Status, Message string }
		}
	}
	if err := json.Unmarshal(body, &node); err != nil {
		return err
	}
	for _, condition := range node.Status.Conditions {
		if condition.Type == "Ready" {
			if condition.Status == "True" {
				return nil
			}
			return errors.New(condition.Message)
		}
	}
	return errors.New("kubelet has not reported yet")
}

// NamesResolve asks CoreDNS, as a pod would.
func (c *Client) NamesResolve(ctx context.Context) error {
	server := netip.AddrPortFrom(c.cluster.Net.NodeIP(), 53).String()
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, server)
	}}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	const name = "kubernetes.default.svc.cluster.local."
	addrs, err := resolver.LookupHost(ctx, name)
	if err != nil {
		return err
	}
	if want := c.cluster.Net.APIServiceIP().String(); len(addrs) != 1 || addrs[0] != want {
		return fmt.Errorf("%s is %v, want %s", name, addrs, want)
	}
	return nil
}

func (c *Client) get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s says %s", url, resp.Status)
	}
	return body, err
}
