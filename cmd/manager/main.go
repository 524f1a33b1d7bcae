// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Command manager is the intentops operator.
package main

import (
	"crypto/tls"
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/go-logr/logr"
	_ "golang.org/x/crypto/x509roots/fallback" // TLS without certificates in the image
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	ctrlconfig "sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/intentops/intentops/controllers"
	"github.com/intentops/intentops/internal/operator/metricsource"
)

// version is set by the linker.
var version = "dev"

// shutdownTimeout is how long running reconciles may take after the signal. The pod's
// terminationGracePeriodSeconds is longer.
const shutdownTimeout = 30 * time.Second

// A leader that is killed leaves a lease that nobody renews. Another operator sees the last
// renewal up to 0.9 seconds late (retryPeriod and client-go's jitter), waits leaseDuration, and
// looks at most 0.9 seconds later: it leads in less than five seconds. A leader that could not
// renew for renewDeadline stops, so that there are never two; it begins again and stands by.
const (
	leaseDuration = 3 * time.Second
	renewDeadline = 2 * time.Second
	retryPeriod   = 400 * time.Millisecond
)

func main() {
	collectGarbage(os.Getenv("GOGC"))
	var f flags
	f.bind(flag.CommandLine)
	zapOptions := zap.Options{}
	zapOptions.BindFlags(flag.CommandLine)
	flag.Parse()
	if f.version {
		fmt.Printf("manager version %s\n", version)
		return
	}

	log := newLogger(&zapOptions)
	ctrl.SetLogger(log)
	if err := run(f, log); err != nil {
		log.Error(err, "Stopping")
		os.Exit(1)
	}
}

func run(f flags, log logr.Logger) error {
	ctx := ctrl.SetupSignalHandler()
	config, err := ctrl.GetConfig()
	if err != nil {
		return fmt.Errorf("finding the cluster: %w", err)
	}
	config.UserAgent = "intentops/" + version
	if err := limitMemory(os.Getenv("MEMORY_LIMIT")); err != nil {
		return err
	}

	source, err := metricsource.New(f.prometheusURL, metricsource.WithFiles(f.prometheusWith), metricsource.WithRegisterer(metrics.Registry), metricsource.WithTick(f.tick), metricsource.WithKPITick(f.kpiTick))
	if err != nil {
		return err
	}
	mgr, err := ctrl.NewManager(config, managerOptions(f, config))
	if err != nil {
		return fmt.Errorf("creating the manager: %w", err)
	}
	if err := controllers.Setup(mgr, controllers.Options{
		BotImage:      f.botImage,
		BotSecurity:   &f.botSecurity,
		BotNetwork:    f.botNetwork,
		Metrics:       source,
		CustomQueries: f.customQueries,
		Tick:          f.tick,
		KPITick:       f.kpiTick,
		MaxStaleness:  f.maxStaleness,
		Notifications: f.notificationOptions(),
		Registerer:    metrics.Registry,
	}); err != nil {
		return err
	}
	served, err := pageOf(f.page, config)
	if err != nil {
		return err
	}
	if served != nil {
		served.notice = pageNotice{log: log.WithName("page"), events: mgr.GetEventRecorder("intentops-page"), pod: ownPod()}
		if err := mgr.Add(served); err != nil {
			return err
		}
	}
	if err := mgr.AddHealthzCheck("ping", healthz.Ping); err != nil {
		return err
	}
	if err := mgr.AddReadyzCheck("caches", func(req *http.Request) error {
		if !mgr.GetCache().WaitForCacheSync(req.Context()) {
			return fmt.Errorf("caches are not filled: are the CRDs installed")
		}
		return nil
	}); err != nil {
		return err
	}
	log.Info("Starting", "version", version, "tick", f.tick.String(), "concurrency", f.concurrency)
	return mgr.Start(ctx)
}

func managerOptions(f flags, config *rest.Config) ctrl.Options {
	// The lease has a client of its own: renewing it must not wait behind other requests.
	leases := rest.CopyConfig(config)
	leases.UserAgent += " leader-election"
	options := ctrl.Options{
		Scheme:                        controllers.Scheme(),
		Cache:                         controllers.CacheOptions(f.shard, f.namespaces...),
		HealthProbeBindAddress:        f.probeAddress,
		LeaderElection:                f.leaderElect,
		LeaderElectionID:              f.shard.Lease("manager.intentops.dev"),
		LeaderElectionNamespace:       f.namespace,
		LeaderElectionConfig:          leases,
		LeaderElectionReleaseOnCancel: true,
		LeaseDuration:                 new(leaseDuration),
		RenewDeadline:                 new(renewDeadline),
		RetryPeriod:                   new(retryPeriod),
		GracefulShutdownTimeout:       new(shutdownTimeout),
		Metrics:                       metricsserver.Options{BindAddress: f.metricsAddress},
		// One that stands by fills its caches and queues, so that it acts as soon as it leads.
		Controller: ctrlconfig.Controller{MaxConcurrentReconciles: f.concurrency, EnableWarmup: new(true)},
	}
	if f.metricsSecure {
		options.Metrics.SecureServing = true
		options.Metrics.FilterProvider = withMetricsAccess
		// HTTP/2 stays off: its stream resets have been a way to exhaust servers.
		options.Metrics.TLSOpts = []func(*tls.Config){func(c *tls.Config) { c.NextProtos = []string{"http/1.1"} }}
	}
	return options
}
