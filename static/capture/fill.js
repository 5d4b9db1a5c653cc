// One capture while it is filled in.
import { drawForm, filesIn, fillFields, judgeWhole, readFields, seenIn, todayHere } from './form.js'
import { button, make, say, saySize } from './words.js'

// A phone that runs out of room closes pages without asking: what was typed is kept within this time.
const KEPT_WITHIN = 1_000
const ROW = /^(tables:[^:]+:)\d+:/
const PARTIAL = /^(\d{4}(-\d{2}){0,2})?$/
const openForms = ({ device }) => `pitso-capture-form-${device}`

/** What was being filled in when the page was closed becomes a draft, but for what is open in another page; gives how many. */
export const recoverOpen = (kept) =>
	navigator.locks.request(openForms(kept), { ifAvailable: true }, async (isFree) => {
		const left = isFree ? await kept.all('open') : []
		for (const { id, capture } of left) {
			if (capture) {
				const before = (await kept.get('capture', id))?.files ?? []
				await kept.put('capture', capture)
				for (const file of before)
					if (!capture.files.some((other) => other.id === file.id)) await kept.remove('file', file.id)
			}
			await kept.remove('open', id)
		}
		return left.filter(({ capture }) => capture).length
	})

const labelOf = (form, name) => {
	const input = [...form.elements].find((one) => one.name === name)
	const box = input?.closest('[data-group]') ?? input?.closest('.field')
	return box?.querySelector('legend, label')?.firstChild?.textContent?.trim() ?? ''
}

/** What is not right yet, as far as it can be known here: what the browser itself finds, and the register's own checks. */
function faultsIn(form, pack, state) {
	const own = [...form.elements].flatMap((one) =>
		one.name && one.willValidate && !one.validity.valid ? [{ name: one.name, message: one.validationMessage }] : []
	)
	const partial = [...form.elements].flatMap((one) =>
		pack.judged.partial?.includes(one.name?.replace(ROW, '$1#:')) && !PARTIAL.test(one.value.trim())
			? [{ name: one.name, message: say('not-partial') }]
			: []
	)
	const { failed } = judgeWhole(pack.judged, seenIn(form))
	const checks = failed
		.filter(({ states }) => states === null || states.includes(state))
		.map(({ at, message }) => ({ name: `values:${at}`, message }))
	// Each button of a group that must be chosen from has the same fault.
	const all = [...own, ...partial, ...checks]
	const isFirst = ({ name, message }, at) => all.findIndex((one) => one.name === name && one.message === message) === at
	return all.filter(isFirst)
}

