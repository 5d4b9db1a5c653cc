import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { keepAnswers } from '#platform/records/kept-answers.server.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { mightSeePart } from '../listing/might-see.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { RegisterFigures, type Figures } from './figure-outputs.ts'
import { figuresOf, partsRead, wholeKey, type Figure } from './figure-rules.ts'
import { nameGroups, toGroups, toSums } from './name-groups.server.ts'
import { countsInvented } from './read-cells.server.ts'
import { readFigures } from './read-figures.server.ts'

const answers = keepAnswers<RegisterFigures>()

/** What a register declares to be told of it at a glance: read from what the commands keep counted. */
export const registerFigures = query({
	name: 'register.figures',
	input: z.strictObject({ register: Reference }),
	output: RegisterFigures,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	run: (here, _input, register) =>
		answers(here, [register.id, register.version], async () => ({
			...(await figuresFor(here, register)),
			invented: await countsInvented(here, { registerId: register.id, state: ['active'] })
		}))
})

/** The figures that the seat is told of, or one of them, as they are kept, or as `read` gives them for some of the entries. */
export async function figuresFor(
	here: Here,
	{ id, compiled }: Pick<Register, 'id' | 'compiled'>,
	read: typeof readFigures = readFigures,
	only?: string
): Promise<Figures> {
	const { headlines, charts } = compiled.declaration
	const seat = askingOf(here)
	// A figure over what the seat sees in no entry is not told of at all.
	const told = new Map(
		figuresOf(compiled)
			.filter(({ key }) => only === undefined || key === only)
			.filter((figure) => partsRead(compiled, figure).every((part) => mightSeePart(compiled, part, seat)))
			.map((figure) => [figure.key, figure])
	)
	const found = <T extends { key: string }>(declared: readonly T[], kind: string) =>
		declared.flatMap((one) => {
			const figure = told.get(`${kind}.${one.key}`)
			return figure ? [{ one, figure }] : []
		})
	const shown = { headlines: found(headlines, 'headline'), charts: found(charts, 'chart') }
	const wholes = shown.headlines.flatMap(({ one }) => told.get(wholeKey(one.key)) ?? [])
	const keys = [
		...[...shown.headlines, ...shown.charts].map(({ figure }) => figure.key),
		...wholes.map(({ key }) => key)
	]
	const kept = await read(here, id, keys)
	const groupsIn = (figure: Figure) => kept.get(figure.key) ?? []
	const wholeOf = (figure: Figure | undefined) => {
		const [all] = figure ? groupsIn(figure) : []
		return typeof figure?.sum === 'string' ? { of: figure.sum, sums: toSums(all?.sums ?? new Map()) } : null
	}
	const names = await nameGroups(
		here,
		compiled,
		shown.charts.map(({ figure }) => ({
			by: figure.by ?? '',
			values: groupsIn(figure).map(({ group }) => group)
		}))
	)
	return {
		names: names.names,
		seats: names.seats,
		headlines: shown.headlines.map(({ one, figure }) => {
			const [whole] = groupsIn(figure)
			return {
				key: one.key,
				names: one.names,
				where: one.where,
				sum: figure.sum,
				records: whole?.records ?? 0,
				sums: toSums(whole?.sums ?? new Map()),
				whole: wholeOf(told.get(wholeKey(one.key)))
			}
		}),
		charts: shown.charts.map(({ one, figure }) => ({
			key: one.key,
			names: one.names,
			where: one.where,
			by: one.by,
			span: figure.span,
			sum: figure.sum,
			groups: toGroups(compiled, one.by, groupsIn(figure), names)
		}))
	}
}
