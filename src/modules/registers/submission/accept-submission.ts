import { z } from 'zod'
import { Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { dayIn } from '#platform/access/workspace.ts'
import { addEntryAs, changeEntry } from '../entry/entry-commands.ts'
import { FieldKey, Given, type GivenOne } from '../entry/given.server.ts'
import { isCodes, type Value } from '../entry/values.ts'
import type { FoundSubmission } from './find-submission.server.ts'
import { openFileName, openValues } from './keyed.server.ts'
import { about, holdOpen, say, settleSubmission, TheSubmission } from './office-commands.ts'
import { tellSenders } from './tell-sender.server.ts'

type SentFile = { id: string; field: string; sealed_name: string }

const filesOf = (here: Writing, { row }: FoundSubmission): Promise<SentFile[]> =>
	here.tx
		.selectFrom('submission_file')
		.select(['id', 'field', 'sealed_name'])
		.where('workspace_id', '=', here.workspace.id)
		.where('submission_id', '=', row.id)
		.execute()

/**
 * Makes the files that are taken over the seat's own, under the names their senders gave them, as if it had brought them: from then on
 * they are the entry's, and no longer of what was sent.
 */
async function takeOver(here: Writing, files: readonly SentFile[]) {
	for (const { id, sealed_name: name } of files) {
		await here.write.change('file', id, {
			name: openFileName(here.secret, name),
			seat_id: here.seat.id,
			is_held: false
		})
		await here.write.erasing(() => here.write.remove('submission_file', id))
	}
}

type Giving = { values: Record<string, unknown>; tables: Record<string, Record<string, unknown>[]> }

/** What is given, with the files that came along where nothing is said of their fields. */
function withFiles(given: Giving, files: readonly SentFile[]) {
	const taken = files.filter(({ field }) => !Object.hasOwn(given.values, field))
	const named = Object.fromEntries(taken.map(({ field, id }) => [field, id]))
	return { taken, given: { values: { ...given.values, ...named }, tables: given.tables } }
}

/** What is said to whoever sent it. */
const Answer = Text(2_000).optional()

/**
 * Makes an entry of what was sent, as whoever looked through it gives it: corrected and completed, by their own right to add
 * entries. The entry tells that it came by the public form.
 */
export const acceptSubmission = command({
	name: 'submission.accept',
	input: z.strictObject({ ...TheSubmission, ...Given, answer: Answer }),
	output: z.object({ number: z.string(), entry: z.string() }),
	...about,
	async run(here, { version, values, tables, answer }, found) {
		await holdOpen(here, [found], [version])
		const { register, row } = found
		const { taken, given } = withFiles({ values, tables }, await filesOf(here, found))
		await takeOver(here, taken)
		const form = register.compiled.declaration.public_form
		const { id, reference } = await addEntryAs(here, given, register, {
			beginsIn: form?.begins_in,
			submittedDay: dayIn(here.workspace.timeZone, row.sent_at)
		})
		if (answer !== undefined) await say(here, found, answer)
		await settleSubmission(here, found, { state: 'accepted', entryId: id })
		await tellSenders(here, found, 'submission-answered')
		return { number: row.number, entry: reference }
	}
})

/** A value as a command takes it in. */
function asGiven(value: Value): z.input<typeof GivenOne> {
	if (typeof value !== 'object') return value
	return isCodes(value) ? [...value] : { ...value }
}

/**
 * Takes what was sent over into an entry that is there: the fields that are named, and no others, by the right to change the
 * entry. What was sent is settled with it.
 */
export const mergeSubmission = command({
	name: 'submission.merge',
	input: z.strictObject({
		...TheSubmission,
		entry: Reference,
		entryVersion: Version,
		/** The fields whose sent values take the place of those in the entry. */
		take: z.array(FieldKey).max(40).default([]),
		answer: Answer
	}),
	output: z.object({ number: z.string(), entry: z.string() }),
	...about,
	async run(here, { version, entry, entryVersion, take, answer }, found) {
		await holdOpen(here, [found], [version])
		const sent = openValues(here.secret, found.row.sealed)
		const missing = take.filter((key) => sent[key] === undefined)
		if (missing.length > 0)
			throw invalid(missing.map((key) => ({ path: ['take'], code: 'submission.nothing-sent', params: { field: key } })))
		const files = (await filesOf(here, found)).filter(({ field }) => take.includes(field))
		await takeOver(here, files)
		const filled = Object.entries(sent).filter(([key]) => take.includes(key))
		const { id, reference } = await here.run(changeEntry, {
			register: found.register.id,
			entry,
			version: entryVersion,
			values: Object.fromEntries(filled.map(([key, value]) => [key, asGiven(value)]))
		})
		if (answer !== undefined) await say(here, found, answer)
		await settleSubmission(here, found, { state: 'merged', entryId: id })
		await tellSenders(here, found, 'submission-answered')
		return { number: found.row.number, entry: reference }
	}
})
