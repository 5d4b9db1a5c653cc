import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import type { Seat } from '#platform/access/seat.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { reviewersOf } from './asked-form.ts'
import type { SubmissionTable } from './schema.ts'

export type SubmissionRow = Omit<SubmissionTable, 'workspace_id' | 'digest'>

/** A submission that the seat sees, with the register it was sent to. */
export type FoundSubmission = { register: Register; row: SubmissionRow }

export const COLUMNS = [
	'id',
	'register_id',
	'number',
	'state',
	'audience',
	'sealed',
	'marks',
	'times',
	'links',
	'files',
	'language',
	'assigned_seat_id',
	'decided_seat_id',
	'entry_id',
	'sent_at',
	'decided_at',
	'erase_day',
	'version'
] as const

/** True where the seat looks through what is sent by the form of a register. */
export const reviews = ({ role }: Pick<Seat, 'role'>, compiled: Pick<CompiledRegister, 'declaration'>): boolean =>
	reviewersOf(compiled).some((one) => one === role)

/** The register, for whoever looks through what is sent to it; for all others there is nothing to look through. */
export async function getReviewed(here: Here, reference: string): Promise<Register> {
	const register = await getRegister(here, reference)
	if (!reviews(here.seat, register.compiled)) throw absent('submission.no-queue')
	return register
}

/** Submissions of a register by number or identifier, in the order in which they are named; absent where the seat does not see one. */
export async function getSubmissions(
	here: Here,
	{ register: reference, numbers }: { register: string; numbers: readonly string[] }
): Promise<FoundSubmission[]> {
	const register = await getReviewed(here, reference)
	const rows = await here.tx
		.selectFrom('submission')
		.select(COLUMNS)
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', register.id)
		.where('number', 'in', ['', ...numbers])
		.execute()
	const byNumber = new Map(rows.map((row) => [row.number, row]))
	return numbers.map((number) => {
		const row = byNumber.get(number)
		if (!row) throw absent('submission.no-such-submission')
		return { register, row }
	})
}

/** One of them. */
export async function getSubmission(here: Here, register: string, number: string): Promise<FoundSubmission> {
	const [found] = await getSubmissions(here, { register, numbers: [number] })
	if (!found) throw absent('submission.no-such-submission')
	return found
}
