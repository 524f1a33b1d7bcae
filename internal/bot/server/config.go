// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package server puts the parts of the bot together and runs them: the ports, the store,
// the releases, the timers and the outbox, from the start to an orderly end.
package server

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/events"
	"github.com/intentops/intentops/internal/bot/store"
	"github.com/intentops/intentops/internal/contract/egress"
	"github.com/intentops/intentops/internal/contract/proxies"
	"github.com/intentops/intentops/internal/contract/release"
	"github.com/intentops/intentops/internal/contract/secrets"
)

// Config of a bot.
type Config struct {
	// Namespace, Bot and Pod name this bot in metrics and in the store.
	Namespace, Bot, Pod string
	// ChatListen is the address for browsers, APIListen for callers of REST channels, EventsListen
	// for senders of events, and MetricsListen for Prometheus, the kubelet and operators. The first
	// three are open when something of the kind is configured.
	ChatListen, APIListen, EventsListen, MetricsListen string
	// DataDir holds the embedded store and the last good releases.
	DataDir string
	// SecretsDir holds a folder for each Secret.
	SecretsDir string
	// ConfigMapsDir holds a folder for each ConfigMap.
	ConfigMapsDir string
	// ReleaseDir is served instead of what a cluster says; empty: the cluster's pointer.
	ReleaseDir string
	// Vectors is a file of word vectors for the built-in classifier; empty: those that are
	// built in.
	Vectors string
	// VectorsDir holds the tables of word vectors that releases name, a folder for each source.
	VectorsDir string
	// Kubeconfig is used instead of the pod's own account; empty: the pod's own.
	Kubeconfig string
	Channels   []channel.Config
	// ChatOrigins are hosts of other sites whose pages may open the chat's WebSocket; * is any.
	// ChatFrameAncestors are hosts of other sites that may show the chat page in a frame.
	ChatOrigins, ChatFrameAncestors []string
	// TrustedProxies are the networks of proxies whose X-Forwarded-For is believed.
	TrustedProxies []string

	// AllowEgress are networks that URLs of manifests may lead to although the bot refuses them
	// by itself: loopback, link-local, metadata services and the API server.
	AllowEgress []string

	// NATSURL is an external store; empty: embedded. NATSSecret is the Secret whose key
	// "creds" is used with it.
	NATSURL, NATSSecret string
	// NATSCA is where the certificates of those are who may sign the server's, as ConfigMap/NAME or
	// Secret/NAME; NATSCertificate the Secret of type kubernetes.io/tls by which it knows the bot.
	NATSCA, NATSCertificate string
	// NATSRequireIsolation refuses a server on which bots of other namespaces can be read.
	NATSRequireIsolation bool
	// StoreSecret is the Secret whose key "key" encrypts what customers say; empty: nothing does.
	StoreSecret string
	// StoreSealedSince is when all pods had the Secret, as RFC 3339 writes it; empty: not known.
	StoreSealedSince string
	// NATSReplicas of a stream that is made.
	NATSReplicas int
	// ConversationTTL is how long a conversation is kept after it last changed.
	ConversationTTL time.Duration

	// Events name the Secrets with which senders of events sign; without one, that interface
	// is closed.
	Events events.Secrets
	// EventsSettle is how long an event waits for those that happened before it.
	EventsSettle time.Duration

	// CustomerRate is how many requests a second a customer may make, CustomerBurst how many
	// at once.
	CustomerRate  float64
	CustomerBurst int
	// MaxRequests of callers, MaxMessages of browsers and MaxChats are served at the same time.
	MaxRequests, MaxMessages, MaxChats int
	// MaxConnections that each port has at the same time, chats not among them.
	MaxConnections int
	// NewConversations may begin in a minute, NetworkConversations in each client network.
	NewConversations, NetworkConversations int
	// StoreSize in bytes: from 80 % on no conversation begins, from 95 % on no message is taken.
	// 0: there is no bound.
	StoreSize int64
	// NetworkStorePercent of StoreSize are for the conversations of one client network, in the time
	// that a conversation is kept. 100: there is no such bound.
	NetworkStorePercent int
	// LogLines a second are written at most.
	LogLines int
	// ChatIdle closes a chat after the customer was silent for so long.
	ChatIdle time.Duration
	// TurnTimeout bounds one turn.
	TurnTimeout time.Duration
	// StartTimeout is how long the bot waits for its store, before it ends and says why.
	StartTimeout time.Duration
	// DrainDelay is how long the bot serves after it was asked to stop, until no more requests
	// come; ShutdownTimeout how long it then waits for those under way.
	DrainDelay, ShutdownTimeout time.Duration
}

// Defaults are the defaults of the flags.
func Defaults() Config {
	return Config{
		Namespace: "default", Bot: "bot", Pod: "local",
		ChatListen: ":8080", APIListen: ":8081", EventsListen: ":8082", MetricsListen: ":9090",
		DataDir: "/var/lib/intentops", SecretsDir: "/etc/intentops/secrets", ConfigMapsDir: "/etc/intentops/configmaps", VectorsDir: "/etc/intentops/vectors",
		NATSReplicas: 1, ConversationTTL: 48 * time.Hour,
		CustomerRate: 2, CustomerBurst: 20, MaxRequests: 256, MaxMessages: 128, MaxChats: 1000, MaxConnections: 1024,
		NewConversations: 3000, NetworkConversations: 60, StoreSize: 1 << 30, NetworkStorePercent: 10, LogLines: 10,
		ChatIdle: 30 * time.Minute, TurnTimeout: 5 * time.Second,
		EventsSettle: events.DefaultSettle,
		// Longer than an old pod takes to end, which may still use the same folder.
		StartTimeout: 2 * time.Minute,
		DrainDelay:   3 * time.Second, ShutdownTimeout: 15 * time.Second,
	}
}

