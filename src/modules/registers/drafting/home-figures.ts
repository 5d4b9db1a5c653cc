import Big from 'big.js'
import { sql } from 'kysely'
import { z } from 'zod'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { command, everyone, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { keepAnswers } from '#platform/records/kept-answers.server.ts'
import { Translated } from '#platform/records/find-record.server.ts'
import { seenDeclaration } from '../listing/seen-declaration.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { rememberTold } from '../entry/said/ready-register.ts'
import { REGISTER_FIGURE } from '../figures/counted.server.ts'
import { Figures } from '../figures/figure-outputs.ts'
import { figuresFor } from '../figures/figure-queries.ts'
import { figuresOf } from '../figures/figure-rules.ts'
import type { Group } from '../figures/read-figures.server.ts'
import { compiledByDigest, getRegister, type Register } from '../registers.server.ts'

/** More figures than these nobody takes in at a glance. */
const FIGURES_MOST = 12

const HomeFigure = z.object({
	id: z.string(),
	register: z.string(),
	title: Translated,
	figure: z.string(),
	/** Whether it stands on everybody's home page, or on this seat's alone. */
	forAll: z.boolean(),
	/** Whether the seat may take it off. */
	mayTakeOff: z.boolean(),
	/** What the seat knows of the register, to say the figure by. */
	declaration: z.unknown(),
	/** True where invented entries are among those counted. */
	invented: z.boolean(),
	...Figures.shape
})

type Row = {
	id: string
	register_id: string
	figure: string
	seat_id: string | null
	key: string
	title: Record<string, string>
	digest: string
	invented: boolean
	place: number
	kept: { value: string; records: number; amount: string }[] | null
}

/**
 * The placed figures with all that is kept counted of them, in one statement: the home page is opened more often than any other.
 * The database gives the seat the registers it sees, and of each figure what its audience meets.
 */
const placed = (here: Here) =>
	sql<Row>`(
		select home_figure.id, home_figure.register_id, home_figure.figure, home_figure.seat_id, record.key, record.title, register.digest,
			exists (
				select 1 from tally
				where tally.workspace_id = home_figure.workspace_id and tally.kind = 'entry' and tally.part = register.id::text
					and tally.state = 'active' and tally.origin = 'invented' and tally.records > 0
			) as invented,
			(
				select json_agg(json_build_object('value', counted.value, 'records', counted.records, 'amount', counted.amount))
				from (
					select entry_tally.value, sum(entry_tally.records)::integer as records, sum(entry_tally.amount)::text as amount
					from entry_tally
					where entry_tally.workspace_id = ${here.workspace.id} and entry_tally.measure = ${REGISTER_FIGURE}
						and entry_tally.owner = register.id::text and entry_tally.other = home_figure.figure
					group by 1
					having sum(entry_tally.records) <> 0
				) as counted
			) as kept,
			row_number() over (order by home_figure.seat_id nulls first, home_figure.position, home_figure.id) as place
		from home_figure
		join register on register.workspace_id = home_figure.workspace_id and register.id = home_figure.register_id
		join record on record.workspace_id = register.workspace_id and record.id = register.id
		where home_figure.workspace_id = ${here.workspace.id} and record.state = 'active'
			and (home_figure.seat_id is null or home_figure.seat_id = ${here.seat.id}::uuid)
	)`

const Told = z.tuple([z.string(), z.string(), z.array(z.array(z.string()))])

/** What is kept of a figure, as the seat sees it: of one that reads several parts of an entry it must see each. */
function groupsOf({ seat }: Here, kept: Row['kept']): Group[] {
	const own = new Set(seat.audience)
	const groups = new Map<string, { records: number; sums: Map<string, Big> }>()
	for (const { value, records, amount } of kept ?? []) {
		const [group, currency, further] = Told.parse(JSON.parse(value))
		if (!further.every((audience) => audience.some((token) => own.has(token)))) continue
		const known = groups.get(group) ?? { records: 0, sums: new Map<string, Big>() }
		groups.set(group, known)
		known.records += records
		const sum = Big(amount)
		if (!sum.eq(0)) known.sums.set(currency, (known.sums.get(currency) ?? Big(0)).plus(sum))
	}
	return [...groups].map(([group, counted]) => ({ group, ...counted }))
}

const HomeFigures = z.object({ figures: z.array(HomeFigure) })
const answers = keepAnswers<z.output<typeof HomeFigures>>()

async function figuresAtHome(here: Here) {
	const rows = await here.tx.selectFrom(placed(here).as('placed')).selectAll().orderBy('place').execute()
	const registers = await compiledByDigest(
		here,
		rows.map(({ register_id: id, digest }) => ({ id, digest }))
	)
	const figures: z.output<typeof HomeFigure>[] = []
	for (const row of rows.slice(0, FIGURES_MOST)) {
		const compiled = registers.get(row.register_id)
		if (!compiled) continue
		const told = await figuresFor(
			here,
			{ id: row.register_id, compiled },
			() => Promise.resolve(new Map([[row.figure, groupsOf(here, row.kept)]])),
			row.figure
		)
		// What the seat is not told of has no place on its page either.
		if (told.headlines.length + told.charts.length === 0) continue
		figures.push({
			id: row.id,
			register: row.key,
			title: row.title,
			figure: row.figure,
			forAll: row.seat_id === null,
			mayTakeOff: mayChange(here, row.seat_id),
			declaration: rememberTold(seenDeclaration(compiled, askingOf(here)), compiled),
			invented: row.invented,
			...told
		})
	}
	return { figures }
}

/** The figures of registers on the home page of the seat: those of everybody first, then its own; each told as the seat sees it. */
export const listHomeFigures = query({
	name: 'homeFigure.list',
	input: z.strictObject({}),
	output: HomeFigures,
	about: nothing,
	allow: everyone,
	run: (here) => answers(here, [here.seat.id], () => figuresAtHome(here))
})

const holdsSeat = ({ seat }: Here) => seat.id !== null && seat.role !== 'public'
const mayChange = ({ seat }: Here, seatId: string | null) =>
	seatId === null ? seat.role === 'administrator' : seatId === seat.id

const Figure = z
	.string()
	.regex(/^(headline|chart)\.[a-z0-9]+(-[a-z0-9]+)*$/)
	.max(80)

const Placed = z.object({ id: z.string() })

const rowsFor = (here: Here, seatId: string | null) =>
	here.tx
		.selectFrom('home_figure')
		.select(['id', 'register_id', 'figure', 'position'])
		.where('workspace_id', '=', here.workspace.id)
		.where('seat_id', seatId === null ? 'is' : '=', seatId)
		.orderBy('position')
		.orderBy('id')
		.execute()

/** A figure that the register declares and the seat is told of; absent else. */
async function refuseUntold(here: Writing, register: Register, figure: string) {
	const isDeclared = figuresOf(register.compiled).some(({ key }) => key === figure)
	const told = isDeclared ? await figuresFor(here, register, () => Promise.resolve(new Map()), figure) : null
	if (!told || told.headlines.length + told.charts.length === 0)
		throw absent('registers.home.no-such-figure', { figure: figure.slice(0, 80) })
}

/** Puts a headline or a chart of a register on the home page of the seat, or, by administrators, on everybody's. */
export const placeHomeFigure = command({
	name: 'homeFigure.place',
	input: z.strictObject({ register: Reference, figure: Figure, forAll: z.boolean().default(false) }),
	output: Placed,
	about: (here, { register }) => getRegister(here, register),
	allow: (here, _register, { forAll }) => holdsSeat(here) && (!forAll || here.seat.role === 'administrator'),
	async run(here, { figure, forAll }, register) {
		await refuseUntold(here, register, figure)
		const seatId = forAll ? null : (here.seat.id ?? null)
		const rows = await rowsFor(here, seatId)
		const there = rows.find((row) => row.register_id === register.id && row.figure === figure)
		if (there) return { id: there.id }
		if (rows.length >= FIGURES_MOST) throw conflict('registers.home.too-many', { most: FIGURES_MOST })
		const position = Math.max(0, ...rows.map((row) => row.position)) + 1
		const id = await here.write.add('home_figure', { register_id: register.id, figure, seat_id: seatId, position })
		return { id }
	}
})

/** A placed figure of the seat's own page or of everybody's; of others' pages nothing is known. */
async function getPlaced(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('home_figure')
		.select(['id', 'seat_id', 'position'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row || (row.seat_id !== null && row.seat_id !== here.seat.id))
		throw absent('registers.home.no-such-figure', { figure: '' })
	return row
}

/** Takes a figure off the home page of the seat, or, by administrators, off everybody's. */
export const takeOffHomeFigure = command({
	name: 'homeFigure.takeOff',
	input: z.strictObject({ figure: Identifier }),
	output: Placed,
	about: (here, { figure }) => getPlaced(here, figure),
	allow: (here, { seat_id: seatId }) => holdsSeat(here) && mayChange(here, seatId),
	async run(here, _input, { id }) {
		await here.write.remove('home_figure', id)
		return { id }
	}
})

/** Moves a figure of a home page before or behind the one next to it. */
export const moveHomeFigure = command({
	name: 'homeFigure.move',
	input: z.strictObject({ figure: Identifier, by: z.enum(['up', 'down']) }),
	output: Placed,
	about: (here, { figure }) => getPlaced(here, figure),
	allow: (here, { seat_id: seatId }) => holdsSeat(here) && mayChange(here, seatId),
	async run(here, { by }, { id, seat_id: seatId }) {
		const ids = (await rowsFor(here, seatId)).map((row) => row.id)
		const at = ids.indexOf(id)
		const other = by === 'up' ? at - 1 : at + 1
		const next = ids[other]
		if (next === undefined) return { id }
		ids[at] = next
		ids[other] = id
		await here.write.changeAll(
			'home_figure',
			ids.map((one, index) => ({ id: one, fields: { position: index + 1 } }))
		)
		return { id }
	}
})
