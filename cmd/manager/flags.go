// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/intentops/intentops/controllers"
	"github.com/intentops/intentops/controllers/bot"
	"github.com/intentops/intentops/controllers/intentbatch"
	"github.com/intentops/intentops/controllers/kpitarget"
	"github.com/intentops/intentops/controllers/notification"
	"github.com/intentops/intentops/internal/contract/connection"
	"github.com/intentops/intentops/internal/contract/egress"
	"github.com/intentops/intentops/internal/operator/notify"
)

// maxConcurrency bounds --concurrency: more workers than that only wait for the API server.
const maxConcurrency = 100

type flags struct {
	version        bool
	botImage       string
	botSecurity    bot.Security
	botNetwork     bot.Network
	prometheusURL  string
	prometheusWith connection.Files
	customQueries  bool
	tick           time.Duration
	kpiTick        time.Duration
	maxStaleness   time.Duration
	concurrency    int
	metricsAddress string
	metricsSecure  bool
	probeAddress   string
	leaderElect    bool
	namespace      string
	namespaces     []string
	shard          controllers.Shard
	notifications  notification.Options
	page           pageServer
}

// bind registers the flags, with their defaults.
func (f *flags) bind(set *flag.FlagSet) {
	set.BoolVar(&f.version, "version", false, "print the version and exit")
	set.StringVar(&f.botImage, "bot-image", "ghcr.io/intentops/bot:"+version, "image of Bots that name none")
	f.botSecurity = bot.DefaultSecurity()
	set.Func("bot-pod-security-context", "security context of bots' pods, as JSON; null leaves it to the cluster (default: what the Pod Security Standard restricted asks for, as user 65532)", f.botSecurity.SetPod)
	set.Func("bot-security-context", "security context of the container in them, as JSON; null leaves it to the cluster", f.botSecurity.SetContainer)
	set.BoolVar(&f.botNetwork.Policies, "bot-network-policies", true, "make a NetworkPolicy for each Bot")
	set.Func("bot-metrics-from", "who may scrape the bots, as a list of NetworkPolicyPeers in JSON (default: any pod of the cluster)", f.botNetwork.SetMetricsFrom)
	set.Func("allow-egress", "comma-separated networks that URLs in manifests may lead to although bots refuse them: loopback, link-local, metadata services and the API server (default: none)", func(list string) (err error) {
		f.botSecurity.AllowEgress, err = egress.ParseFlag(list)
		return err
	})
	set.BoolVar(&f.botSecurity.UnrestrictedTemplates, "unrestricted-pod-templates", false, "let spec.podTemplatePatch of Bots change everything about their pods, which the operator makes with its own rights")
	set.Func("image-prefixes", "comma-separated repositories that spec.image of Bots may come from, or below which it may be; * is any (default: that of --bot-image)", func(list string) (err error) {
		f.botSecurity.ImagePrefixes, err = bot.ParseImagePrefixes(list)
		return err
	})
	set.BoolVar(&f.customQueries, "custom-queries", false, "let KPITargets bring queries in PromQL, kept to series of their namespace")
	set.StringVar(&f.prometheusURL, "prometheus-url", "", "URL of the Prometheus that scrapes the bots (required)")
	f.prometheusWith.Fields = connection.Fields{CA: "--prometheus-ca-file", Certificate: "--prometheus-certificate-file, --prometheus-key-file", Token: "--prometheus-token-file"}
	set.StringVar(&f.prometheusWith.Token, "prometheus-token-file", "", "file with the bearer token for the Prometheus, read again when it is replaced (default: none is sent)")
	set.StringVar(&f.prometheusWith.CA, "prometheus-ca-file", "", "file with the certificates of those who may sign the Prometheus' (default: those that browsers trust)")
	set.StringVar(&f.prometheusWith.Certificate, "prometheus-certificate-file", "", "file with the certificate by which the Prometheus knows the operator (default: none is shown)")
	set.StringVar(&f.prometheusWith.Key, "prometheus-key-file", "", "file with its private key")
	set.DurationVar(&f.tick, "tick", intentbatch.DefaultTick, "how often rolling batches are looked at")
	set.DurationVar(&f.kpiTick, "kpi-tick", kpitarget.DefaultTick, "how often KPIs are measured")
	set.DurationVar(&f.maxStaleness, "max-staleness", intentbatch.DefaultMaxStaleness, "age beyond which a bot's metrics decide nothing")
	f.concurrency = controllers.DefaultConcurrency
	set.Func("concurrency", fmt.Sprintf("how many objects of each kind are reconciled at the same time (default %d)", f.concurrency), func(value string) (err error) {
		f.concurrency, err = concurrency(value)
		return err
	})
	set.StringVar(&f.metricsAddress, "metrics-bind-address", ":8443", "address of the operator's own metrics; 0 turns them off")
	set.BoolVar(&f.metricsSecure, "metrics-secure", true, "serve metrics over HTTPS to authorised callers only")
	set.StringVar(&f.probeAddress, "health-probe-bind-address", ":8081", "address of /healthz and /readyz")
	set.BoolVar(&f.leaderElect, "leader-elect", true, "let one of several operators lead")
	set.StringVar(&f.namespace, "leader-election-namespace", os.Getenv("POD_NAMESPACE"), "namespace of the lease")
	set.Func("namespaces", "comma-separated namespaces whose Bots this operator cares for (default: all)", func(list string) (err error) {
		f.namespaces, err = namespaces(list)
		return err
	})
	set.Func("shard", "care for a part of the namespaces, such as 2/4 for the second of four operators (default: all)", func(text string) (err error) {
		f.shard, err = controllers.ParseShard(text)
		return err
	})
	bindPage(&f.page, set)
	set.Func("notifications-format", "tell somebody of rollouts and KPIs, as CloudEvents, Slack or Teams takes it (default: nobody is told)", func(text string) (err error) {
		f.notifications.Format, err = notify.ParseFormat(text)
		return err
	})
	set.StringVar(&f.notifications.URL, "notifications-url", "", "where CloudEvents are sent (default: what the file url in --notifications-secret-dir says)")
	set.StringVar(&f.notifications.SecretDir, "notifications-secret-dir", "", "folder with the files url, key and previous-key for signatures, token and ca.crt, all optional (default: none)")
}

// notificationOptions are nil where nobody is told.
func (f *flags) notificationOptions() *notification.Options {
	if f.notifications.Format == "" {
		return nil
	}
	o := f.notifications
	o.AllowEgress, o.Namespace, o.Name = f.botSecurity.AllowEgress, f.namespace, f.shard.Lease("notifications.intentops.dev")
	return &o
}

func concurrency(value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > maxConcurrency {
		return 0, fmt.Errorf("must be a whole number from 1 to %d", maxConcurrency)
	}
	return n, nil
}
