import { z } from 'zod'
import type { Declaration } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'

const INPUT_NAME = /^(?:(?:values|tables|rows):[a-z0-9_:#]{1,120}|:unasked)$/

/** What stood in a form, by the names of its inputs, as a browser sends it. Files stand there by their identifiers. */
export const CapturedFields = z
	.array(z.tuple([z.string().regex(INPUT_NAME), z.string().max(60_000)]))
	.min(1)
	.max(3_000)
export type CapturedFields = z.output<typeof CapturedFields>

/** What the form of an entry that was taken along began with, by the names of its inputs. */
export const CapturedBase = z.record(z.string().regex(INPUT_NAME), z.array(z.string().max(60_000)).max(300))
export type CapturedBase = z.output<typeof CapturedBase>

/** What is kept of a capture that a person has to decide about. */
export const CaptureContent = z.object({
	fields: CapturedFields,
	base: CapturedBase.nullable(),
	/** The files that came with it, which wait with it. */
	files: z.array(z.string()),
	/** The numbers of the entries that it is likely the same as; nothing in what was kept before they were noted. */
	alike: z.array(z.string()).default([]),
	/** What the refusal said of single inputs. */
	faults: z.array(
		z.object({ name: z.string(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
	)
})
export type CaptureContent = z.output<typeof CaptureContent>

/** The texts of a form by the names of its inputs, as `readEntryForm` asks for them. */
export function sentOf(fields: CapturedFields) {
	const texts = Map.groupBy(fields, ([name]) => name)
	return { getAll: (name: string) => (texts.get(name) ?? []).map(([, text]) => text) }
}

const KEY_IN_NAME = /^(?:values|tables|rows):([a-z][a-z0-9_]*)/

/** The field or table of an entry that an input belongs to. */
export const keyOfInput = (name: string): string | null => KEY_IN_NAME.exec(name)?.[1] ?? null

/** The fields and tables of which a form held something. */
export const keysIn = (names: Iterable<string>): ReadonlySet<string> =>
	new Set([...names].flatMap((name) => keyOfInput(name) ?? []))

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The files that stand in a form, by their identifiers. */
export function filesIn({ fields, tables }: Declaration, captured: CapturedFields): string[] {
	const isFile = (name: string) => {
		const [part, key, row, inner, more] = name.split(':')
		// The name of a file stands beside it, under a part of its own.
		if (part === 'values') return row === undefined && fields.some((one) => one.key === key && one.type === 'file')
		const table = part === 'tables' ? tables.find((one) => one.key === key) : undefined
		return more === undefined && table?.fields.some((one) => one.key === inner && one.type === 'file') === true
	}
	return [...new Set(captured.flatMap(([name, text]) => (UUID.test(text) && isFile(name) ? [text] : [])))]
}

/** All that an entry of a register is asked for. */
export const allKeys = ({ fields, tables }: Declaration): string[] => [
	...fields.filter((field) => !isWorkedOut(field)).map(({ key }) => key),
	...tables.map(({ key }) => key)
]