/** Draws the form of a capture, new or one that waits, and of an entry that is corrected; gives how it is kept as a draft from outside. */
export async function openCapture(place, { kept, pack, present, entry, capture, bounds, closed }) {
	const body = make('div')
	const asks = entry?.asks ?? pack.asks
	const form = drawForm(body, { html: pack.html, asks, optional: pack.optional })
	const standing = entry?.state ?? pack.states.first
	const base = entry ? (capture?.entry?.base ?? entry.base) : null
	let files = capture?.files ?? []
	let isTouched = false
	const pairs = Object.entries(base ?? {}).flatMap(([name, texts]) => texts.map((text) => [name, text]))
	if (capture) fillFields(form, capture.fields, pack.choices)
	else if (entry) fillFields(form, [...pairs, ...entry.ids], pack.choices)
	else
		for (const key of pack.todayIn) {
			const input = form.elements.namedItem(`values:${key}`)
			if (input) input.value = todayHere()
		}

	const told = make('div')
	told.setAttribute('role', 'alert')
	const results = make('dl', { className: 'facts two' })
	const heading = make('h2', {
		tabIndex: -1,
		textContent: entry ? say('correct-title', { reference: entry.reference }) : say('new', { thing: pack.one })
	})
	const showFaults = (faults) => {
		told.replaceChildren(
			...(faults.length === 0
				? []
				: [
						make(
							'div',
							{ className: 'faults' },
							make('p', {}, make('strong', { textContent: say('faults') })),
							make(
								'ul',
								{},
								...faults.map(({ name, message }) => {
									const input = [...form.elements].find((one) => one.name === name)
									const label = labelOf(form, name)
									const text = label === '' ? message : `${label} – ${message}`
									if (!input) return make('li', { textContent: text })
									input.id ||= `capture-${name}`
									return make('li', {}, make('a', { href: `#${input.id}`, textContent: text }))
								})
							)
						)
					])
		)
		if (faults.length > 0) told.scrollIntoView({ block: 'nearest' })
	}
	const work = () => {
		const { results: given } = judgeWhole({ ...pack.judged, held: entry?.held ?? {} }, seenIn(form))
		results.replaceChildren(
			...given.map(({ label, text, isKnown }) =>
				make(
					'div',
					{},
					make('dt', { textContent: label }),
					make('dd', { textContent: isKnown ? (text ?? '–') : say('worked-out-later') })
				)
			)
		)
		results.hidden = given.length === 0
	}
	form.addEventListener('input', () => {
		touch()
		work()
	})

	drawPlaces(form)
	const fileList = make('div')
	const showFiles = () =>
		fileList.replaceChildren(
			...files.map((file) =>
				make(
					'p',
					{ className: 'row' },
					say('file-kept', { name: file.filename, size: saySize(file.size) }),
					button(say('file-remove', { name: file.filename }), () => {
						files = files.filter(({ id }) => id !== file.id)
						touch()
						showFiles()
					})
				)
			)
		)
	showFiles()
	form.addEventListener('change', (event) => {
		const input = event.target
		if (!(input instanceof HTMLInputElement) || input.type !== 'file') return
		const [file] = input.files
		const refused = !file
			? null
			: file.size > bounds.bytes
				? say('file-large', { name: file.name, size: saySize(bounds.bytes) })
				: files.length + filesIn(form).length > bounds.files
					? say('file-many', { most: bounds.files })
					: null
		if (refused === null) return
		input.value = ''
		showFaults([{ name: input.name, message: refused }])
	})

	const titleIn = (fields) => {
		const own = fields.find(([name]) => name === `values:${String(pack.titleField)}`)?.[1]
		return (
			own ??
			entry?.title ??
			fields.find(([name, text]) => name.startsWith('values:') && text !== '')?.[1] ??
			''
		).slice(0, 200)
	}
	const id = capture?.id ?? crypto.randomUUID()
	const begun = new Date()

	/* What is typed is written down while it is typed, one writing after the other. */

	let writing = Promise.resolve()
	let timer
	let isOver = false
	let release
	const stop = new AbortController()
	const inTurn = (act) => (writing = writing.then(act, act))
	const chosen = new Map()

	async function keepFiles() {
		let all = files
		for (const { name, file } of filesIn(form)) {
			let one = chosen.get(file)
			if (!one) {
				one = { id: crypto.randomUUID(), name, filename: file.name, type: file.type, size: file.size }
				await kept.putBytes('file', one.id, await file.arrayBuffer())
				chosen.set(file, one)
			}
			// One input holds one file: the newer takes the place of what was kept there.
			all = [...all.filter((other) => other.name !== name), one]
		}
		return all
	}

	async function finish(stays) {
		await kept.remove('open', id)
		for (const old of [...(capture?.files ?? []), ...chosen.values()])
			if (!stays.some((file) => file.id === old.id)) await kept.remove('file', old.id)
	}

	function captureOf(state, held) {
		const fields = readFields(form, pack.choices)
		return {
			id,
			register: pack.register,
			version: pack.version,
			state,
			title: titleIn(fields),
			fields,
			files: held,
			entry: entry ? { reference: entry.reference, version: entry.version, base } : null,
			// What its form is drawn by when it is opened again, when the entry itself is here no longer.
			taken: entry ? { asks, state: entry.state, held: entry.held, title: entry.title, ids: entry.ids } : null,
			at: capture?.at ?? begun.getTime(),
			capturedAt: capture?.capturedAt ?? begun.toISOString(),
			day: capture?.day ?? todayHere(begun)
		}
	}

	const keepOpen = () =>
		inTurn(async () => {
			if (!isOver && isTouched) await kept.put('open', { id, capture: captureOf('draft', await keepFiles()) })
		}).catch(() => showFaults([{ name: '', message: say('not-kept') }]))

	function touch() {
		isTouched = true
		clearTimeout(timer)
		timer = setTimeout(keepOpen, KEPT_WITHIN)
	}

	function end() {
		isOver = true
		clearTimeout(timer)
		stop.abort()
		release?.()
	}

	const keep = (state) =>
		inTurn(async () => {
			files = await keepFiles()
			await kept.put('capture', captureOf(state, files))
			await finish(files)
			isTouched = false
			end()
		})

	/** Goes away and leaves what waits as it was before it was opened. */
	const leave = () => {
		end()
		return inTurn(() => finish(capture?.files ?? []))
	}

	async function save(state) {
		const faults = state === 'ready' ? faultsIn(form, pack, standing).filter(notKept) : []
		if (faults.length > 0) {
			showFaults(faults)
			return
		}
		try {
			await keep(state)
		} catch {
			return showFaults([{ name: '', message: say('not-kept') }])
		}
		place.replaceChildren()
		await closed(say(state === 'ready' ? 'kept-ready' : 'kept-draft'))
	}
	// A file that is kept already need not be chosen again.
	const notKept = ({ name }) => !files.some((file) => file.name === name)

	place.replaceChildren(
		make(
			'section',
			{ className: 'panel stack' },
			heading,
			...(present === pack.version
				? []
				: [make('p', { className: 'hint', textContent: say('held', { was: pack.version, is: present }) })]),
			told,
			body,
			fileList,
			make('h3', { textContent: say('worked-out'), hidden: pack.judged.formulas.length === 0 }),
			results,
			make(
				'div',
				{ className: 'row' },
				button(say('save-ready'), () => save('ready'), { look: 'btn btn-primary' }),
				button(say('save-draft'), () => save('draft'), { look: 'btn' }),
				button(say('close'), async () => {
					if (isTouched && !confirm(say('close-sure'))) return
					await leave()
					place.replaceChildren()
					await closed('')
				})
			)
		)
	)
	form.addEventListener('submit', (event) => {
		event.preventDefault()
		event.stopPropagation()
		void save('ready')
	})
	if (capture?.state === 'refused')
		showFaults(capture.faults?.length > 0 ? capture.faults : [{ name: '', message: capture.message }])
	work()
	clearTimeout(timer)
	isTouched = false
	document.addEventListener('visibilitychange', () => document.hidden && void keepOpen(), { signal: stop.signal })
	void navigator.locks.request(openForms(kept), { mode: 'shared' }, () => {
		if (!isOver) return new Promise((resolve) => (release = resolve))
	})
	heading.focus()
	return {
		end,
		leave,
		async keepDraft() {
			// What was pressed a moment before is done first: kept as ready to be sent it does not become a draft again.
			await writing
			if (isOver) return
			const isReady = capture?.state === 'ready' && faultsIn(form, pack, standing).filter(notKept).length === 0
			if (isTouched) await keep(isReady ? 'ready' : 'draft')
			else await leave()
			place.replaceChildren()
		}
	}
}

/** Beside each place a button that asks the device where it is; nothing asks it but that. */
function drawPlaces(form) {
	if (!navigator.geolocation) return
	for (const latitude of form.querySelectorAll('input[name$=":latitude"]')) {
		const stem = latitude.name.slice(0, -':latitude'.length)
		const longitude = form.elements.namedItem(`${stem}:longitude`)
		if (!longitude) continue
		const told = make('span', { className: 'hint' })
		told.setAttribute('role', 'status')
		const asking = button(say('place'), () =>
			navigator.geolocation.getCurrentPosition(
				({ coords }) => {
					latitude.value = coords.latitude.toFixed(6)
					longitude.value = coords.longitude.toFixed(6)
					told.textContent = ''
					form.dispatchEvent(new Event('input', { bubbles: true }))
				},
				() => (told.textContent = say('place-none')),
				{ enableHighAccuracy: true, timeout: 60_000, maximumAge: 60_000 }
			)
		)
		latitude.closest('.field')?.before(make('div', { className: 'row' }, asking, told))
	}
}
