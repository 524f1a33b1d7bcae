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

{{- define "intentops.prometheusSelector" -}}
app.kubernetes.io/name: intentops-prometheus
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* Who may scrape the bots, as JSON; empty: any pod. */}}
{{- define "intentops.metricsFrom" -}}
{{- $own := dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" .Release.Namespace)) "podSelector" (dict "matchLabels" (include "intentops.prometheusSelector" . | fromYaml)) }}
{{- if .Values.prometheus.enabled }}{{ concat .Values.networkPolicies.metricsFrom (list $own) | toJson }}
{{- else }}{{ .Values.networkPolicies.metricsFrom | toJson }}
{{- end }}
{{- end }}

{{- /* Names, also from a cache on the node. OpenShift's DNS listens on 5353. */}}
{{- define "intentops.dns" -}}
- ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}, {protocol: UDP, port: 5353}, {protocol: TCP, port: 5353}]
{{- end }}

{{- /* Every pod, and everywhere else but the link with the metadata service of clouds. */}}
{{- define "intentops.anywhere" -}}
- namespaceSelector: {}
- ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16]}
- ipBlock: {cidr: "::/0", except: ["fe80::/10", "fd00:ec2::254/128"]}
{{- end }}

{{- /* Port of a URL. */}}
{{- define "intentops.port" -}}
{{- $url := urlParse . }}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (ternary "443" "80" (eq $url.scheme "https")) }}
{{- end }}

{{- /* Ports of the API server, of the Prometheus that the operator asks and of who is notified. */}}
{{- define "intentops.operatorPorts" -}}
{{- $ports := list 9090 (include "intentops.port" (include "intentops.prometheusURL" . | trim) | int) }}
{{- with .Values.notifications }}
{{- if .format }}{{ $ports = append $ports (include "intentops.port" (.url | default "https://") | int) }}{{ end }}
{{- end }}
{{- range concat .Values.networkPolicies.apiServerPorts $ports .Values.networkPolicies.prometheusPorts (.Values.networkPolicies.notificationPorts | default list) | toStrings | uniq }}
- {protocol: TCP, port: {{ int . }}}
{{- end }}
{{- end }}

{{- define "intentops.image" -}}
{{- $root := index . 0 }}
{{- with index . 1 }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- /* A validation in CEL: is has a Secret's name below name, and is not the same as before. */}}
{{- define "intentops.mayReadSecret" -}}
- expression: >-
    {{ .is }}.?{{ .name }}.?name.orValue('') == '' || {{ .same }} ||
    {{- if hasSuffix "caRef" .what }} {{ .is }}.?{{ .name }}.?kind.orValue('') != 'Secret' ||{{ end }}
    authorizer.group('').resource('secrets').namespace(request.namespace).name({{ .is }}.?{{ .name }}.?name.orValue('')).check('get').allowed()
  messageExpression: >-
    'spec.{{ .what }}: ' + request.userInfo.username + ' may not read Secret ' + {{ .is }}.?{{ .name }}.?name.orValue('') + ' in namespace ' +
    request.namespace + ', so cannot have a bot use it: name another one, or have a Role give you get on it'
  reason: Forbidden
{{- end }}
