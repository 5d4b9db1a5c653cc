import { z } from 'zod'
import { storedPath } from '#platform/files/store.server.ts'
import { defineWork } from '#platform/jobs/jobs.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { command, query, type Here } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { extractText } from '../provision/extract-text.server.ts'
import { findVersion, getPolicyRow, tends, versionsOf } from './find-policy.server.ts'
import { keepText } from './keep-text.server.ts'
import { READ_WORK } from './read-version-name.ts'
import { readingOf, type Reading } from './reading.ts'
import { addVersion, workOf } from './version-commands.ts'
import { isAtWork } from './version-rules.ts'

const Asked = z.object({ version: Identifier })

/**
 * Reads the text of a version in a process of its own and keeps its provisions. Versions of the law that were added before it and are
 * still to be read come first, so that each is compared with the one before. Taken up again after it was broken off, it does what is
 * left, and nothing twice.
 */
export const readVersion = defineWork({
	name: READ_WORK,
	async run(opening, input) {
		const { version } = Asked.parse(input)
		const { waiting } = await ask(opening, versionsToRead, { version })
		for (const one of waiting) {
			await opening.tell?.({ step: 'text', done: 0, total: 0 })
			const reading = await readFile(opening, one)
			await run(opening, keepReading, { version: one.version, reading: () => reading })
		}
	}
})

type Waiting = { version: string; file: { id: string; name: string; mediaType: string } }

const readFile = async ({ filesFolder, workspace }: Opening, { file }: Waiting): Promise<Reading> =>
	readingOf(await extractText({ ...file, path: storedPath(filesFolder, workspace.id, file.id) }))

async function policyOfVersion(here: Here, id: string) {
	const edition = await findVersion(here, id)
	if (!edition) throw absent('instruments.no-such-version', { number: 0 })
	return { ...(await getPolicyRow(here, edition.policy_id)), edition }
}

// Read under the right by which the version was added.
const versionsToRead = query({
	name: addVersion.name,
	input: z.strictObject({ version: z.string() }),
	output: z.object({
		waiting: z.array(
			z.object({
				version: z.string(),
				file: z.object({ id: z.string(), name: z.string(), mediaType: z.string() })
			})
		)
	}),
	about: (here, { version }) => policyOfVersion(here, version),
	allow: (here, policy) => tends(here, policy),
	async run(here, _input, { edition, ...policy }) {
		const waiting = []
		for (const one of await versionsOf(here, policy.id)) {
			if (one.state !== 'waiting' || one.position > edition.position || one.file_id === null) continue
			// One whose own work has ended in failure is read when somebody asks for it.
			if (one.id !== edition.id && !isAtWork((await workOf(here, one.job_id))?.state ?? null)) continue
			const file = await here.tx
				.selectFrom('file')
				.select(['id', 'name', 'media_type'])
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', one.file_id)
				.executeTakeFirst()
			if (file) waiting.push({ version: one.id, file: { id: file.id, name: file.name, mediaType: file.media_type } })
			else if (one.id === edition.id) throw absent('files.no-such-file')
		}
		return { waiting }
	}
})

/** Keeps what reading a file came to, whole or not at all; told in the history as the adding of the version. */
const keepReading = command({
	name: addVersion.name,
	input: z.strictObject({
		version: z.string(),
		// Given as a function: an input that is read from outside may not hold so much.
		reading: z.custom<() => Reading>((value) => typeof value === 'function')
	}),
	output: z.object({ id: z.string() }),
	about: (here, { version }) => policyOfVersion(here, version),
	allow: (here, policy) => tends(here, policy),
	async run(here, { version, reading }, { edition: _seen, ...found }) {
		await here.write.lockRecord(found.id)
		const [policy, edition] = [await getPolicyRow(here, found.id), await findVersion(here, version)]
		// Somebody else was quicker: the same work is done twice where a process was taken for dead.
		if (edition?.state !== 'waiting') return { id: policy.id }
		const { fault, pages, pagesWithoutText, provisions } = reading()
		if (provisions === null) await here.write.change('policy_version', version, { state: 'unread', fault })
		else {
			await here.write.change('policy_version', version, { pages, pages_without_text: pagesWithoutText })
			await keepText(here, policy, edition, provisions)
			if (fault !== null) await here.write.change('policy_version', version, { fault })
		}
		return { id: policy.id }
	}
})
