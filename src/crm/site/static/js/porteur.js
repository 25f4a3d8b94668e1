/* The worker: it sends each form that records, keeps it until an answer came, and without network
   shows the copies and the page kept for that. What it keeps is sealed by coffre.js. */
(() => {
  const { edition, coquille } = self.TRAME, SHELL = `trame-${edition}`, OFFLINE = coquille[0]
  const ID = '[0-9a-f-]{36}', KEPT = new RegExp(`^/noter(/trait)?$|^/accompagnements/${ID}/(besoins|suites)$`)
  const COPIED = new RegExp(`^/$|^/accompagnements(/${ID})?$`)
  const SIGN_IN = '/connexion', ROAD = '/sur-la-route', PATIENCE = 8000, SENDING = 12000

  self.addEventListener('install', e => e.waitUntil(
    caches.open(SHELL).then(shell => Promise.all(coquille.map(async path => {
      const answer = await fetch(path, { cache: 'no-cache' })
      if (!answer.ok) throw new Error(path)
      await shell.put(path, answer)
    }))).then(() => self.skipWaiting())
  ))
  self.addEventListener('activate', e => e.waitUntil(
    caches.keys().then(names => Promise.all(names.filter(name => name.startsWith('trame-') && name !== SHELL).map(name => caches.delete(name)))).then(() => self.clients.claim())
  ))

  /* pages copied under a former release ask for files of that release: ours take their place */
  const drawn = async (request, url) => {
    const kept = await caches.match(request)
    if (kept) return kept
    try { return await fetch(request) } catch (lost) {
      const name = url.pathname.split('/').slice(3).join('/'), ours = coquille.find(path => path.split('/').slice(3).join('/') === name)
      const instead = ours && await caches.match(ours)
      if (!instead) throw lost
      return instead
    }
  }

  const offline = async (cas = '', status = 200) => {
    const page = await caches.match(OFFLINE)
    if (!page) return Response.error()
    const html = (await page.text()).replace('data-cas=""', `data-cas="${cas}"`)
    return new Response(html, { status, headers: page.headers })
  }

  /* 30 novembre à 14 h 10 */
  const said = (quand, english) => {
    const at = new Date(quand), minutes = String(at.getMinutes()).padStart(2, '0')
    const day = at.toLocaleDateString(english ? 'en-CA' : 'fr-CA', { day: 'numeric', month: 'long' }).replace(/^1 /, '1er ')
    return english ? `Copy of ${day} at ${at.getHours()}:${minutes}` : `Copie du ${day} à ${at.getHours()}\u00a0h\u00a0${minutes}`
  }
  const copy = async url => {
    const compte = await coffre.setting('compte').catch(() => undefined)
    const row = compte && (await coffre.get('copies', url.pathname + url.search) ?? (await coffre.all('copies')).find(one => one.id.split('?')[0] === url.pathname))
    if (!row || row.compte !== compte || row.quand < Date.now() - coffre.LONGEST.copies) return null
    return coffre.open('copies', row).catch(() => null)
  }
  /* each time a copy is shown its forms are new ones: two notes begun on it are two notes */
  const shown = kept => {
    const english = kept.langue?.startsWith('en'), rest = english ? 'You are reading without network: what changed since is not here.' : 'Vous lisez sans réseau : ce qui a changé depuis n’y est pas.'
    const line = `<div class="tr-bandeau passe mb-3" role="status"><div><strong>${said(kept.quand, english)}.</strong> ${rest}</div></div>`
    const html = kept.html
      .replace(/(name="command_id" value=")[^"]*/g, (_all, before) => before + crypto.randomUUID())
      .replace(/(<main[^>]*id="contenu"[^>]*?)( data-suivi="[^"]*")?( data-position="[^"]*")?>/, (_all, main) => `${main} data-copie>${line}`)
    return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': kept.regle, 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff' } })
  }
  const keepCopy = async (url, answer) => {
    const id = url.pathname + url.search
    if (!(await coffre.setting('adresses'))?.includes(id)) return
    const [html, compte] = [await answer.text(), await coffre.setting('compte')]
    const former = await coffre.get('copies', id), { nom, sous } = former ? await coffre.open('copies', former) : {}
    if (nom && html.includes(`data-compte="${compte}"`)) await coffre.seal('copies', { id, compte, quand: Date.now() }, { nom, sous, html, regle: answer.headers.get('content-security-policy'), langue: answer.headers.get('content-language') })
  }
  const read = async (e, request, url) => {
    const kept = COPIED.test(url.pathname) ? await copy(url) : null
    const late = kept ? [new Promise((_done, fail) => setTimeout(fail, PATIENCE))] : []
    try {
      const answer = await Promise.race([fetch(request), ...late])
      if (answer.ok && COPIED.test(url.pathname)) e.waitUntil(keepCopy(url, answer.clone()).catch(() => {}))
      if (answer.status === 403 || (answer.ok && url.pathname === SIGN_IN)) e.waitUntil(coffre.noCopies().catch(() => {}))
      return answer
    } catch { return kept ? shown(kept) : offline() }
  }

  /* a form that records: on the disk before it leaves, forgotten once it is answered */
  const fieldsOf = async request => [...(await request.formData()).entries()].filter(([, value]) => typeof value === 'string')
  const send = (request, url, fields) => fetch(url.pathname, {
    method: 'POST', signal: AbortSignal.timeout(SENDING), body: new URLSearchParams(fields), headers: { accept: 'text/html', 'hx-request': 'true', ...(request.headers.get('x-csrftoken') ? { 'x-csrftoken': request.headers.get('x-csrftoken') } : {}) }
  })
  const answered = (request, answer) => {
    const onward = answer?.headers.get('hx-redirect')
    if (!answer || onward === SIGN_IN || ![200, 409, 422].includes(answer.status)) return null
    return onward && request.mode === 'navigate' ? Response.redirect(new URL(onward, self.location.origin), 303) : answer
  }
  const later = (request, answer, id) => {
    const door = answer?.headers.get('hx-redirect') === SIGN_IN
    if (request.mode !== 'navigate') return Response.json({ garde: id, session: !door }, { status: 202 })
    return Response.redirect(new URL(door ? `${SIGN_IN}?suite=${ROAD}` : ROAD, self.location.origin), 303)
  }
  const record = async (request, url) => {
    const compte = await coffre.setting('compte').catch(() => undefined)
    if (!compte) return fetch(request)
    const fields = await fieldsOf(request.clone()), champs = fields.filter(([name]) => name !== '_csrf_token')
    const drawnId = champs.find(([name]) => name === 'command_id')
    if (!drawnId?.[1]) return fetch(request)
    if (await isOther(drawnId[1], url.pathname, champs)) for (const field of fields) if (field[0] === 'command_id') field[1] = crypto.randomUUID()
    if (await twin(compte, url.pathname, champs)) return later(request)
    const row = { id: drawnId[1], compte, quand: Date.now() }
    return navigator.locks.request(`trame-envoi-${row.id}`, async () => {
      try { await coffre.seal('attente', row, { action: url.pathname, champs }) } catch { return fetch(request) }
      const answer = await send(request, url, fields).catch(() => null), good = answered(request, answer)
      if (good) await coffre.forget('attente', row.id)
      return good ?? later(request, answer, row.id)
    })
  }
  /* the same words an hour ago at most, in another tab perhaps: they wait once */
  const bare = champs => JSON.stringify(champs.filter(([name]) => !['command_id', 'retour', 'brouillon'].includes(name)))
  const twin = async (compte, action, champs) => {
    const near = (await coffre.waiting(compte)).filter(row => row.quand > Date.now() - 3600e3)
    return (await coffre.read('attente', near)).some(one => one.action === action && bare(one.champs) === bare(champs))
  }
  /* the same form sent again with other words, while the first ones wait */
  const isOther = async (id, action, champs) => {
    const row = await coffre.get('attente', id), kept = row && await coffre.open('attente', row).catch(() => null)
    return Boolean(kept) && JSON.stringify([kept.action, kept.champs]) !== JSON.stringify([action, champs])
  }
  /* a line sent to be read back: without network it is kept to be recorded as it is */
  const line = async request => {
    const compte = await coffre.setting('compte').catch(() => undefined), fields = compte ? await fieldsOf(request.clone()) : []
    try { return await fetch(request) } catch {
      const said = Object.fromEntries(fields)
      if (!said.texte?.trim()) return offline('refus')
      const id = crypto.randomUUID(), champs = Object.entries({ ...said, command_id: id }).filter(([name]) => ['command_id', 'texte', 'organisation', 'dossier'].includes(name))
      try { if (!await twin(compte, '/noter/trait', champs)) await coffre.seal('attente', { id, compte, quand: Date.now() }, { action: '/noter/trait', champs }) } catch { return offline('refus') }
      return later(request)
    }
  }
  const leave = async request => {
    await coffre.wipe().catch(() => {})
    try { return await fetch(request) } catch { return offline('parti') }
  }

  self.addEventListener('fetch', e => {
    const { request } = e, url = new URL(request.url), { method, mode } = request
    if (url.origin !== self.location.origin || request.headers.has('x-trame-envoi')) return
    if (method === 'GET' && url.pathname.startsWith('/static/')) e.respondWith(drawn(request, url))
    else if (method === 'GET' && mode === 'navigate') e.respondWith(read(e, request, url))
    else if (method !== 'POST') return
    else if (url.pathname === '/deconnexion') e.respondWith(leave(request))
    else if (mode === 'navigate' && url.pathname === '/noter/ligne') e.respondWith(line(request))
    else if (KEPT.test(url.pathname) && request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')) e.respondWith(record(request, url))
    else if (mode === 'navigate') e.respondWith(fetch(request).catch(() => offline('refus')))
  })
})()
