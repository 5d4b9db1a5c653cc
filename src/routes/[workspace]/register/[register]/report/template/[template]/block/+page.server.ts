import {
	blockFields,
	blockFrom,
	blockKind,
	figuresOffered,
	freshKey,
	placeField,
	sayBlock,
	withBlock
} from '#modules/registers/edition/block-form.ts'
import type { ReportDefinition } from '#modules/registers/edition/definition.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formKeys, refusePage } from '../../../../../../../face.server.ts'
import { changingLayout, layoutAction, layoutOf, placeOf } from '../../../template-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The block an address is about: one that is there, by its place, or a new one of a kind. */
function blockAt({ blocks }: Pick<ReportDefinition, 'blocks'>, url: URL) {
	const place = url.searchParams.get('place')
	const given = place === null ? undefined : blocks[Number(place)]
	const kind = given?.block ?? blockKind(url.searchParams.get('kind'))
	return kind === undefined ? null : { kind, given: given ?? null, place: given === undefined ? null : Number(place) }
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { title, name, page, home, template, offers } = await changingLayout({ locals, params, url })
	const block = blockAt(template.definition, url)
	if (!block) refusePage(locals, url, absent('registers.no-such-block'))
	const { kind, given, place } = block
	const { words } = locals
	const { definition } = template
	const others = definition.blocks.filter((_one, at) => at !== place).map((one) => sayBlock(words, one, offers))
	const figures = figuresOffered(words, definition, offers)
	return {
		title,
		name,
		page,
		home,
		kind,
		action: place === null ? `?kind=${kind}` : `?place=${String(place)}`,
		keys: { ...formKeys(locals), version: template.version },
		fields: [
			...blockFields(words, { kind, offers, place: placeOf(locals), figures }, given),
			placeField(words, others, place ?? others.length)
		]
	}
}

export const actions: Actions = {
	default: layoutAction(
		(definition, sent, { url, locals }) => {
			const block = blockAt(definition, url)
			if (!block) throw absent('registers.no-such-block')
			const { kind, given, place } = block
			const { languages } = placeOf(locals)
			const key = given?.key ?? freshKey(kind, definition.blocks)
			const made = blockFrom(sent, { kind, key, languages, given })
			const others = definition.blocks.filter((_one, at) => at !== place)
			return { ...definition, blocks: withBlock(others, made, sent, place) }
		},
		(event) => `${layoutOf(event)}#blocks`
	)
}
