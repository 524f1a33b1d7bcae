// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package bot

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	. "github.com/onsi/gomega"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/intentops/intentops/api/v1alpha1"
	"github.com/intentops/intentops/controllers/internal/testenv"
)

// services of the namespace, as "name port of the pods".
func (f *fixture) services() []string {
	f.t.Helper()
	var list corev1.ServiceList
	f.Expect(env.Client.List(f.t.Context(), &list, client.InNamespace(f.namespace))).To(Succeed())
	var all []string
	for _, s := range list.Items {
		all = append(all, s.Name+" "+s.Spec.Ports[0].TargetPort.String())
	}
	return all
}

func TestEachInterfaceHasAPortAndAServiceOfItsOwn(t *testing.T) {
	bot := testenv.MakeBot("support").Obj()
	f := newFixture(t, bot)
	ports := func() []string {
		var all []string
		for _, p := range get(f, "support", &appsv1.Deployment{}).Spec.Template.Spec.Containers[0].Ports {
			all = append(all, fmt.Sprint(p.Name, " ", p.ContainerPort))
		}
		return all
	}
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.services()).To(ConsistOf("support chat"))
	f.Expect(ports()).To(Equal([]string{"chat 8080", "metrics 9090"}))

	// One that a person made is not the operator's to delete.
	env.Create(t, f.namespace, &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "theirs"}, Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}},
	})
	testenv.Change(t, env, get(f, "support", &v1alpha1.Bot{}), func(b *v1alpha1.Bot) {
		b.Spec.Channels = append(b.Spec.Channels, v1alpha1.Channel{
			Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{Access: v1alpha1.RESTAccessAnonymous},
		})
		b.Spec.Events = []v1alpha1.EventSource{{Name: "desk", Type: v1alpha1.EventsCloudEvents, SecretRef: v1alpha1.SecretReference{Name: "desk"}}}
	})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.services()).To(ConsistOf("support chat", "support-api api", "support-events events", "theirs 80"))
	f.Expect(ports()).To(Equal([]string{"chat 8080", "api 8081", "events 8082", "metrics 9090"}))

	testenv.Change(t, env, get(f, "support", &v1alpha1.Bot{}), func(b *v1alpha1.Bot) {
		b.Spec.Channels, b.Spec.Events = b.Spec.Channels[1:], nil
	})
	f.Expect(f.reconcile(bot)).To(Succeed())
	f.Expect(f.services()).To(ConsistOf("support-api api", "theirs 80"))
	f.Expect(ports()).To(Equal([]string{"api 8081", "metrics 9090"}))
}

func TestFlagsFollowChannelsAndLimits(t *testing.T) {
	bot := &v1alpha1.Bot{Spec: v1alpha1.BotSpec{
		Channels: []v1alpha1.Channel{
			{Name: "web", Type: v1alpha1.ChannelWebChat, WebChat: &v1alpha1.WebChatChannel{
				Origins: []v1alpha1.SiteHost{"*"}, FrameAncestors: []v1alpha1.SiteHost{"shop.example"},
			}},
			{Name: "api", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{SecretRef: &v1alpha1.SecretReference{Name: "token"}}},
			{Name: "open", Type: v1alpha1.ChannelREST, REST: &v1alpha1.RESTChannel{Access: v1alpha1.RESTAccessAnonymous}},
		},
		TrustedProxies: []v1alpha1.CIDR{"10.0.0.0/8"},
		Limits: &v1alpha1.Limits{
			NewConversationsPerMinute: new(int32(7)), NewConversationsPerNetworkPerMinute: new(int32(5)),
			StoreSize: new(resource.MustParse("1Mi")), StorePercentPerNetwork: new(int32(20)),
		},
	}}
	want := []string{
		"--channel=web=WebChat", "--channel=api=REST:token", "--channel=open=REST:Anonymous", "--trusted-proxies=10.0.0.0/8",
		"--chat-origin=*", "--chat-frame-ancestor=shop.example",
		"--new-conversations=7", "--network-conversations=5", "--network-store-percent=20", "--store-size=1048576",
	}
	if diff := cmp.Diff(want, arguments(bot, nil)); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	volumes, _ := volumesFor(bot, nil)
	if got := volumes[0].EmptyDir.SizeLimit.String(); got != "2Mi" {
		t.Errorf("the volume has a limit of %s, want twice the store's size", got)
	}
}
