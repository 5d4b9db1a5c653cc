import './access/schema.ts'
import './access/sign-in/schema.ts'
import './events/schema.ts'
import './integrity/schema.ts'
import './jobs/schema.ts'
import './mail/schema.ts'
import './records/schema.ts'
import { listInvitations, resendInvitation, revokeInvitation, sendInvitation } from './access/invitation-operations.ts'
import { keepFirewall } from './access/firewall-job.ts'
import { accessHandover } from './access/handover-source.ts'
import { listPeople } from './access/person-operations.ts'
import { getHandover, handOverSeat } from './access/seat-handover.ts'
import {
	createProvisionedGroup,
	getProvisionedGroup,
	listProvisionedGroups,
	patchProvisionedGroup,
	removeProvisionedGroup,
	replaceProvisionedGroup
} from './access/scim/group-operations.ts'
import {
	createProvisionedPerson,
	getProvisionedPerson,
	listProvisionedPeople,
	patchProvisionedPerson,
	removeProvisionedPerson,
	replaceProvisionedPerson
} from './access/scim/person-operations.ts'
import { addSeatNote, withdrawSeatNote } from './access/seat-notes.ts'
import { addSeatRule, listSeatRules, trySeatRules, withdrawSeatRule } from './access/seat-rule-operations.ts'
import {
	changeSeat,
	createSeat,
	endSeat,
	getSeat,
	listSeatOptions,
	listSeats,
	vacateSeat
} from './access/seat-operations.ts'
import { createToken, listTokens, revokeToken } from './access/token-operations.ts'
import { changeWorkspace, getWorkspace, getWorkspaceSettings } from './access/workspace-operations.ts'
import { exportWorkspace, getSchema, getTemplate, listContents } from './exchange/export-operations.ts'
import { getImportState, importWorkspace, previewImport } from './exchange/import-operation.ts'
import { recordImporter } from './exchange/plan-records.ts'
import { openFile, uploadFile } from './files/file-operations.ts'
import { exportAudit, listAudit, listAuditPeople } from './events/audit.ts'
import { getStorage } from './files/storage.ts'
import { checkWeekly, checkWorkspace } from './integrity/check-workspace.server.ts'
import { getCheck, listChecks, verifyWorkspace } from './integrity/integrity-operations.ts'
import { cancelJob, getJob, listJobs, repeatJob } from './jobs/job-operations.ts'
import { timedJobs } from './jobs/timed-jobs.ts'
import { deliverMail } from './mail/deliver-mail.server.ts'
import { cancelMail, getMail, listMails, resendMail } from './mail/mail-operations.ts'
import type { Area } from './operation/registry.server.ts'
import { listAttention } from './records/attention.ts'
import { addComment, closedComments, listComments, withdrawComment } from './records/discussion.ts'
import { attachDocument, listDocuments, withdrawDocument } from './records/documents.ts'
import { eraseHistory, getHistory, listChangesSince } from './records/record-history.ts'
import {
	linkRecords,
	moveLink,
	listLinks,
	mergeRecords,
	restoreRecord,
	setRecordAudience,
	withdrawLink,
	withdrawRecord
} from './records/record-operations.ts'
import { searchRecords } from './records/record-search.ts'

/** What the platform itself lets people do with any record, its files, and the seats of a workspace. */
export const platformArea: Area = {
	name: 'platform',
	operations: [
		getWorkspace,
		importWorkspace,
		previewImport,
		getImportState,
		exportWorkspace,
		listContents,
		getTemplate,
		getSchema,
		searchRecords,
		listAttention,
		getHistory,
		listChangesSince,
		eraseHistory,
		listLinks,
		linkRecords,
		moveLink,
		withdrawLink,
		withdrawRecord,
		restoreRecord,
		setRecordAudience,
		mergeRecords,
		listComments,
		addComment,
		withdrawComment,
		listDocuments,
		attachDocument,
		withdrawDocument,
		uploadFile,
		openFile,
		getWorkspaceSettings,
		changeWorkspace,
		listSeats,
		listSeatOptions,
		getSeat,
		createSeat,
		changeSeat,
		endSeat,
		vacateSeat,
		getHandover,
		handOverSeat,
		addSeatNote,
		withdrawSeatNote,
		listSeatRules,
		addSeatRule,
		withdrawSeatRule,
		trySeatRules,
		listProvisionedPeople,
		getProvisionedPerson,
		createProvisionedPerson,
		replaceProvisionedPerson,
		patchProvisionedPerson,
		removeProvisionedPerson,
		listProvisionedGroups,
		getProvisionedGroup,
		createProvisionedGroup,
		replaceProvisionedGroup,
		patchProvisionedGroup,
		removeProvisionedGroup,
		listPeople,
		listInvitations,
		sendInvitation,
		resendInvitation,
		revokeInvitation,
		listTokens,
		createToken,
		revokeToken,
		listJobs,
		getJob,
		repeatJob,
		cancelJob,
		listMails,
		getMail,
		resendMail,
		cancelMail,
		listAudit,
		listAuditPeople,
		exportAudit,
		getStorage,
		listChecks,
		getCheck,
		verifyWorkspace
	],
	kinds: [],
	tables: {
		seat: { record: null, mentions: [] },
		token: { record: null, mentions: [], secret: ['hash'] },
		person_seat: { record: null, mentions: [], secret: ['name', 'email'] },
		invitation: { record: null, mentions: [], secret: ['hash', 'name', 'email'] },
		workspace_setting: { record: null, mentions: [] },
		seat_note: { record: null, mentions: [] },
		seat_rule: { record: null, mentions: [] },
		provisioned_person: {
			record: null,
			mentions: [],
			secret: ['user_name', 'name_formatted', 'name_given', 'name_family', 'display_name', 'emails']
		},
		provisioned_group: { record: null, mentions: [] },
		provisioned_member: { record: null, mentions: [] },
		job: { record: null, mentions: [], secret: ['input', 'error_params'] },
		mail: { record: null, mentions: [], secret: ['name', 'email', 'params', 'secrets', 'answer'] },
		integrity_check: { record: null, mentions: [], secret: ['findings'] },
		record_name: { record: 'record_id', mentions: [] },
		record_theme: { record: 'record_id', mentions: ['area_id'] },
		link: { record: 'from_id', mentions: ['to_id'] },
		file: { record: 'record_id', mentions: [] },
		document: { record: 'record_id', mentions: [] },
		comment: { record: 'record_id', mentions: [], inside: true, closed: closedComments }
	},
	handover: [accessHandover],
	publicPages: [
		{ name: 'search', operations: ['record.search'] },
		{ name: 'history', operations: ['record.history'] }
	],
	places: [],
	works: [deliverMail, checkWorkspace],
	timed: [...timedJobs, checkWeekly, keepFirewall],
	importer: recordImporter
}
