import {
	ABSENT,
	administering,
	ADMINISTRATORS,
	ALL,
	by,
	changing,
	type Expectation,
	HOLDERS,
	INSIDERS,
	KEEPERS,
	listing,
	operating,
	PARTAKERS,
	reading,
	SEATED,
	table
} from './expecting.ts'
import { agreementExpectations } from './instruments/agreement-access.ts'
import { captureExpectations } from './registers/capture-access.ts'
import { submissionExpectations } from './registers/submission-access.ts'
import { conversionExpectations } from './registers/conversion-access.ts'
import { editionExpectations } from './registers/edition-access.ts'
import { draftingExpectations } from './registers/drafting-access.ts'
import { upgradeExpectations } from './registers/upgrade-access.ts'
import { xlsformExpectations } from './registers/xlsform-access.ts'
import { domesticationExpectations } from './instruments/domestication-access.ts'
import { instrumentExpectations } from './instruments/instrument-access.ts'
import { overlapExpectations } from './instruments/overlap-access.ts'
import { policyExpectations } from './instruments/policy-access.ts'
import { relationExpectations } from './instruments/relation-access.ts'

export type { Expectation, Outcome, Table } from './expecting.ts'

const STRUCTURE = changing([...KEEPERS, 'chair'], INSIDERS)
const DIRECTORY = changing(KEEPERS, KEEPERS)
// The open structure's secretary has no seat, so the secretariat of the workspace stands in for it.
const SECRETARY: Expectation = { ...changing(KEEPERS, INSIDERS), own: table({ done: ['secretariat'] }, 'forbidden') }
const PROPOSAL: Expectation = {
	own: table({ done: [...KEEPERS, 'chair'], forbidden: ['member', 'analyst'] }, 'absent'),
	foreign: table({ done: [...KEEPERS, 'chair'], forbidden: ['member', 'analyst'] }, 'absent'),
	missing: ABSENT
}

/**
 * What lies at a level is moved by that level: the open recommendation lies with the ministry of labour, for which the member and
 * the analyst act, the closed one with the committee, whose chair runs it.
 */
const HELD: Expectation = {
	own: table({ done: [...KEEPERS, 'member', 'analyst'] }, 'forbidden'),
	foreign: table({ done: [...KEEPERS, 'chair'], forbidden: INSIDERS }, 'absent'),
	missing: ABSENT
}

/** About a register of which the public is told nothing: whoever holds a seat may do it there and in one the public reads. */
const seated: Expectation = {
	own: table({ forbidden: ['public'] }, 'done'),
	foreign: table({ absent: ['public'] }, 'done'),
	missing: ABSENT
}

/** For whoever could change some entry: observers write nothing, and whoever sits in no group is in the circle of no entry. */
const writing: Expectation = {
	own: table({ forbidden: ['public', 'observer'] }, 'done'),
	foreign: table({ done: INSIDERS, absent: ['public'] }, 'forbidden'),
	missing: ABSENT
}

