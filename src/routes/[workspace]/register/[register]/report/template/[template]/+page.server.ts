import { offersOf } from '#modules/registers/edition/template-form.ts'
import { BLOCKS, sayBlock } from '#modules/registers/edition/block-form.ts'
import { makeEdition } from '#modules/registers/edition/edition-commands.ts'
import { listEditions } from '#modules/registers/edition/edition-queries.ts'
import { sayPeriod } from '#modules/registers/edition/periods.ts'
import { editionPage } from '#modules/registers/edition/report-links.ts'
import { getTemplate } from '#modules/registers/edition/template-queries.ts'
import { formAction, formKeys, refusalSentence } from '../../../../../../face.server.ts'
import { registerPage } from '../../../list.server.ts'
import { layoutAction, layoutOf, recipientsOf } from '../../template-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const EDITIONS = 50

export const load: PageServerLoad = async ({ locals, params }) => {
	const { words } = locals
	const [{ register, compiled, home }, template] = await Promise.all([
		registerPage({ locals, params }),
		locals.ask(getTemplate, { template: params.template })
	])
	const { definition } = template
	const offers = offersOf(words, compiled, definition.audience)
	const { items } = await locals.ask(listEditions, { filter: { template: template.reference }, limit: EDITIONS })
	const last = template.lastEnded
	return {
		title: words.name(register.title),
		home,
		page: `${home}/report/template/${template.reference}`,
		record: `/${params.workspace}/report-template/${template.reference}`,
		template,
		mayWithdraw: locals.seat.role === 'administrator' || locals.seat.role === 'secretariat',
		dayLabel:
			definition.day === undefined
				? words.t('registers.template.day.none')
				: (offers.days.find(({ value }) => value === definition.day)?.label ?? definition.day),
		recipients: template.may.change ? await recipientsOf(locals, compiled, definition) : [],
		last: last && { day: last.first, label: sayPeriod(words, definition.period, last) },
		unfit: template.unfit.map(({ code, found }) =>
			refusalSentence(words, { code: `registers.fault.${code}`, params: { found, line: 0, place: '' } })
		),
		blocks: definition.blocks.map((block, place) => ({
			place,
			kind: block.block,
			name: sayBlock(words, block, offers)
		})),
		kinds: BLOCKS,
		editions: items.map((edition) => ({
			name: words.name(edition.title),
			href: editionPage(params.workspace, edition),
			progress: edition.progress
		})),
		keys: formKeys(locals)
	}
}

const placeIn = (sent: FormData) => Number(sent.get('report:place'))

export const actions: Actions = {
	make: formAction(
		makeEdition,
		({ params }, form) => {
			const text = (name: string) => {
				const value = form.get(`report:${name}`)
				return typeof value === 'string' && value !== '' ? { [name]: value } : {}
			}
			return {
				template: params['template'],
				mayWait: true,
				...text('day'),
				...text('from'),
				...text('until')
			}
		},
		({ reference, job }, event) =>
			job === null
				? `/${event.params['workspace'] ?? ''}/register/${event.params['register'] ?? ''}/report/edition/${reference}`
				: `${layoutOf(event)}/progress?job=${job}`
	),
	up: layoutAction(
		(definition, sent) => {
			const place = placeIn(sent)
			const blocks = [...definition.blocks]
			const [block] = blocks.splice(place, 1)
			return { ...definition, blocks: block ? blocks.toSpliced(Math.max(0, place - 1), 0, block) : definition.blocks }
		},
		(event) => `${layoutOf(event)}#blocks`
	),
	remove: layoutAction(
		(definition, sent) => ({
			...definition,
			blocks: definition.blocks.filter((_block, place) => place !== placeIn(sent))
		}),
		(event) => `${layoutOf(event)}#blocks`
	)
}