// Validate returns everything that is wrong.
func (c Config) Validate() error {
	var problems []error
	report := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if c.Bot == "" || c.Namespace == "" {
		report("bot and namespace: both are required; set BOT_NAME and POD_NAMESPACE")
	}
	if len(c.Channels) == 0 {
		report("channel: none is given; set for example --channel=web=WebChat --channel=api=REST:SECRET")
	}
	seen := map[string]bool{}
	for _, ch := range c.Channels {
		if seen[ch.Name] {
			report("channel: %q is given twice", ch.Name)
		}
		seen[ch.Name] = true
	}
	for flag, name := range map[string]string{
		"nats-secret": c.NATSSecret, "nats-certificate-secret": c.NATSCertificate, "store-secret": c.StoreSecret, "events-secret": c.Events.Events,
		"chatwoot-secret": c.Events.Chatwoot, "zendesk-secret": c.Events.Zendesk,
	} {
		if name != "" && !secrets.ValidName(name) {
			report("%s: %q is not a valid Secret name", flag, name)
		}
	}
	if _, err := egress.Parse(c.AllowEgress); err != nil {
		report("allow-egress: %w", err)
	}
	if _, err := proxies.Parse(c.TrustedProxies); err != nil {
		report("trusted-proxies: %w", err)
	}
	if strings.Contains(c.NATSURL, "@") {
		report("nats-url: has a user, password or token, which everybody can see who lists processes: put a credentials file into the Secret of --nats-secret")
	}
	if kind, name, ok := strings.Cut(c.NATSCA, "/"); c.NATSCA != "" && (!ok || kind != "ConfigMap" && kind != "Secret" || name == "" || strings.ContainsAny(name, "/\\")) {
		report("nats-ca: is not ConfigMap/NAME or Secret/NAME")
	}
	if c.CustomerRate <= 0 || c.CustomerBurst < 1 {
		report("customer-rate, customer-burst: must be above 0")
	}
	for flag, n := range map[string]int{
		"max-requests": c.MaxRequests, "max-messages": c.MaxMessages, "max-chats": c.MaxChats, "max-connections": c.MaxConnections,
		"new-conversations": c.NewConversations, "network-conversations": c.NetworkConversations, "log-lines": c.LogLines,
	} {
		if n < 1 {
			report("%s: is %d, must be at least 1", flag, n)
		}
	}
	if c.StoreSize != 0 && c.StoreSize < minStoreSize {
		report("store-size: is %d, must be 0, which is no bound, or at least %d bytes", c.StoreSize, minStoreSize)
	}
	if _, err := time.Parse(time.RFC3339, c.StoreSealedSince); c.StoreSealedSince != "" && err != nil {
		report("store-sealed-since: %q is not a time such as 2026-11-28T15:04:05Z", c.StoreSealedSince)
	}
	if c.NetworkStorePercent < 1 || c.NetworkStorePercent > 100 {
		report("network-store-percent: is %d, must be from 1 to 100, which is no bound", c.NetworkStorePercent)
	}
	for flag, hosts := range map[string][]string{"chat-origin": c.ChatOrigins, "chat-frame-ancestor": c.ChatFrameAncestors} {
		for _, host := range hosts {
			if !siteHost.MatchString(host) {
				report("%s: %q must be a host such as shop.example or *.shop.example, with its port if it has one, or * for any", flag, host)
			}
		}
	}
	for name, d := range map[string]time.Duration{
		"turn-timeout": c.TurnTimeout, "chat-idle": c.ChatIdle, "shutdown-timeout": c.ShutdownTimeout,
		"conversation-ttl": c.ConversationTTL, "events-settle": c.EventsSettle,
		"start-timeout": c.StartTimeout,
	} {
		if d < time.Second {
			report("%s: is %s, must be at least 1s", name, d)
		}
	}
	return errors.Join(problems...)
}

// minStoreSize leaves room for what a store needs by itself.
const minStoreSize = 16 << 20

var siteHost = regexp.MustCompile(`^(\*|(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:[0-9]{1,5})?)$`)

// has reports whether there is a channel of a type.
func (c Config) has(channelType string) bool {
	return slices.ContainsFunc(c.Channels, func(ch channel.Config) bool { return ch.Type == channelType })
}

// countMargin is how much longer conversations are kept than they are measured, so that a bot
// that was down still counts them.
const countMargin = 24 * time.Hour

// untilCounted is how long a conversation must be kept for everything about it to be counted.
func untilCounted(m release.Measurement) time.Duration {
	return max(m.OutcomeAfter(), m.RatingWithin(), m.WrapUpWithin()) + countMargin
}

// outboxMargin is how much longer packets are kept than they are tried: a bot that was down
// still gives up those that are too old, and logs it.
const outboxMargin = 24 * time.Hour

// conversationTTL is how long a conversation is kept: as long as events about it may come.
func (c Config) conversationTTL() time.Duration {
	if c.Events.Any() {
		return max(c.ConversationTTL, events.KeepConversations)
	}
	return c.ConversationTTL
}

func (c Config) natsTLS() store.TLS {
	f := c.files(release.TLS{CA: c.NATSCA, CertificateName: c.NATSCertificate}, "")
	return store.TLS{CAFile: f.CA, CertFile: f.Certificate, KeyFile: f.Key}
}

func (c Config) natsCreds() string {
	if c.NATSSecret == "" {
		return ""
	}
	return filepath.Join(c.SecretsDir, c.NATSSecret, credentialsKey)
}
