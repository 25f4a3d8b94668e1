/* On the road: the worker is made known, what waits is counted, sent and said, signing out forgets it. */
(() => {
  const able = coffre.able && 'serviceWorker' in navigator
  const compte = document.body.dataset.compte
  const english = document.documentElement.lang.startsWith('en')
  const EVERY = 30000, AGAIN = 4 * 3600e3, PATIENCE = 20000
  const one = s => document.querySelector(s), all = s => [...document.querySelectorAll(s)]
  document.documentElement.dataset.route = able ? 'oui' : 'non'
  if (!able) { window.trame.road = { able, settled: Promise.resolve() }; return }

  const news = new BroadcastChannel('trame')
  const tell = what => { news.postMessage(what); hear(what) }
  const hear = what => { if (what === 'partie' && compte) location.replace('/connexion'); else count().then(() => document.dispatchEvent(new CustomEvent('trame:attente'))) }
  news.onmessage = e => hear(e.data)

  /* whose queue: the account signed in; at the door, whoever used this browser last */
  const mine = async () => compte ?? await coffre.setting('compte')
  const settled = (async () => { if (compte) await coffre.settle(compte) })().catch(() => {})
  const rows = async () => {
    const id = await mine(), held = id ? await coffre.waiting(id) : []
    const sending = new Set((await navigator.locks.query()).held.map(lock => lock.name))
    return held.filter(row => !sending.has(`trame-envoi-${row.id}`))
  }

  let shown = -1
  const count = async () => {
    const n = (await rows()).length
    for (const place of all('[data-attente]')) {
      place.hidden = n === 0
      const words = n === 1 ? place.dataset.un : place.dataset.plusieurs.replace('{n}', n)
      place.querySelector('span').textContent = words
      if (n > 0 && n !== shown && place.closest('.tr-haut-droite')) window.trame.announce(words)
    }
    shown = n
    return n
  }

  /* the sentence of a refusal; null when the note is somebody else's */
  const sentence = async answer => {
    const text = await answer.text()
    if (answer.headers.get('content-type')?.includes('json')) { try { const { detail, field } = JSON.parse(text); return field === 'ecrit_par' ? null : detail } catch { return '' } }
    const page = new DOMParser().parseFromString(text, 'text/html')
    const said = [...page.querySelectorAll('.tr-bandeau.erreur li, .tr-msg')].map(p => p.textContent.trim())
    return [...new Set(said)].join(' ')
  }
  const send = entry => fetch(entry.action, {
    method: 'POST',
    signal: AbortSignal.timeout(PATIENCE),
    body: new URLSearchParams([...entry.champs, ['ecrit_a', entry.quand], ['ecrit_par', entry.compte]]),
    headers: { accept: 'application/json', 'hx-request': 'true', 'x-csrftoken': window.trame.token(), 'x-trame-envoi': '1' }
  })
  const deliver = async row => {
    const [entry] = await coffre.read('attente', [row])
    if (!entry) { await coffre.forget('attente', row.id); return 'gone' }
    const answer = await send(entry).catch(() => null)
    if (!answer || answer.status >= 500 || answer.status === 429) return 'cut'
    if (answer.status === 401) return 'door'
    if (answer.ok) { await coffre.forget('attente', row.id); return 'gone' }
    const { id, compte, quand } = row, phrase = await sentence(answer)
    if (phrase === null) return 'door' /* somebody else is signed in */
    await coffre.seal('attente', { id, compte, quand, refus: answer.status }, { action: entry.action, champs: entry.champs, phrase })
    return 'refused'
  }
  let door = false
  const flush = async ({ forced } = {}) => {
    if (!compte && !one('[data-attente-liste]')) return count()
    await settled
    const sent = await navigator.locks.request('trame-attente', { ifAvailable: true }, async lock => {
      let gone = 0
      if (!lock) return 0
      for (const row of await rows()) {
        if (row.refus && !forced) continue
        const outcome = await navigator.locks.request(`trame-envoi-${row.id}`, { ifAvailable: true }, held => (held ? deliver(row) : 'sending'))
        if (outcome === 'gone') gone++
        door = outcome === 'door'
        if (outcome === 'cut' || outcome === 'door') break
      }
      return gone
    })
    for (const line of all('[data-porte]')) line.hidden = !door
    if (sent) {
      tell('envoyees')
      if (one('[data-cas]')) return location.reload()
      const words = english ? `${sent} ${sent === 1 ? 'note' : 'notes'} recorded.` : `${sent} ${sent === 1 ? 'note consignée' : 'notes consignées'}.`
      if (!await window.trame.again?.().catch(() => false) || one('.tr-toast')?.hidden) window.trame.toast(words)
    } else await count()
    document.dispatchEvent(new CustomEvent('trame:attente'))
  }

  /* copies of one's own files, when this browser was told to keep them */
  const take = async (wanted, progress = () => {}) => {
    const ids = wanted.map(one => one.id)
    await coffre.set('adresses', ids)
    for (const row of await coffre.all('copies')) if (!ids.includes(row.id)) await coffre.forget('copies', row.id)
    let taken = 0
    for (const { id, nom, sous } of wanted) {
      const answer = await fetch(id, { headers: { accept: '*/*' }, cache: 'no-store' })
      if (answer.status === 403 || answer.redirected) { await coffre.noCopies(); return taken }
      if (!answer.ok) continue
      await coffre.seal('copies', { id, compte, quand: Date.now() }, { html: await answer.text(), regle: answer.headers.get('content-security-policy'), langue: answer.headers.get('content-language'), nom, sous })
      progress(++taken)
    }
    await coffre.set('prises', Date.now())
    return taken
  }
  const named = page => [...page.querySelectorAll('[data-emporter] a')].map(a => ({ id: a.getAttribute('href'), nom: a.textContent, sous: a.parentElement.querySelector('.tr-sous span:not([data-prise])')?.textContent ?? '' }))
  const addresses = async () => {
    const answer = await fetch('/sur-la-route', { headers: { accept: '*/*' } })
    return answer.ok && !answer.redirected ? named(new DOMParser().parseFromString(await answer.text(), 'text/html')) : []
  }
  const takeAgain = () => navigator.locks.request('trame-copies', { ifAvailable: true }, async lock => {
    if (!lock || !compte || !await coffre.setting('adresses')) return
    if (Date.now() - (await coffre.setting('prises') ?? 0) < AGAIN) return
    const found = await addresses()
    if (found.length) await take(found)
  }).catch(() => {})

  /* signing out: what waits is said before it is forgotten */
  let decided = false
  const leave = async form => {
    await coffre.wipe().catch(() => {})
    news.postMessage('partie'); decided = true; form.submit()
  }
  document.addEventListener('submit', async e => {
    if (decided || e.target.getAttribute('action') !== '/deconnexion') return
    e.preventDefault()
    const box = one('#depart'), n = (await rows().catch(() => [])).length
    if (!n || !box) return leave(e.target)
    box.querySelector('[data-combien]').textContent = n === 1 ? box.dataset.un : box.dataset.plusieurs.replace('{n}', n)
    box.querySelector('[data-effacer]').onclick = () => leave(e.target)
    box.showModal()
  })
  document.addEventListener('click', e => { if (e.target.closest('#depart [data-quitter]')) one('#depart').close() })

  window.trame.road = { able, compte, settled, mine, rows, flush, tell, take, named, count }
  settled.then(() => {
    if (compte) navigator.serviceWorker.register(`/sw.js?langue=${english ? 'en' : 'fr'}`).catch(() => {})
    quietly(); setTimeout(takeAgain, 3000)
  })
  /* a browser that refuses its storage keeps nothing: all works as without it */
  const quietly = () => flush().catch(() => {})
  addEventListener('online', quietly)
  document.addEventListener('visibilitychange', () => { if (!document.hidden) quietly() })
  setInterval(quietly, EVERY)
})()
