/** A page that needs nothing but itself: no server, no network. `start` is the JavaScript that renders into `#page`, after `script`. */
export const page = (parts: {
  readonly title: string
  readonly style: string
  readonly script: string
  readonly start: string
}): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.title}</title>
<style>body { margin: 0; font-family: system-ui, sans-serif } ${parts.style}</style>
</head>
<body>
<div id="page"></div>
<script>${inline(parts.script)}</script>
<script>${inline(parts.start)}</script>
</body>
</html>
`

/** JavaScript that cannot end the element it stands in. */
const inline = (script: string): string => script.replaceAll(/<\/script/gi, String.raw`<\/script`).replaceAll('<!--', String.raw`<\!--`)
