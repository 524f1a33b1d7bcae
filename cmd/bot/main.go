// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command bot is the runtime of a Bot: it serves customers by the releases that the
// operator points it to, or by a folder's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/go-logr/logr"
	"github.com/go-logr/zapr"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	_ "golang.org/x/crypto/x509roots/fallback" // TLS without certificates in the image
	"k8s.io/klog/v2"

	"github.com/intentops/intentops/internal/bot/channel"
	"github.com/intentops/intentops/internal/bot/server"
	"github.com/intentops/intentops/internal/chars"
)

// version is set when the program is built.
var version = "dev"

func main() {
	runtime.MemProfileRate = 0 // nobody asks a bot for profiles of its memory
	if os.Getenv("GOGC") == "" {
		// Less memory for some throughput, a limit that no bot comes near.
		debug.SetGCPercent(40)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command().ExecuteContext(ctx); err != nil {
		reportExit(err, terminationLog)
		os.Exit(1)
	}
}

const (
	// terminationLog is what Kubernetes shows of a container that ended.
	terminationLog = "/dev/termination-log"
	// maxExitMessage is how many bytes of an error are shown there and in the log's last line.
	maxExitMessage = 2 << 10
)

// reportExit says why the bot ends: in the last line of the log, and where Kubernetes looks.
func reportExit(err error, file string) {
	text := chars.Clip(err.Error(), maxExitMessage)
	fmt.Fprintln(os.Stderr, "bot:", text)
	// Outside of a cluster there is no such file, and none is made.
	if f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0); err == nil {
		_, _ = f.WriteString(text)
		_ = f.Close()
	}
}

func command() *cobra.Command {
	config := server.Defaults()
	fromEnvironment(&config)
	var channels, identities []string
	var level string
	cmd := &cobra.Command{
		Use:           "bot",
		Short:         "Serve a chatbot's conversations",
		Long:          "Serve a chatbot's conversations, in a cluster by the releases that the intentops operator\npoints to, or anywhere by those of a folder:\n\n  bot --release-dir=DIR --data-dir=/tmp/bot --channel=web=WebChat --channel=api=REST:Anonymous",
		Version:       version,
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := identityOfPod(cmd.Flags()); err != nil {
				return err
			}
			for _, s := range channels {
				c, err := channel.ParseConfig(s)
				if err != nil {
					return err
				}
				config.Channels = append(config.Channels, c)
			}
			if err := channel.SetIdentities(config.Channels, identities); err != nil {
				return err
			}
			log, err := newLogger(level)
			if err != nil {
				return err
			}
			klog.SetLogger(log.WithName("kubernetes"))
			bot, err := server.New(config, log)
			if err != nil {
				return err
			}
			return bot.Run(cmd.Context())
		},
	}
	addFlags(cmd, &config)
	cmd.AddCommand(understandCommand())
	f := cmd.Flags()
	f.StringArrayVar(&identities, "channel-identity", nil, "a site that vouches for the customers of a channel as NAME=SECRET; SECRET is the Secret whose key \"key\" it signs their ids with (may be repeated)")
	f.StringArrayVar(&channels, "channel", nil, "a channel as NAME=WebChat, NAME=REST:SECRET or NAME=REST:Anonymous; SECRET is the Secret whose key \"token\" callers must send (may be repeated)")
	f.StringVar(&level, "log-level", "info", "debug, info or error")
	return cmd
}

// fromEnvironment takes what the pod's environment gives.
func fromEnvironment(c *server.Config) {
	for name, into := range map[string]*string{
		"POD_NAMESPACE": &c.Namespace, "POD_NAME": &c.Pod, "BOT_NAME": &c.Bot,
	} {
		if value := os.Getenv(name); value != "" {
			*into = value
		}
	}
}

// identityOfPod refuses to be another Bot than the pod says: with its names a bot would read that
// one's conversations and sign in its name. Outside of a cluster there is no pod.
func identityOfPod(flags *pflag.FlagSet) error {
	if os.Getenv("KUBERNETES_SERVICE_HOST") == "" {
		return nil
	}
	for _, name := range []string{"namespace", "bot", "pod"} {
		if flags.Changed(name) {
			return fmt.Errorf("--%s: cannot be set in a cluster, where the pod says it: remove the flag", name)
		}
	}
	own, err := os.ReadFile(namespaceFile)
	if namespace, _ := flags.GetString("namespace"); err == nil && strings.TrimSpace(string(own)) != namespace {
		return errors.New("POD_NAMESPACE: is not the namespace of the pod's ServiceAccount: leave it as the operator sets it")
	}
	return nil
}