/** Every operation, with what each seat gets of it: the rules of access in one table. */
export const expectations = {
	'workspace.get': by(ALL),
	'workspace.overview': by(ALL),
	// One sees only the files one brought; observers and the public bring none.
	'workspace.import': {
		own: table({ done: KEEPERS, forbidden: PARTAKERS }, 'absent'),
		foreign: table({ forbidden: ['outsider'] }, 'absent'),
		missing: ABSENT
	},
	'workspace.previewImport': {
		own: table({ done: KEEPERS, forbidden: PARTAKERS }, 'absent'),
		foreign: table({ forbidden: ['outsider'] }, 'absent'),
		missing: ABSENT
	},
	// Nobody but who asked for it is told of an import; here nobody asked.
	'workspace.importState': { own: ABSENT },
	'workspace.export': by(ALL),
	'workspace.contents': by(ALL),
	'exchange.template': by(KEEPERS),
	'exchange.schema': by(ALL),
	'record.search': by(ALL),
	'record.options': by(ALL),
	'actor.countries': by(ALL),
	'record.history': reading(INSIDERS),
	'record.changesSince': reading(INSIDERS),
	'record.eraseHistory': changing(ADMINISTRATORS, INSIDERS),
	'record.links': reading(INSIDERS),
	'record.link': changing(PARTAKERS, INSIDERS),
	// A link is taken back by who made it (here an administrator) or by who keeps the records; who sees one end sees no link.
	'record.unlink': changing(KEEPERS, INSIDERS),
	'record.moveLink': changing(PARTAKERS, INSIDERS),
	'record.withdraw': changing(KEEPERS, INSIDERS),
	'record.restore': DIRECTORY,
	'record.setAudience': changing(KEEPERS, INSIDERS),
	'record.merge': DIRECTORY,
	'comment.list': reading(INSIDERS),
	'comment.add': changing(PARTAKERS, INSIDERS),
	// The member wrote it. Discussions are for those who hold a seat: the public is told of no comment at all.
	'comment.withdraw': {
		...changing([...KEEPERS, 'member'], INSIDERS),
		own: { ...table({ done: [...KEEPERS, 'member'] }, 'forbidden'), public: 'absent' }
	},
	'document.list': reading(INSIDERS),
	'document.attach': changing(PARTAKERS, INSIDERS),
	'document.withdraw': changing(KEEPERS, INSIDERS),
	'file.upload': by(PARTAKERS),
	'file.get': reading(INSIDERS),
	'seat.list': by(PARTAKERS),
	'seat.options': by(PARTAKERS),
	'seat.get': { own: table({ done: PARTAKERS }, 'forbidden'), missing: table({ absent: PARTAKERS }, 'forbidden') },
	'seat.create': by(ADMINISTRATORS),
	'seat.change': administering,
	'seat.end': administering,
	// The member leaves its own seat.
	'seat.leave': { ...administering, own: table({ done: [...ADMINISTRATORS, 'member'] }, 'forbidden') },
	'seat.handover': { ...administering, own: table({ done: [...ADMINISTRATORS, 'member'] }, 'forbidden') },
	'seat.handOver': administering,
	'seat.addNote': { ...administering, own: table({ done: [...ADMINISTRATORS, 'member'] }, 'forbidden') },
	'seat.withdrawNote': { ...administering, own: table({ done: [...ADMINISTRATORS, 'member'] }, 'forbidden') },
	'person.list': by(ADMINISTRATORS),
	'invitation.list': by(ADMINISTRATORS),
	'invitation.send': administering,
	'invitation.resend': administering,
	'invitation.revoke': administering,
	'seatRule.list': by(ADMINISTRATORS),
	'seatRule.add': by(ADMINISTRATORS),
	'seatRule.withdraw': administering,
	'seatRule.try': by(ADMINISTRATORS),
	'provisionedPerson.list': by(ADMINISTRATORS),
	'provisionedPerson.get': administering,
	'provisionedPerson.create': by(ADMINISTRATORS),
	'provisionedPerson.replace': administering,
	'provisionedPerson.patch': administering,
	'provisionedPerson.remove': administering,
	'provisionedGroup.list': by(ADMINISTRATORS),
	'provisionedGroup.get': administering,
	'provisionedGroup.create': by(ADMINISTRATORS),
	'provisionedGroup.replace': administering,
	'provisionedGroup.patch': administering,
	'provisionedGroup.remove': administering,
	'audit.list': by(ADMINISTRATORS),
	'audit.people': by(ADMINISTRATORS),
	'audit.export': by(ADMINISTRATORS),
	'storage.get': by(ADMINISTRATORS),
	'integrity.list': by(ADMINISTRATORS),
	'integrity.get': operating,
	'integrity.verify': by(ADMINISTRATORS),
	'job.list': by(ADMINISTRATORS),
	'job.get': operating,
	'job.repeat': operating,
	'job.cancel': operating,
	'mail.list': by(ADMINISTRATORS),
	'mail.get': operating,
	// The tests have no mail server, so nothing is sent from the outbox.
	'mail.resend': { own: table({ conflict: ADMINISTRATORS }, 'absent'), missing: ABSENT },
	'mail.cancel': operating,
	'workspace.settings': by(ADMINISTRATORS),
	'workspace.change': by(ADMINISTRATORS),
	// Everybody with a seat keeps the tokens of that seat; administrators those of all.
	'token.list': by(ALL.filter((seat) => seat !== 'public')),
	'token.create': { ...administering, own: table({ done: [...ADMINISTRATORS, 'member'] }, 'forbidden') },
	'token.revoke': { ...administering, own: table({ done: [...ADMINISTRATORS, 'member'] }, 'forbidden') },
	'actor.list': listing(KEEPERS),
	'actor.get': reading(KEEPERS),
	'actor.create': by(KEEPERS),
	'actor.change': DIRECTORY,
	// A focal point answers for its own actor: the member's and the analyst's is the one asked about.
	'actor.setContact': { ...DIRECTORY, own: table({ done: [...KEEPERS, 'member', 'analyst'] }, 'forbidden') },
	'actor.setEnforcement': changing(ADMINISTRATORS, KEEPERS),
	'actor.askEnforcementRemoval': changing(ADMINISTRATORS, KEEPERS),
	// The first administrator asked; the mark comes off by a second one only.
	'actor.confirmEnforcementRemoval': {
		own: table({ done: ['second-administrator'], conflict: ['administrator'] }, 'forbidden'),
		foreign: table(
			{ done: ['second-administrator'], conflict: ['administrator'], forbidden: ['secretariat'] },
			'absent'
		),
		missing: ABSENT
	},
	'actor.openItems': DIRECTORY,
	'actor.succeed': DIRECTORY,
	'organization.list': by(ALL),
	'structure.list': listing(INSIDERS),
	'structure.get': reading(INSIDERS),
	'structure.reach': STRUCTURE,
	'structure.map': by(ALL),
	'structure.statusBoard': by(ALL),
	'structure.create': by(KEEPERS),
	'structure.change': STRUCTURE,
	'structure.setStatus': STRUCTURE,
	'structure.setChair': STRUCTURE,
	'structure.setAreas': STRUCTURE,
	'membership.list': listing(INSIDERS),
	'membership.add': STRUCTURE,
	'membership.end': STRUCTURE,
	'membership.vacant': listing(INSIDERS),
	'nomination.list': reading(INSIDERS),
	'nomination.add': STRUCTURE,
	'nomination.end': STRUCTURE,
	'mandate.list': listing(INSIDERS),
	'mandate.add': STRUCTURE,
	'mandate.withdraw': STRUCTURE,
	'framework.list': listing(KEEPERS),
	'framework.get': reading(KEEPERS),
	'framework.create': by(KEEPERS),
	'theme.list': listing(KEEPERS),
	'theme.get': reading(KEEPERS),
	'theme.create': DIRECTORY,
	'framework.change': DIRECTORY,
	'theme.change': DIRECTORY,
	'theme.assignLead': DIRECTORY,
	'theme.endLead': DIRECTORY,
	'theme.matrix': reading(KEEPERS),
	'rhythm.get': reading(INSIDERS),
	'rhythm.set': STRUCTURE,
	'cadence.ofStructure': reading(INSIDERS),
	'cadence.list': by(ALL),
	'cadence.board': by(ALL),
	'structure.activate': DIRECTORY,
	'structure.standDown': DIRECTORY,
	'participation.list': reading(INSIDERS),
	'participation.add': STRUCTURE,
	'participation.end': STRUCTURE,
	// Everybody with a seat has calendars of its own, of what it sees.
	'calendarFeed.create': {
		own: table({ forbidden: ['public'] }, 'done'),
		foreign: table({ done: INSIDERS, forbidden: ['public'] }, 'invalid'),
		missing: table({ forbidden: ['public'] }, 'invalid')
	},
	'calendarFeed.list': by(ALL.filter((seat) => seat !== 'public')),
	'calendarFeed.read': { own: table({ done: ['member'] }, 'absent'), missing: ABSENT },
	'calendarFeed.revoke': { ...administering, own: table({ done: [...ADMINISTRATORS, 'member'] }, 'forbidden') },
	'action.list': listing(INSIDERS),
	'action.get': reading(INSIDERS),
	'action.assign': STRUCTURE,
	'action.change': STRUCTURE,
	'action.addSupport': STRUCTURE,
	'action.removeSupport': STRUCTURE,
	// The ministry of labour answers for the action and that of home affairs supports it.
	'action.addStep': changing(INSIDERS, INSIDERS),
	'action.finishStep': changing(INSIDERS, INSIDERS),
	// The step was made by those who run the structure: the actors that act on it do not take it back.
	'action.withdrawStep': STRUCTURE,
	'action.report': changing(INSIDERS, INSIDERS),
	// The secretary alone: nobody here acts for the committee's, and the secretariat office is that of the closed group.
	'action.accept': SECRETARY,
	'action.refuse': SECRETARY,
	'action.askExtension': changing(['member', 'analyst'], INSIDERS),
	'action.answerExtension': SECRETARY,
	'action.cancel': STRUCTURE,
	// Neither is closed, so there is nothing to reopen.
	'action.reopen': {
		own: table({ conflict: [...KEEPERS, 'chair'] }, 'forbidden'),
		foreign: table({ conflict: [...KEEPERS, 'chair'], forbidden: INSIDERS }, 'absent'),
		missing: ABSENT
	},
	'action.handOver': STRUCTURE,
	'action.handOverMany': STRUCTURE,
	// The clock's alone.
	'action.escalate': by([]),
	'reminder.send': by([]),
	'reminder.get': by(ALL.filter((seat) => seat !== 'public')),
	'reminder.set': by(ALL.filter((seat) => seat !== 'public')),
	'reminder.digest': by(ALL.filter((seat) => seat !== 'public')),
	'attention.list': by(ALL),
	'due.list': by(ALL),
	'meeting.list': listing(INSIDERS),
	'meeting.options': listing(INSIDERS),
	'meeting.structures': by(ALL),
	'meeting.get': reading(INSIDERS),
	'meeting.plan': STRUCTURE,
	'meeting.change': STRUCTURE,
	'meeting.call': STRUCTURE,
	'meeting.hold': STRUCTURE,
	'meeting.draft': STRUCTURE,
	'meeting.circulate': STRUCTURE,
	'meeting.adopt': STRUCTURE,
	'meeting.postpone': STRUCTURE,
	'meeting.reschedule': STRUCTURE,
	'meeting.cancel': STRUCTURE,
	'meeting.addStandingItems': STRUCTURE,
	'agendaItem.list': listing(INSIDERS),
	'agendaItem.get': reading(INSIDERS),
	'agendaItem.add': STRUCTURE,
	// Whoever sits there proposes: in the closed group the secretariat sits as its secretary.
	'agendaItem.propose': {
		own: table({ done: ['chair', 'member', 'analyst'] }, 'forbidden'),
		foreign: table({ done: INSIDERS }, 'absent'),
		missing: ABSENT
	},
	'agendaItem.change': STRUCTURE,
	'agendaItem.reorder': STRUCTURE,
	'agendaItem.withdraw': STRUCTURE,
	// A proposal is seen by those who answer it, and by the seats of the actor that made it.
	'agendaItem.accept': PROPOSAL,
	'agendaItem.decline': PROPOSAL,
	'agendaItem.addPaper': STRUCTURE,
	'attendance.list': reading(INSIDERS),
	'attendance.record': STRUCTURE,
	'attendance.invite': STRUCTURE,
	// The secretary of the closed group is no member of it, and nobody expects an answer of it.
	'attendance.answer': {
		own: table({ done: ['chair', 'member', 'analyst'] }, 'forbidden'),
		foreign: table({ done: ['chair', 'member', 'analyst'], conflict: KEEPERS }, 'absent'),
		missing: ABSENT
	},
	// The interest is one of the ministry of labour, whose seats the member's and the analyst's are.
	'attendance.declareInterest': changing(INSIDERS, INSIDERS),
	'meetingSeries.list': listing(INSIDERS),
	'meetingSeries.get': reading(INSIDERS),
	'meetingSeries.preview': by(ALL),
	'meetingSeries.create': STRUCTURE,
	'meetingSeries.extend': STRUCTURE,
	'meetingSeries.change': STRUCTURE,
	'meetingSeries.end': STRUCTURE,
	'minutes.get': reading(INSIDERS),
	'minutes.series': reading(INSIDERS),
	'minutes.printSeries': reading(INSIDERS),
	'minute.save': STRUCTURE,
	'minuteDraft.push': STRUCTURE,
	'minuteDraft.pull': STRUCTURE,
	'meetingPaper.list': reading(INSIDERS),
	'meetingPaper.make': STRUCTURE,
	'meetingPaper.send': STRUCTURE,
	'dashboard.workspace': by(ALL),
	'dashboard.structure': reading(INSIDERS),
	'dashboard.attendance': by(ALL.filter((seat) => seat !== 'public')),
	'secretariatReport.list': listing(INSIDERS),
	'secretariatReport.get': reading(INSIDERS),
	'secretariatReport.draft': STRUCTURE,
	'secretariatReport.refreshFigures': STRUCTURE,
	'secretariatReport.writeSection': STRUCTURE,
	'secretariatReport.approve': STRUCTURE,
	'secretariatReport.makeEdition': STRUCTURE,
	'decision.list': listing(INSIDERS),
	'decision.get': reading(INSIDERS),
	'decision.meetings': by(ALL),
	'decision.whyNot': STRUCTURE,
	'decision.add': STRUCTURE,
	'decision.change': STRUCTURE,
	'decision.note': STRUCTURE,
	'decision.replace': STRUCTURE,
	'decision.revoke': STRUCTURE,
	'writtenProcedure.list': listing(INSIDERS),
	'writtenProcedure.get': reading(INSIDERS),
	'writtenProcedure.open': STRUCTURE,
	// Full members answer: the seats of the ministries of labour and of home affairs.
	'writtenProcedure.answer': changing(['chair', 'member', 'analyst'], INSIDERS),
	'writtenProcedure.close': STRUCTURE,
	'writtenProcedure.stop': STRUCTURE,
	// The clock's alone.
	'writtenProcedure.remind': by([]),
	'oparl.system': by(ALL),
	'oparl.list': by(ALL),
	'oparl.get': reading(INSIDERS),
	'recommendation.list': listing(INSIDERS),
	'recommendation.makers': by(ALL),
	'recommendation.get': reading(INSIDERS),
	'recommendation.answering': reading(INSIDERS),
	'recommendation.export': listing(INSIDERS),
	'recommendation.propose': STRUCTURE,
	'recommendation.change': STRUCTURE,
	'recommendation.changeMany': STRUCTURE,
	'recommendation.reword': STRUCTURE,
	'recommendation.retake': STRUCTURE,
	'recommendation.note': STRUCTURE,
	'recommendation.submit': STRUCTURE,
	'recommendation.lapse': STRUCTURE,
	'recommendation.receive': HELD,
	'recommendation.review': HELD,
	'recommendation.answer': HELD,
	'recommendation.answerTogether': HELD,
	'recommendation.implement': HELD,
	'recommendation.complete': HELD,
	'register.list': by(ALL),
	'register.get': reading(SEATED),
	'register.declare': by(ADMINISTRATORS),
	'register.previewDeclaration': by(ADMINISTRATORS),
	'register.exportDeclaration': reading(SEATED),
	'register.exportAll': by(ALL),
	'register.importAll': {
		own: table({ done: ADMINISTRATORS, forbidden: PARTAKERS }, 'absent'),
		foreign: table({ forbidden: ['outsider'] }, 'absent'),
		missing: ABSENT
	},
	'register.previewImportAll': {
		own: table({ done: ADMINISTRATORS, forbidden: PARTAKERS }, 'absent'),
		foreign: table({ forbidden: ['outsider'] }, 'absent'),
		missing: ABSENT
	},
	'register.retire': changing(ADMINISTRATORS, SEATED),
	'register.restore': changing(ADMINISTRATORS, SEATED),
	'register.figures': reading(SEATED),
	// The entry is one of the ministry of labour, which adds and changes its own; that of the closed group is its members'.
	'register.report': reading(SEATED),
	'register.printReport': reading(SEATED),
	'entry.report': reading(INSIDERS),
	'entry.list': reading(SEATED),
	'entry.get': reading(INSIDERS),
	'entry.add': {
		own: table({ done: HOLDERS }, 'forbidden'),
		// Who sits in the group adds; whoever sits in none could be in the circle of no entry.
		foreign: table({ done: INSIDERS, absent: ['public'] }, 'forbidden'),
		missing: ABSENT
	},
	'entry.change': { ...changing(INSIDERS, INSIDERS), own: table({ done: HOLDERS }, 'forbidden') },
	'entry.move': changing(KEEPERS, INSIDERS),
	// Each entry is asked about by itself: a ministry that has none among them is told so entry by entry.
	'entry.bulkChange': {
		own: table({ done: HOLDERS, forbidden: ['public', 'observer'] }, 'invalid'),
		foreign: table({ done: INSIDERS, absent: ['public'] }, 'forbidden'),
		missing: ABSENT
	},
	'entry.bulkMove': changing(KEEPERS, SEATED),
	'entry.bulkPreview': writing,
	'entry.group': reading(SEATED),
	'entry.choices': reading(SEATED),
	'entry.board': reading(SEATED),
	'entry.calendar': reading(SEATED),
	'entry.map': reading(SEATED),
	'entry.pivot': reading(SEATED),
	'entry.template': writing,
	'entry.export': reading(SEATED),
	// One sees only the files one brought; observers and the public bring none.
	'entry.previewImport': {
		own: table({ done: PARTAKERS }, 'absent'),
		foreign: table({ done: ['outsider'] }, 'absent'),
		missing: ABSENT
	},
	'entry.import': {
		own: table({ done: HOLDERS, absent: ['observer', 'public'] }, 'invalid'),
		foreign: table({ absent: ALL.filter((seat) => seat !== 'outsider') }, 'invalid'),
		missing: ABSENT
	},
	// Nobody but who asked for it is told of an import; here nobody asked.
	'entry.importState': { own: ABSENT },
	// What is inside a public entry is read by those with a seat.
	'entryPart.list': listing(INSIDERS),
	'entryPart.get': { ...reading(INSIDERS), own: table({ done: SEATED }, 'absent') },
	// The member's own is still open: a seat has one at a time.
	'entryPivot.start': {
		own: table({ forbidden: ['public'], conflict: ['member'] }, 'done'),
		foreign: table({ absent: ['public'], conflict: ['member'] }, 'done'),
		missing: ABSENT
	},
	'entryPivot.get': { own: table({ done: ['member'] }, 'absent'), missing: ABSENT },
	'entryPivot.export': reading(SEATED),
	'registerView.list': reading(SEATED),
	'registerView.save': seated,
	// The member saved the one and shares it, the chair the other for itself.
	'registerView.change': {
		own: table({ done: ['member'] }, 'forbidden'),
		foreign: table({ done: ['chair'] }, 'absent'),
		missing: ABSENT
	},
	'registerView.remove': {
		own: table({ done: [...KEEPERS, 'member'] }, 'forbidden'),
		foreign: table({ done: ['chair'] }, 'absent'),
		missing: ABSENT
	},
	...instrumentExpectations,
	...domesticationExpectations,
	...policyExpectations,
	...relationExpectations,
	...overlapExpectations,
	...captureExpectations,
	...submissionExpectations,
	...agreementExpectations,
	...conversionExpectations,
	...upgradeExpectations,
	...xlsformExpectations,
	...draftingExpectations,
	...editionExpectations
} satisfies Record<string, Expectation>

export type OperationName = keyof typeof expectations

/** The expectation of an operation, where it has one. */
export const expectationOf = (name: string): Expectation | undefined =>
	Object.entries(expectations).find(([one]) => one === name)?.[1]
