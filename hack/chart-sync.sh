#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Copies the generated CRDs and RBAC rules and the rules for Prometheus into the chart, and
# the latter into the object of the Prometheus Operator, so that the ways of installing
# cannot drift apart. `make verify` fails when this was forgotten.
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
  echo '{{- define "intentops.managerRules" -}}'
  sed -n '/^rules:/,$p' config/rbac/role.yaml
  echo '{{- end }}'
} > "$templates/_manager-rules.tpl"

mkdir -p charts/intentops/files
{
  echo '# Made by hack/chart-sync.sh from config/prometheus/rules.yaml; do not edit.'
  sed -n '/^groups:/,$p' config/prometheus/rules.yaml
} > charts/intentops/files/rules.yaml

{
  echo '# Copyright The intentops Authors.'
  echo '# SPDX-License-Identifier: Apache-2.0'
  echo '#'
  echo '# For a Prometheus that the Prometheus Operator runs. Made by hack/chart-sync.sh from'
  echo '# rules.yaml; do not edit.'
  echo 'apiVersion: monitoring.coreos.com/v1'
  echo 'kind: PrometheusRule'
  echo 'metadata:'
  echo '  name: intentops'
  echo 'spec:'
  sed -n '/^groups:/,$p' config/prometheus/rules.yaml | sed 's/^\(.\)/  \1/'
} > config/prometheus/prometheusrule.yaml
