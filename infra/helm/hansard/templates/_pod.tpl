{{- define "hansard.placing" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.pod.nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .Values.pod.tolerations }}
tolerations: {{ toJson . }}
{{- end }}
{{- with .Values.pod.affinity }}
affinity: {{ toJson . }}
{{- end }}
{{- with .Values.pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "hansard.mounts" -}}
{{- with .Values.files }}
volumeMounts:
  {{- range . }}
  - { name: {{ printf "files-%s" .name }}, mountPath: {{ printf "/etc/hansard/%s" .name }}, readOnly: true }
  {{- end }}
{{- end }}
{{- end }}

{{- define "hansard.volumes" -}}
{{- with .Values.files }}
volumes:
  {{- range . }}
  - { name: {{ printf "files-%s" .name }}, secret: { secretName: {{ .secret }}, defaultMode: 288 } }
  {{- end }}
{{- end }}
{{- end }}
