/* What a colleague writes about the thing looked at comes in by itself, unless something is being
   typed: then a line says so. Nothing is asked while nobody is there, so that sessions still end. */
(() => {
  const EVERY = 15000, AWAY = 20 * 60000
  const main = () => document.querySelector('#contenu')
  if (!main()?.dataset.suivi) return
  let seen = Date.now(), asking = false
  for (const sign of ['pointerdown', 'keydown', 'scroll']) document.addEventListener(sign, () => { seen = Date.now() }, { passive: true, capture: true })
  const line = () => document.querySelector('.tr-nouvelles')

  const look = async () => {
    const { suivi, position } = main().dataset
    if (asking || document.hidden || Date.now() - seen > AWAY || !line()?.hidden) return
    asking = true
    try {
      const answer = await fetch(`/nouvelles/${suivi}?depuis=${position}`, { headers: { accept: 'application/json' } })
      if (answer.status !== 200 || answer.redirected) return
      const { said } = await answer.json()
      const busy = window.trame.touched() || document.querySelector('dialog[open]') || main().contains(document.activeElement?.closest('details[open],form'))
      if (!busy && await window.trame.again()) window.trame.announce(said)
      else { line().querySelector('span').textContent = said; line().hidden = false; window.trame.announce(said) }
    } catch { /* the network comes back, or not: the page stays as it is */ } finally { asking = false }
  }
  document.addEventListener('click', async e => {
    if (!e.target.closest('[data-actualiser]')) return
    line().hidden = true
    await window.trame.again(true); main().focus({ preventScroll: true })
  })
  document.addEventListener('visibilitychange', look)
  setInterval(look, EVERY)
  window.trame.look = look
})()
