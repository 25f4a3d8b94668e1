/* A value edited where it stands: its form comes in its place, Escape leaves it, and the focus comes
   back to the pencil. A refusal, or what a colleague wrote meanwhile, is said in the form. */
(() => {
  const UNSENT = () => document.documentElement.lang.startsWith('en') ? 'The network does not answer. Nothing is recorded; what you wrote is still here.' : 'Le réseau ne répond pas. Rien n’est consigné; ce que vous avez écrit est encore là.'
  const place = link => link.closest('[data-valeur]')
  const leave = (box, focus = true) => {
    const value = box.previousElementSibling
    box.parentElement.removeAttribute('hx-morph-skip'); box.remove(); value.hidden = false
    if (focus) value.querySelector('[data-modifier]')?.focus()
  }
  const show = (box, html) => {
    box.innerHTML = html
    const first = box.querySelector('.tr-bandeau[tabindex],[aria-invalid=true],[role=alert]')
    const field = box.querySelector('input:not([type=hidden]),textarea,select')
    if (first?.matches('[role=alert]')) first.tabIndex = -1
    box.scrollIntoView({ block: 'nearest' })
    ;(first ?? field)?.focus(); if (!first) field?.select?.()
  }
  const open = async link => {
    const answer = await fetch(link.href, { headers: { 'hx-request': 'true', accept: 'text/html' } })
    if (!answer.ok || answer.redirected) return location.assign(link.href)
    document.querySelectorAll('.tr-ici').forEach(box => leave(box, false))
    const value = place(link), box = document.createElement(value.tagName)
    box.className = 'tr-ici'
    value.hidden = !value.querySelector('h1'); value.after(box); box.parentElement.setAttribute('hx-morph-skip', '')
    show(box, await answer.text())
  }
  const send = async (form, box, button) => {
    button?.setAttribute('aria-busy', 'true')
    const headers = { 'hx-request': 'true', accept: 'text/html', 'x-csrftoken': window.trame.token() }
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers })
    button?.removeAttribute('aria-busy')
    const where = answer.headers.get('hx-redirect')
    if (where && where !== location.pathname) return location.assign(where)
    if (!where) return show(box, await answer.text())
    const pencil = box.previousElementSibling.querySelector('[data-modifier]').getAttribute('href')
    leave(box, false); await window.trame.again(true)
    document.querySelector(`[data-modifier][href="${pencil}"]`)?.focus()
  }
  document.addEventListener('click', e => {
    const link = e.target.closest('[data-modifier]'), box = e.target.closest('.tr-ici')
    if (e.ctrlKey || e.metaKey || e.shiftKey) return
    if (link) { e.preventDefault(); open(link).catch(() => location.assign(link.href)) }
    else if (box && e.target.closest('[data-laisser]')) { e.preventDefault(); leave(box) }
  })
  document.addEventListener('keydown', e => {
    const box = e.key === 'Escape' && e.target.closest?.('.tr-ici')
    if (box) { e.preventDefault(); leave(box) }
  })
  document.addEventListener('submit', e => {
    const box = e.target.closest('.tr-ici'); if (!box) return
    e.preventDefault(); send(e.target, box, e.submitter).catch(() => window.trame.toast(UNSENT()))
  })
})()
