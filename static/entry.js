// What a script adds to the form of an entry: fields that are not asked for as the others stand are out of the way while it is
// filled in, and a row is added or taken away while the network is away. Without it the server does both, round by round.

export const UNKNOWN = Symbol('what the page does not know')

const isFilled = (value) => value !== null && value !== ''
const truth = (value) => (value === UNKNOWN ? UNKNOWN : value === true)

function compared(sign, left, right) {
	if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN
	if (left === null || right === null) return sign === '!='
	if (typeof left !== typeof right) return UNKNOWN
	if (sign === '=') return left === right
	if (sign === '!=') return left !== right
	if (sign === '<') return left < right
	if (sign === '<=') return left <= right
	if (sign === '>') return left > right
	return left >= right
}

function calculated(sign, left, right) {
	if (typeof left !== 'number' || typeof right !== 'number') return UNKNOWN
	if (sign === '+') return left + right
	if (sign === '-') return left - right
	if (sign === '*') return left * right
	return right === 0 ? UNKNOWN : left / right
}

function called(name, inputs, look) {
	// What else a page knows of it, as field capture does of the rows of tables.
	const known = look.call?.(name, inputs, look)
	if (known !== undefined) return known
	const [first, second, third] = inputs
	if (name === 'today') return look.today
	const value = first && judge(first, look)
	if (value === UNKNOWN || value === undefined) return UNKNOWN
	if (name === 'one_of') return inputs.slice(1).some((code) => judge(code, look) === value)
	if (name === 'includes') return Array.isArray(value) && value.includes(judge(second, look))
	if (name === 'year') return value === null ? null : Number(value.slice(0, 4))
	if (name === 'month') return value === null ? null : Number(value.slice(5, 7))
	if (name === 'if') return judge(value === true ? second : third, look)
	if (name === 'first_filled') {
		const filled = inputs.map((one) => judge(one, look)).find((one) => one !== null)
		return filled === undefined ? null : filled
	}
	return UNKNOWN
}

/** What a condition gives for a form as it stands; a symbol where the page alone does not know, and the server decides. */
export function judge(expression, look) {
	switch (expression.is) {
		case 'number':
			return Number(expression.text)
		case 'text':
			return expression.text
		case 'yes-no':
			return expression.value
		case 'empty':
			return null
		case 'name':
			return expression.table === null ? look.value(expression.field) : UNKNOWN
		case 'minus': {
			const of = judge(expression.of, look)
			return typeof of === 'number' ? -of : UNKNOWN
		}
		case 'not': {
			const of = truth(judge(expression.of, look))
			return of === UNKNOWN ? UNKNOWN : !of
		}
		case 'call':
			return called(expression.name, expression.with, look)
		case 'two': {
			const { sign } = expression
			const [left, right] = [judge(expression.left, look), judge(expression.right, look)]
			if (sign === 'and' || sign === 'or') {
				const sides = [truth(left), truth(right)]
				if (sides.includes(sign === 'or')) return sign === 'or'
				return sides.includes(UNKNOWN) ? UNKNOWN : sign === 'and'
			}
			if (['+', '-', '*', '/'].includes(sign)) return calculated(sign, left, right)
			if (expression.left.is === 'empty' || expression.right.is === 'empty') {
				const one = expression.left.is === 'empty' ? right : left
				return one === UNKNOWN ? UNKNOWN : (one === null) === (sign === '=')
			}
			return compared(sign, left, right)
		}
		default:
			return UNKNOWN
	}
}

const NUMBERS = new Set(['whole-number', 'decimal'])

/** What was typed, in the form conditions read it in. */
export function typedAs(type, texts) {
	if (type === undefined) return UNKNOWN
	const filled = texts.map((text) => text.trim()).filter(isFilled)
	if (type === 'many-of') return filled.length === 0 ? null : filled
	const [text = null] = filled
	if (text === null) return null
	if (NUMBERS.has(type)) return Number.isFinite(Number(text)) ? Number(text) : null
	return type === 'yes-no' ? text === 'yes' : text
}

/* The form. */

const ROW = /^tables:[^:]+:(\d+):/

const inputsOf = (form, name) =>
	[...form.elements].filter((one) => one.name === name || one.name.startsWith(`${name}:`))

/** The box around a field: that of its group, where it has several parts. */
const boxOf = (form, name, inputs) =>
	form.querySelector(`[data-group="${CSS.escape(name)}"]`) ?? inputs[0]?.closest('.field') ?? null

export function textsOf(form, name) {
	return inputsOf(form, name)
		.filter((one) => one.name === name && !one.disabled)
		.flatMap((one) => {
			if (one instanceof HTMLSelectElement && one.multiple) return [...one.selectedOptions].map(({ value }) => value)
			if (one instanceof HTMLInputElement && /^(checkbox|radio)$/.test(one.type)) return one.checked ? [one.value] : []
			return 'value' in one ? [one.value] : []
		})
}

