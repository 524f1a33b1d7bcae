// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"os"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	"sigs.k8s.io/controller-runtime/pkg/certwatcher"
)

const (
	// certificateEvery is how often a certificate that cannot be used is read again.
	certificateEvery = 5 * time.Second
	// noticeEvery is how often it is said again why there is no page: events last for an hour.
	noticeEvery = 30 * time.Minute
)

// pageNotice says why the page is not served, in the log and as an event of the operator's pod.
type pageNotice struct {
	log logr.Logger
	// events is nil, as pod is, where the operator does not know which pod it runs in.
	events events.EventRecorder
	pod    *corev1.Pod
}

// ownPod is the pod of this operator by what the downward API says; nil: it says nothing.
func ownPod() *corev1.Pod {
	namespace, name, uid := os.Getenv("POD_NAMESPACE"), os.Getenv("POD_NAME"), os.Getenv("POD_UID")
	if namespace == "" || name == "" || uid == "" {
		return nil
	}
	return &corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, UID: types.UID(uid)},
	}
}

func (n *pageNotice) off(err error) {
	n.log.Info("The page is off until its certificate can be read", "reason", err.Error())
	n.event(corev1.EventTypeWarning, "PageOff", "The page is off until its certificate, the files --page-certificate-file and --page-key-file (the Secret in page.certificateRef of the chart), can be read: "+err.Error())
}

func (n *pageNotice) on() {
	n.log.Info("The page is on: its certificate can be read now")
	n.event(corev1.EventTypeNormal, "PageOn", "The page is on: its certificate can be read now.")
}

func (n *pageNotice) event(kind, reason, note string) {
	if n.events != nil && n.pod != nil {
		n.events.Eventf(n.pod, nil, kind, reason, "ServePage", "%s", note)
	}
}

// awaitCertificate waits until the files hold a certificate and its key, and says why they do not; nil:
// the context has ended.
func (s *pageServer) awaitCertificate(ctx context.Context) *certwatcher.CertWatcher {
	tick := time.NewTicker(cmp.Or(s.lookEvery, certificateEvery))
	defer tick.Stop()
	said, saidAt := "", time.Time{}
	for {
		watcher, err := certwatcher.New(s.certificate, s.key)
		if err == nil {
			if said != "" {
				s.notice.on()
			}
			return watcher
		}
		if err.Error() != said || time.Since(saidAt) >= noticeEvery {
			said, saidAt = err.Error(), time.Now()
			s.notice.off(err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
