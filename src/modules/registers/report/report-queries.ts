import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { itemsOf } from '../entry/entry-queries.ts'
import { pageOfEntries, type Listing } from '../entry/list-entries.server.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { figuresFor } from '../figures/figure-queries.ts'
import { countsInvented } from '../figures/read-cells.server.ts'
import { entriesKept } from '../listing/kept-totals.server.ts'
import { groupEntriesBy } from '../listing/list-queries.ts'
import { mightSeeField } from '../listing/might-see.ts'
import { narrowingOf } from '../listing/narrowing.server.ts'
import { columnsAtFirst, offerOf } from '../listing/offer.ts'
import { sortOfGroup } from '../listing/say-groups.ts'
import { fieldsAsked } from '../listing/scope-entries.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { countReport } from './count-report.server.ts'
import { COUNTED_MOST, LISTED_MOST, RegisterReport, ReportQuestion } from './report-outputs.ts'

const Question = z.strictObject(ReportQuestion)
export type ReportAsked = z.output<typeof Question>

// Entries are asked for, and read, in pieces.
const IDS_PER_QUERY = 5_000
const ITEMS_PER_QUERY = 1_000

/** A register as a report, in data: what its pages, papers and workbooks say. */
export const registerReport = query({
	name: 'register.report',
	input: Question.extend({
		/** How many entries it lists. */
		listed: z.int().min(0).max(LISTED_MOST).default(LISTED_MOST)
	}),
	output: RegisterReport,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	run: (here, { listed, ...asked }, register) => reportOf(here, register, asked, listed)
})

/** The report of a register for the seat, with as many of the entries as are wanted. */
export async function reportOf(
	here: Here,
	register: Register,
	{ filter, sort, group, columns: chosen }: ReportAsked,
	most: number
): Promise<RegisterReport> {
	const { compiled, reference } = register
	const columns = columnsOf(here, register, chosen)
	const grouped =
		group === undefined ? null : await here.ask(groupEntriesBy, { register: reference, filter, by: group })
	const byGroup = group === undefined ? null : sortOfGroup(compiled, group)
	const asked = narrowingOf(here, register, filter)
	// The entries of one group stand together, and are sorted within it.
	const order = byGroup === null ? { sort: sort ?? '-number' } : { sort: sort ?? byGroup, group }
	const found = await idsOf(here, { ...asked, ...order }, Math.max(most, COUNTED_MOST))
	const isNarrowed =
		fieldsAsked(asked).length > 0 ||
		asked.standing !== undefined ||
		asked.words !== null ||
		asked.origin !== undefined ||
		filter?.state !== undefined
	const isCounted = found.length <= COUNTED_MOST
	const counted = isCounted ? await countReport(here, compiled, { ids: found, columns, withFigures: isNarrowed }) : null
	const narrowed = counted?.figures
	const figures = !isNarrowed
		? await figuresFor(here, register)
		: narrowed
			? await figuresFor(here, register, () => Promise.resolve(narrowed))
			: null
	const needed = group === undefined || group === 'state' ? columns : [...new Set([...columns, group])]
	const listed = await itemsIn(here, found.slice(0, most), needed)
	const bound = Math.max(most, COUNTED_MOST)
	const isMore = found.length > bound
	const names = [...(figures?.names ?? []), ...(grouped?.names ?? []), ...listed.names]
	const seats = [...(figures?.seats ?? []), ...(grouped?.seats ?? []), ...listed.seats]
	return {
		register: headOf(register),
		about: compiled.declaration.about,
		day: here.today,
		office: here.seat.role === 'public' ? null : here.seat.office,
		isNarrowed,
		total: !isMore ? found.length : isNarrowed ? bound : await entriesKept(here, register.id, asked),
		totalIsMore: isMore && isNarrowed,
		invented: counted?.invented ?? ((await countsInvented(here, asked)) ? null : 0),
		figures,
		columns,
		group: group ?? null,
		groups: grouped?.groups ?? [],
		items: listed.items,
		sums: counted?.sums ?? null,
		tables: counted?.tables ?? null,
		names: [...new Map(names.map((one) => [one.id, one])).values()],
		seats: [...new Map(seats.map((one) => [one.id, one])).values()]
	}
}

const headOf = ({ id, kind, reference, title, acronym }: RecordReference): RecordReference => ({
	id,
	kind,
	reference,
	title,
	acronym
})

/** The columns asked for, or those a list begins with; one out of the seat's sight is refused as one that is not there. */
function columnsOf(here: Here, { compiled }: Register, chosen: readonly string[] = []): string[] {
	const seat = askingOf(here)
	const issues = chosen.flatMap((key, index) =>
		mightSeeField(compiled, key, seat)
			? []
			: [{ path: ['columns', index], code: 'registers.no-such-column', params: { field: key } }]
	)
	if (issues.length > 0) throw invalid(issues)
	return chosen.length > 0 ? [...chosen] : columnsAtFirst(offerOf(compiled, seat))
}

/** The identifiers of a list, in its order: one more than the most where there are more. */
async function idsOf(here: Here, listing: Omit<Listing, 'limit' | 'after'>, most: number): Promise<string[]> {
	const ids: string[] = []
	let after: string | undefined
	do {
		const limit = Math.min(IDS_PER_QUERY, most + 1 - ids.length)
		const page = await pageOfEntries(here, { ...listing, limit, after })
		ids.push(...page.ids)
		after = page.next ?? undefined
	} while (after !== undefined && ids.length <= most)
	return ids
}

type Items = Awaited<ReturnType<typeof itemsOf>>

async function itemsIn(here: Here, ids: readonly string[], columns: readonly string[]): Promise<Items> {
	const all: { items: Items['items']; names: Items['names']; seats: Items['seats'] } = {
		items: [],
		names: [],
		seats: []
	}
	for (let start = 0; start < ids.length; start += ITEMS_PER_QUERY) {
		const some = await itemsOf(here, ids.slice(start, start + ITEMS_PER_QUERY), columns)
		all.items.push(...some.items)
		all.names.push(...some.names)
		all.seats.push(...some.seats)
		await setImmediate()
	}
	return all
}
