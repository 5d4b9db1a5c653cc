// The form of a register on a device: the very form that the server draws, filled in, judged and read without it.
import { addRow, follow, judge, textsOf, typedAs, UNKNOWN } from '/entry.js'

const CARRIED = /^(?:values|tables|rows):|^:unasked$/
const folded = (text) => text.normalize('NFC').trim().toLowerCase()

/** Draws a form into a place: for a new entry, or with the fields alone that may be filled in of one that is there. */
export function drawForm(place, { html, asks, optional }) {
	const parsed = new DOMParser().parseFromString(html, 'text/html')
	const form = document.importNode(parsed.querySelector('form'), true)
	for (const name of ['data-guard', 'data-keep', 'action', 'method', 'enctype']) form.removeAttribute(name)
	form.noValidate = true
	for (const extra of form.querySelectorAll(
		'.foot, button.unseen, input[name=formed], input[name=acting], input[name=once]'
	))
		extra.remove()
	const isAsked = (name) => asks.includes(name.split(':')[1])
	for (const box of form.querySelectorAll('[data-rows]')) if (!asks.includes(box.dataset.rows)) box.remove()
	for (const input of [...form.elements]) {
		if (!/^values:/.test(input.name ?? '') || isAsked(input.name)) continue
		const box = input.closest('[data-group]') ?? input.closest('.field')
		if (box) box.remove()
		else input.remove()
	}
	place.replaceChildren(form)
	const conditions = form.querySelector('[data-conditions]')
	if (conditions) follow(form, { ...JSON.parse(conditions.dataset.conditions), today: todayHere() }, optional)
	form.addEventListener('click', (event) => {
		const button = event.target instanceof Element ? event.target.closest('button[name=row]') : null
		if (!button) return
		event.preventDefault()
		const [deed, table] = button.value.split(':')
		if (deed === 'add') addRow(form, table)
		else if (deed === 'remove') button.closest('[data-row]')?.remove()
		form.dispatchEvent(new Event('input', { bubbles: true }))
	})
	return form
}

