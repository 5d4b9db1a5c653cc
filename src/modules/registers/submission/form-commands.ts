import { z } from 'zod'
import { Day, Reference, Text } from '#platform/operation/fields.ts'
import { command, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { askedForm, audienceOfReviewers, standingOf, type AskedForm } from './asked-form.ts'
import { reviews } from './find-submission.server.ts'
import { holdSubmissions } from './hold-submissions.server.ts'

const Texts = z.record(z.string(), z.string())
const Opened = z.object({ register: z.string(), standing: z.enum(['open', 'closed', 'not-yet', 'over']) })

async function withForm(here: Here, reference: string): Promise<Register & { asked: AskedForm }> {
	const register = await getRegister(here, reference)
	const asked = askedForm(register.compiled)
	if (!asked) throw absent('submission.form-undeclared')
	return { ...register, asked }
}

const rowOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('public_form')
		.select(['is_open', 'opens_on', 'closes_on', 'stop_reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()

/** Whether the public form of a register is open, as those who keep it are told. */
export const getFormState = query({
	name: 'publicForm.state',
	input: z.strictObject({ register: Reference }),
	output: Opened.extend({
		isOpen: z.boolean(),
		opensOn: z.string().nullable(),
		closesOn: z.string().nullable(),
		/** Why it was closed in haste. */
		stopReason: z.string().nullable(),
		/** What the declaration says: who reads what is sent, how long it is kept, how much is taken, and what is asked. */
		readers: z.array(Texts),
		keptMonths: z.int(),
		anHour: z.int(),
		mostWaiting: z.int(),
		asks: z.array(Texts),
		may: z.object({ open: z.boolean(), stop: z.boolean(), review: z.boolean() })
	}),
	about: (here, { register }) => withForm(here, register),
	allow: ({ seat }, { compiled }) => seat.role === 'administrator' || reviews(seat, compiled),
	async run(here, _input, { id, reference, compiled, asked: { form, compiled: asked } }) {
		const row = await rowOf(here, id)
		const opened = {
			isOpen: row?.is_open ?? false,
			opensOn: row?.opens_on ?? null,
			closesOn: row?.closes_on ?? null
		}
		const isReviewer = reviews(here.seat, compiled)
		return {
			register: reference,
			...opened,
			standing: standingOf(opened, here.today),
			stopReason: row?.stop_reason ?? null,
			readers: compiled.declaration.groups
				.filter(({ key }) => form.reviewed_by.includes(key))
				.map(({ names }) => names),
			keptMonths: form.kept_months,
			anHour: form.an_hour,
			mostWaiting: form.most_waiting,
			asks: asked.declaration.fields.map(({ names }) => names),
			may: {
				open: here.seat.role === 'administrator',
				stop: here.seat.role === 'administrator' || isReviewer,
				review: isReviewer
			}
		}
	}
})

type FormFields = { is_open: boolean; opens_on: string | null; closes_on: string | null; stop_reason: string | null }

async function keepForm(here: Writing, id: string, fields: FormFields) {
	const row = { ...fields, changed_at: here.now }
	if (await rowOf(here, id)) await here.write.change('public_form', id, row)
	else await here.write.add('public_form', { id, ...row })
}

/** Opens the public form of a register, at once or between days, or closes it: no version of its declaration. */
export const setPublicForm = command({
	name: 'publicForm.set',
	input: z.strictObject({
		register: Reference,
		isOpen: z.boolean(),
		opensOn: Day.nullable().default(null),
		closesOn: Day.nullable().default(null)
	}),
	output: Opened,
	about: (here, { register }) => withForm(here, register),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { isOpen, opensOn, closesOn }, { id, reference, state }) {
		if (state !== 'active') throw conflict('registers.not-active')
		if (opensOn !== null && closesOn !== null && closesOn < opensOn)
			throw invalid([{ path: ['closesOn'], code: 'submission.closes-before' }])
		await keepForm(here, id, { is_open: isOpen, opens_on: opensOn, closes_on: closesOn, stop_reason: null })
		return { register: reference, standing: standingOf({ isOpen, opensOn, closesOn }, here.today) }
	}
})

/** Closes a form at once, with the reason: whoever looks through what is sent need not wait for an administrator. */
export const stopPublicForm = command({
	name: 'publicForm.stop',
	input: z.strictObject({ register: Reference, reason: Text(2_000) }),
	output: Opened,
	about: (here, { register }) => withForm(here, register),
	allow: ({ seat }, { compiled }) => seat.role === 'administrator' || reviews(seat, compiled),
	async run(here, { reason }, { id, reference }) {
		const row = await rowOf(here, id)
		await keepForm(here, id, {
			is_open: false,
			opens_on: row?.opens_on ?? null,
			closes_on: row?.closes_on ?? null,
			stop_reason: reason
		})
		return { register: reference, standing: 'closed' as const }
	}
})

/** Closes the form of a register that takes no more entries. */
export async function closeFormOf(here: Writing, id: string): Promise<void> {
	if ((await rowOf(here, id))?.is_open)
		await here.write.change('public_form', id, { is_open: false, changed_at: here.now })
}

/**
 * Brings what belongs to the public form of a register in line with its declaration: one that is declared open is open from the
 * first, and what waits is seen by those who are to look through it from now on.
 */
export async function keepFormDeclared(
	here: Writing,
	id: string,
	{ before, after }: { before: CompiledRegister | null; after: CompiledRegister }
): Promise<void> {
	const { public_form: form } = after.declaration
	if (form?.open === true && !(await rowOf(here, id)))
		await keepForm(here, id, { is_open: true, opens_on: null, closes_on: null, stop_reason: null })
	const audience = audienceOfReviewers(after)
	if (!before || audienceOfReviewers(before).join(' ') === audience.join(' ')) return
	await here.write.inSightOfAll([], async () => {
		await holdFormOf(here, id)
		await spreadToReviewers(here, id, audience)
	})
}

/** Waits for what is being sent by a form, and has what is sent from now on wait. */
const holdFormOf = (here: Writing, id: string) =>
	here.tx
		.selectFrom('public_form')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.forUpdate()
		.execute()

async function spreadToReviewers(here: Writing, registerId: string, audience: string[]) {
	const rows = await here.tx
		.selectFrom('submission')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.execute()
	await holdSubmissions(
		here,
		rows.map((row) => row.id)
	)
	const of = async (table: 'submission_receipt' | 'submission_message' | 'submission_file') =>
		here.tx
			.selectFrom(table)
			.innerJoin('submission', (on) =>
				on
					.onRef('submission.workspace_id', '=', `${table}.workspace_id`)
					.onRef('submission.id', '=', `${table}.submission_id`)
			)
			.select(`${table}.id`)
			.where(`${table}.workspace_id`, '=', here.workspace.id)
			.where('submission.register_id', '=', registerId)
			.execute()
	const [receipts, messages, files] = [
		await of('submission_receipt'),
		await of('submission_message'),
		await of('submission_file')
	]
	const seenBy = (some: readonly { id: string }[]) => some.map((row) => ({ id: row.id, fields: { audience } }))
	await here.write.changeAll('submission', seenBy(rows))
	await here.write.changeAll('submission_receipt', seenBy(receipts))
	await here.write.changeAll('submission_message', seenBy(messages))
	await here.write.changeAll('submission_file', seenBy(files))
	const held = await here.tx
		.selectFrom('file')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('is_held', '=', true)
		.where('id', 'in', ['00000000-0000-0000-0000-000000000000', ...files.map((row) => row.id)])
		.execute()
	await here.write.changeAll('file', seenBy(held))
}
