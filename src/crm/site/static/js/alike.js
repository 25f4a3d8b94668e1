/* While a name is typed in a form that registers: what is known already and may be the same. */
(() => {
  const zone = document.querySelector('[data-semblables]'), form = zone?.closest('form'); if (!form) return
  const names = zone.dataset.champs.split(' ')
  let asked = 0, waiting, last = ''
  const look = async () => {
    const said = new URLSearchParams(names.map(name => [name, form.elements[name]?.value ?? '']))
    if (`${said}` === last) return
    last = `${said}`
    const mine = ++asked
    try {
      const answer = await window.trame.post(zone.dataset.semblables, said)
      if (!answer.ok || answer.redirected || mine !== asked) return
      const before = zone.innerText
      zone.innerHTML = await answer.text()
      if (zone.innerText !== before && zone.querySelector('h2')) window.trame.announce(zone.querySelector('h2').textContent)
    } catch { last = '' }
  }
  form.addEventListener('input', e => { if (names.includes(e.target.name)) { clearTimeout(waiting); waiting = setTimeout(look, 250) } })
  look()
})()
