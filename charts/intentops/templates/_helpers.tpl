{{- define "intentops.fullname" -}}
{{- if contains "intentops" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-intentops" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "intentops.selector" -}}
app.kubernetes.io/name: intentops-manager
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "intentops.labels" -}}
{{ include "intentops.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "intentops.prometheusURL" -}}
{{- if .Values.prometheus.url }}{{ .Values.prometheus.url }}
{{- else if .Values.prometheus.enabled }}http://{{ include "intentops.fullname" . }}-prometheus.{{ .Release.Namespace }}.svc:9090
{{- else }}{{ fail "set prometheus.url to the Prometheus that scrapes the bots, or prometheus.enabled=true to install a small one" }}
{{- end }}
{{- end }}
