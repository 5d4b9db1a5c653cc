import { z } from 'zod'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { Clearable, Day, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { DEADLINE_CLASSES } from '../rules.ts'
import type { Standing } from './find-recommendation.server.ts'
import { lackingIn } from './recommendation-rules.ts'

export const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })
export const Wording = Text(8_000)
export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
export const Areas = z.array(Reference).max(60)
export const Items = z
	.array(z.strictObject({ id: Reference, version: Version }))
	.min(1)
	.max(200)

/** What may be corrected of a recommendation beside its title and its wording. */
export const Corrections = {
	addresseeActor: Clearable(Reference),
	addresseeStructure: Clearable(Reference),
	addressee: Clearable(Text(500)),
	areas: Areas.optional(),
	deadlineClass: z.enum(DEADLINE_CLASSES).optional(),
	dueDay: Clearable(Day),
	actionWord: Clearable(Text(80))
}

type Asked = {
	addresseeActor?: string | null | undefined
	addresseeStructure?: string | null | undefined
	addressee?: string | null | undefined
	deadlineClass?: (typeof DEADLINE_CLASSES)[number] | undefined
	dueDay?: string | null | undefined
	actionWord?: string | null | undefined
}

/** The columns that are changed by what is asked; a field left out stays as it is. */
export async function correctionsOf(here: Writing, input: Asked) {
	return {
		addressee_actor_id: await resolveActorInUse(here, input.addresseeActor, 'addresseeActor'),
		addressee_structure_id: await resolveField(here, 'structure', input.addresseeStructure, 'addresseeStructure'),
		addressee: input.addressee,
		deadline_class: input.deadlineClass,
		due_day: input.dueDay,
		action_word: input.actionWord
	}
}

/** The language a wording is written in: one of the workspace's. */
export function languageOf(here: Writing, language: string | undefined): string {
	const chosen = language ?? here.workspace.language
	if (here.workspace.languages.includes(chosen)) return chosen
	throw invalid([
		{ path: ['language'], code: 'platform.field.choice', params: { allowed: here.workspace.languages.join(', ') } }
	])
}

/** The areas that records deal with, none twice. */
export async function areasOf(here: Here, recordIds: readonly string[]): Promise<string[]> {
	if (recordIds.length === 0) return []
	const rows = await here.tx
		.selectFrom('record_theme')
		.select('area_id')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', anyOf(recordIds))
		.orderBy('area_id')
		.execute()
	return rows.map((row) => row.area_id)
}

/** Refuses what is lacking, each at its field. */
export function refuseWhere(lacking: readonly { field: string; code: string }[]): void {
	if (lacking.length > 0) throw invalid(lacking.map(({ field, code }) => ({ path: [field], code })))
}

type Correcting = {
	fields: Awaited<ReturnType<typeof correctionsOf>>
	/** The areas it is to deal with; undefined where they stay as they are. */
	areas: readonly string[] | undefined
}

/** Refuses to take away the last addressee or the last area of any of several recommendations. */
export async function refuseTaken(
	here: Here,
	standings: readonly Pick<Standing, 'id' | 'row'>[],
	{ fields, areas }: Correcting
): Promise<void> {
	const held = areas === undefined ? new Map<string, number>() : await areasHeld(here, standings)
	for (const { id, row } of standings) {
		const before = {
			addresseeActorId: row.addressee_actor_id,
			addresseeStructureId: row.addressee_structure_id,
			inWords: row.addressee,
			areas: held.get(id) ?? 0
		}
		const kept = <T>(asked: T | undefined, was: T) => (asked === undefined ? was : asked)
		const now = {
			addresseeActorId: kept(fields.addressee_actor_id, before.addresseeActorId),
			addresseeStructureId: kept(fields.addressee_structure_id, before.addresseeStructureId),
			inWords: kept(fields.addressee, before.inWords),
			areas: areas?.length ?? before.areas
		}
		refuseWhere(lackingIn(now, { isOfStructure: row.structure_id !== null, before }))
	}
}

async function areasHeld(here: Here, standings: readonly Pick<Standing, 'id'>[]): Promise<Map<string, number>> {
	const rows = await here.tx
		.selectFrom('record_theme')
		.select('record_id')
		.select((select) => select.fn.countAll<number>().as('many'))
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', anyOf(standings.map(({ id }) => id)))
		.groupBy('record_id')
		.execute()
	return new Map(rows.map(({ record_id, many }) => [record_id, many]))
}
