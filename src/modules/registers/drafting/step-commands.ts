import { z } from 'zod'
import { NewVersion, Reference, Version } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { Step } from '../conversion/steps.ts'
import { getDraft, keepText } from './find-draft.server.ts'
import { addStep } from './note-step.ts'

/** Notes in a draft what becomes of what entries hold: a step from the version before to the one in the making. */
export const noteStep = command({
	name: 'registerDraft.noteStep',
	input: z.strictObject({ draft: Reference, version: Version, step: Step }),
	output: z.object({ id: z.string(), draft: z.string(), version: NewVersion }),
	about: (here, { draft }) => getDraft(here, draft),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { step }, draft) {
		await keepText(here, draft, { text: addStep(draft.text, step), piece: 'steps' })
		return { id: draft.id, draft: draft.reference }
	}
})
