import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { areasOfRecord } from '#modules/directory/find-areas.server.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Country, Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { anyOf, toReference } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { mayBeOne, sameNameAs, yearOfDay } from '../namesakes.server.ts'
import { keepsInstruments } from '../rules.ts'
import { Form, StageOf } from './agreement-fields.server.ts'
import { AgreementItem, AgreementPage, CheckedAgreement } from './agreement-outputs.ts'
import { stagesAfter } from './agreement-rules.ts'
import { agreementColumns, agreements, itemsOf, lacksParty, linesOf } from './read-agreements.server.ts'
import { getAgreementRow } from './find-agreement.server.ts'

const SORTS = ['title', 'signed', 'expiry', 'notice', 'changed'] as const

const Filters = {
	...recordFilters,
	form: AnyOf(Form),
	stage: AnyOf(StageOf),
	/** Agreements to which this country is a party. */
	country: Country,
	/** Agreements to which this actor is a party, or for which it answers. */
	actor: Reference,
	/** Agreements that deal with this area. */
	area: Reference,
	/** Whose present term ends on this day or earlier. */
	expiresBefore: Day,
	/** Of which notice is to be given by this day or earlier. */
	noticeBefore: Day,
	/** Whose present term ends, or ended, on this day or later. */
	expiresFrom: Day,
	/** Of which notice is to be given on this day or later. */
	noticeFrom: Day,
	/** True for those of which fewer than two parties are known. */
	partyMissing: z.boolean(),
	/** True for those for which the seat's own actor answers. */
	mine: z.boolean()
}
type Filter = Partial<z.output<z.ZodObject<typeof Filters>>>

/** The countries that are party to any agreement the reader may see: those by which a list can be narrowed. */
const PartyCountries = z.array(z.string())

async function partyCountries(here: Here): Promise<string[]> {
	const rows = await agreements(here)
		.innerJoin('agreement_party', (on) =>
			on
				.onRef('agreement_party.workspace_id', '=', 'record.workspace_id')
				.onRef('agreement_party.agreement_id', '=', 'record.id')
		)
		.select('agreement_party.country')
		.distinct()
		.where('record.state', '=', 'active')
		.where('agreement_party.country', 'is not', null)
		.orderBy('agreement_party.country')
		.execute()
	return rows.flatMap(({ country }) => country ?? [])
}

async function filtered(here: Here, filter: Filter) {
	const actorId = await resolveField(here, 'actor', filter.actor, 'actor')
	const areaId = await resolveField(here, 'area', filter.area, 'area')
	let rows = agreements(here).where('record.state', 'in', filter.state ?? ['active'])
	if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
	if (filter.form) rows = rows.where('agreement.form', 'in', filter.form)
	if (filter.stage) rows = rows.where('agreement.stage', 'in', filter.stage)
	if (filter.expiresFrom) rows = rows.where('agreement.expiry_day', '>=', filter.expiresFrom)
	if (filter.expiresBefore) rows = rows.where('agreement.expiry_day', '<=', filter.expiresBefore)
	if (filter.noticeFrom) rows = rows.where('agreement.notice_day', '>=', filter.noticeFrom)
	if (filter.noticeBefore) rows = rows.where('agreement.notice_day', '<=', filter.noticeBefore)
	if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'agreement', filter.words))
	const parties = partiesIn(here)
	const { country } = filter
	if (country) rows = rows.where('record.id', 'in', parties.where('agreement_party.country', '=', country))
	if (actorId)
		rows = rows.where((where) =>
			where.or([
				where('agreement.lead_actor_id', '=', actorId),
				where('record.id', 'in', parties.where('agreement_party.actor_id', '=', actorId))
			])
		)
	if (filter.partyMissing === true) rows = rows.where(lacksParty)
	if (filter.mine === true) rows = rows.where('agreement.lead_actor_id', '=', anyOf(ownActor(here)))
	if (areaId)
		rows = rows.where('record.id', 'in', (select) =>
			select
				.selectFrom('record_theme')
				.select('record_theme.record_id')
				.where('record_theme.workspace_id', '=', here.workspace.id)
				.where('record_theme.area_id', '=', areaId)
		)
	return rows
}

const ownActor = ({ seat }: Here) => (seat.actorId === null ? [] : [seat.actorId])

const partiesIn = (here: Here) =>
	here.tx
		.selectFrom('agreement_party')
		.select('agreement_party.agreement_id')
		.where('agreement_party.workspace_id', '=', here.workspace.id)

const sorted = {
	title: 'record.title_sort',
	signed: 'agreement.signed_first',
	expiry: 'agreement.expiry_day',
	notice: 'agreement.notice_day',
	changed: 'record.changed_at'
}

type SortRow = {
	title_sort: string
	signed_first: string | null
	expiry_day: string | null
	notice_day: string | null
	changed_at: Date
}

