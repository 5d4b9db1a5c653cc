import './schema.ts'
import type { Area } from '#platform/operation/registry.server.ts'
import { acceptSubmission, mergeSubmission } from './accept-submission.ts'
import { getFormState, setPublicForm, stopPublicForm } from './form-commands.ts'
import { askSender, assignSubmission, declineSubmissions, markAbuse } from './office-commands.ts'
import { listSubmissions, readSubmission } from './office-queries.ts'
import { listPublicForms, readPublicForm } from './public-queries.ts'
import { answerSubmission, followSubmission, takeBackSubmission } from './receipt-commands.ts'
import { sendSubmission } from './send-submission.ts'

/** What the area does with what strangers send. */
export const submissionOperations: Area['operations'] = [
	listPublicForms,
	readPublicForm,
	getFormState,
	setPublicForm,
	stopPublicForm,
	sendSubmission,
	followSubmission,
	answerSubmission,
	takeBackSubmission,
	listSubmissions,
	readSubmission,
	assignSubmission,
	acceptSubmission,
	mergeSubmission,
	askSender,
	declineSubmissions,
	markAbuse
]

/** The forms as a workspace may close them to the public, all at once. */
export const submissionPages: NonNullable<Area['publicPages']> = [
	{
		name: 'submit',
		operations: [listPublicForms, readPublicForm].map(({ name }) => name)
	}
]

/** What was sent tells nothing of itself to the history: who decided what about it, and that alone. */
export const submissionTables: Area['tables'] = {
	public_form: { record: 'id', mentions: [], secret: ['changed_at'] },
	submission: {
		record: null,
		mentions: [],
		secret: [
			'audience',
			'sealed',
			'digest',
			'marks',
			'times',
			'links',
			'files',
			'language',
			'sent_at',
			'decided_at',
			'erase_day',
			'version'
		]
	},
	submission_receipt: {
		record: null,
		mentions: [],
		secret: ['submission_id', 'audience', 'code_digest', 'sealed_email', 'language', 'sent_at']
	},
	submission_message: {
		record: null,
		mentions: [],
		secret: ['submission_id', 'audience', 'seat_id', 'sealed', 'written_at']
	},
	submission_file: {
		record: null,
		mentions: [],
		secret: ['submission_id', 'audience', 'field', 'sealed_name', 'mark']
	},
	submission_arrival: {
		record: null,
		mentions: [],
		secret: ['kind', 'register_id', 'ticket', 'address_mark', 'network_mark', 'arrived_at']
	}
}
