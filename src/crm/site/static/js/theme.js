/* The look chosen, before the first paint. */
(() => {
  let kept = null
  try { kept = localStorage.getItem('trame-theme') } catch { /* storage refused: follow the system */ }
  document.documentElement.dataset.bsTheme =
    kept || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
})()
