// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
)

// Install installs the chart, or upgrades to it, with a Prometheus, in a hurry: everything
// is looked at every two seconds.
func (c *Cluster) Install(ctx context.Context) error {
	// The tag stays the same from build to build, so the content has to make pods new.
	image, err := os.ReadFile(filepath.Join(c.Root, "bin", "images", "manager.tar"))
	if err != nil {
		return fmt.Errorf("make images first: %w", err)
	}
	return c.InstallChart(ctx, "charts/intentops", "dev", fmt.Sprintf("%x", sha256.Sum256(image)), "page.enabled=true")
}

// InstallChart is Install with a chart in a folder that is named from the root of the
// repository, and images with a tag. More values are of this version alone.
func (c *Cluster) InstallChart(ctx context.Context, chart, tag, build string, values ...string) error {
	if err := os.RemoveAll(c.kubectlCache()); err != nil {
		return err
	}
	return c.helm(ctx, "upgrade", "--install", "intentops", chart,
		"--namespace", SystemNamespace, "--create-namespace", "--wait", "--timeout", "3m",
		"--set", strings.Join(append([]string{"prometheus.enabled=true,prometheus.scrapeInterval=2s,tick=2s,kpiTick=5s,maxStaleness=20s,crds.keep=false"}, values...), ","),
		"--set-string", fmt.Sprintf("image.tag=%s,botImage.tag=%s,podAnnotations.build=%s", tag, tag, build))
}

// Uninstall removes the Bots, then the chart with its CRDs, then the namespaces.
func (c *Cluster) Uninstall(ctx context.Context) error {
	if err := c.RemovePacks(ctx); err != nil {
		return err
	}
	if err := c.DeleteNamespace(ctx, Namespace); err != nil {
		return err
	}
	if err := c.helm(ctx, "uninstall", "intentops", "--namespace", SystemNamespace, "--wait", "--ignore-not-found"); err != nil {
		return err
	}
	return c.DeleteNamespace(ctx, SystemNamespace)
}

func (c *Cluster) helm(ctx context.Context, args ...string) error {
	// Helm keeps its caches and settings in the build folder: the user's own stay untouched.
	home := filepath.Join(c.Root, "bin", "tools", "helm-home")
	cmd := exec.CommandContext(ctx, filepath.Join(c.Root, "bin", "tools", "helm"), args...)
	cmd.Dir = c.Root
	cmd.Env = append(os.Environ(), "HELM_CACHE_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_DATA_HOME="+home)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("helm %s: %w\n%s", args[0], err, out)
	}
	return nil
}

// Secrets of the demo, each with a key that signs: handoffs for the helpdesk, what the helpdesk
// tells the bot, and the ids of customers. That one has the token of the REST channel too.
var secrets = []string{"helpdesk", "events", apiSecret}

const apiSecret = "api"

// Services starts what a real installation has already: NATS and a helpdesk.
func (c *Cluster) Services(ctx context.Context) error {
	objects, err := c.Read("hack/demo/services.yaml")
	if err != nil {
		return err
	}
	for _, name := range secrets {
		// They come behind the Namespace, which is the first object, and before the pods.
		objects = slices.Insert(objects, 1, &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "Secret",
			"metadata":   map[string]any{"name": name, "namespace": Namespace},
			"stringData": map[string]any{"key": rand.Text() + rand.Text(), "token": rand.Text()},
		}})
	}
	for _, obj := range objects {
		if err := c.ApplyObject(ctx, obj); err != nil {
			return err
		}
	}
	for _, name := range []string{"nats", "helpdesk"} {
		if err := c.WaitDeployment(ctx, Namespace, name, 2*time.Minute); err != nil {
			return err
		}
	}
	return nil
}

// Keys are the content of the demo's Secrets, by name.
func (c *Cluster) Keys(ctx context.Context) (map[string]string, error) {
	keys := map[string]string{}
	for _, name := range secrets {
		secret := &corev1.Secret{}
		if err := c.Get(ctx, client.ObjectKey{Namespace: Namespace, Name: name}, secret); err != nil {
			return nil, err
		}
		keys[name] = string(secret.Data["key"])
	}
	return keys, nil
}

// Credentials are what the Bot asks of callers of its REST channel.
type Credentials struct {
	// Token of the channel, and Identity, the key that customers' ids are signed with; empty: the
	// Bot asks for none.
	Token, Identity string
}

// Credentials returns those of the demo's Bot, as its spec asks.
func (c *Cluster) Credentials(ctx context.Context) (Credentials, error) {
	var out Credentials
	bot, err := c.Bot(ctx)
	if err != nil {
		return out, err
	}
	for _, channel := range bot.Spec.Channels {
		if channel.REST == nil || channel.REST.SecretRef == nil {
			continue
		}
		secret := &corev1.Secret{}
		if err := c.Get(ctx, client.ObjectKey{Namespace: Namespace, Name: channel.REST.SecretRef.Name}, secret); err != nil {
			return out, err
		}
		out.Token = string(secret.Data["token"])
		if channel.REST.Identity != nil {
			out.Identity = string(secret.Data["key"])
		}
	}
	return out, nil
}

// WaitDeployment waits until all pods of a Deployment are ready.
func (c *Cluster) WaitDeployment(ctx context.Context, namespace, name string, timeout time.Duration) error {
	return WaitFor(ctx, "Deployment "+name, timeout, func(ctx context.Context) (bool, string) {
		d := &appsv1.Deployment{}
		if err := c.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, d); err != nil {
			return false, err.Error()
		}
		ok := d.Status.ObservedGeneration == d.Generation && d.Status.UpdatedReplicas == *d.Spec.Replicas &&
			d.Status.ReadyReplicas == *d.Spec.Replicas && d.Status.Replicas == *d.Spec.Replicas
		return ok, fmt.Sprintf("%d of %d pods are ready", d.Status.ReadyReplicas, *d.Spec.Replicas)
	})
}

// WaitBot waits until the Bot is Ready with its present spec.
func (c *Cluster) WaitBot(ctx context.Context, timeout time.Duration) error {
	return WaitFor(ctx, "Bot "+BotName, timeout, func(ctx context.Context) (bool, string) {
		bot, err := c.Bot(ctx)
		if err != nil {
			return false, err.Error()
		}
		for _, condition := range bot.Status.Conditions {
			if condition.Type == v1alpha1.ConditionReady {
				return condition.Status == metav1.ConditionTrue && bot.Status.ObservedGeneration == bot.Generation, condition.Message
			}
		}
		return false, "it has no status yet"
	})
}

// Bot reads the Bot.
func (c *Cluster) Bot(ctx context.Context) (*v1alpha1.Bot, error) {
	bot := &v1alpha1.Bot{}
	err := c.Get(ctx, client.ObjectKey{Namespace: Namespace, Name: BotName}, bot)
	return bot, err
}

// Batch reads an IntentBatch.
func (c *Cluster) Batch(ctx context.Context, name string) (*v1alpha1.IntentBatch, error) {
	batch := &v1alpha1.IntentBatch{}
	err := c.Get(ctx, client.ObjectKey{Namespace: Namespace, Name: name}, batch)
	return batch, err
}

// Pods lists the pods of a namespace with the label given.
func (c *Cluster) Pods(ctx context.Context, namespace, key, value string) ([]corev1.Pod, error) {
	list := &corev1.PodList{}
	err := c.List(ctx, list, client.InNamespace(namespace), client.MatchingLabels{key: value})
	return list.Items, err
}
