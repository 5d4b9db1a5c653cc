import { relatePolicies } from '#modules/instruments/relation/relation-commands.ts'
import { RELATED_KINDS, type RelatedKind } from '#modules/instruments/relation/relation-rules.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { findHead, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const FOUND_MOST = 25

const kindOf = (text: string | null): RelatedKind => RELATED_KINDS.find((kind) => kind === text) ?? 'policy'

export const load: PageServerLoad = async ({ locals, url }) => {
	const { searchParams } = url
	const chosen = searchParams.get('from')
	const kind = kindOf(searchParams.get('fromKind'))
	const head = chosen ? await findHead(locals, kind, chosen) : undefined
	refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat) || head !== undefined, 'policy.relate')
	const words = (searchParams.get('words') ?? '').trim()
	const { items } =
		words === ''
			? { items: [] }
			: await locals.ask(searchRecords, { words, kinds: [...RELATED_KINDS], limit: FOUND_MOST })
	return {
		keys: formKeys(locals),
		words,
		from: head
			? { value: `${kind}:${head.reference}`, label: nameOf(locals.words, head), reference: head.reference, kind }
			: null,
		found: items.map((record) => ({
			value: `${record.kind}:${record.reference}`,
			label: locals.words.t('relation.found', {
				name: nameOf(locals.words, record),
				kind: locals.words.t(`kind.${record.kind}`)
			})
		}))
	}
}

// A side is chosen as its kind and its key, which no field of the command takes in one.
const side = (form: FormData, name: 'from' | 'to') => {
	const chosen = form.get(`${name}:record`)
	const [kind = '', reference = ''] = typeof chosen === 'string' ? chosen.split(':') : []
	return { [name]: reference, [`${name}Kind`]: kindOf(kind) }
}

export const actions: Actions = {
	default: formAction(
		relatePolicies,
		(_event, form) => ({ ...side(form, 'from'), ...side(form, 'to') }),
		({ id }, { params }) => `/${params['workspace'] ?? ''}/harmonization/relation/${id}`
	)
}
