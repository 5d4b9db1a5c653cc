import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, readCursor, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, RecordHead } from '#platform/records/find-record.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { DECLARED_STATUSES, keepsStructure, LEVELS } from '#modules/directory/rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { whyNotActivate, whyNotStandDown } from './activation-rules.ts'
import { FUNCTIONALITIES } from './cadence.ts'
import { Activation, CadenceItem, CadencePeriod } from './cadence-outputs.ts'
import { readCadences, structureRows, withLastMeetings, withMeetings, type Read } from './read-cadence.server.ts'

export const CadencePage = CadenceItem.extend({
	structure: RecordHead,
	years: z.array(z.object({ year: z.int(), periods: z.array(CadencePeriod) })),
	activations: z.array(Activation),
	may: z.object({ setRhythm: z.boolean(), activate: z.boolean(), standDown: z.boolean(), setStatus: z.boolean() }),
	/** Of what the seat has the right to: the rule that forbids it as the structure stands now. */
	whyNot: z.object({ activate: z.string().nullable(), standDown: z.string().nullable() })
})
export type CadencePage = z.output<typeof CadencePage>

/** Whether a structure keeps its rhythm: the parts of the last five years, what it does beside what is declared, what is asked next. */
export const getCadence = query({
	name: 'cadence.ofStructure',
	input: z.strictObject({ structure: Reference }),
	output: CadencePage,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: everyone,
	async run(here, _input, { row: _row, status, chairActorId, secretaryActorId, ...head }) {
		const rows = await structureRows(here).where('record.id', '=', head.id).execute()
		const [read] = await readCadences(here, rows)
		if (!read) throw new Error(`structure ${head.reference} has no row`)
		const [[item], periods, activations] = await Promise.all([
			withLastMeetings(here, [read]),
			withMeetings(here, read),
			activationsOf(here, head.id)
		])
		if (!item) throw new Error(`structure ${head.reference} was not read`)
		const keeps = keepsStructure(here.seat, { chairActorId, secretaryActorId })
		const facts = {
			status,
			rhythm: item.rhythm?.kind ?? null,
			isOpen: activations.some(({ to }) => to === null || to > here.today),
			isActive: head.state === 'active'
		}
		return {
			...item,
			structure: head,
			years: [...Map.groupBy(periods, ({ to }) => Number(to.slice(0, 4)))].map(([year, some]) => ({
				year,
				periods: some
			})),
			activations,
			may: {
				setRhythm: keeps && status !== 'dissolved' && head.state === 'active',
				activate: keeps && whyNotActivate(facts) === null,
				standDown: keeps && whyNotStandDown(facts) === null,
				setStatus: keeps
			},
			whyNot: {
				activate: keeps ? whyNotActivate(facts) : null,
				standDown: keeps ? whyNotStandDown(facts) : null
			}
		}
	}
})

const ACTIVATIONS_MOST = 200

async function activationsOf(here: Here, structureId: string): Promise<Activation[]> {
	const rows = await here.tx
		.selectFrom('structure_activation')
		.select(['id', 'from_day', 'to_day', 'reason', 'end_reason', 'origin'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.orderBy('from_day', 'desc')
		.limit(ACTIVATIONS_MOST)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		from: row.from_day,
		to: row.to_day,
		reason: row.reason,
		endReason: row.end_reason,
		origin: row.origin
	}))
}

export const AGREEMENTS = ['agrees', 'disagrees'] as const
export const NEXTS = ['not-called', 'not-set'] as const

const ListInput = listInput(
	{
		functionality: AnyOf(z.enum(FUNCTIONALITIES)),
		status: AnyOf(z.enum(DECLARED_STATUSES)),
		level: AnyOf(z.enum(LEVELS)),
		agreement: AnyOf(z.enum(AGREEMENTS)),
		/** The meeting that the rhythm asks for now: its notice must go out and has not, or nobody has set its day. */
		next: AnyOf(z.enum(NEXTS)),
		/** Of the structures of the seat that asks, or of the others. */
		mine: z.boolean()
	},
	['title', 'last', 'kept']
)
type ListInput = z.output<typeof ListInput>

