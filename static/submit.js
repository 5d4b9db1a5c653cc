// What a script adds to a public form: it does some work for the form's ticket, in a thread of its own, so that whoever sends the
// form need not wait. Without it the form is sent some seconds after it was opened.

const told = document.querySelector('[data-proof]')
const form = document.querySelector('input[name="proof"]')?.form
const proof = form?.elements.namedItem('proof')
const ticket = form?.elements.namedItem('ticket')

if (form && proof instanceof HTMLInputElement && ticket instanceof HTMLInputElement && told instanceof HTMLElement) {
	let isAsked = false
	const say = (which) => (told.textContent = told.dataset[which] ?? '')
	const worker = new Worker('/submit-worker.js', { type: 'module' })
	const done = () => {
		worker.terminate()
		if (isAsked) form.requestSubmit()
	}
	worker.addEventListener('message', ({ data }) => {
		proof.value = data
		say('done')
		done()
	})
	// Where the work cannot be done the form goes without it, and the server says how long to wait.
	worker.addEventListener('error', () => {
		told.textContent = ''
		proof.dataset.failed = ''
		done()
	})
	form.addEventListener('submit', (event) => {
		if (proof.value !== '' || proof.dataset.failed !== undefined) return
		event.preventDefault()
		isAsked = true
		say('busy')
	})
	worker.postMessage({ ticket: ticket.value, bits: Number(told.dataset.bits) })
}
