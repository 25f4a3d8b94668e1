/* The calendar: a grid of days walked with the arrows; a step is put off by its menu, by Shift and
   an arrow, or by dragging it onto a day. The page is read again in place, and keeps the focus. */
(() => {
  const grid = () => document.querySelector('.tr-calendrier')
  if (!grid()) return
  const cells = () => [...grid().querySelectorAll('[data-jour]')]
  const on = day => document.getElementById(`j-${day}`)
  const plus = (day, n) => { const d = new Date(`${day}T12:00:00Z`); d.setUTCDate(d.getUTCDate() + n); return d.toISOString().slice(0, 10) }
  /* the same day a month or a week away; the last one of a shorter month */
  const turned = (day, n) => {
    if (grid().classList.contains('semaine')) return plus(day, 7 * n)
    const d = new Date(`${day}T12:00:00Z`), number = d.getUTCDate()
    d.setUTCDate(1); d.setUTCMonth(d.getUTCMonth() + n + 1); d.setUTCDate(0)
    d.setUTCDate(Math.min(number, d.getUTCDate()))
    return d.toISOString().slice(0, 10)
  }
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

  const take = cell => { cells().forEach(c => { c.tabIndex = -1 }); cell.tabIndex = 0; cell.focus() }
  const turn = (rel, day) => { const link = document.querySelector(`main a[rel=${rel}]`); if (link) location.assign(`${link.href}#j-${day}`) }
  const go = day => {
    const cell = on(day)
    if (cell) take(cell); else turn(day < cells()[0].dataset.jour ? 'prev' : 'next', day)
  }
  const walk = (cell, e) => {
    const day = cell.dataset.jour, week = cell.parentElement.querySelectorAll('[data-jour]')
    if (e.key in STEPS) go(plus(day, STEPS[e.key]))
    else if (e.key === 'Home') take(week[0])
    else if (e.key === 'End') take(week[6])
    else if (e.key === 'PageUp') turn('prev', turned(day, -1))
    else if (e.key === 'PageDown') turn('next', turned(day, 1))
    else if (e.key === 'Enter') cell.querySelector('li a')?.focus()
    else return
    e.preventDefault()
  }

  const refuse = (line, fresh) => {
    const words = (fresh.querySelector('.tr-champ-bloc .tr-msg span') ?? fresh.querySelector('.tr-bandeau.erreur li, .tr-refus p, main p'))?.textContent ?? ''
    const said = document.createElement('p')
    said.className = 'tr-msg'; said.setAttribute('role', 'alert'); said.textContent = words.trim()
    line.append(said); line.querySelector('a').focus()
  }
  const defer = async (line, due) => {
    const form = line.querySelector('form[data-reporter]'), said = new URLSearchParams(new FormData(form))
    for (const [name, value] of Object.entries(due)) said.set(name, value)
    const step = line.dataset.etape
    line.setAttribute('aria-busy', 'true'); line.querySelector('.tr-msg')?.remove(); line.querySelector('details').open = false
    const answer = await fetch(form.action, { method: 'POST', body: said, headers: { accept: 'text/html' } })
    const text = await answer.text(), fresh = new DOMParser().parseFromString(text, 'text/html')
    line.removeAttribute('aria-busy')
    if (!answer.ok) return refuse(line, fresh)
    const main = document.querySelector('#contenu'), left = line.closest('[data-jour]').dataset.jour
    await window.htmx.swap({ text, target: main, select: '#contenu', swap: 'outerMorph', sourceElement: main })
    const toast = fresh.querySelector('.tr-toast'), box = document.querySelector('.tr-toast')
    if (toast && box) { box.replaceWith(toast); window.trame.announce(toast.querySelector('span').textContent) }
    ready()
    const moved = grid().querySelector(`[data-etape="${step}"]`)
    if (moved) { moved.classList.add('bougee'); moved.querySelector('a').focus() } else take(on(left) ?? cells()[0])
  }
  const send = (line, due) => defer(line, due).catch(() => line.querySelector('form[data-reporter]').submit())

  document.addEventListener('keydown', e => {
    const cell = e.target.closest?.('[data-jour]'), line = e.target.closest?.('[data-etape]')
    if (!cell || e.ctrlKey || e.metaKey || e.altKey || e.target.matches('input')) return
    if (e.shiftKey && line && e.key in STEPS) { e.preventDefault(); send(line, { echeance: plus(cell.dataset.jour, STEPS[e.key]) }) }
    else if (e.target === cell && !e.shiftKey) walk(cell, e)
    else if (e.key === 'Escape' && !e.target.closest('details[open]')) take(cell)
  })
  const menu = window.trame.moveCard
  window.trame.moveCard = at => {
    const open = at.closest?.('[data-etape]')?.querySelector('details')
    if (open) { open.open = true; open.querySelector('summary').focus() }
    return Boolean(open) || menu?.(at)
  }
  document.addEventListener('submit', e => {
    const form = e.target.closest('form[data-reporter]'); if (!form) return
    e.preventDefault(); send(form.closest('[data-etape]'), Object.fromEntries(new FormData(form, e.submitter)))
  })

  let carried = null
  const aim = cell => cells().forEach(c => c.classList.toggle('vise', c === cell))
  document.addEventListener('dragstart', e => {
    carried = e.target.closest?.('[data-etape]') ?? null
    if (carried) { e.dataTransfer.effectAllowed = 'move'; e.dataTransfer.setData('text/plain', carried.dataset.etape) }
  })
  document.addEventListener('dragover', e => { const cell = carried && e.target.closest?.('[data-jour]'); if (cell) { e.preventDefault(); aim(cell) } })
  document.addEventListener('drop', e => {
    const cell = carried && e.target.closest?.('[data-jour]'); if (!cell) return
    e.preventDefault()
    if (!cell.contains(carried)) send(carried, { echeance: cell.dataset.jour })
  })
  document.addEventListener('dragend', () => { carried = null; aim(null) })

  const ready = () => grid().querySelectorAll('[data-etape]').forEach(line => { line.draggable = true })
  const start = () => { ready(); const cell = location.hash.startsWith('#j-') && (document.getElementById(location.hash.slice(1)) ?? grid().querySelector('[data-jour][tabindex="0"]')); if (cell) take(cell) }
  start()
})()
