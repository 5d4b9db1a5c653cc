import type { Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { sendMail } from '#platform/mail/send-mail.server.ts'
import { seatsOfGroup } from '../entry/effects.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { ReportDefinition } from './definition.ts'
import { isOfFew } from './audience.ts'
import { LETTER } from './edition-letter.ts'

type Reader = { id: string; role: string; isMember: boolean }

/** The seats a template sends its editions to: of groups of the register, of members of structures, and single ones. */
async function readersNamed(here: Writing, compiled: CompiledRegister, { to }: ReportDefinition): Promise<Reader[]> {
	const { today } = here
	const groups = compiled.declaration.groups.filter(({ key }) => to.groups.includes(key))
	const found: Omit<Reader, 'isMember'>[] = []
	const members = new Set<string>()
	// No entry stands behind an edition: of a group that entries decide, nobody is written to.
	const noEntry = { enteringActorId: null, state: '', values: {} }
	for (const group of groups) found.push(...(await seatsOfGroup(here, group, noEntry)).seats)
	const seats = () =>
		here.tx
			.selectFrom('seat')
			.select(['seat.id', 'seat.role'])
			.where('seat.workspace_id', '=', here.workspace.id)
			.where((where) => where.or([where('seat.from_day', 'is', null), where('seat.from_day', '<=', today)]))
			.where((where) => where.or([where('seat.to_day', 'is', null), where('seat.to_day', '>=', today)]))
	if (to.seats.length > 0) found.push(...(await seats().where('seat.key', 'in', to.seats).execute()))
	if (to.structures.length > 0) {
		const rows = await here.tx
			.selectFrom('membership')
			.innerJoin('record', (on) =>
				on
					.onRef('record.workspace_id', '=', 'membership.workspace_id')
					.onRef('record.id', '=', 'membership.structure_id')
			)
			.select('membership.actor_id')
			.where('membership.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'structure')
			.where('record.key', 'in', to.structures)
			.where((where) => where.or([where('membership.from_day', 'is', null), where('membership.from_day', '<=', today)]))
			.where((where) => where.or([where('membership.to_day', 'is', null), where('membership.to_day', '>=', today)]))
			.execute()
		const actors = [...new Set(rows.map((row) => row.actor_id))]
		const seated = actors.length === 0 ? [] : await seats().where('seat.actor_id', '=', anyOf(actors)).execute()
		found.push(...seated)
		for (const { id } of seated) members.add(id)
	}
	const each = [...new Map(found.map((one) => [one.id, one])).values()]
	return each
		.map((one) => ({ ...one, isMember: members.has(one.id) }))
		.sort((one, other) => (one.id < other.id ? -1 : 1))
}

const mayRead = ({ audience }: ReportDefinition, { role, isMember }: Reader) =>
	!isOfFew(audience) || role === 'administrator' || role === 'secretariat' || (audience === 'members' && isMember)

/** The structures whose members an edition is for. */
export async function structuresNamed(here: Writing, { to }: Pick<ReportDefinition, 'to'>): Promise<string[]> {
	if (to.structures.length === 0) return []
	const rows = await here.tx
		.selectFrom('record')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', 'structure')
		.where('key', 'in', to.structures)
		.orderBy('id')
		.execute()
	return rows.map(({ id }) => id)
}

/**
 * Writes to those a template names who may read its editions, and notes that they were written to. A correction is written to whoever
 * had the edition before, too.
 */
export async function sendEdition(
	here: Writing,
	edition: { id: string; reference: string; issue: number },
	{ definition, compiled }: { definition: ReportDefinition; compiled: CompiledRegister }
): Promise<number> {
	const named = (await readersNamed(here, compiled, definition)).filter((reader) => mayRead(definition, reader))
	const before = await here.tx
		.selectFrom('report_recipient')
		.select(['id', 'seat_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('report_edition_id', '=', edition.id)
		.execute()
	const known = new Set(before.map((row) => row.seat_id))
	await here.write.addAll(
		'report_recipient',
		named
			.filter(({ id }) => !known.has(id))
			.map(({ id }) => ({ report_edition_id: edition.id, seat_id: id, sent_day: here.today }))
	)
	await here.write.changeAll(
		'report_recipient',
		before.map(({ id }) => ({ id, fields: { sent_day: here.today } }))
	)
	const all = [...new Set([...known, ...named.map(({ id }) => id)])].sort()
	for (const seatId of all)
		await sendMail(here, {
			template: edition.issue > 1 ? `${LETTER}-corrected` : LETTER,
			to: { seatId },
			params: {
				number: edition.reference,
				issue: edition.issue,
				attached: definition.attached ? 'yes' : 'no',
				link: `/${here.workspace.key}/register/${compiled.declaration.register}/report/edition/${edition.reference}`
			},
			records: { title: edition.id }
		})
	return all.length
}