const CadenceList = listed(CadenceItem).extend({
	counts: z.array(z.object({ functionality: z.enum(FUNCTIONALITIES), structures: z.int() }))
})
type CadenceList = z.output<typeof CadenceList>

// All structures are judged over years of meetings to show some of them.
const lists = keepAnswersOfRecords<CadenceList>()

/** All structures: what is declared of each beside what its meetings say. */
export const listCadences = query({
	name: 'cadence.list',
	input: ListInput,
	output: CadenceList,
	about: nothing,
	allow: everyone,
	// Which structures are those of a seat hangs on the secretariat of the workspace, as it is known to this request.
	run: (here, input) =>
		lists(here, [JSON.stringify(input), here.workspace.secretariatActorId, here.workspace.language], () =>
			cadencesListed(here, input)
		)
})

async function cadencesListed(here: Here, input: ListInput): Promise<CadenceList> {
	const { filter = {} } = input
	let rows = structureRows(here).where('record.state', '=', 'active')
	if (filter.level) rows = rows.where('structure.level', 'in', filter.level)
	if (filter.status) rows = rows.where('structure.declared_status', 'in', filter.status)
	if (filter.mine !== undefined) {
		const own = anyOf((await structuresOfSeat(here)).all)
		rows = rows.where((where) =>
			filter.mine === true ? where('record.id', '=', own) : where.not(where('record.id', '=', own))
		)
	}
	const read = await readCadences(here, await rows.execute())
	const matching = read.filter(({ item }) => isMatching(item, filter))
	const { part, found } = pieceOf(here, matching, input)
	// Last meetings are named for the page alone.
	const items = new Map((await withLastMeetings(here, found.slice(0, input.limit))).map((item) => [item.id, item]))
	const list = toList(here.secret, part, found.map(toRow), matching.length, input, {
		value: () => null,
		item: ({ id }) => items.get(id)
	})
	return {
		...list,
		items: list.items.filter((item) => item !== undefined),
		counts: FUNCTIONALITIES.map((functionality) => ({
			functionality,
			structures: read.filter(({ item }) => item.functionality === functionality).length
		}))
	}
}

type Filter = {
	functionality?: readonly string[] | undefined
	agreement?: readonly string[] | undefined
	next?: readonly string[] | undefined
}

function isMatching(item: Read['item'], { functionality, agreement, next }: Filter) {
	if (functionality && !functionality.includes(item.functionality)) return false
	if (agreement && !agreement.includes(item.disagreement === null ? 'agrees' : 'disagrees')) return false
	if (!next) return true
	const lacks = item.next?.lacks
	return (lacks === 'notice' && next.includes('not-called')) || (lacks === 'meeting' && next.includes('not-set'))
}

const toRow = ({ structure }: Read) => ({ id: structure.id })

const kept = ({ item: { periods } }: Read) => (periods.ended === 0 ? -1 : periods.kept / periods.ended)

// What a structure does is worked out, not stored, so the order and the place in it are found here: structures are few.
function pieceOf(
	here: Here,
	rows: readonly Read[],
	input: { sort: string; limit: number; after?: string | undefined; before?: string | undefined }
) {
	const isDescending = input.sort.startsWith('-')
	const by = input.sort.replace('-', '')
	const ordered = rows.toSorted((one, other) => {
		if (by === 'last') return (one.last?.day ?? '') < (other.last?.day ?? '') ? -1 : 1
		return by === 'kept' ? kept(one) - kept(other) : 0
	})
	if (isDescending) ordered.reverse()
	const part = listPart(here.secret, input, {}, 'record.id')
	const { isBackwards, limit } = part
	const text = isBackwards ? input.before : input.after
	const cursor =
		text === undefined ? undefined : readCursor(here.secret, text, input.sort, isBackwards ? 'before' : 'after')
	const at = cursor ? ordered.findIndex(({ structure }) => structure.id === cursor.id) : -1
	const found = isBackwards
		? ordered.slice(0, Math.max(at, 0)).toReversed().slice(0, limit)
		: ordered.slice(at + 1, at + 1 + limit)
	return { part, found }
}
