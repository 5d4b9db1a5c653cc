import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { whyNotMove, type AskingSeat } from '../entry/entry-access.ts'
import { mayAssignAll } from '../entry/effects.server.ts'
import { itemsOf } from '../entry/entry-queries.ts'
import { noteTold } from '../entry/personal.ts'
import { askingOf, joined, readParts, type KeptPart } from '../entry/read-entry.server.ts'
import { EntryFilter, FieldKey, narrowingOf } from '../listing/narrowing.server.ts'
import { columnsAtFirst, offerOf } from '../listing/offer.ts'
import { scopeOf, type Narrowing } from '../listing/scope-entries.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { Board } from './figure-outputs.ts'
import { countKey, STATE } from './figure-rules.ts'
import { declaredValues, groupOrder } from './group-order.ts'
import { isWhole } from './read-cells.server.ts'
import { readFigures } from './read-figures.server.ts'
import { boardField } from './told-apart.server.ts'

// A board is looked at, not read through: more stand in the list behind each column.
const CARDS = 10
const CARDS_MOST = 50
const COLUMNS_MOST = 24
const COUNTED = 100
const FACTS = 3

/** The entries of a register as cards, in a column for each state or each value of a field. */
export const boardEntries = query({
	name: 'entry.board',
	input: z.strictObject({
		register: Reference,
		/** The key of a field of few values, or `state`. */
		by: FieldKey.default(STATE),
		filter: EntryFilter.optional(),
		/** The fields told on a card. */
		facts: z.array(FieldKey).max(8).optional(),
		/** How many cards of each column. */
		limit: z.int().min(1).max(CARDS_MOST).default(CARDS)
	}),
	output: Board,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, { by, filter, facts, limit }, register) {
		const { compiled } = register
		boardField(here, compiled, by)
		noteTold(here, compiled, [by])
		const asked = narrowingOf(here, register, filter)
		const kept = await readFigures(here, register.id, [countKey(by)])
		const totals = new Map((kept.get(countKey(by)) ?? []).map(({ group, records }) => [group, records]))
		const { shown, leftOut } = columnsOf(compiled, by, totals, asked)
		const whole = isWhole(asked)
		const columns = await cardsIn(here, register, { by, asked, values: shown, most: whole ? limit : COUNTED + 1 })
		const ids = columns.flatMap((column) => column.ids.slice(0, limit))
		const { items, names, seats } = await itemsOf(here, ids, factsOf(here, compiled, facts, by))
		const moves = await movesOf(here, compiled, ids)
		const byId = new Map(items.map((item) => [item.id, { ...item, moves: moves.get(item.id) ?? [] }]))
		return {
			by,
			leftOut,
			names,
			seats,
			columns: columns.map(({ value, ids: some }) => ({
				value,
				records: whole ? (totals.get(value) ?? 0) : Math.min(some.length, COUNTED),
				isMore: !whole && some.length > COUNTED,
				cards: some.slice(0, limit).flatMap((id) => byId.get(id) ?? [])
			}))
		}
	}
})

/** The columns in their order: all states, and the values of a field that some entry holds. */
function columnsOf(
	compiled: CompiledRegister,
	by: string,
	totals: ReadonlyMap<string, number>,
	{ standing, fields }: Narrowing
): { shown: string[]; leftOut: number } {
	const held = [...totals.keys()].filter((value) => value !== '')
	const values = by === STATE ? (declaredValues(compiled, by) ?? []) : held.sort(groupOrder(compiled, by))
	const wished = by === STATE ? standing : fields[by]
	const narrowed = Array.isArray(wished) ? values.filter((value) => wished.includes(value)) : values
	return { shown: narrowed.slice(0, COLUMNS_MOST), leftOut: Math.max(0, narrowed.length - COLUMNS_MOST) }
}

type Column = { value: string; ids: string[] }

