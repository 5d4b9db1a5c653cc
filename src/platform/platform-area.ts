import './access/schema.ts'
import './events/schema.ts'
import './records/schema.ts'
import { createToken, getWorkspace, listSeats, listTokens, revokeToken } from './access/access-operations.ts'
import { importWorkspace } from './exchange/import-operation.ts'
import { openFile, uploadFile } from './files/file-operations.ts'
import type { Area } from './operation/registry.server.ts'
import { addComment, listComments, withdrawComment } from './records/discussion.ts'
import { attachDocument, listDocuments, withdrawDocument } from './records/documents.ts'
import { eraseHistory, getHistory } from './records/record-history.ts'
import {
	linkRecords,
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
		searchRecords,
		getHistory,
		eraseHistory,
		listLinks,
		linkRecords,
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
		listSeats,
		listTokens,
		createToken,
		revokeToken
	],
	kinds: [],
	tables: {
		seat: { record: null, mentions: [] },
		token: { record: null, mentions: [], secret: ['hash'] },
		person_seat: { record: null, mentions: [], secret: ['name', 'email'] },
		invitation: { record: null, mentions: [], secret: ['hash', 'name', 'email'] },
		record_name: { record: 'record_id', mentions: [] },
		record_theme: { record: 'record_id', mentions: ['area_id'] },
		link: { record: 'from_id', mentions: ['to_id'] },
		file: { record: 'record_id', mentions: [] },
		document: { record: 'record_id', mentions: [] },
		comment: { record: 'record_id', mentions: [], inside: true }
	},
	places: []
}
