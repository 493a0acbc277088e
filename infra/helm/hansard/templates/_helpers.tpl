{{- define "hansard.labels" -}}
app.kubernetes.io/part-of: hansard
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- /* Of one app: (list $ "ingress") */ -}}
{{- define "hansard.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end }}

{{- define "hansard.name" -}}
{{- $root := index . 0 -}}
{{ printf "%s-%s" $root.Release.Name (index . 1) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "hansard.image" -}}
{{- $root := index . 0 -}}{{- $app := index . 1 -}}
{{- $image := $root.Values.image -}}
{{- $name := printf "%s/%s" $image.repository $app -}}
{{- if $image.registry }}{{ $name = printf "%s/%s" (trimSuffix "/" $image.registry) $name }}{{ end -}}
{{- $digest := include "hansard.digest" . -}}
{{- if $digest }}{{ $name }}@{{ $digest }}{{ else }}{{ $name }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end -}}
{{- end }}

{{- /* Of an app's image; that of the command line, which provisioning and test run, is provision.digest. */ -}}
{{- define "hansard.digest" -}}
{{- $values := (index . 0).Values -}}
{{- if eq (index . 1) "cli" }}{{ $values.provision.digest }}{{ else }}{{ dig (index . 1) "digest" "" $values.apps }}{{ end -}}
{{- end }}

{{- /* A tag can be pushed again, a digest is what was tried. */ -}}
{{- define "hansard.checkDigests" -}}
{{- if .Values.image.requireDigest }}
{{- $missing := list -}}
{{- range $app := append (keys .Values.apps | sortAlpha) "cli" }}
{{- if not (include "hansard.digest" (list $ $app)) }}{{ $missing = append $missing (ternary "provision.digest" (printf "apps.%s.digest" $app) (eq $app "cli")) }}{{ end -}}
{{- end }}
{{- with $missing }}
{{- $prefix := $.Values.image.repository }}
{{- with $.Values.image.registry }}{{ $prefix = printf "%s/%s" (trimSuffix "/" .) $prefix }}{{ end }}
{{- fail (printf "\n\nimage.requireDigest is on, and these are missing: %s.\n`infra/docker/digests.sh %s %s` prints them as values; image.requireDigest=false takes the tag instead, whatever it points to when a pod starts.\n" (join ", " .) $prefix ($.Values.image.tag | default $.Chart.AppVersion)) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "hansard.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "hansard.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- /* The partitions bound the consumers: the most replicas that an app may have. */ -}}
{{- define "hansard.maxReplicas" -}}
{{- $root := index . 0 -}}{{- $app := index . 1 -}}
{{- $values := index $root.Values.apps $app -}}
{{- $partitions := int $root.Values.kafka.partitions -}}
{{- $max := int (dig "autoscaling" "maxReplicas" $partitions $values) -}}
{{- if and (ne $app "ingress") (gt $max $partitions) -}}
{{- fail (printf "\n\napps.%s.autoscaling.maxReplicas is %d, but the topics have %d partitions (kafka.partitions): a consumer without a partition has nothing to do.\n" $app $max $partitions) -}}
{{- end -}}
{{- $max -}}
{{- end }}
