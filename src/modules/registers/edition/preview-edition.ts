import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { query } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { keepsRegister } from './audience.ts'
import { EditionContent } from './content.ts'
import { DaysAsked, daysAsked } from './days-asked.ts'
import { WAITED_FOR } from './edition-commands.ts'
import { getTemplateRow } from './find-edition.server.ts'
import { countPeriod } from './gather-entries.server.ts'
import { composeEdition } from './make-edition.server.ts'

/**
 * What an edition of a period would say, for whoever lays the report out: counted for its readers and with nobody else's eyes, as the
 * edition is. Nothing is kept, and no number is taken. Refused where so many entries are to be counted that a job makes the edition.
 */
export const previewEdition = query({
	name: 'reportTemplate.preview',
	input: z.strictObject({ template: Reference, ...DaysAsked }),
	output: z.object({ first: z.string(), last: z.string(), content: EditionContent }),
	about: (here, { template }) => getTemplateRow(here, template),
	allow: ({ seat }, { register }) => keepsRegister(register.compiled, seat),
	async run(here, { template: _named, ...asked }, { id, register, definition }) {
		const days = daysAsked(definition, asked, here.today)
		if ((await countPeriod(here, register, { definition, days })) > WAITED_FOR)
			throw conflict('registers.preview-too-many', { most: WAITED_FOR })
		return { ...days, content: await composeEdition(here, register, definition, days, id) }
	}
})
