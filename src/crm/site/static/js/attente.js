/* The list of what waits: each entry read, changed, taken away, sent again. */
(() => {
  const place = document.querySelector('[data-attente-liste]'), model = document.querySelector('#attente-fiche')
  const road = window.trame.road
  if (!place || !road) return
  const nothingKept = () => { for (const line of document.querySelectorAll('[data-sans]')) line.hidden = false }
  if (!road.able) { nothingKept(); return }
  const english = document.documentElement.lang.startsWith('en')
  const kinds = [[/^\/noter/, 'rencontre'], [/besoins$/, 'besoin'], [/suites$/, 'suite']]
  const words = model.dataset
  const labels = JSON.parse(words.champs)
  const LONG = new Set(['note', 'propos', 'texte'])
  const when = quand => {
    const at = new Date(quand), minutes = String(at.getMinutes()).padStart(2, '0')
    const day = at.toLocaleDateString(english ? 'en-CA' : 'fr-CA', { day: 'numeric', month: 'long' }).replace(/^1 /, '1er ')
    return english ? `${day}, ${at.getHours()}:${minutes}` : `${day} à ${at.getHours()}\u00a0h\u00a0${minutes}`
  }
  let editing = null

  const fill = (item, entry) => {
    const part = name => item.querySelector(`[data-${name}]`)
    const value = name => entry.champs.find(([n]) => n === name)?.[1] ?? ''
    const kind = kinds.find(([path]) => path.test(entry.action))[1]
    part('genre').textContent = words[kind]
    part('dit').textContent = ['texte', 'note', 'propos', 'suite'].map(value).find(Boolean) ?? words.rien
    part('quand').textContent = when(entry.quand)
    part('jusque').textContent = new Date(entry.quand + coffre.LONGEST.attente).toLocaleDateString(english ? 'en-CA' : 'fr-CA', { day: 'numeric', month: 'long' })
    const refused = part('refus')
    refused.hidden = !entry.refus
    refused.querySelector('span').textContent = entry.phrase || words.refusee
    part('apart').hidden = entry.refus !== 409
    part('changer').onclick = () => edit(item, entry)
    part('supprimer').onclick = () => remove(entry)
    part('apart').onclick = () => again(entry, entry.champs.map(([n, v]) => [n, n === 'command_id' ? crypto.randomUUID() : v]))
  }
  /* kept as the same note, unless it must become another one */
  const again = async (entry, champs) => {
    const id = champs.find(([n]) => n === 'command_id')[1], { compte, quand, action } = entry
    await coffre.seal('attente', { id, compte, quand }, { action, champs })
    if (id !== entry.id) await coffre.forget('attente', entry.id)
    editing = null; road.tell('changee'); await road.flush()
  }
  const remove = async entry => {
    const row = await coffre.get('attente', entry.id)
    await coffre.forget('attente', entry.id); road.tell('changee')
    window.trame.toast(words.supprimee, async () => { await coffre.put('attente', row); road.tell('changee'); await road.flush() })
    document.querySelector('.tr-toast [data-defaire]')?.focus()
  }
  const edit = (item, entry) => {
    editing = entry.id
    const form = item.querySelector('form'), fields = form.querySelector('[data-champs]')
    fields.replaceChildren(...entry.champs.filter(([n]) => labels[n]).map(([n, v], i) => {
      const block = document.createElement('div'), label = document.createElement('label'), field = document.createElement(LONG.has(n) ? 'textarea' : 'input')
      block.className = 'tr-champ-bloc'; label.className = 'form-label'; field.className = 'form-control'
      field.id = label.htmlFor = `c-${entry.id}-${i}`; label.textContent = labels[n]; field.name = n; field.value = v; field.autocomplete = 'off'
      if (LONG.has(n)) field.rows = 3
      block.append(label, field)
      return block
    }))
    form.hidden = false; form.querySelector('input,textarea')?.focus()
    form.onsubmit = e => {
      e.preventDefault()
      const typed = new FormData(form)
      again(entry, entry.champs.map(([n, v]) => [n, labels[n] ? typed.get(n) : v]))
    }
    form.querySelector('[data-renoncer]').onclick = () => { editing = null; form.hidden = true; item.querySelector('[data-changer]').focus() }
  }

  const draw = async () => {
    const entries = await coffre.read('attente', await road.rows())
    for (const line of document.querySelectorAll('[data-rien]')) line.hidden = entries.length > 0
    for (const line of document.querySelectorAll('[data-tout]')) line.hidden = entries.length === 0
    if (editing && entries.some(entry => entry.id === editing)) return
    editing = null
    const here = document.activeElement?.closest('[data-entree]')?.dataset.entree
    place.replaceChildren(...entries.map(entry => {
      const item = model.content.firstElementChild.cloneNode(true)
      item.dataset.entree = entry.id; fill(item, entry)
      return item
    }))
    if (here) place.querySelector(`[data-entree="${here}"] [data-changer]`)?.focus()
    const others = new Set((await coffre.all('attente')).map(row => row.compte)); others.delete(await road.mine())
    for (const line of document.querySelectorAll('[data-autres]')) line.hidden = !others.size
  }
  document.addEventListener('click', async e => {
    if (e.target.closest('[data-reessayer]')) { e.target.closest('[data-reessayer]').disabled = true; await road.flush({ forced: true }); e.target.closest('[data-reessayer]').disabled = false; await draw() }
    else if (e.target.closest('[data-oublier-autres]')) {
      const me = await road.mine(), others = (await coffre.all('attente')).filter(row => row.compte !== me)
      for (const row of others) await coffre.forget('attente', row.id)
      window.trame.toast(words.effacees, async () => { for (const row of others) await coffre.put('attente', row); await draw() })
      await draw()
    }
  })

  /* a note typed on the page shown without network */
  const simple = document.querySelector('form[data-note]')
  simple?.addEventListener('submit', async e => {
    e.preventDefault()
    const texte = simple.elements.texte.value.trim(), compte = await road.mine()
    if (!texte || !compte) return
    const id = crypto.randomUUID()
    await coffre.seal('attente', { id, compte, quand: Date.now() }, { action: '/noter/trait', champs: [['command_id', id], ['texte', texte]] })
    simple.reset(); window.trame.toast(words.gardee); road.tell('changee'); await road.flush(); await draw()
  })

  /* the copies this browser holds, named as the list of one's files names them */
  const copies = document.querySelector('[data-copies]'), box = document.querySelector('input[data-emporte]')
  const line = row => {
    const item = document.createElement('li'), body = document.createElement('div'), link = document.createElement('a'), at = document.createElement('div')
    body.className = 'tr-corps'; link.href = row.id; link.textContent = row.nom; at.className = 'tr-sous'
    at.replaceChildren(...[row.sous, taken(row)].filter(Boolean).map(said => Object.assign(document.createElement('span'), { textContent: said })))
    body.append(link, at); item.append(body)
    return item
  }
  const taken = row => (row ? words.prise.replace('{le}', when(row.quand)) : '')
  const list = async () => {
    const me = await road.mine(), rows = (await coffre.all('copies')).filter(row => row.compte === me)
    for (const item of document.querySelectorAll('[data-aucune]')) item.hidden = rows.length > 0
    if (box) { box.checked = Boolean(await coffre.setting('adresses')); document.querySelector('[data-rafraichir]').hidden = !box.checked }
    for (const link of document.querySelectorAll('[data-emporter] a')) link.parentElement.querySelector('[data-prise]').textContent = taken(rows.find(row => row.id === link.getAttribute('href')))
    copies?.replaceChildren(...(await coffre.read('copies', rows)).map(line))
  }
  const refresh = async () => {
    const said = document.querySelector('[data-pris]'), wanted = road.named(document)
    try { await road.take(wanted, n => { said.textContent = `${n} / ${wanted.length}` }) } catch { said.textContent = words.coupe; return list() }
    said.textContent = ''; window.trame.announce(words.pris); await list()
  }
  if (box) box.disabled = false
  box?.addEventListener('change', async () => {
    if (box.checked) return refresh()
    await coffre.forget('reglages', 'adresses'); await coffre.noCopies(); await list()
  })
  document.querySelector('[data-rafraichir]')?.addEventListener('click', refresh)

  document.addEventListener('trame:attente', draw)
  road.settled.then(async () => {
    for (const line of document.querySelectorAll('[data-note-hors]')) line.hidden = !await road.mine()
    await draw(); await list()
  }).catch(nothingKept)
})()