/** The newest entries of each column, by its index: one statement for all columns. */
async function cardsIn(
	here: Here,
	{ compiled }: Register,
	{ by, asked, values, most }: { by: string; asked: Narrowing; values: readonly string[]; most: number }
): Promise<Column[]> {
	if (values.length === 0) return []
	const { tables, where, column } = await scopeOf(here, asked, by === STATE ? {} : { must: [by] })
	const one = compiled.fields.get(by)
	const suits: RawBuilder<unknown> =
		by === STATE
			? sql`open_part.state = each_value.held`
			: one?.column?.kind === 'number'
				? sql`${column(by) ?? sql.ref('record.id')} = each_value.held::bigint`
				: sql`${column(by) ?? sql.ref('record.id')} = each_value.held`
	// Identifiers are made in the order of time, and every index of a column ends in that of the entry.
	const newest = sql.ref('record.id')
	const isNumber = one?.column?.kind === 'number'
	const held = values.map((value) => (isNumber ? (value === 'yes' ? '1' : '0') : value))
	const found = sql<Column>`(
		select each_value.value, newest_of.ids
		from unnest(${[...values]}::text[], ${held}::text[]) with ordinality as each_value (value, held, place)
		cross join lateral (
			select coalesce(array_agg(of_one.id order by of_one.newest desc), '{}') as ids from (
				select record.id, ${newest} as newest from ${tables}
				where ${sql.join(where, sql` and `)} and ${suits} order by ${newest} desc limit ${most}
			) as of_one
		) as newest_of
		order by each_value.place ${sql.raw(PLANNED_EACH_TIME)})`
	return here.tx.selectFrom(found.as('columns')).select(['columns.value', 'columns.ids']).execute()
}

/** What a card tells: what is asked for, or the first fields that lists are narrowed by; nothing personal by itself. */
function factsOf(here: Here, compiled: CompiledRegister, wished: readonly string[] | undefined, by: string): string[] {
	const offer = offerOf(compiled, askingOf(here))
	if (wished) return wished.filter((key) => offer.columns.includes(key))
	const first = columnsAtFirst(offer)
	return first.filter((key) => key !== by && !compiled.personal.has(key)).slice(0, FACTS)
}

/** The moves that are open to the seat from where each entry stands. */
async function movesOf(here: Here, compiled: CompiledRegister, ids: readonly string[]) {
	const { moves } = compiled.declaration
	if (here.seat.role === 'public' || moves.length === 0 || ids.length === 0) return new Map<string, Move[]>()
	const seat = askingOf(here)
	const [rows, parts] = await Promise.all([
		here.tx
			.selectFrom('entry')
			.select(['id', 'state', 'entering_actor_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(ids))
			.execute(),
		isToldByRole(compiled, seat) ? new Map<string, KeptPart[]>() : readParts(here, ids)
	])
	const known = new Map<string, ReturnType<typeof officesOf>>()
	const offices = (structureId: string) => {
		const asking = known.get(structureId) ?? officesOf(here, structureId)
		known.set(structureId, asking)
		return asking
	}
	const found = new Map<string, Move[]>()
	for (const { id, state, entering_actor_id: enteringActorId } of rows) {
		const fields = joined(parts.get(id) ?? [])
		const asked = { seat, entry: { enteringActorId, state, values: fields }, values: { fields, tables: {} } }
		const open: Move[] = []
		for (const move of moves) {
			// What must be filled or hold first is told on the page of the move.
			const why = whyNotMove(compiled, { ...move, needs: [] }, { ...asked, today: here.today })
			if (why !== null && why.code !== 'condition') continue
			if (await mayAssignAll(here, compiled, move, asked.entry, offices)) open.push({ move: move.key, to: move.to })
		}
		found.set(id, open)
	}
	return found
}

/** True where the seat's role alone says which moves it may make, whoever stands in an entry. */
const isToldByRole = ({ declaration: { moves, groups } }: CompiledRegister, { role }: AskingSeat) =>
	moves.every(({ by, does }) => {
		// Which structure watches over what a move hands out stands in the entry.
		if (does.some((effect) => 'action' in effect && effect.watched_by !== undefined)) return false
		const own = groups.filter(({ key }) => by.includes(key))
		return (
			own.some(({ roles }) => roles.some((one) => one === role)) ||
			own.every(
				({ actor_in: actors, members_in: members, entering_actor: isEntering }) =>
					actors.length + members.length === 0 && !isEntering
			)
		)
	})

type Move = { move: string; to: string }
