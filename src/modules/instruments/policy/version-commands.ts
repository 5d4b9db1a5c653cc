import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { Day, Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { getPolicyRow, getVersionRow, tends, VERSIONS_MOST, versionsOf } from './find-policy.server.ts'
import { refuseWithdrawn } from './policy-commands.ts'
import { READ_WORK } from './read-version-name.ts'
import { DRAFT_IS_PUBLIC, publishesDraft, whyNotReadAgain } from './version-rules.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

const VersionDone = Done.extend({
	/** The number by which the version is named from now on, and the job that reads it. */
	number: z.int(),
	job: z.string()
})

/**
 * Adds a version of a law from a file that was uploaded before: it is kept as a document of the law at once, and its text is read and
 * taken apart into provisions soon after, by a job.
 */
export const addVersion = command({
	name: 'policy.addVersion',
	input: z.strictObject({
		policy: Reference,
		file: Identifier,
		/** What this version is called: `Draft of March`, `As enacted`. */
		label: Text(200),
		/** The day it bears; versions stand in the order of these days. */
		day: Day.optional(),
		language: Language.optional(),
		/** That a draft of a public law may be read by everybody at once; what is not public needs no such word. */
		publish: z.boolean().optional()
	}),
	output: VersionDone,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: (here, policy) => tends(here, policy),
	async run(here, { file, label, day, language, publish = false }, policy) {
		refuseWithdrawn(policy)
		const { stage, form } = policy.row
		if (!publish && publishesDraft({ audience: policy.audience, stage, form }))
			throw invalid([{ path: ['publish'], code: DRAFT_IS_PUBLIC }])
		// Of two that are added in the same moment one waits for the other here, and so each has a number of its own.
		await here.write.lockRecord(policy.id)
		const versions = await versionsOf(here, policy.id)
		if (versions.length >= VERSIONS_MOST) throw conflict('instruments.too-many-versions', { most: VERSIONS_MOST })
		if (versions.some((one) => one.label === label))
			throw invalid([{ path: ['label'], code: 'instruments.version-label-taken' }])
		const written = language ?? policy.row.language
		await here.run(attachDocument, {
			record: policy.id,
			kind: 'policy',
			file,
			title: label,
			language: written,
			...(day === undefined ? {} : { day })
		})
		const id = uuid()
		const job = await enqueue(here, { operation: READ_WORK, input: { version: id } })
		const number = (versions.at(-1)?.position ?? 0) + 1
		await here.write.add('policy_version', {
			id,
			policy_id: policy.id,
			position: number,
			label,
			day: day ?? null,
			language: written,
			file_id: file,
			state: 'waiting',
			fault: null,
			pages: null,
			pages_without_text: null,
			job_id: job,
			provisions: 0,
			seat_id: here.seat.id,
			created_at: here.now
		})
		return { id: policy.id, reference: policy.reference, number, job }
	}
})

/** How the work stands that reads a version. */
export async function workOf(here: Here, jobId: string | null) {
	if (jobId === null) return undefined
	return here.tx
		.selectFrom('job')
		.select(['state', 'error_code', 'progress_step', 'progress_done', 'progress_total'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', jobId)
		.executeTakeFirst()
}

/** Reads the text of a version once more, where it came to nothing. */
export const readAgain = command({
	name: 'policy.readAgain',
	input: z.strictObject({ policy: Reference, number: z.int().min(1).max(VERSIONS_MOST) }),
	output: VersionDone,
	about: (here, { policy, number }) => getVersionRow(here, policy, number),
	allow: (here, policy) => tends(here, policy),
	async run(here, { number }, { edition, ...policy }) {
		refuseWithdrawn(policy)
		await here.write.lockRecord(policy.id)
		const work = await workOf(here, edition.job_id)
		const why = whyNotReadAgain({
			state: edition.state,
			hasFile: edition.file_id !== null,
			work: work?.state ?? null
		})
		if (why) throw conflict(why)
		const job = await enqueue(here, { operation: READ_WORK, input: { version: edition.id } })
		await here.write.change('policy_version', edition.id, { state: 'waiting', fault: null, job_id: job })
		return { id: policy.id, reference: policy.reference, number, job }
	}
})
