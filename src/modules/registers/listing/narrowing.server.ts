import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Register } from '../registers.server.ts'
import type { Narrowing } from './scope-entries.server.ts'
import { entriesWithWords } from './words-of-entries.server.ts'

export const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const FieldKeys = AnyOf(FieldKey)
const Bound = z.string().min(1).max(200)

/** What the entries of a register are narrowed by, wherever they are listed, grouped or counted. */
export const EntryFilter = z
	.strictObject({
		...recordFilters,
		/** The numbers of entries. */
		number: AnyOf(Reference),
		/** The states of the register's own life. */
		standing: AnyOf(FieldKey),
		/** By the key of the field: any of several values, or from one to another; a period is found by all of its days. */
		fields: z.record(FieldKey, z.union([AnyOf(Bound), z.strictObject({ from: Bound, until: Bound }).partial()])),
		/** Fields in which nothing stands: in all of them together. */
		empty: FieldKeys,
		/** Fields in which something stands. */
		filled: FieldKeys
	})
	.partial()

/** The filter as the lists of entries take it. */
export const narrowingOf = (
	here: Here,
	register: Register | null,
	filter: z.output<typeof EntryFilter> = {}
): Narrowing => ({
	registerId: register?.id ?? null,
	compiled: register?.compiled ?? null,
	fields: filter.fields ?? {},
	empty: filter.empty ?? [],
	filled: filter.filled ?? [],
	numbers: filter.number,
	standing: filter.standing,
	state: filter.state ?? ['active'],
	origin: filter.origin,
	words: filter.words === undefined ? null : entriesWithWords(here, register, filter.words)
})
