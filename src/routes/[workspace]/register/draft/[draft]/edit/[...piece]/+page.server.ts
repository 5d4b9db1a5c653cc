import { editDraft, moveDraftPiece, takeOutOfDraft } from '#modules/registers/drafting/draft-commands.ts'
import { lifeTable, lifePicture } from '#modules/registers/drafting/life-picture.ts'
import {
	effectsOf,
	findPiece,
	isSection,
	looseOf,
	nameAmong,
	NEW,
	type Piece
} from '#modules/registers/drafting/loose-declaration.ts'
import { drawPiece } from '#modules/registers/drafting/piece-form.ts'
import { EFFECT_TYPES, FIELD_TYPES, ROW_TYPES, isFieldType, typeOf } from '#modules/registers/drafting/piece-inputs.ts'
import { optionsOfThings } from '#modules/registers/drafting/piece-options.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { draftPage, languagesOf, outsideOf, pieceAt, sentOf } from '../../../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Page = Awaited<ReturnType<typeof draftPage>>
type Words = App.Locals['words']

const TYPED: Readonly<Record<string, readonly string[]>> = {
	field: FIELD_TYPES,
	'row-field': ROW_TYPES,
	effect: EFFECT_TYPES
}

/** The types to choose from, each with what it is for. */
const choicesOf = (words: Words, piece: Piece, here: string) =>
	(TYPED[piece.shape] ?? []).map((type) => ({
		type,
		label: words.t(piece.shape === 'effect' ? `registers.draft.effect.${type}` : `registers.declaring.type.${type}`),
		href: `${here}?type=${type}`
	}))

type Thing = { piece: string; href: string; label: string; key: string; note: string }

/** The things of a list, as its page shows them. */
function thingsIn({ words }: App.Locals, { home, plain }: Page, list: string): Thing[] {
	const loose = looseOf(plain)
	const [section = '', name, inner] = list.split('/')
	const thing = (
		things: readonly { key: string; names: Readonly<Record<string, string>> }[],
		note: (index: number) => string
	): Thing[] =>
		things.map((one, index) => {
			const piece = `${list}/${nameAmong(things, index)}`
			return {
				piece,
				href: pieceAt(home, piece),
				label: optionsOfThings(words, [one])[0]?.label ?? words.t('registers.draft.unnamed'),
				key: one.key.startsWith('~') ? '' : one.key,
				note: note(index)
			}
		})
	const typed = (type: string) => (isFieldType(type) ? words.t(`registers.declaring.type.${type}`) : type)
	if (name !== undefined && inner === undefined && section === 'tables') {
		const fields = findPiece(plain, list)
		const table = loose.tables[fields?.index ?? -1]
		return thing(table?.fields ?? [], (index) => typed(table?.fields[index]?.type ?? ''))
	}
	if (name !== undefined && inner === undefined && section === 'moves') {
		const effects = effectsOf(plain, findPiece(plain, list)?.index ?? -1)
		return effects.map((effect, index) => {
			const type = typeOf('effect', effect)
			const piece = `${list}/~${String(index)}`
			return {
				piece,
				href: pieceAt(home, piece),
				label: words.t(type === '' ? 'registers.draft.unnamed' : `registers.draft.effect.${type}`),
				key: '',
				note: ''
			}
		})
	}
	if (name !== undefined || !isSection(section)) return []
	const nameOf = (keys: readonly string[]) =>
		words.list(
			keys.map(
				(key) =>
					optionsOfThings(
						words,
						loose.states.filter((state) => state.key === key)
					)[0]?.label ?? key
			)
		)
	return thing(loose.sections[section] ?? [], (index) => {
		switch (section) {
			case 'fields':
				return [
					typed(loose.fields[index]?.type ?? ''),
					loose.fields[index]?.required ? words.t('registers.draft.is-required') : '',
					loose.fields[index]?.retired ? words.t('registers.draft.is-retired') : ''
				]
					.filter(Boolean)
					.join(', ')
			case 'lists':
				return words.t('registers.draft.codes', { count: loose.lists[index]?.codes.length ?? 0 })
			case 'tables':
				return words.t('registers.draft.row-fields', { count: loose.tables[index]?.fields.length ?? 0 })
			case 'states':
				return loose.states[index]?.end ? words.t('registers.draft.input.state.end') : ''
			case 'moves': {
				const move = loose.moves[index]
				return move ? words.t('registers.draft.from-to', { from: nameOf(move.from), to: nameOf([move.to]) }) : ''
			}
			default:
				return ''
		}
	})
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const page = await draftPage({ locals, params, url })
	const { home, plain, head, keys } = page
	const name = params.piece
	const [section = ''] = name.split('/')
	const loose = looseOf(plain)
	const life =
		name === 'states' || name === 'moves' ? { drawing: lifePicture(words, loose), rows: lifeTable(words, loose) } : null
	const common = { head, keys, piece: name, section, here: pieceAt(home, name), life }
	if (isSection(name))
		return {
			...common,
			shape: null,
			isNew: false,
			type: '',
			types: [],
			fields: [],
			title: '',
			things: thingsIn(locals, page, name)
		}
	const piece = findPiece(plain, name)
	if (!piece) refusePage(locals, url, absent('registers.draft.no-such-piece', { piece: name.slice(0, 120) }))
	const isNew = piece.index === null
	const asked = url.searchParams.get('type')
	const types = choicesOf(words, piece, common.here)
	const type = types.find((one) => one.type === asked)?.type ?? typeOf(piece.shape, piece.value)
	const isChosen = types.length === 0 || type !== ''
	const outside = await outsideOf(locals, page.draft.register)
	return {
		...common,
		shape: piece.shape,
		isNew,
		type,
		types,
		title: isNew
			? ''
			: (optionsOfThings(words, piece.beside.slice(piece.index ?? 0, (piece.index ?? 0) + 1))[0]?.label ?? ''),
		fields: isChosen ? drawPiece({ words, plain, piece, type, languages: languagesOf(locals), outside }) : [],
		things: isNew ? [] : thingsIn(locals, page, name)
	}
}

type Addressed = { params: Readonly<Record<string, string | undefined>>; url: URL }
const homeOf = ({ params }: Addressed) => `/${params['workspace'] ?? ''}/register/draft/${params['draft'] ?? ''}`

/** Where the page of a list stands after one of its things was saved, moved or taken out. */
const listOf = (piece: string) => piece.split('/').slice(0, -1).join('/')
/** Of a table and of a move the page has a list of its own. */
const hasOwnList = (piece: string) => /^(tables|moves)\/[^/]+$/.test(piece)

export const actions: Actions = {
	save: formAction(
		editDraft,
		({ params, url }, form) => ({
			piece: params['piece'],
			...(url.searchParams.has('type') ? { type: url.searchParams.get('type') ?? '' } : {}),
			values: sentOf(form)
		}),
		({ piece }, event) => {
			const sent = event.params['piece'] ?? ''
			// A table has no fields yet: what comes next is to add one.
			if (sent === `tables/${NEW}`) return `${pieceAt(homeOf(event), piece)}/${NEW}`
			const list = hasOwnList(piece) && sent.endsWith(NEW) ? piece : listOf(piece)
			return list === '' ? homeOf(event) : pieceAt(homeOf(event), list)
		}
	),
	move: formAction(moveDraftPiece, undefined, (_done, { url }) => url.pathname),
	out: formAction(takeOutOfDraft, undefined, (_done, { url }) => url.pathname)
}
