import { importEntries } from '#modules/registers/exchange/exchange-operations.ts'
import { previewEntryImport } from '#modules/registers/exchange/preview-entries.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { sayFaults } from '../../../../../import-page.server.ts'
import { registerPage } from '../../list.server.ts'
import { doer } from '#modules/directory/page-links.ts'
import { columnNames } from './column-names.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const numbers = url.searchParams.get('numbers') === 'keep' ? 'keep' : 'refuse'
	const [shown, preview] = await Promise.all([
		registerPage({ locals, params }),
		locals.ask(previewEntryImport, { register: params.register, file: params.file, numbers })
	])
	const { faults, broughtIn, matched, ...rest } = preview
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
		({ params }) => ({ register: params['register'], file: params['file'], mayWait: true }),
		({ job, there, left, changed }, { url, cookies }) => {
			// What was left would be offered once more.
			if (job === null && there + left > 0) return url.pathname.replace(/\/import\/[^/]+$/, '')
			if (job === null) return `${url.pathname}?done&changed=${String(changed)}`
			// Nothing is done yet: the page of the job says when it is.
			cookies.delete('pitso_done', { path: '/' })
			return `${url.pathname}/progress?job=${job}`
		}
	)
}
