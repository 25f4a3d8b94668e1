/* A field that offers choices while one types: the combobox pattern of the ARIA guide.
   trame.options(input, list, { find, pick, leave }): `find` answers HTML of options, or nothing. */
(() => {
  const post = (address, fields) => {
    const headers = { 'x-csrftoken': window.trame.token(), 'hx-request': 'true' }
    return fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers })
  }

  const options = (input, list, { find, pick, leave }) => {
    let asked = 0, waiting, at = -1
    const all = () => [...list.querySelectorAll('[role=option]')]
    const mark = n => {
      at = n
      all().forEach((o, i) => o.setAttribute('aria-selected', String(i === n)))
      const here = all()[n]
      if (here) { input.setAttribute('aria-activedescendant', here.id); here.scrollIntoView({ block: 'nearest' }) } else input.removeAttribute('aria-activedescendant')
    }
    const show = html => {
      list.innerHTML = html
      const some = all().length > 0
      list.hidden = !some; input.setAttribute('aria-expanded', String(some))
      mark(some ? 0 : -1)
    }
    const hide = () => { asked++; clearTimeout(waiting); show('') }
    const look = async () => {
      const mine = ++asked, found = await find(input).catch(() => '')
      if (mine === asked) show(found ?? '')
    }
    const chosen = () => (list.hidden ? null : all()[at])
    input.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(look, 60) })
    input.addEventListener('keydown', e => {
      const n = all().length
      if (e.key === 'ArrowDown' && n) { e.preventDefault(); mark((at + 1) % n) }
      else if (e.key === 'ArrowUp' && n) { e.preventDefault(); mark((at - 1 + n) % n) }
      else if ((e.key === 'Enter' || (e.key === 'Tab' && leave)) && !e.ctrlKey && !e.shiftKey && chosen()) { e.preventDefault(); pick(chosen()) }
      else if (e.key === 'Escape' && !list.hidden && leave) { e.preventDefault(); e.stopPropagation(); hide() }
    })
    list.addEventListener('mousedown', e => e.preventDefault())
    list.addEventListener('click', e => { const o = e.target.closest('[role=option]'); if (o) pick(o) })
    return { look, hide, show }
  }

  /* the page as it is now, in place: focus, scroll and what is being typed stay */
  const touched = root => [...root.querySelectorAll('input,textarea,select')].some(f =>
    f.type === 'hidden' || f.closest('[data-libre]') ? false
      : f.type === 'checkbox' || f.type === 'radio' ? f.checked !== f.defaultChecked
        : f.tagName === 'SELECT' ? [...f.options].some(o => o.selected !== o.defaultSelected) && f.selectedIndex > 0
          : f.value !== f.defaultValue)
  /* `forced`: also while a form is being filled; a morph leaves what is typed */
  const again = async forced => {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' })
    if (!answer.ok || answer.redirected) return false
    const text = await answer.text(), fresh = new DOMParser().parseFromString(text, 'text/html')
    const said = fresh.querySelector('.tr-toast'), box = document.querySelector('.tr-toast')
    if (said && box && !said.hidden) { box.replaceWith(said); window.trame.announce(said.querySelector('span').textContent) }
    const main = document.querySelector('#contenu')
    if (touched(main) && !forced) return false
    await window.htmx.swap({ text, target: main, select: '#contenu', swap: 'outerMorph', sourceElement: main })
    return true
  }
  Object.assign(window.trame, { post, options, again, touched: () => touched(document.querySelector('#contenu')) })
})()
