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

{{- /* Seconds since 2000 at which a duration that began then is over. */}}
{{- define "intentops.after" -}}
{{ toDate "2006-01-02" "2000-01-01" | dateModify (printf "+%s" .) | unixEpoch }}
{{- end }}

{{- define "intentops.maxStaleness" -}}
{{- $p := .Values.prometheus }}
{{- if and $p.enabled (lt (int64 (include "intentops.after" .Values.maxStaleness)) (int64 (include "intentops.after" (printf "%s%s" $p.scrapeInterval .Values.tick)))) }}
{{- fail (printf "maxStaleness %s is less than prometheus.scrapeInterval %s and tick %s together, which is how old figures are when they are used: rollouts would wait for ever; raise maxStaleness" .Values.maxStaleness $p.scrapeInterval .Values.tick) }}
{{- end }}
{{- .Values.maxStaleness }}
{{- end }}
