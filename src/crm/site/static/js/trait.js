/* « Noter » over any page: one line, understood while it is written, recorded with Enter. */
(() => {
  const box = document.getElementById('trait-boite'); if (!box) return
  const form = box.querySelector('form'), field = form.elements.texte, list = box.querySelector('#trait-offres')
  const zone = () => box.querySelector('.tr-compris')
  const WORD = /(?:^|\s)(@[^@#]{0,60}|#[\p{L}’'-]{0,40})$/u
  let waiting, sent = 0, asked = false, busy = false

  const fields = () => new FormData(form)
  const put = html => {
    const made = new DOMParser().parseFromString(html, 'text/html').querySelector('.tr-compris')
    if (made) zone().replaceWith(made)
  }
  let reading = Promise.resolve()
  const read = () => {
    clearTimeout(waiting)
    const mine = ++sent
    reading = trame.post('/noter/compris', fields()).then(async answer => { if (answer.ok && mine === sent) put(await answer.text()) }).catch(() => {})
  }
  const later = () => { clearTimeout(waiting); waiting = setTimeout(read, 180) }

  /* the word under the caret, completed */
  const word = () => WORD.exec(field.value.slice(0, field.selectionStart))?.[1]
  const offers = trame.options(field, list, {
    leave: true,
    find: async () => {
      const mot = word(); if (!mot) return ''
      const said = fields(); said.set('mot', mot); said.delete('texte')
      const answer = await trame.post('/noter/suggestions', said).catch(() => null)
      return answer?.ok ? answer.text() : ''
    },
    pick: option => {
      const caret = field.selectionStart, mot = word() ?? ''
      const text = `${option.dataset.texte} `
      field.setRangeText(text, caret - mot.length, caret, 'end')
      offers.hide(); later()
    }
  })

  /* what was understood is corrected where it was said */
  const select = words => {
    const at = field.value.replace(/[\u00a0\u202f]/g, ' ').indexOf(words)
    field.focus()
    if (words && at >= 0) field.setSelectionRange(at, at + words.length); else field.setSelectionRange(field.value.length, field.value.length)
    return at
  }
  const add = (text, part) => {
    const heard = part && zone().querySelector(`[data-part="${part}"]`)?.dataset.mot
    if (heard && select(heard) >= 0) field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
    else {
      const next = /\s*(?:suite|next)\s*:/i.exec(field.value), at = part && next ? next.index : field.value.length
      const before = field.value.slice(0, at), space = before && !/\s$/.test(before) ? ' ' : ''
      field.setRangeText(space + text + (at < field.value.length ? ' ' : ''), at, at, 'end'); field.focus()
    }
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  const subject = (name, value) => {
    form.querySelectorAll('[data-sujet]').forEach(old => old.remove())
    const kept = Object.assign(document.createElement('input'), { type: 'hidden', name, value })
    kept.dataset.sujet = ''; form.append(kept)
  }
  const restore = async () => {
    asked = true
    const answer = await trame.post('/noter/brouillon', {}).catch(() => null), kept = answer?.ok ? await answer.json() : {}
    if (kept.texte && !field.value) {
      field.value = kept.texte
      for (const name of ['organisation', 'dossier']) if (kept[name]) subject(name, kept[name])
    }
    if (field.value || form.querySelector('[data-sujet]')) read()
  }
  const open = () => {
    if (box.open) return
    box.showModal(); field.focus()
    if (!asked) restore()
  }
  const close = () => { if (field.value) read(); box.close() }

  const record = async () => {
    if (busy) return
    const button = form.querySelector('[type=submit]')
    busy = true; button.setAttribute('aria-busy', 'true'); clearTimeout(waiting); sent++; offers.hide()
    try {
      await Promise.race([reading, new Promise(done => setTimeout(done, 2000))]) /* or it might keep, as a draft, what is recorded */
      const answer = await trame.post('/noter/trait', fields()).catch(() => null)
      if (!answer) return lost()
      if (answer.status === 202) return kept(await answer.json())
      if (answer.ok) return recorded(await answer.json())
      if (answer.status === 409) form.elements.command_id.value = crypto.randomUUID?.() ?? ''
      else if (answer.status !== 422) return form.submit()
      put(await answer.text())
      trame.announce(zone().querySelector('.tr-msg')?.textContent ?? '')
      field.setAttribute('aria-invalid', 'true')
      zone().querySelector('input[type=radio]')?.focus()
    } finally { busy = false; button.removeAttribute('aria-busy') }
  }
  /* nothing answered: the browser keeps it, sealed; or cannot, and the line stays here */
  const words = box.dataset
  const lost = () => { trame.announce(words.perdue); const line = box.querySelector('[data-reseau]'); line.hidden = false; line.focus() }
  const kept = async ({ garde, session }) => {
    const line = field.value
    const back = async () => { await coffre.forget('attente', garde); trame.road.tell('changee'); field.value = line; asked = true; open(); read() }
    emptied(); trame.road.tell('gardee'); trame.toast(words.gardee, garde && back)
    if (!session) location.assign('/connexion?suite=/sur-la-route')
  }
  const emptied = () => {
    form.reset(); form.elements.command_id.value = crypto.randomUUID?.() ?? ''; field.removeAttribute('aria-invalid')
    zone().hidden = true; box.querySelector('[data-reseau]').hidden = true; box.close()
  }
  const recorded = async ({ page }) => {
    emptied()
    document.dispatchEvent(new CustomEvent('trame:consigne'))
    const shown = await trame.again().catch(() => false)
    if (!shown && document.querySelector('.tr-toast').hidden) location.assign(page)
  }

  field.addEventListener('input', () => { field.removeAttribute('aria-invalid'); later() })
  form.addEventListener('submit', e => { if (e.submitter?.hasAttribute('data-formulaire')) return; e.preventDefault(); record() })
  box.addEventListener('cancel', e => { e.preventDefault(); close() })
  box.addEventListener('click', e => {
    const hit = s => e.target.closest(s)
    if (e.target === box || hit('[data-quitter]')) close()
    else if (hit('[data-ajout]')) add(hit('[data-ajout]').dataset.ajout, hit('[data-ajout]').dataset.remplace)
    else if (hit('[data-part]')) { const chip = hit('[data-part]'); if (chip.dataset.part === 'party' && !chip.dataset.mot) { field.value = `@ ${field.value}`; field.focus(); field.setSelectionRange(1, 1); field.dispatchEvent(new Event('input', { bubbles: true })) } else select(chip.dataset.mot) }
  })
  document.addEventListener('click', e => { if (e.target.closest('[data-noter]') && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.button) { e.preventDefault(); open() } })
  window.trame.note = open
})()
