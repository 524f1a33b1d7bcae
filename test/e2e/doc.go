// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

// Package e2e runs the main job on a real cluster with real pods, and breaks things
// meanwhile. make e2e prepares the cluster that KUBECONFIG names and runs it.
package e2e
