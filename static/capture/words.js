// What the scripts of field capture say stands in the page, in its language; and how they make what they show.
const sentences = new Map(
	[...(document.getElementById('capture-words')?.content.querySelectorAll('[data-word]') ?? [])].map((one) => [
		one.dataset.word,
		one.textContent ?? ''
	])
)

export const say = (name, params = {}) =>
	Object.entries(params).reduce(
		(text, [param, value]) => text.replaceAll(`{${param}}`, String(value)),
		sentences.get(name) ?? ''
	)

const locales = (
	document.querySelector('[data-capture]')?.dataset.locales ??
	document.documentElement.lang ??
	'en'
).split(' ')
const instant = new Intl.DateTimeFormat(locales, { dateStyle: 'long', timeStyle: 'short' })
const number = new Intl.NumberFormat(locales)
const inUnit = (unit) => new Intl.NumberFormat(locales, { style: 'unit', unit, maximumFractionDigits: 1 })
const [kilobytes, megabytes] = [inUnit('kilobyte'), inUnit('megabyte')]

export const sayAt = (at) => instant.format(new Date(at))
export const sayNumber = (value) => number.format(value)
export const saySize = (bytes) =>
	bytes < 1_000_000 ? kilobytes.format(Math.ceil(bytes / 1_000)) : megabytes.format(bytes / 1_000_000)

export const make = (name, fields = {}, ...children) => {
	const made = Object.assign(document.createElement(name), fields)
	made.append(...children.filter((child) => child !== null))
	return made
}

/** Takes whoever works by the keyboard to what they go on with. */
export const goTo = (element) => {
	element.tabIndex = -1
	element.focus()
}

export const button = (text, act, { look = 'btn btn-sm', about = '' } = {}) => {
	const made = make('button', { type: 'button', className: look, textContent: text })
	if (about !== '') made.setAttribute('aria-label', `${text}: ${about}`)
	made.addEventListener('click', () => void act())
	return made
}