// namespaceFile is where the kubelet says in which namespace a pod runs.
var namespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace"

func addFlags(cmd *cobra.Command, c *server.Config) {
	f := cmd.Flags()
	f.StringVar(&c.Namespace, "namespace", c.Namespace, "namespace of the Bot, outside of a cluster (POD_NAMESPACE)")
	f.StringVar(&c.Bot, "bot", c.Bot, "name of the Bot, outside of a cluster (BOT_NAME)")
	f.StringVar(&c.Pod, "pod", c.Pod, "name of this pod, outside of a cluster (POD_NAME)")
	f.StringVar(&c.ChatListen, "chat-listen", c.ChatListen, "address for browsers, when there is a channel of type WebChat: /chat")
	f.StringVar(&c.APIListen, "api-listen", c.APIListen, "address for callers, when there is a channel of type REST: /v1/conversations")
	f.StringVar(&c.EventsListen, "events-listen", c.EventsListen, "address for senders of events, when there is a Secret for some: /v1/events, /v1/adapters")
	f.StringVar(&c.MetricsListen, "metrics-listen", c.MetricsListen, "address for Prometheus, the kubelet and operators: /metrics, /healthz, /readyz, /v1/release")
	f.StringVar(&c.DataDir, "data-dir", c.DataDir, "folder for the embedded store and the last good releases")
	f.StringVar(&c.SecretsDir, "secrets-dir", c.SecretsDir, "folder with a folder for each Secret")
	f.StringVar(&c.ConfigMapsDir, "config-maps-dir", c.ConfigMapsDir, "folder with a folder for each ConfigMap")
	f.StringVar(&c.ReleaseDir, "release-dir", c.ReleaseDir, "serve the release.json in this folder instead of a cluster's releases")
	f.StringVar(&c.VectorsDir, "vectors-dir", c.VectorsDir, "folder with the tables of word vectors that releases name, a folder for each source")
	f.StringVar(&c.Vectors, "vectors", c.Vectors, "file of word vectors for the built-in classifier, for other languages or a larger vocabulary; without it English ones are used")
	f.StringVar(&c.Kubeconfig, "kubeconfig", c.Kubeconfig, "kubeconfig file; without it the pod's service account is used")
	f.StringSliceVar(&c.ChatOrigins, "chat-origin", nil, "host of another site whose pages may open the chat's WebSocket, such as shop.example or *.shop.example; * is any")
	f.StringSliceVar(&c.ChatFrameAncestors, "chat-frame-ancestor", nil, "host of another site that may show the chat page in a frame, such as shop.example; * is any")
	f.StringSliceVar(&c.TrustedProxies, "trusted-proxies", nil, "networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8; limits for each client network hold only with it")
	f.StringVar(&c.Events.Events, "events-secret", "", "Secret whose key \"key\" signs events for /v1/events; without it that interface is closed")
	f.StringVar(&c.Events.Chatwoot, "chatwoot-secret", "", "Secret whose key \"key\" signs webhooks for /v1/adapters/chatwoot; without it that interface is closed")
	f.StringVar(&c.Events.Zendesk, "zendesk-secret", "", "Secret whose key \"key\" signs webhooks for /v1/adapters/zendesk; without it that interface is closed")
	f.DurationVar(&c.EventsSettle, "events-settle", c.EventsSettle, "how long an event waits for those that happened before it")
	f.StringSliceVar(&c.AllowEgress, "allow-egress", nil, "network that URLs of the release and of NATS may lead to, such as 127.0.0.0/8, although it is loopback, link-local, a metadata service or the API server")
	f.StringVar(&c.NATSURL, "nats-url", c.NATSURL, "NATS server with JetStream; without it the store is embedded")
	f.StringVar(&c.NATSSecret, "nats-secret", c.NATSSecret, "Secret whose key \"creds\" is the NATS credentials file")
	f.StringVar(&c.NATSCA, "nats-ca", "", "ConfigMap/NAME or Secret/NAME whose key \"ca.crt\" has the certificates of those who may sign the NATS server's")
	f.StringVar(&c.NATSCertificate, "nats-certificate-secret", "", "Secret with \"tls.crt\" and \"tls.key\", by which the NATS server knows the bot")
	f.BoolVar(&c.NATSRequireIsolation, "nats-require-isolation", false, "do not serve where bots of other namespaces can be read on the NATS server")
	f.StringVar(&c.StoreSealedSince, "store-sealed-since", "", "when all pods had --store-secret, such as 2026-11-28T15:04:05Z: on a NATS server, entries that are newer and were stored without the key are not used; empty is not known")
	f.StringVar(&c.StoreSecret, "store-secret", "", "Secret whose key \"key\", of at least 32 bytes, encrypts what customers say; \"previous-key\" still reads it")
	f.IntVar(&c.NATSReplicas, "nats-replicas", c.NATSReplicas, "replicas of the stream when it is made on an external server")
	f.DurationVar(&c.ConversationTTL, "conversation-ttl", c.ConversationTTL, "how long a conversation is kept after it last changed")
	f.Float64Var(&c.CustomerRate, "customer-rate", c.CustomerRate, "requests a second that one customer may make on average")
	f.IntVar(&c.CustomerBurst, "customer-burst", c.CustomerBurst, "requests that one customer may make at once")
	f.IntVar(&c.MaxRequests, "max-requests", c.MaxRequests, "requests of callers that are served at the same time")
	f.IntVar(&c.MaxMessages, "max-messages", c.MaxMessages, "messages of browsers that are served at the same time")
	f.IntVar(&c.MaxConnections, "max-connections", c.MaxConnections, "connections that each port has at the same time, chats not among them")
	f.IntVar(&c.NewConversations, "new-conversations", c.NewConversations, "conversations that may begin in a minute")
	f.IntVar(&c.NetworkConversations, "network-conversations", c.NetworkConversations, "conversations that may begin in a minute in one client network, where --trusted-proxies makes it known")
	f.IntVar(&c.NetworkStorePercent, "network-store-percent", c.NetworkStorePercent, "percent of --store-size that conversations of one client network may take in the time that a conversation is kept, where --trusted-proxies makes the network known; 100 is no bound")
	f.Int64Var(&c.StoreSize, "store-size", c.StoreSize, "bytes that the store may use: from 80 % on no conversation begins, from 95 % on no message is taken; 0 is no bound")
	f.IntVar(&c.LogLines, "log-lines", c.LogLines, "lines that are logged in a second at most")
	f.IntVar(&c.MaxChats, "max-chats", c.MaxChats, "browsers that may be connected at the same time")
	f.DurationVar(&c.ChatIdle, "chat-idle", c.ChatIdle, "close a chat after the customer was silent for so long")
	f.DurationVar(&c.StartTimeout, "start-timeout", c.StartTimeout, "stop, with the reason, when the store cannot be used for so long at the start")
	f.DurationVar(&c.TurnTimeout, "turn-timeout", c.TurnTimeout, "time that one turn may take")
	f.DurationVar(&c.DrainDelay, "drain-delay", c.DrainDelay, "continue to serve for so long after a stop was requested, until no more requests come")
	f.DurationVar(&c.ShutdownTimeout, "shutdown-timeout", c.ShutdownTimeout, "time that requests in progress get to finish")
}

// newLogger writes JSON lines to standard error, without customers' words.
func newLogger(level string) (logr.Logger, error) {
	levels := map[string]zapcore.Level{"debug": zapcore.Level(-2), "info": zapcore.InfoLevel, "error": zapcore.ErrorLevel}
	at, known := levels[level]
	if !known {
		return logr.Discard(), fmt.Errorf("log-level: is %q, want debug, info or error", level)
	}
	config := zap.NewProductionConfig()
	config.Level = zap.NewAtomicLevelAt(at)
	config.EncoderConfig.EncodeTime = zapcore.ISO8601TimeEncoder
	config.DisableStacktrace = true
	logger, err := config.Build()
	if err != nil {
		return logr.Discard(), err
	}
	return zapr.NewLogger(logger), nil
}
