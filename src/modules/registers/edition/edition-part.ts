import './schema.ts'
import type { Area } from '#platform/operation/registry.server.ts'
import { editionAttention } from './edition-attention.ts'
import { completeEdition, correctEdition, makeEdition, recountEdition, writeEdition } from './edition-commands.ts'
import { printEdition } from './edition-files.ts'
import { editionKinds } from './edition-kinds.ts'
import { editionLetters } from './edition-letter.ts'
import { compareEditions, editionFeed, getEdition, listEditions } from './edition-queries.ts'
import { previewEdition } from './preview-edition.ts'
import { makeDueEditions, renderEdition } from './render-work.ts'
import { addTemplate, changeTemplate } from './template-commands.ts'
import { getTemplate, listTemplates } from './template-queries.ts'

/** The reports of registers: how they are laid out, and what was made of them. */
export const editionPart = {
	operations: [
		listTemplates,
		getTemplate,
		previewEdition,
		addTemplate,
		changeTemplate,
		listEditions,
		getEdition,
		compareEditions,
		editionFeed,
		printEdition,
		makeEdition,
		writeEdition,
		recountEdition,
		completeEdition,
		correctEdition
	],
	kinds: editionKinds,
	tables: {
		report_template: {
			record: 'id',
			mentions: [],
			points: ['register_id'],
			secret: ['definition', 'declared_digest', 'since_day']
		},
		report_template_version: {
			record: 'report_template_id',
			mentions: [],
			secret: ['report_template_id', 'version', 'definition', 'made_at']
		},
		report_edition: {
			record: 'id',
			mentions: [],
			points: ['register_id', 'report_template_id'],
			secret: ['is_withdrawn']
		},
		// The edition itself is what tells of it; the history says who made, wrote and corrected it, and when.
		report_issue: {
			record: 'report_edition_id',
			mentions: [],
			secret: ['report_edition_id', 'content', 'made_at', 'seat_id']
		},
		report_issue_file: { record: null, mentions: [], secret: ['report_issue_id', 'language', 'format', 'file_id'] },
		// Whom it was sent to is for administrators: the outbox has the letters.
		report_recipient: { record: null, mentions: [], secret: ['report_edition_id', 'seat_id', 'sent_day'] }
	},
	works: [renderEdition],
	attention: [editionAttention],
	letters: editionLetters,
	timed: [makeDueEditions]
} satisfies Partial<Area>
