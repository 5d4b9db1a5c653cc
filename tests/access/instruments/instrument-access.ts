import { about, always, because, changing as change, filtered, type Sample } from '../../fixtures/sampling.ts'
import type { SeatKey } from '../../fixtures/workspace.ts'
import {
	by,
	changing,
	ALL,
	INSIDERS,
	KEEPERS,
	listing,
	PARTAKERS,
	reading,
	table,
	type Expectation
} from '../expecting.ts'

/** Who keeps instruments: the secretariat, the administrators and the analysts. */
const KEEPING: readonly SeatKey[] = [...KEEPERS, 'analyst']
/** The reports are written by the ministry of labour, whose seats say how far they are. */
const WRITING: readonly SeatKey[] = [...KEEPING, 'member']

/** About an instrument and an uploaded file: whoever brought none finds none. The file of the test is no status table. */
function ofTable(outcome: 'done' | 'conflict'): Expectation {
	return {
		own: table({ [outcome]: KEEPING, forbidden: PARTAKERS }, 'absent'),
		foreign: table({ [outcome]: KEEPING, forbidden: INSIDERS }, 'absent'),
		missing: table({}, 'absent')
	}
}

/** What each seat gets of the operations of this part. */
export const instrumentExpectations = {
	'instrument.list': by(ALL),
	'instrument.get': reading(INSIDERS),
	'instrument.figures': by(ALL),
	'commitment.list': by(ALL),
	'instrument.add': by(KEEPING),
	'instrument.change': changing(KEEPING, INSIDERS),
	'instrument.setStatus': changing(KEEPING, INSIDERS),
	'instrument.withdrawStatus': changing(KEEPING, INSIDERS),
	'instrument.statusAt': reading(INSIDERS),
	'instrument.statuses': reading(INSIDERS),
	'instrument.states': reading(INSIDERS),
	'instrument.refreshPositions': by([]),
	'instrument.previewStatuses': ofTable('done'),
	'instrument.importStatuses': ofTable('conflict'),
	'instrument.addText': changing(KEEPING, INSIDERS),
	'obligation.list': listing(INSIDERS),
	'obligation.get': reading(INSIDERS),
	'obligation.add': changing(KEEPING, INSIDERS),
	'obligation.change': changing(KEEPING, INSIDERS),
	'obligation.withdraw': changing(KEEPING, INSIDERS),
	'reportingDuty.add': changing(KEEPING, INSIDERS),
	'reportingDuty.change': changing(KEEPING, INSIDERS),
	'reportingDuty.withdraw': changing(KEEPING, INSIDERS),
	'treatyReport.list': listing(INSIDERS),
	'treatyReport.get': reading(INSIDERS),
	'treatyReport.add': changing(KEEPING, INSIDERS),
	'treatyReport.change': changing(KEEPING, INSIDERS),
	'treatyReport.submit': changing(WRITING, INSIDERS),
	'treatyReport.recordDialogue': changing(WRITING, INSIDERS),
	'treatyReport.recordObservations': changing(KEEPING, INSIDERS),
	'treatyReport.drop': changing(KEEPING, INSIDERS),
	'treatyReport.schedule': by([])
} satisfies Record<string, Expectation>

const [OPEN, CLOSED] = ['open instrument', 'closed instrument']
const DAY = '2026-02-10'

/** Valid inputs of them. */
export const instrumentSamples: Record<keyof typeof instrumentExpectations, Sample> = {
	'instrument.list': always({}),
	'instrument.get': about('instrument', OPEN, CLOSED),
	'instrument.figures': always({}),
	'commitment.list': always({}),
	'instrument.add': always({ name: 'Another instrument', form: 'treaty', scope: 'bilateral' }),
	'instrument.change': change('instrument', OPEN, CLOSED, () => ({ place: 'Kampala' })),
	'instrument.setStatus': change('instrument', OPEN, CLOSED, () => ({
		event: 'declaration',
		day: '2020-05-01',
		text: 'We read article 3 so.'
	})),
	'instrument.withdrawStatus': about('status', 'open status', 'closed status', because),
	'instrument.statusAt': about('instrument', OPEN, CLOSED, () => ({ day: '2015-01-01' })),
	'instrument.statuses': about('instrument', OPEN, CLOSED),
	'instrument.states': about('instrument', OPEN, CLOSED),
	'instrument.refreshPositions': always({}),
	'instrument.previewStatuses': about('instrument', OPEN, CLOSED, (prepared, _name, seat) => ({
		file: prepared.fileOf(seat)
	})),
	'instrument.importStatuses': change('instrument', OPEN, CLOSED, (prepared, _name, seat) => ({
		file: prepared.fileOf(seat),
		source: 'Depositary of the test'
	})),
	'instrument.addText': change('instrument', OPEN, CLOSED, (prepared, _name, seat) => ({
		file: prepared.fileOf(seat),
		title: 'The text'
	})),
	'obligation.list': filtered('instrument', OPEN, CLOSED),
	'obligation.get': about('obligation', 'open obligation', 'closed obligation'),
	'obligation.add': about('instrument', OPEN, CLOSED, () => ({ article: 'Article 9', text: 'States do so.' })),
	'obligation.change': change('obligation', 'open obligation', 'closed obligation', () => ({ text: 'States do it.' })),
	'obligation.withdraw': change('obligation', 'open obligation', 'closed obligation', because),
	'reportingDuty.add': change('instrument', OPEN, CLOSED, () => ({ body: 'Another committee', firstMonths: 12 })),
	'reportingDuty.change': about('duty', 'open duty', 'closed duty', () => ({ everyMonths: 48 })),
	'reportingDuty.withdraw': about('duty', 'open duty', 'closed duty', because),
	'treatyReport.list': filtered('instrument', OPEN, CLOSED),
	'treatyReport.get': about('report', 'open treaty report', 'closed treaty report'),
	'treatyReport.add': about('instrument', OPEN, CLOSED, () => ({
		title: 'A special report',
		form: 'special',
		due: '2026-12-31'
	})),
	'treatyReport.change': change('report', 'open treaty report', 'closed treaty report', () => ({ due: '2026-09-30' })),
	'treatyReport.submit': change('report', 'open treaty report', 'closed treaty report', () => ({ day: DAY })),
	'treatyReport.recordDialogue': change(
		'report',
		'open submitted treaty report',
		'closed submitted treaty report',
		() => ({
			day: DAY
		})
	),
	'treatyReport.recordObservations': change(
		'report',
		'open submitted treaty report',
		'closed submitted treaty report',
		() => ({
			day: DAY
		})
	),
	'treatyReport.drop': change('report', 'open treaty report', 'closed treaty report', because),
	'treatyReport.schedule': always({})
}
