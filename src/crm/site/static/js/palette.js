/* Ctrl K: names, pages and acts, over any page. */
(() => {
  const box = document.getElementById('palette'); if (!box) return
  const field = box.querySelector('input'), list = box.querySelector('[role=listbox]'), said = box.querySelector('[role=status]')
  const button = document.querySelector('button[data-palette]'), form = document.querySelector('form.tr-recherche')
  if (button) { button.hidden = false; if (form) form.hidden = true }

  const choices = trame.options(field, list, {
    find: async () => {
      const answer = await trame.post('/palette', { q: field.value })
      if (answer.redirected || !answer.ok) { location.reload(); return '' }
      const html = await answer.text(), n = (html.match(/role="option"/g) ?? []).length
      said.textContent = document.documentElement.lang.startsWith('en') ? `${n} choices` : `${n} choix`
      return html
    },
    pick: option => {
      const { geste, href } = option.dataset
      if (geste === 'noter' && window.trame.note) { box.close(); window.trame.note() }
      else if (geste === 'chercher' && form) { form.querySelector('input[name=q]').value = field.value; form.submit() }
      else if (href) location.assign(href)
    }
  })
  const open = () => {
    if (document.querySelector('dialog[open]')) return
    box.showModal(); field.focus(); field.select(); choices.look()
  }
  box.addEventListener('click', e => { if (e.target === box || e.target.closest('[data-quitter]')) box.close() })
  document.addEventListener('click', e => { if (e.target.closest('[data-palette]')) open() })
  document.addEventListener('keydown', e => { if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === 'k') { e.preventDefault(); open() } })
})()
