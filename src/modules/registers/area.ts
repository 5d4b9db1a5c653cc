import './capture/schema.ts'
import './schema.ts'
import type { Area } from '#platform/operation/registry.server.ts'
import { captureAttention } from './capture/capture-attention.ts'
import { openCaptureFile } from './capture/capture-file.ts'
import { listCaptures, readCapture } from './capture/capture-queries.ts'
import { decideCapture, dropCapture } from './capture/decide-capture.ts'
import { addDevice, contactDevice, listDevices, revokeDevice, takeRegisterAlong } from './capture/device-operations.ts'
import { keepCapture } from './capture/keep-capture.ts'
import { receiveCapture } from './capture/receive-capture.ts'
import { conversionOperations, conversionTables, conversionTimed } from './conversion/conversion-part.ts'
import { moveNightly } from './entry/clock-moves.ts'
import { COLUMN_NAMES } from './entry/columns.ts'
import { withheldFields, withheldInRows } from './declaration/withheld-fields.server.ts'
import { entryAttention } from './due/attention.ts'
import { entryDues } from './due/dues.ts'
import { entryEndings } from './due/endings.ts'
import { changeEntries, moveEntries } from './entry/bulk-commands.ts'
import { draftingKinds, draftingOperations, draftingTables } from './drafting/drafting-part.ts'
import { addEntry, changeEntry, moveEntry } from './entry/entry-commands.ts'
import { movedLetter } from './entry/effects.server.ts'
import { getEntry, getEntryPart, listEntries, listEntryParts } from './entry/entry-queries.ts'
import { boardEntries } from './figures/board-queries.ts'
import { calendarEntries } from './figures/calendar-queries.ts'
import { registerResults } from './figures/counted.server.ts'
import { exportPivot } from './figures/export-pivot.ts'
import { registerFigures } from './figures/figure-queries.ts'
import { mapEntries } from './figures/map-queries.ts'
import { getPivot, startPivot } from './figures/pivot-operations.ts'
import { pivotEntries } from './figures/pivot-queries.ts'
import { clearPivots, countPivot } from './figures/pivot-work.ts'
import { exportRegisters, importRegisters } from './exchange/all-registers.ts'
import { finishImport } from './exchange/finish-import.ts'
import { getEntryImport, importEntries } from './exchange/exchange-operations.ts'
import { previewEntryImport } from './exchange/preview-entries.ts'
import { exportEntries, getRegisterTemplate } from './exchange/export-operations.ts'
import { previewRegisters } from './exchange/preview-all.ts'
import { previewDeclaration } from './exchange/preview-declaration.ts'
import { editionPart } from './edition/edition-part.ts'
import { tellsPersonalFields, tellsPersonalRows } from './entry/personal-history.server.ts'
import { retainNightly } from './entry/retention.ts'
import { kinds } from './kinds.ts'
import { previewEntries } from './listing/bulk-preview.ts'
import { groupEntriesBy, listChoices } from './listing/list-queries.ts'
import { changeView, listViews, removeView, saveView } from './listing/view-operations.ts'
import { registerCalendar } from './report/feed-events.server.ts'
import { entryReport, printReport } from './report/report-files.ts'
import { registerReport } from './report/report-queries.ts'
import { clearSubmissions } from './submission/clear-submissions.ts'
import { submissionAttention } from './submission/submission-attention.ts'
import { submissionOperations, submissionPages, submissionTables } from './submission/submission-part.ts'
import { declareRegister, restoreRegister, retireRegister } from './register-commands.ts'
import { exportDeclaration, listRegisters, readRegister } from './register-queries.ts'
import { declineUpgrade } from './upgrade/decline-upgrade.ts'
import { upgradeAttention } from './upgrade/upgrade-attention.ts'
import { getUpgrade, listUpgrades } from './upgrade/upgrade-queries.ts'
import { checkXlsForm, exportXlsForm, readXlsForm } from './xlsform/xlsform-queries.ts'

