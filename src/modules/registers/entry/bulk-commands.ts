import { z } from 'zod'
import { Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid, isRefusal, type Issue, type Refusal } from '#platform/operation/refusal.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { doEffects } from './effects.server.ts'
import { mayChangeSome, mayMoveSome } from './entry-access.ts'
import { FieldKey, GivenOne, type GivenFields } from './given.server.ts'
import {
	keepAllPlanned,
	mayChangeFound,
	mayMoveFound,
	moveOf,
	planChange,
	planMove,
	refuseUnless,
	type Planned,
	type Together
} from './plan-entry.server.ts'
import { askingOf, findEntryRows, getEntryRow, readAllKept, type FoundEntry } from './read-entry.server.ts'
import { lookingUpOnce } from './resolve.server.ts'
import { unseenReferences } from './unseen-references.server.ts'

/** As many as a list shows on one page. */
export const BULK_MOST = 200

const Entries = z
	.array(z.strictObject({ entry: Reference, version: Version }))
	.min(1)
	.max(BULK_MOST)

export const theEntries = {
	register: Reference,
	entries: Entries,
	/** All of them or none; or those that can be, and the others are named. */
	which: z.enum(['all', 'those-that-can']).default('all')
}

const Params = z.record(z.string(), z.union([z.string(), z.number()]))

/** Entries that are left as they are, with why. */
export const RefusedEntries = z.array(
	z.object({
		entry: z.string(),
		path: z.array(z.union([z.string(), z.number()])),
		code: z.string(),
		params: Params
	})
)

const Bulk = z.object({
	done: z.array(z.object({ id: z.string(), reference: z.string() })),
	/** Each that was left as it is, with why: worded by `refusal.<code>`. */
	refused: RefusedEntries
})
type Bulk = z.output<typeof Bulk>

type Asked = { entry: string; version: number }

/** Why an entry is not done, as issues beneath it: what is said of one entry is said of it among others. */
const issuesOf = (refusal: Refusal): Issue[] =>
	refusal.issues.length > 0 ? [...refusal.issues] : [{ path: [], code: refusal.code, params: refusal.params }]

type Bulking = {
	register: Register
	entries: readonly Asked[]
	which: 'all' | 'those-that-can'
	/** What each of them is given. */
	given: GivenFields
}

export const nothingGiven: GivenFields = { values: {}, tables: {} }

/**
 * Plans each entry as it would be planned alone, with its rights and its version, before any is written. Where one is refused
 * none is written, unless those that can be are asked for.
 */
export async function planAll(
	here: Writing,
	{ register, entries, which, given }: Bulking,
	plan: (found: FoundEntry, together: Together) => Promise<Planned>
): Promise<{ planned: Planned[]; refused: Bulk['refused'] }> {
	const planned: Planned[] = []
	const refused: (Issue & { entry: string; at: number })[] = []
	const seen = new Set<string>()
	const found: { found: FoundEntry; version: number; at: number }[] = []
	const refuse = (entry: string, at: number, refusal: unknown) => {
		if (!isRefusal(refusal)) throw refusal
		refused.push(...issuesOf(refusal).map((issue) => ({ ...issue, entry, at })))
	}
	const there = await findEntryRows(
		here,
		entries.map(({ entry }) => entry),
		register
	)
	for (const [at, { entry, version }] of entries.entries()) {
		try {
			// What is not there is refused by whoever reads it alone.
			const one = there.get(entry) ?? (await getEntryRow(here, entry, register.id))
			if (seen.has(one.id)) throw conflict('registers.entry-twice', { entry: one.reference })
			seen.add(one.id)
			found.push({ found: one, version, at })
		} catch (error) {
			refuse(entry, at, error)
		}
	}
	const ids = found.map((one) => one.found.id)
	const versions = await here.write.lockRecords(ids)
	const kept = await here.write.inSightOfAll([], () => readAllKept(here, ids))
	const unseen = await unseenReferences(here, register.compiled, [...kept.values()], given)
	const together: Together = { kept, unseen, lookUp: lookingUpOnce(here, register.compiled.declaration) }
	for (const one of found) {
		try {
			const current = versions.get(one.found.id) ?? (await here.write.lockRecord(one.found.id))
			if (current !== one.version)
				throw conflict('platform.changed-meanwhile', { version: one.version, current, record: one.found.id })
			planned.push(await plan(one.found, together))
		} catch (error) {
			refuse(one.found.reference, one.at, error)
		}
	}
	if (refused.length > 0 && which === 'all')
		throw invalid(
			refused.slice(0, 100).map(({ at, entry, path, code, params }) => ({
				path: ['entries', at, ...path],
				code,
				params: { ...params, entry }
			}))
		)
	return {
		planned,
		refused: refused.map(({ entry, path, code, params = {} }) => ({
			entry,
			path: [...path],
			code,
			params: Params.parse(params)
		}))
	}
}

const done = (planned: readonly Planned[]) => planned.map(({ found }) => ({ id: found.id, reference: found.reference }))

/** Gives fields of several entries the same values: each allowed or refused by name, all of them or none unless those that can be are asked for. */
export const changeEntries = command({
	name: 'entry.bulkChange',
	input: z.strictObject({
		...theEntries,
		values: z.record(FieldKey, GivenOne).refine((values) => Object.keys(values).length > 0, {
			params: { code: 'missing' }
		})
	}),
	output: Bulk,
	about: (here, { register }) => getRegister(here, register),
	allow: (here, { compiled }) => mayChangeSome(compiled, askingOf(here)),
	async run(here, { entries, which, values }, register) {
		// A file hangs on one thing.
		const file = Object.keys(values).find((key) => register.compiled.fields.get(key)?.field.type === 'file')
		if (file !== undefined) throw invalid([{ path: ['values', file], code: 'registers.file-for-one' }])
		const given = { values, tables: {} }
		const { planned, refused } = await planAll(here, { register, entries, which, given }, (found, together) => {
			refuseUnless(mayChangeFound(here, found), 'entry.change')
			return planChange(here, found, given, together)
		})
		await keepAllPlanned(here, planned)
		return { done: done(planned), refused }
	}
})

/** Makes the same move with several entries: each allowed or refused by name, all of them or none unless those that can be are asked for. */
export const moveEntries = command({
	name: 'entry.bulkMove',
	input: z.strictObject({ ...theEntries, move: FieldKey, reason: Text(2_000).optional() }),
	/** `told` says how many letters were written; `cannotReach` names actors that no seat acts for. */
	output: Bulk.extend({ told: z.int(), cannotReach: z.array(RecordReference) }),
	about: (here, { register }) => getRegister(here, register),
	allow(here, { compiled }, { move: key }) {
		const move = compiled.declaration.moves.find((one) => one.key === key)
		return move ? mayMoveSome(compiled, move, askingOf(here)) : mayChangeSome(compiled, askingOf(here))
	},
	async run(here, { entries, which, move: key, reason }, register) {
		const move = moveOf(register.compiled, key)
		const { planned, refused } = await planAll(
			here,
			{ register, entries, which, given: nothingGiven },
			(found, together) => {
				refuseUnless(mayMoveFound(here, found, move), 'entry.move')
				return planMove(here, found, { move, reason }, together)
			}
		)
		await keepAllPlanned(here, planned)
		let told = 0
		const cannotReach = new Map<string, RecordReference>()
		for (const one of planned) {
			const reach = await doEffects(here, move, one)
			told += reach.told
			for (const actor of reach.cannotReach) cannotReach.set(actor.id, actor)
		}
		return { done: done(planned), refused, told, cannotReach: [...cannotReach.values()] }
	}
})
