/* What this browser keeps for an account, sealed under a key that scripts use and cannot read:
   what waits to be recorded, and copies of pages. Read by the pages and by the worker. */
(() => {
  const able = Boolean(self.isSecureContext && self.indexedDB && self.crypto?.subtle && self.navigator.locks)
  const DAY = 864e5, LONGEST = { attente: 30 * DAY, copies: 7 * DAY }
  const STORES = { cles: 'compte', attente: 'id', copies: 'id', reglages: 'nom' }

  let opened
  const base = () => (opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open('trame', 1)
    asked.onupgradeneeded = () => { for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath }) }
    asked.onsuccess = () => {
      asked.result.onversionchange = asked.result.onclose = () => { asked.result.close(); opened = undefined }
      done(asked.result)
    }
    asked.onerror = asked.onblocked = () => { opened = undefined; fail(asked.error ?? new Error('blocked')) }
  }))
  /* one transaction, on the disk when it answers; `what` may return a request, whose result is the answer */
  const act = async (names, mode, what) => {
    const db = await base()
    return new Promise((done, fail) => {
      const turn = db.transaction(names, mode, { durability: 'strict' })
      const asked = what(...names.map(name => turn.objectStore(name)))
      turn.oncomplete = () => done(asked?.result)
      turn.onerror = turn.onabort = () => fail(turn.error)
    })
  }
  const get = (store, id) => act([store], 'readonly', s => s.get(id))
  const put = (store, row) => act([store], 'readwrite', s => s.put(row))
  const forget = (store, id) => act([store], 'readwrite', s => s.delete(id))
  const all = store => act([store], 'readonly', s => s.getAll())
  const setting = async nom => (await get('reglages', nom))?.valeur
  const set = (nom, valeur) => put('reglages', { nom, valeur })

  /* of two tabs that make a key at once, the first one's serves both */
  const key = async compte => {
    const kept = await get('cles', compte)
    if (kept) return kept.cle
    const cle = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    await act(['cles'], 'readwrite', s => { const asked = s.get(compte); asked.onsuccess = () => { if (!asked.result) s.put({ compte, cle }) } })
    return (await get('cles', compte)).cle
  }
  const bound = (store, row) => new TextEncoder().encode(`${store} ${row.compte} ${row.id}`)
  const seal = async (store, row, said) => {
    const iv = crypto.getRandomValues(new Uint8Array(12)), cle = await key(row.compte)
    const clear = new TextEncoder().encode(JSON.stringify(said))
    const scelle = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(store, row) }, cle, clear)
    await put(store, { ...row, iv, scelle })
  }
  const open = async (store, row) => {
    const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: bound(store, row) }, await key(row.compte), row.scelle)
    return { ...row, ...JSON.parse(new TextDecoder().decode(clear)) }
  }
  const waiting = async compte => (await all('attente')).filter(row => row.compte === compte).sort((a, b) => a.quand - b.quand)
  const read = async (store, rows) => (await Promise.all(rows.map(row => open(store, row).catch(() => null)))).filter(Boolean)

  const wipe = names => act(names ?? Object.keys(STORES), 'readwrite', (...stores) => { for (const store of stores) store.clear() })
  const noCopies = async () => { await wipe(['copies']); await forget('reglages', 'prises') }
  /* who is at the screen: copies of anybody else's pages go; what is too old goes; a key with nothing left to open goes */
  const settle = async compte => {
    if (await setting('compte') !== compte) for (const nom of ['adresses', 'prises']) await forget('reglages', nom)
    await set('compte', compte)
    const now = Date.now(), rows = await all('attente')
    for (const row of rows) if (row.quand < now - LONGEST.attente) await forget('attente', row.id)
    for (const row of await all('copies')) if (row.compte !== compte || row.quand < now - LONGEST.copies) await forget('copies', row.id)
    for (const { compte: other } of await all('cles')) if (other !== compte && !rows.some(row => row.compte === other)) await forget('cles', other)
  }
  self.coffre = { able, get, put, forget, all, setting, set, seal, open, read, waiting, wipe, noCopies, settle, LONGEST }
})()
