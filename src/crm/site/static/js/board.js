/* A card moved by its menu: the board is read again in place, the focus stays on the card, and a
   refusal is said on it. */
(() => {
  const move = async (form, button) => {
    const card = form.closest('.tr-carte'), said = new FormData(form, button)
    card.setAttribute('aria-busy', 'true'); card.querySelector('.tr-msg')?.remove()
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(said), headers: { accept: 'text/html' } })
    const text = await answer.text(), fresh = new DOMParser().parseFromString(text, 'text/html')
    card.removeAttribute('aria-busy'); card.querySelector('details').open = false
    if (!answer.ok) return refuse(card, fresh)
    const id = card.id, main = document.querySelector('#contenu')
    await window.htmx.swap({ text, target: main, select: '#contenu', swap: 'outerMorph', sourceElement: main })
    const toast = fresh.querySelector('.tr-toast'), box = document.querySelector('.tr-toast')
    if (toast && box) { box.replaceWith(toast); window.trame.announce(toast.querySelector('span').textContent) }
    const moved = document.getElementById(id)
    if (moved) { moved.classList.add('bougee'); moved.querySelector('summary')?.focus() } else main.focus()
  }
  const refuse = (card, fresh) => {
    const words = (fresh.querySelector('.tr-champ-bloc .tr-msg span') ?? fresh.querySelector('.tr-bandeau.erreur li, .tr-refus p, main p'))?.textContent ?? ''
    const line = document.createElement('p')
    line.className = 'tr-msg'; line.setAttribute('role', 'alert'); line.textContent = words.trim()
    card.append(line); card.querySelector('summary')?.focus()
  }
  window.trame.moveCard = at => { const menu = at.closest?.('.tr-carte')?.querySelector('details'); if (menu) { menu.open = true; menu.querySelector('summary').focus() } return Boolean(menu) }
  document.addEventListener('submit', e => {
    const form = e.target.closest('form[data-deplacer]'); if (!form) return
    e.preventDefault(); move(form, e.submitter).catch(() => form.submit())
  })
})()