function sortValue(sort: string, row: SortRow) {
	switch (sort.replace('-', '')) {
		case 'signed':
			return row.signed_first
		case 'expiry':
			return row.expiry_day
		case 'notice':
			return row.notice_day
		case 'changed':
			return row.changed_at
		default:
			return row.title_sort
	}
}

/** Agreements and memoranda: by their parties, their stage, and the days by which they end or ask for notice. */
export const listAgreements = query({
	name: 'agreement.list',
	input: listInput(Filters, SORTS),
	output: listed(AgreementItem).extend({ countries: PartyCountries }),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, sorted, 'record.id')
		const rows = await filtered(here, filter)
		const division = { field: 'stage', values: filter.stage }
		const [found, total, countries] = await Promise.all([
			rows.select(agreementColumns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'agreement', filter, division, rows.select('record.id')),
			partyCountries(here)
		])
		const items = await itemsOf(here, found)
		const list = toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => items(row)
		})
		return { ...list, countries }
	}
})

/** The recommended provisions by agreement: what each has of them. */
export const listChecklists = query({
	name: 'agreement.checklist',
	input: listInput(Filters, ['title']),
	output: listed(CheckedAgreement).extend({ countries: PartyCountries }),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, { title: 'record.title_sort' }, 'record.id')
		const rows = await filtered(here, filter)
		const division = { field: 'stage', values: filter.stage }
		const [found, total, countries] = await Promise.all([
			rows.select(agreementColumns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'agreement', filter, division, rows.select('record.id')),
			partyCountries(here)
		])
		const checked = await checkedOf(here, found)
		const list = toList(here.secret, part, found, total, input, {
			value: (row) => row.title_sort,
			item: (row) => checked(row)
		})
		return { ...list, countries }
	}
})

type Found = Parameters<typeof itemsOf>[1]

async function checkedOf(here: Here, found: Found) {
	const [items, lines] = await Promise.all([
		itemsOf(here, found),
		linesOf(
			here,
			found.map(({ id }) => id)
		)
	])
	return (row: Found[number]): CheckedAgreement => ({
		...items(row),
		commission: items.named(row.commission_structure_id),
		provisions: lines.get(row.id) ?? []
	})
}

const COMPARED_MOST = 6

/** Two to six agreements side by side, in the order asked: their parties, their days and what each has of every provision. */
export const compareAgreements = query({
	name: 'agreement.compare',
	input: z.strictObject({ agreements: z.array(Reference).min(2).max(COMPARED_MOST) }),
	output: z.object({ items: z.array(CheckedAgreement) }),
	about: (here, { agreements: asked }) => Promise.all(asked.map((one) => getAgreementRow(here, one))),
	allow: everyone,
	async run(here, _input, asked) {
		const ids = [...new Set(asked.map(({ id }) => id))]
		if (ids.length < asked.length) throw invalid([{ path: ['agreements'], code: 'instruments.agreement-with-itself' }])
		const found = await agreements(here).select(agreementColumns).where('record.id', '=', anyOf(ids)).execute()
		const checked = await checkedOf(here, found)
		return {
			items: ids.flatMap((id) => {
				const row = found.find((one) => one.id === id)
				return row ? [checked(row)] : []
			})
		}
	}
})

async function namesakesOf(here: Here, id: string, year: number | null) {
	const rows = await sameNameAs(here, 'agreement', id)
		.innerJoin('agreement', (on) =>
			on.onRef('agreement.workspace_id', '=', 'record.workspace_id').onRef('agreement.id', '=', 'record.id')
		)
		.select(['agreement.year', 'agreement.signed_first'])
		.execute()
	return rows.filter((row) => mayBeOne(year, row.year ?? yearOfDay(row.signed_first))).map(toReference)
}

/** One agreement: its facts, its parties, its days, its joint commission and its checklist. */
export const getAgreement = query({
	name: 'agreement.get',
	input: z.strictObject({ agreement: Reference }),
	output: AgreementPage,
	about: (here, { agreement }) => getAgreementRow(here, agreement),
	allow: everyone,
	async run(here, _input, { row, ...record }) {
		const keeps = keepsInstruments(here.seat) && record.state === 'active'
		const [own, lines, areas, namesakes] = await Promise.all([
			agreements(here).select(agreementColumns).where('record.id', '=', record.id).executeTakeFirstOrThrow(),
			linesOf(here, [record.id]),
			areasOfRecord(here, record.id),
			keeps ? namesakesOf(here, record.id, row.year ?? yearOfDay(row.signed_first)) : []
		])
		const items = await itemsOf(here, [own])
		return {
			...items(own),
			summary: row.summary,
			commission: items.named(row.commission_structure_id),
			provisions: lines.get(record.id) ?? [],
			areas,
			namesakes,
			may: { change: keeps },
			next: [...stagesAfter(row.stage)]
		}
	}
})
