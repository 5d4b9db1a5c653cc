import { importEntries } from '#modules/registers/exchange/exchange-operations.ts'
import { DAY_ORDERS } from '#modules/registers/exchange/written-day.ts'
import { previewEntryImport } from '#modules/registers/exchange/preview-entries.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { sayFaults } from '../../../../../import-page.server.ts'
import { registerPage } from '../../list.server.ts'
import { doer } from '#modules/directory/page-links.ts'
import { columnNames } from './column-names.server.ts'
import { addressOf, columnFields, saidAgain, saidColumns, saidDays } from './said-columns.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const numbers = url.searchParams.get('numbers') === 'keep' ? 'keep' : 'refuse'
	const said = saidColumns(url.searchParams)
	const days = saidDays(url.searchParams)
	const [shown, preview] = await Promise.all([
		registerPage({ locals, params }),
		locals.ask(previewEntryImport, { register: params.register, file: params.file, numbers, columns: said, days })
	])
	const { faults, broughtIn, matched, columns, ...rest } = preview
	const { words } = locals
	const called = columnNames(shown.compiled, words)
	const { counts } = rest
	// Anybody can write an address: only where the file has nothing left to do can it have come in.
	const isDone =
		url.searchParams.has('done') && counts.added + counts.changed + counts.refused === 0 && preview.faultsTotal === 0
	// What came in stands there by now: it is told as what was done, and no more of it than there is.
	const added = isDone ? Math.min(broughtIn?.added ?? 0, counts.there) : counts.added
	const changed = isDone
		? Math.min(Math.max(0, Number(url.searchParams.get('changed')) || 0), counts.unchanged)
		: counts.changed
	const done = { ...counts, added, changed, there: counts.there - added, unchanged: counts.unchanged - changed }
	return {
		keys: formKeys(locals),
		title: words.name(shown.register.title),
		home: shown.home,
		isKept: numbers === 'keep',
		said: saidAgain(url.searchParams),
		days: {
			said: days ?? null,
			isAsked: days !== undefined || preview.hasTwoWayDays,
			// Each way of writing is a look at the file anew.
			choices: [...DAY_ORDERS, 'neither'].map((order) => ({
				order,
				href: `?${addressOf(said, { numbers, ...(order === 'neither' ? {} : { days: order }) })}`
			}))
		},
		columns: columnFields(words, {
			said,
			unknown: columns.unknown,
			free: columns.free.map(({ header, names }) => ({ header, label: words.name(names) }))
		}),
		preview: {
			...rest,
			counts: isDone ? done : counts,
			broughtIn: broughtIn && {
				by: doer(words, broughtIn),
				at: words.instant(broughtIn.at.toISOString()),
				added: broughtIn.added
			},
			matched: matched.map(({ text, record }) => ({
				text,
				record: `${words.name(record.title)} (${record.reference})`
			})),
			readOver: rest.readOver.map(called),
			added: rest.added.map((row) => ({
				...row,
				cells: row.cells.map(({ header, after }) => ({ header: called(header), after }))
			})),
			changed: rest.changed.map((row) => ({
				...row,
				cells: row.cells.map((cell) => ({ ...cell, header: called(cell.header) }))
			}))
		},
		isDone,
		faults: sayFaults(words, faults)
	}
}

export const actions: Actions = {
	default: formAction(
		importEntries,
		({ params, url }) => ({
			register: params['register'],
			file: params['file'],
			columns: saidColumns(url.searchParams),
			days: saidDays(url.searchParams),
			mayWait: true
		}),
		({ job, there, left, changed }, { url, cookies }) => {
			// What was left would be offered once more.
			if (job === null && there + left > 0) return url.pathname.replace(/\/import\/[^/]+$/, '')
			if (job === null) return `${url.pathname}?${saidAgain(url.searchParams, { done: '', changed: String(changed) })}`
			// Nothing is done yet: the page of the job says when it is.
			cookies.delete('pitso_done', { path: '/' })
			return `${url.pathname}/progress?${saidAgain(url.searchParams, { job })}`
		}
	)
}
