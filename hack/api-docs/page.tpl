{{- define "gvList" -}}
<!-- Made by make api-docs from api/v1alpha1; do not edit. -->
# API reference

Every field of every kind, made from the Go types. [Concepts](concepts.md) and the page of each kind explain how to use them.

{{- range . }}

Group and version: `{{ .GroupVersionString }}`. Kinds: {{ range $i, $kind := .SortedKinds }}{{ if $i }}, {{ end }}[{{ $kind }}](#{{ lower $kind }}){{ end }}.

A field that is not required may be left out. The API server checks bounds and rules when an object is written.
{{ $gv := . }}
{{- range .SortedKinds }}{{ template "type" ($gv.TypeForKind .) }}{{ end }}
{{- range .SortedTypes }}{{ if not .GVK }}{{ template "type" . }}{{ end }}{{ end }}
{{- end }}
{{ end -}}

{{- define "type" -}}
{{- if markdownShouldRenderType . }}

## {{ .Name }}

{{ .Doc }}
{{- if and .IsAlias .UnderlyingType (not .Members) }}

Written as {{ markdownRenderTypeLink .UnderlyingType }}{{ if index .Markers "kubebuilder:validation:XIntOrString" }} or as a whole number{{ end }}.{{ template "bounds" (dict "of" . "known" list) }}
{{- end }}
{{- with index .Markers "kubebuilder:validation:XValidation" }}

Rules:
{{ range . }}
- {{ .Message }}
{{- end }}
{{- end }}
{{- if .References }}

Used by: {{ range $i, $r := .SortedReferences }}{{ if $i }}, {{ end }}{{ markdownRenderTypeLink $r }}{{ end }}.
{{- end }}
{{- if .EnumValues }}

| value | meaning |
| --- | --- |
{{- range .EnumValues }}
| `{{ .Name }}` | {{ regexReplaceAll "^\\w+ (is |are )?" (markdownRenderFieldDoc .Doc | replace "<br />" " ") "" | trim }} |
{{- end }}
{{- else if .Members }}

| field | type | meaning |
| --- | --- | --- |
{{- range .Members }}
{{- if eq .Name "metadata" }}
| `metadata` | ObjectMeta | standard object metadata |
{{- else }}
| `{{ .Name }}` | {{ markdownRenderType .Type }} | {{ markdownRenderFieldDoc .Doc | replace "<br />" " " }}{{ template "bounds" (dict "of" . "known" .Type.Validation) }} |
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* What the API server checks of a field or type, less what its own type says already. */}}
{{- define "bounds" -}}
{{- $known := .known }}{{ $out := list }}
{{- range .of.Validation }}
{{- if hasPrefix "Required" . }}{{ $out = append $out "required" }}
{{- else if not (or (hasPrefix "Optional" .) (hasPrefix "Enum" .) (hasPrefix "Type" .) (hasPrefix "XIntOrString" .) (eq "MinLength: 1" .) (has . $known)) }}{{ $out = append $out . }}{{ end }}
{{- end }}
{{- with .of.Default }}{{ $out = append $out (printf "default: %s" .) }}{{ end }}
{{- if $out }} _{{ join "; " $out | replace "|" "\\|" }}_{{ end }}
{{- end -}}
