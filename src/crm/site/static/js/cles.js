/* Passkeys: asks for a challenge, lets the device answer, and sends the form of the page with it. */
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

  /* what the server writes as text, the browser wants as bytes, and back */
  const readable = asked => ({
    ...asked, challenge: bytes(asked.challenge),
    ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
    ...(asked.excludeCredentials && { excludeCredentials: asked.excludeCredentials.map(c => ({ ...c, id: bytes(c.id) })) }),
  })
  const written = shown => {
    const response = {}
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (shown.response[name]) response[name] = text(shown.response[name])
    }
    return JSON.stringify({ id: shown.id, rawId: text(shown.rawId), type: shown.type, response })
  }

  class Refused extends Error {
    constructor(message, field) { super(message); this.field = field }
  }
  const ask = async form => {
    let answer
    try {
      answer = await fetch(form.dataset.cle, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(new FormData(form)) })
    } catch { throw new Refused(form.dataset.muette) }
    const said = await answer.json().catch(() => null)
    if (answer.ok && said) return said
    if (!said?.refus) throw new Refused(said?.detail ?? form.dataset.muette)
    throw new Refused(Object.values(said.refus).join(' '), Object.keys(said.refus)[0])
  }
  const why = (form, error) =>
    error instanceof Refused ? error.message
      : error.name === 'NotAllowedError' || error.name === 'AbortError' ? form.dataset.annulee
        : error.name === 'InvalidStateError' ? form.dataset.deja : form.dataset.echec

  const show = async form => {
    const said = form.querySelector('[data-cle-dit]'), button = form.querySelector('button[type=submit]')
    said.hidden = true; button.disabled = true
    form.querySelectorAll('[aria-invalid]').forEach(field => field.removeAttribute('aria-invalid'))
    try {
      const publicKey = readable(await ask(form))
      const shown = await (publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }))
      form.elements.reponse.value = written(shown)
      form.submit()
    } catch (error) {
      said.textContent = why(form, error); said.hidden = false; button.disabled = false
      const field = error.field && form.elements[error.field]
      if (field) field.setAttribute('aria-invalid', 'true')
      const place = field || button; place.focus()
    }
  }

  for (const form of document.querySelectorAll('form[data-cle]')) {
    if (!window.PublicKeyCredential || location.origin !== form.dataset.origine) continue
    form.hidden = false
    form.querySelector('[data-cle-sans]')?.remove()
    const fields = form.querySelector('[data-cle-avec]')
    if (fields) fields.hidden = false
    form.addEventListener('submit', event => { event.preventDefault(); show(form) })
  }
})()
