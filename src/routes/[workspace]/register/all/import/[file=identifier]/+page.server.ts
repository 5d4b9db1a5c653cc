import { importRegisters } from '#modules/registers/exchange/all-registers.ts'
import { previewRegisters } from '#modules/registers/exchange/preview-all.ts'
import { formAction, formKeys, refusalSentence } from '../../../../../face.server.ts'
import { sayFaults } from '../../../../../import-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const preview = await locals.ask(previewRegisters, { file: params.file })
	const { faults, declarations, registers, name, digest, faultsTotal } = preview
	const sum = (of: 'added' | 'changed' | 'unchanged' | 'refused') => registers.reduce((all, one) => all + one[of], 0)
	const totals = { added: sum('added'), changed: sum('changed'), unchanged: sum('unchanged'), refused: sum('refused') }
	const declared = registers.filter(({ from, to }) => from !== to).length
	return {
		keys: formKeys(locals),
		name,
		digest,
		faultsTotal,
		totals,
		declared,
		todo: totals.added + totals.changed + declared,
		// Anybody can write an address: only where the file has nothing left to do can it have come in.
		isDone: url.searchParams.has('done') && faultsTotal === 0 && totals.added + totals.changed + declared === 0,
		registers: registers.map((one) => ({
			...one,
			name: one.names['en'] === undefined ? one.register : words.name(one.names)
		})),
		faults: [
			...declarations.map(({ register, line, code, params: told }) => ({
				place: words.t('registers.all.place', { file: `${register}.yaml`, line: line ?? 0 }),
				reason: refusalSentence(words, { code, params: told })
			})),
			...sayFaults(words, faults)
		]
	}
}

export const actions: Actions = {
	default: formAction(
		importRegisters,
		({ params }) => ({ file: params['file'], mayWait: true }),
		({ job }, { url, cookies }) => {
			if (job === null) return `${url.pathname}?done`
			// Nothing is done yet: the page of the job says when it is.
			cookies.delete('pitso_done', { path: '/' })
			return `${url.pathname}/progress?job=${job}`
		}
	)
}
