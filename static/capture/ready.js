// Makes this browser ready for field capture: a passphrase, a device that the server knows, and the forms of some registers.
import { ask, keepPages, takeAlong } from './line.js'
import { strengthOf } from './seal.js'
import { erase, isAble, makeVault, vaults } from './store.js'
import { make, say } from './words.js'

const place = document.querySelector('[data-capture-ready]')
const none = document.querySelector('[data-capture-none]')

async function begin() {
	if (!isAble()) {
		none.textContent = place.dataset.unable
		return
	}
	none.hidden = true
	place.hidden = false
	place.querySelector('[data-open]').hidden = (await vaults()).length === 0
	const form = place.querySelector('form')
	form.passphrase.addEventListener('input', () => {
		const strength = form.passphrase.value === '' ? '' : say(`strength-${strengthOf(form.passphrase.value)}`)
		form.querySelector('[data-strength]').textContent = strength
	})
	form.addEventListener('submit', (event) => {
		event.preventDefault()
		void makeReady(form)
	})
}

async function makeReady(form) {
	const told = form.querySelector('[data-told]')
	const tell = (text) => told.replaceChildren(make('p', { textContent: text }))
	const passphrase = form.passphrase.value
	const registers = [...form.querySelectorAll('[name=register]:checked')].map(({ value }) => value)
	const refuse = (text, input) => {
		tell(text)
		input?.focus()
	}
	if (strengthOf(passphrase) === 'short') return refuse(say('strength-short'), form.passphrase)
	if (passphrase !== form.again.value) return refuse(say('differ'), form.again)
	if (registers.length === 0) return refuse(say('no-registers'), form.querySelector('[name=register]'))
	const { workspace } = place.dataset
	const submit = form.querySelector('.foot button')
	submit.disabled = true
	try {
		const name = form.elements.namedItem('name').value
		const made = await ask(workspace, 'device', { body: { name } })
		if (!made.id) return tell(say('make-failed', { message: sayStopped(made) }))
		const kept = await makeVault({ id: made.id, name, workspace, passphrase })
		const refused = await takeAlong(kept, {
			workspace,
			device: made.id,
			registers,
			take: Number(form.take.value),
			tell: (register) => tell(say('refreshing', { register }))
		})
		if (refused.length === registers.length) {
			await erase(made.id)
			return tell(say('make-failed', { message: sayStopped(refused[0].answer) }))
		}
		const promised = (await navigator.storage?.persist?.()) ?? null
		await kept.put('setting', { id: 'setting', promised })
		await keepPages()
		form.reset()
		told.replaceChildren(
			make('p', {}, make('strong', { textContent: say('make-ready') })),
			make('p', { textContent: say(promised === null ? 'persist-unknown' : promised ? 'persisted' : 'not-persisted') }),
			...refused.map(({ register, answer }) =>
				make('p', { textContent: say('refresh-refused', { register, message: sayStopped(answer) }) })
			)
		)
		place.querySelector('[data-open]').hidden = false
		place.querySelector('[data-open] a').focus()
	} finally {
		submit.disabled = false
	}
}

const sayStopped = ({ state, message }) =>
	message ?? say(state === 'other-seat' ? 'other-seat' : state === 'sign-in' ? 'sign-in' : 'away')

void begin()