/** The calendar day by this device's clock, `YYYY-MM-DD`. */
export function todayHere(now = new Date()) {
	const two = (number) => String(number).padStart(2, '0')
	return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** What stands in the form, by the names of its inputs; what was chosen by its name stands there by its key. */
export function readFields(form, choices) {
	return [...new FormData(form)].flatMap(([name, value]) => {
		if (typeof value !== 'string' || !CARRIED.test(name) || /^rows:[^:]+:last$/.test(name)) return []
		const list = form.elements.namedItem(name)?.getAttribute?.('list')
		const key = list ? (choices[list] ?? []).find(([, label]) => folded(label) === folded(value))?.[0] : undefined
		return [[name, key ?? value]]
	})
}

/** The files that were chosen in the form and are not kept yet. */
export const filesIn = (form) =>
	[...form.elements].flatMap((one) =>
		one instanceof HTMLInputElement && one.type === 'file' && !one.disabled && one.files.length > 0
			? [{ name: one.name, file: one.files[0] }]
			: []
	)

/** Puts what was filled in before back into the form, with as many rows as it had. */
export function fillFields(form, fields, choices) {
	const typed = new Map()
	for (const [name, value] of fields) typed.set(name, [...(typed.get(name) ?? []), value])
	for (const [name, ids] of typed) {
		if (!/^rows:[^:]+$/.test(name)) continue
		for (const id of ids) {
			const last = form.elements.namedItem(`${name}:last`)
			if (!last) continue
			last.value = String(Number(id) - 1)
			addRow(form, name.slice('rows:'.length))
		}
	}
	for (const [name, [value]] of typed) {
		const row = /^(tables:[^:]+:\d+):id$/.exec(name)?.[1]
		const first = row && [...form.elements].find((one) => one.name.startsWith(`${row}:`))
		if (!first) continue
		const held = Object.assign(document.createElement('input'), { type: 'hidden', name, value })
		first.closest('[data-row]')?.append(held)
	}
	const places = new Map()
	for (const element of form.elements) {
		if (!element.name || element.name.startsWith('rows:') || !CARRIED.test(element.name)) continue
		if (element.type === 'file') continue
		const values = typed.get(element.name) ?? []
		if (/^(checkbox|radio)$/.test(element.type)) element.checked = values.includes(element.value)
		else if (element.multiple) for (const option of element.options) option.selected = values.includes(option.value)
		else if (element.type !== 'submit' && element.tagName !== 'FIELDSET') {
			const place = places.get(element.name) ?? 0
			places.set(element.name, place + 1)
			const value = values[place] ?? ''
			const list = element.getAttribute('list')
			element.value = (list && (choices[list] ?? []).find(([key]) => key === value)?.[1]) || value
			// Of a choice that is offered no longer nothing is lost.
			if (element.tagName === 'SELECT' && element.value !== value && value !== '')
				element.append(new Option(value, value, true, true))
		}
	}
	form.dispatchEvent(new Event('input', { bubbles: true }))
}

/* Checks and results, judged by the same rules as the server's as far as they can be known here. */

const exactly = (number) => Number(number.toFixed(6))
const dayNumber = (day) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const isDay = (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
const addedDays = (day, days) => new Date((dayNumber(day) + days) * 86_400_000).toISOString().slice(0, 10)

/** What a function gives that needs more than the fields themselves; undefined where it is none of these. */
function callOf(name, inputs, look) {
	if (name === 'count' || name === 'sum') return overRows(name, inputs, look)
	if (!['days_between', 'add_days', 'length', 'round', 'least', 'greatest'].includes(name)) return undefined
	const values = inputs.map((one) => judge(one, look))
	if (values.includes(UNKNOWN)) return UNKNOWN
	// Of several the least or the greatest is that of those that are filled.
	const isAmong = name === 'least' || name === 'greatest'
	const filled = values.filter((value) => value !== null)
	if (filled.length === 0 || (!isAmong && filled.length < values.length)) return null
	const [first, second] = values
	if (name === 'length') return typeof first === 'string' ? first.length : UNKNOWN
	if (name === 'days_between') return isDay(first) && isDay(second) ? dayNumber(second) - dayNumber(first) : UNKNOWN
	if (name === 'add_days') return isDay(first) && Number.isInteger(second) ? addedDays(first, second) : UNKNOWN
	if (!filled.every((value) => typeof value === 'number')) return UNKNOWN
	if (isAmong) return name === 'least' ? Math.min(...filled) : Math.max(...filled)
	// Halves are rounded as people round them, away from nought.
	const scale = 10 ** (second ?? 0)
	return exactly((Math.sign(first) * Math.round(exactly(Math.abs(first) * scale))) / scale)
}

function overRows(name, [first, condition], look) {
	if (first?.is !== 'name') return UNKNOWN
	const table = name === 'count' ? first.field : first.table
	const rows = table === null ? undefined : look.rows(table)
	if (rows === undefined) return UNKNOWN
	let total = 0
	for (const row of rows) {
		const holds = condition === undefined || judge(condition, row)
		if (holds === UNKNOWN) return UNKNOWN
		if (holds !== true) continue
		const value = name === 'count' ? 1 : row.value(first.field)
		if (value === UNKNOWN || (value !== null && typeof value !== 'number')) return UNKNOWN
		total += value ?? 0
	}
	return exactly(total)
}

/** What formulas look at: the values that `read` gives for the names of inputs, and the rows of tables. */
export function lookAt({ types, formulas, held = {} }, { today, read, rowsOf }) {
	const look = {
		today,
		call: callOf,
		rows: (table) =>
			rowsOf(table)?.map((row) => ({
				...look,
				value(field) {
					const type = types[`tables:${table}:#:${field}`]
					return type === undefined ? look.value(field) : typedAs(type, read(`tables:${table}:${row}:${field}`))
				}
			})),
		value(field) {
			const formula = formulas.find(({ key }) => key === field)
			if (formula) return judge(formula.expression, look)
			const name = `values:${field}`
			if (name in held) return held[name]
			const type = types[name]
			return type === undefined ? UNKNOWN : typedAs(type, read(name))
		}
	}
	return look
}

/** The checks that do not hold, and what the formulas give: text, or null where only the server knows. */
export function judgeWhole(judged, seen) {
	const look = lookAt(judged, seen)
	const failed = judged.checks.filter(({ must }) => judge(must, look) === false)
	const results = judged.formulas.map(({ key, label, expression, digits }) => {
		const value = judge(expression, look)
		const text =
			typeof value === 'number' ? String(Number(value.toFixed(digits))) : typeof value === 'string' ? value : null
		return { key, label, text, isKnown: value !== UNKNOWN }
	})
	return { failed, results }
}

/** What is looked at in a form that is being filled in. */
export const seenIn = (form) => ({
	today: todayHere(),
	read: (name) => textsOf(form, name),
	rowsOf: (table) =>
		form.querySelector(`[data-rows="${CSS.escape(table)}"]`)
			? [...form.querySelectorAll(`input[name="rows:${CSS.escape(table)}"]`)].map(({ value }) => value)
			: undefined
})