export function follow(form, { conditions, types, held, today }, optional) {
	const isBlank = (name) => form.elements.namedItem(name) === null
	const lookIn = (name) => {
		const row = name.slice(0, name.lastIndexOf(':') + 1)
		return {
			today,
			value(field) {
				const other = `${row}${field}`
				if (other in held) return held[other]
				return isBlank(other)
					? UNKNOWN
					: typedAs(types[other.replace(ROW, (text, id) => text.replace(`:${id}:`, ':#:'))], textsOf(form, other))
			}
		}
	}
	const namesOf = (pattern) => {
		if (!pattern.includes(':#:')) return [pattern]
		const table = pattern.split(':')[1]
		return [...form.querySelectorAll(`input[name="rows:${CSS.escape(table)}"]`)].map(({ value }) =>
			pattern.replace(':#:', `:${value}:`)
		)
	}
	function show(name, { asked, required }) {
		const inputs = inputsOf(form, name)
		const box = boxOf(form, name, inputs)
		// Somebody decides there between two versions: nothing of it is taken out of sight.
		if (!box || box.closest('.clash')) return false
		const look = lookIn(name)
		const isOut = asked !== null && truth(judge(asked, look)) === false
		const must = !isOut && (required === true || (required !== false && truth(judge(required, look)) === true))
		const isChanged = box.hidden !== isOut
		box.hidden = isOut
		for (const one of inputs) {
			if (isOut !== one.disabled && (isOut || one.dataset.out !== undefined)) {
				one.disabled = isOut
				if (isOut) one.dataset.out = ''
				else delete one.dataset.out
			}
			// Of several parts which one must be filled is the server's to say.
			if (one.name === name && box.dataset.group === undefined && one.type !== 'checkbox') one.required = must
		}
		const head = box.querySelector('legend, label')
		const mark = head?.querySelector('.optional')
		if (must) mark?.remove()
		else if (head && !mark && !isOut) {
			const made = document.createElement('span')
			made.className = 'optional'
			made.textContent = optional
			head.append(' ', made)
		}
		return isChanged
	}
	function judgeAll() {
		// One that goes out of sight is empty to the next; no chain is longer than there are conditions.
		for (let turn = 0; turn <= conditions.length; turn += 1) {
			const changed = conditions.flatMap((one) => namesOf(one.name).filter((name) => show(name, one)))
			if (changed.length === 0) return
		}
	}
	form.addEventListener('input', judgeAll)
	form.addEventListener('change', judgeAll)
	// A round by the server takes along all that was typed.
	form.addEventListener('submit', (event) => {
		if (!event.submitter?.matches('[data-round]')) return
		for (const one of form.querySelectorAll('[data-out]')) one.disabled = false
	})
	for (const notice of form.querySelectorAll('[data-unasked]')) notice.hidden = true
	judgeAll()
}

/* Rows while the network is away. */

export function addRow(form, table) {
	const box = form.querySelector(`[data-rows="${CSS.escape(table)}"]`)
	const pattern = box?.querySelector('template')
	const last = form.elements.namedItem(`rows:${table}:last`)
	if (!pattern || !(last instanceof HTMLInputElement)) return
	const id = Number(last.value) + 1
	const made = document.importNode(pattern.content, true)
	const row = made.firstElementChild
	for (const one of made.querySelectorAll('*'))
		for (const { name, value } of one.attributes) {
			if (value === '#') one.setAttribute(name, String(id))
			else if (/:#(?=:|$)/.test(value)) one.setAttribute(name, value.replace(/:#(?=:|$)/g, `:${String(id)}`))
		}
	for (const called of made.querySelectorAll('legend, button[name=row]'))
		called.textContent = called.textContent.replace(/\d+(?=\D*$)/, String(id + 1))
	pattern.before(made)
	last.value = String(id)
	row?.querySelector('input:not([type=hidden]), select, textarea')?.focus()
}

function start() {
	document.addEventListener(
		'submit',
		(event) => {
			const { submitter, target } = event
			if (navigator.onLine || !submitter?.matches('button[name=row][data-round]')) return
			const [deed, table] = submitter.value.split(':')
			if (deed === 'add') addRow(target, table)
			else if (deed === 'remove') submitter.closest('[data-row]')?.remove()
			else return
			event.preventDefault()
			target.dispatchEvent(new Event('input', { bubbles: true }))
		},
		true
	)
	for (const place of document.querySelectorAll('[data-conditions]')) {
		const form = place.closest('form')
		if (form) follow(form, JSON.parse(place.dataset.conditions), place.dataset.optional)
	}
}

if (globalThis.document) start()
