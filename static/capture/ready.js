// Makes this browser ready for field capture: a passphrase, a device that the server knows, and the forms of some registers.
import { ask, keepPages, takeAlong, tellGivenUp } from './line.js'
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
	void tellGivenUp()
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
	for (const old of form.querySelectorAll('.fault')) old.remove()
	const passphrase = form.passphrase.value
	const registers = [...form.querySelectorAll('[name=register]:checked')].map(({ value }) => value)
	// Said at the field: on a small screen the button stands three screens below it.
	const refuse = (text, input) => {
		tell('')
		const box = input.closest('.field')
		const fault = make('p', { className: 'fault', id: `${input.id || input.name}-fault`, textContent: text })
		fault.setAttribute('role', 'alert')
		const before = box.querySelector('legend, .input')
		before[before.localName === 'legend' ? 'after' : 'before'](fault)
		input.dataset.about ??= input.getAttribute('aria-describedby') ?? ''
		input.setAttribute('aria-describedby', `${input.dataset.about} ${fault.id}`.trim())
		input.focus()
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
		const giveUp = async (message) => {
			await erase(made.id)
			// It holds nothing, and is not to stand in the list as one that does.
			await tellGivenUp({ workspace, device: made.id })
			tell(say('make-failed', { message }))
		}
		const kept = await makeVault({ id: made.id, name, workspace, passphrase }).catch(() => null)
		if (!kept) return await giveUp(say('not-kept'))
		const refused = await takeAlong(kept, {
			workspace,
			device: made.id,
			registers,
			take: Number(form.take.value),
			tell: (register) => tell(say('refreshing', { register }))
		})
		if (refused.length === registers.length) {
			return await giveUp(sayStopped(refused[0].answer))
		}
		const promised = (await navigator.storage?.persist?.()) ?? null
		await kept.put('setting', { id: 'setting', promised })
		await keepPages()
		// The list of devices calls it ready from now on.
		await ask(workspace, 'contact', { body: { device: made.id } })
		form.reset()
		form.querySelector('[data-strength]').textContent = ''
		tell('')
		place.querySelector('[data-done]').replaceChildren(
			make('p', {}, make('strong', { textContent: say('make-ready') })),
			make('p', {
				textContent: say(promised === null ? 'persist-unknown' : promised ? 'persisted' : 'not-persisted')
			}),
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
