{{- /*
The environment of an app: (list $ "ingress"). Settings come from kafka, registry, ingress, `settings` and `apps.{app}.settings`, each before
the ones ahead of it, and only those that the app has (files/settings.json, made from the apps' own schemas). Secrets come from the Secret, by name.
*/ -}}
{{- define "hansard.env" -}}
{{- $root := index . 0 -}}{{- $app := index . 1 -}}
{{- $values := $root.Values -}}
{{- $known := index ($root.Files.Get "files/settings.json" | fromJson) $app -}}
{{- $plain := concat $known.required $known.optional -}}
{{- $own := include "hansard.of" . | fromJson -}}
{{- $given := include "hansard.derived" . | fromJson -}}
{{- /* Not by `merge`, which takes an empty value for none: TRUSTED_PROXIES may be. */ -}}
{{- range $more := list $values.settings $own.settings }}{{ range $name, $value := default dict $more }}{{ $_ := set $given $name $value }}{{ end }}{{ end -}}
{{- range $name := $plain }}
{{- if hasKey $given $name }}
- name: {{ $name }}
  value: {{ include "hansard.text" (index $given $name) }}
{{- else if has $name $known.required }}
{{- fail (printf "\n\n%s needs the setting %s: give it under settings, or under %s.\n" $app $name (ternary "provision.settings" (printf "apps.%s.settings" $app) (eq $app "provision"))) }}
{{- end }}
{{- end }}
{{- $secret := include "hansard.secretName" . }}
{{- $user := include "hansard.kafkaUser" . }}
{{- range $name := $known.secret }}
- name: {{ $name }}
  {{- if and (eq $name "KAFKA_SASL_PASSWORD") $user }}
  valueFrom: { secretKeyRef: { name: {{ $user }}, key: password } }
  {{- else }}
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ $name }}, optional: {{ not (has $name $known.requiredSecrets) }} } }
  {{- end }}
{{- end }}
{{- end }}

{{- /* The values of an app, or of the provisioning. */ -}}
{{- define "hansard.of" -}}
{{- $values := (index . 0).Values -}}
{{- if eq (index . 1) "provision" }}{{ toJson $values.provision }}{{ else }}{{ toJson (index $values.apps (index . 1)) }}{{ end -}}
{{- end }}

{{- /* Its own Secret, or everybody's. */ -}}
{{- define "hansard.secretName" -}}
{{- (include "hansard.of" . | fromJson).secretName | default (index . 0).Values.secrets.name -}}
{{- end }}

{{- /* Its own Kafka user, or everybody's. */ -}}
{{- define "hansard.kafkaUser" -}}
{{- (include "hansard.of" . | fromJson).kafkaUser | default (index . 0).Values.kafka.kafkaUser -}}
{{- end }}

{{- /* A number is written as it was given: 100000000 must not become 1e+08. */ -}}
{{- define "hansard.text" -}}
{{- if kindIs "float64" . }}{{ if eq . (floor .) }}{{ int64 . | toString | quote }}{{ else }}{{ toString . | quote }}{{ end }}{{ else }}{{ toString . | quote }}{{ end }}
{{- end }}

{{- /* What the chart knows by itself. */ -}}
{{- define "hansard.derived" -}}
{{- $root := index . 0 -}}
{{- $values := $root.Values -}}
{{- $derived := dict
  "KAFKA_BROKERS" (join "," $values.kafka.brokers)
  "SCHEMA_REGISTRY_URL" $values.registry.url
  "TOPIC_PARTITIONS" $values.kafka.partitions
  "REPLICATION_FACTOR" $values.kafka.replicationFactor
  "MIN_INSYNC_REPLICAS" $values.kafka.minInSyncReplicas
  "HEALTH_HOST" "0.0.0.0" "HEALTH_PORT" 9090 "METRICS_FOR" "anybody" "HOST" "0.0.0.0" "PORT" 8080 -}}
{{- if and $values.ingress.enabled $values.ingress.host }}{{ $_ := set $derived "PUBLIC_URL" (printf "%s://%s" (ternary "https" "http" $values.ingress.tls.enabled) $values.ingress.host) }}{{ end -}}
{{- with include "hansard.kafkaUser" . }}{{ $_ := set $derived "KAFKA_SASL_USERNAME" . }}{{ end -}}
{{- toJson $derived -}}
{{- end }}

{{- /* A setting that nobody has is a typing mistake, and a secret must not be a value. */ -}}
{{- define "hansard.checkSettings" -}}
{{- $known := .Files.Get "files/settings.json" | fromJson -}}
{{- $all := list -}}{{- $secret := list -}}
{{- range $app, $of := $known }}{{ $all = concat $all $of.required $of.optional }}{{ $secret = concat $secret $of.secret }}{{ end -}}
{{- $where := dict "settings" (default dict .Values.settings) "provision.settings" (default dict .Values.provision.settings) -}}
{{- range $app, $of := .Values.apps }}{{ $_ := set $where (printf "apps.%s.settings" $app) (default dict $of.settings) }}{{ end -}}
{{- range $path, $settings := $where }}
{{- range $name, $_ := $settings }}
{{- if has $name $secret }}{{ fail (printf "\n\n%s.%s is a secret: put it into the Secret %q, or the app's own, not into values.\n" $path $name $.Values.secrets.name) }}{{ end }}
{{- $allowed := $all }}
{{- if ne $path "settings" }}{{ with index $known ($path | trimPrefix "apps." | trimSuffix ".settings") }}{{ $allowed = concat .required .optional }}{{ end }}{{ end }}
{{- if not (has $name $allowed) }}{{ fail (printf "\n\n%s.%s: there is no such setting. Known: %s\n" $path $name (join ", " (sortAlpha (uniq $allowed)))) }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
