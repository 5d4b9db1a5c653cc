import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import type { CompiledField } from '../declaration/compile-declaration.ts'
import { isCodes, type Place } from '../entry/values.ts'
import { noteTold } from '../entry/personal.ts'
import { EntryFilter, FieldKey, narrowingOf } from '../listing/narrowing.server.ts'
import type { Narrowing } from '../listing/scope-entries.server.ts'
import { getRegister } from '../registers.server.ts'
import { RegisterMap } from './figure-outputs.ts'
import { countKey, groupsOf } from './figure-rules.ts'
import { AT_ONCE, countsInvented, isWhole, readCells, type Cells } from './read-cells.server.ts'
import { readFigures } from './read-figures.server.ts'
import { mapField } from './told-apart.server.ts'

// More points lie one over the other.
const POINTS_MOST = 300

/** How many entries of a register there are in each country or area, and where those lie whose place has degrees. */
export const mapEntries = query({
	name: 'entry.map',
	input: z.strictObject({
		register: Reference,
		/** The key of a field of a country or a place. */
		place: FieldKey,
		filter: EntryFilter.optional()
	}),
	output: RegisterMap,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, { place, filter }, register) {
		const one = mapField(here, register.compiled, place)
		noteTold(here, register.compiled, [place])
		const asked = narrowingOf(here, register, filter)
		if (isWhole(asked)) {
			const kept = (await readFigures(here, register.id, [countKey(place)])).get(countKey(place)) ?? []
			const areas = kept.map(({ group: value, records }) => ({ value, records }))
			const records = areas.reduce((sum, area) => sum + area.records, 0)
			const isLookedThrough = records <= AT_ONCE || one.field.type === 'country'
			const cells = records > AT_ONCE || one.field.type === 'country' ? [] : await cellsOf(here, asked, place)
			const { points, placed } = await pointsOf(here, one, cells)
			return {
				place,
				areas: inOrder(areas),
				points,
				placed: isLookedThrough ? placed : null,
				records,
				isTooMany: false,
				invented: records > 0 && (await countsInvented(here, asked))
			}
		}
		const cells = await cellsOf(here, asked, place)
		if (cells.length > AT_ONCE)
			return { place, areas: [], points: [], placed: null, records: 0, isTooMany: true, invented: false }
		const totals = new Map<string, number>()
		for (const { values } of cells)
			for (const value of groupsOf(one, values[0] ?? undefined, null)) totals.set(value, (totals.get(value) ?? 0) + 1)
		const areas = [...totals].map(([value, records]) => ({ value, records }))
		return {
			place,
			areas: inOrder(areas),
			...(await pointsOf(here, one, cells)),
			records: cells.length,
			isTooMany: false,
			invented: cells.some(({ invented }) => invented)
		}
	}
})

const cellsOf = (here: Here, asked: Narrowing, place: string) =>
	readCells(here, asked, [place], { after: null, limit: AT_ONCE + 1 })

const inOrder = (areas: { value: string; records: number }[]) =>
	areas.sort((one, other) => other.records - one.records || (one.value < other.value ? -1 : 1))

function placeIn({ values: [value] }: Cells): Place | null {
	return typeof value === 'object' && value !== null && !isCodes(value) && 'locality' in value ? value : null
}

async function pointsOf(here: Here, one: CompiledField, cells: readonly Cells[]) {
	const all = cells.flatMap((cell) => {
		const place = placeIn(cell)
		if (place === null || place.latitude === null || place.longitude === null) return []
		const { latitude, longitude } = place
		return [{ id: cell.id, latitude, longitude, area: groupsOf(one, place, null)[0] ?? '' }]
	})
	const shown = all.slice(-POINTS_MOST)
	const names = await referencesOf(
		here,
		shown.map(({ id }) => id)
	)
	const points = shown.flatMap(({ id, ...point }) => {
		const record = names.get(id)
		return record ? [{ ...record, ...point }] : []
	})
	return { points, placed: all.length }
}
