/* What the pages gain from a browser that runs scripts. Everything works without. */
(() => {
  const one = (s, root = document) => root.querySelector(s)
  const all = (s, root = document) => [...root.querySelectorAll(s)]
  const keep = (k, v) => { try { return v === undefined ? localStorage.getItem(k) : localStorage.setItem(k, v) } catch { return null } }
  const cookie = name => document.cookie.split('; ').find(c => c.startsWith(name + '='))?.slice(name.length + 1)

  const token = () => cookie('__Host-csrftoken') ?? cookie('csrftoken') ?? ''

  /* htmx: the CSRF token is read from the cookie at the last moment */
  document.addEventListener('htmx:config:request', e => {
    const request = e.detail.ctx.request
    if (request.method !== 'GET') request.headers['x-csrftoken'] = token()
  })

  /* announcements and messages */
  const announce = text => { const zone = one('#annonce'); if (zone) { zone.textContent = ''; requestAnimationFrame(() => { zone.textContent = text }) } }
  const toast = (text, undo) => {
    const box = one('.tr-toast'); if (!box) return
    one('span', box).textContent = text
    all('[data-defaire],form', box).forEach(b => b.remove())
    if (undo) {
      const button = document.createElement('button')
      button.type = 'button'; button.dataset.defaire = ''; button.textContent = document.documentElement.lang.startsWith('en') ? 'Undo' : 'Annuler'
      button.addEventListener('click', () => { undo(); box.hidden = true }); one('[data-fermer]', box).before(button)
    }
    box.hidden = false; announce(text)
  }
  window.trame = { announce, toast, token }

  const theme = () => {
    const root = document.documentElement
    root.dataset.bsTheme = root.dataset.bsTheme === 'dark' ? 'light' : 'dark'
    keep('trame-theme', root.dataset.bsTheme)
  }
  const leaveMenus = except => all('details.tr-menu[open]').forEach(d => { if (d !== except && !d.contains(except)) d.open = false })

  document.addEventListener('click', e => {
    const hit = s => e.target.closest(s)
    if (hit('[data-theme]')) theme()
    if (hit('[data-raccourcis]')) one('#raccourcis')?.showModal()
    if (hit('[data-fermer]')) hit('.tr-toast').hidden = true
    if (hit('[data-imprimer]')) window.print()
    if (hit('[data-montrer]')) showPassword(hit('[data-montrer]'))
    leaveMenus(hit('details.tr-menu'))
  })
  const showPassword = button => {
    const field = document.getElementById(button.dataset.montrer), shown = field.type === 'text'
    field.type = shown ? 'password' : 'text'; button.setAttribute('aria-pressed', String(!shown))
  }

  /* menus: Escape closes and gives the focus back */
  document.addEventListener('keydown', e => {
    if (e.key !== 'Escape') return
    const menu = e.target.closest?.('details.tr-menu[open]')
    if (menu) { menu.open = false; one('summary', menu).focus() }
  })

  /* keys: single keys never act while typing, and can be switched off */
  let going = false
  const places = { j: '/', c: '/calendrier', e: '/entreprises', a: '/accompagnements', b: '/besoins', r: '/rapports' }
  const go = path => { const link = one(`.tr-nav a[href="${path}"]`); if (link) location.assign(path) }
  const step = (by, e) => {
    const rows = all('main tbody tr > :first-child a, main .tr-liste > li .tr-corps a:first-of-type, main .tr-carte h3 a').filter(a => a.offsetParent)
    if (!rows.length) return
    e.preventDefault()
    const here = rows.indexOf(document.activeElement)
    rows[Math.min(rows.length - 1, Math.max(0, here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by))].focus()
  }
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') { const f = e.target.closest?.('form[data-ctrl-entree]'); if (f) { e.preventDefault(); f.requestSubmit() } return }
    if (e.ctrlKey || e.metaKey || e.altKey || keep('trame-touches') === 'non') return
    if (e.target.matches?.('input,textarea,select') || one('dialog[open]')) return
    const key = e.key.toLowerCase()
    if (going) { going = false; if (places[key]) { e.preventDefault(); go(places[key]) } return }
    if (key === 'g') { going = true; setTimeout(() => { going = false }, 1500) }
    else if (key === 'n') { if (window.trame.note) { e.preventDefault(); window.trame.note() } }
    else if (key === 'm') { if (window.trame.moveCard?.(e.target)) e.preventDefault() }
    else if (key === 'v') { const link = one('[data-visite]'); if (link) { e.preventDefault(); location.assign(link.href) } }
    else if (key === 'z') { const undo = one('.tr-toast:not([hidden]) button[type=submit]'); if (undo) { e.preventDefault(); undo.click() } }
    else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1, e)
    else if (key === '?') one('#raccourcis')?.showModal()
  })

  const start = root => {
    all('[data-touches]', root).forEach(box => {
      box.checked = keep('trame-touches') !== 'non'
      box.addEventListener('change', () => keep('trame-touches', box.checked ? 'oui' : 'non'))
    })
    one('.tr-bandeau[tabindex]', root)?.focus({ preventScroll: false })
    const said = one('.tr-toast:not([hidden]) span', root)
    if (said) announce(said.textContent)
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => start(document)); else start(document)
  document.addEventListener('htmx:after:swap', e => start(e.target instanceof Element ? e.target : document))
})()
