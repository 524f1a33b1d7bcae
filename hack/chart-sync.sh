#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Copies the generated CRDs and RBAC rules into the chart, so that the two ways of
# installing cannot drift apart. `make verify` fails when this was forgotten.
set -euo pipefail
cd "$(dirname "$0")/.."
templates=charts/intentops/templates

{
  echo '{{- /* Made by hack/chart-sync.sh from config/crd/bases; do not edit. */}}'
  echo '{{- if .Values.crds.enabled }}'
  for crd in config/crd/bases/*.yaml; do
    # The CRDs outlive the release when crds.keep is set: deleting them deletes all objects.
    awk '{print} /^  annotations:$/ {
      print "    {{- if .Values.crds.keep }}"
      print "    helm.sh/resource-policy: keep"
      print "    {{- end }}"
    }' "$crd"
  done
  echo '{{- end }}'
} > "$templates/crds.yaml"

{
  echo '{{- /* Made by hack/chart-sync.sh from config/rbac/role.yaml; do not edit. */}}'
  echo 'apiVersion: rbac.authorization.k8s.io/v1'
  echo 'kind: ClusterRole'
  echo 'metadata:'
  echo '  name: {{ include "intentops.fullname" . }}-manager'
  echo '  labels: {{- include "intentops.labels" . | nindent 4 }}'
  sed -n '/^rules:/,$p' config/rbac/role.yaml
} > "$templates/clusterrole.yaml"