/** Lists of things of one kind that are declared instead of coded. */
export const registers: Area = {
	name: 'registers',
	operations: [
		listRegisters,
		readRegister,
		declareRegister,
		listUpgrades,
		getUpgrade,
		declineUpgrade,
		exportXlsForm,
		checkXlsForm,
		readXlsForm,
		retireRegister,
		restoreRegister,
		exportDeclaration,
		...conversionOperations,
		previewDeclaration,
		exportRegisters,
		importRegisters,
		previewRegisters,
		registerFigures,
		boardEntries,
		calendarEntries,
		mapEntries,
		pivotEntries,
		startPivot,
		getPivot,
		exportPivot,
		listEntries,
		getEntry,
		addEntry,
		changeEntry,
		moveEntry,
		changeEntries,
		moveEntries,
		listEntryParts,
		getEntryPart,
		getRegisterTemplate,
		exportEntries,
		previewEntryImport,
		importEntries,
		getEntryImport,
		groupEntriesBy,
		listChoices,
		listViews,
		saveView,
		changeView,
		removeView,
		previewEntries,
		registerReport,
		printReport,
		entryReport,
		addDevice,
		takeRegisterAlong,
		listDevices,
		revokeDevice,
		contactDevice,
		receiveCapture,
		keepCapture,
		listCaptures,
		readCapture,
		openCaptureFile,
		decideCapture,
		dropCapture,
		...submissionOperations,
		...draftingOperations,
		...editionPart.operations
	],
	kinds: [...kinds, ...draftingKinds, ...editionPart.kinds],
	tables: {
		register: { record: 'id', mentions: [], secret: ['digest', 'declaration'] },
		register_version: { record: 'register_id', mentions: [], secret: ['declaration', 'after_sequence'] },
		// What a tool called an answer is nothing of the entry itself.
		entry_answer: { record: 'entry_id', mentions: [], secret: ['register_id', 'entry_id', 'answer'] },
		register_upgrade: { record: 'register_id', mentions: [], secret: ['declaration'] },
		entry: {
			record: 'id',
			mentions: [],
			points: ['register_id', 'entering_actor_id'],
			secret: ['revision'],
			along: ['register_version', 'retention_day'],
			division: 'register_id'
		},
		// A part is told of in the history of its entry, to whoever sees the part.
		entry_part: { record: 'id', mentions: ['entry_id'], secret: ['entry_id', 'register_id', 'state', ...COLUMN_NAMES] },
		entry_document: {
			record: 'id',
			mentions: ['entry_id'],
			secret: ['entry_id'],
			documents: ['document'],
			withheld: withheldFields,
			personal: tellsPersonalFields
		},
		entry_row: {
			record: 'part_id',
			mentions: ['entry_id'],
			secret: ['entry_id', 'part_id'],
			documents: ['document'],
			withheld: withheldInRows,
			personal: tellsPersonalRows
		},
		...conversionTables,
		entry_choice: { record: 'part_id', mentions: [] },
		entry_tally: { record: null, mentions: [] },
		...submissionTables,
		...draftingTables,
		...editionPart.tables,
		register_view: { record: null, mentions: [] },
		capture_device: { record: null, mentions: [], secret: ['contacted_at'] },
		// What waits for a decision is told by its own page alone, and by what becomes of it.
		field_capture: { record: null, mentions: [], secret: ['content'] },
		// What somebody counts for themselves is nobody else's history.
		register_pivot: {
			record: null,
			mentions: [],
			secret: [
				'register_id',
				'seat_id',
				'seen_as',
				'question',
				'state',
				'counted',
				'total',
				'result',
				'asked_at',
				'ended_at'
			]
		}
	},
	works: [finishImport, countPivot, ...editionPart.works],
	attention: [entryAttention, upgradeAttention, submissionAttention, captureAttention, ...editionPart.attention],
	dues: [entryDues],
	calendars: [registerCalendar],
	endings: [entryEndings],
	letters: [movedLetter, ...editionPart.letters],
	timed: [retainNightly, moveNightly, clearPivots, ...conversionTimed, clearSubmissions, ...editionPart.timed],
	results: registerResults,
	places: [
		{ path: 'register', words: 'kind.register.plural', kind: 'register' },
		{ path: 'submit', words: 'submission.forms' }
	],
	publicPages: submissionPages
}
