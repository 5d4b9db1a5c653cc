import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { importStatuses, previewStatuses } from '#modules/instruments/instrument/status-table-commands.ts'
import { placeOf } from '#platform/exchange/place-words.ts'
import { formAction } from '../../../../../face.server.ts'
import { sayFaults } from '../../../../../import-page.server.ts'
import { backTo, formOf } from '../../../../record-page.server.ts'
import { dayIn } from '../../../instrument-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const asOf = dayIn(url, 'asOf')
	const [instrument, { faults, doubts, ...preview }] = await Promise.all([
		locals.ask(getInstrument, { instrument: params.reference }),
		locals.ask(previewStatuses, { instrument: params.reference, file: params.file, ...(asOf ? { asOf } : {}) })
	])
	const inFile = (place: string) => words.t('instrument.import.in-file', { file: preview.file, place })
	return {
		...formOf(locals, instrument),
		preview,
		faults: sayFaults(words, faults).map(({ place, reason }) => ({ place: inFile(place), reason })),
		// The heading and what is no table at all cannot be left out.
		skippable: faults.every(({ row }) => row > 1) ? [...new Set(faults.map(({ row }) => row))] : [],
		doubts: doubts.map((doubt) => ({
			place: inFile(placeOf(words, doubt)),
			reason: words.t(`instruments.doubt.${doubt.code.replace('instruments.', '')}`, {
				...doubt.params,
				...(typeof doubt.params['day'] === 'string' ? { day: words.partial(doubt.params['day']) } : {})
			})
		}))
	}
}

export const actions: Actions = {
	default: formAction(
		importStatuses,
		({ params }, form) => ({
			instrument: params['reference'],
			file: params['file'],
			skip: form.getAll('skip').map(Number)
		}),
		backTo('instrument')
	)
}
