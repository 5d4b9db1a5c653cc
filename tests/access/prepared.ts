import { z } from 'zod'
import { v7 as uuid } from 'uuid'
import { makeSecret } from '#platform/access/find-seat.server.ts'
import { holdSeat } from '#platform/access/hold-seat.server.ts'
import { GROUP_SCHEMA, USER_SCHEMA } from '#platform/access/scim/resource.ts'
import { verifyWorkspace } from '#platform/integrity/integrity-operations.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { sendMail } from '#platform/mail/send-mail.server.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run as runAs } from '#platform/operation/perform.server.ts'
import { aWorkspace, SEAT_KEYS, TODAY, type SeatKey, type TestWorkspace } from '../fixtures/workspace.ts'
import { answer, commandOf, perform, receive, recordsOf, upload } from './by-name.ts'
import { prepareMeetings } from './prepared-meeting.ts'
import { prepareMinutes } from './prepared-minutes.ts'
import { prepareActions } from './prepared-action.ts'
import { prepareReports } from './prepared-dashboard.ts'
import { prepareCadence } from './prepared-cadence.ts'
import { prepareDecisions } from './prepared-decision.ts'
import { prepareRecommendations } from './prepared-recommendation.ts'
import { prepareRegisters } from './prepared-register.ts'
import { prepareInstrument } from './instruments/prepare-instrument.ts'
import { prepareDomestication } from './instruments/prepare-domestication.ts'
import { preparePolicy } from './instruments/prepare-policy.ts'
import { prepareRelation } from './instruments/prepare-relation.ts'
import { prepareOverlap } from './instruments/prepare-overlap.ts'
import { prepareAgreement } from './instruments/prepare-agreement.ts'
import { prepareCaptures } from './registers/prepare-capture.ts'
import { prepareSubmissions } from './registers/prepare-submission.ts'
import { prepareConversions } from './registers/prepare-conversion.ts'
import { prepareEditions } from './registers/prepare-edition.ts'
import { prepareDrafting } from './registers/prepare-drafting.ts'
import { prepareUpgrades } from './registers/prepare-upgrade.ts'
import { prepareXlsForms } from './registers/prepare-xlsform.ts'

const Reason = 'as the test says'

/** A workspace in which every operation has something to act on: once in sight of all, once in sight of few. */
export type Prepared = TestWorkspace & {
	/** The identifier of what was prepared under a name. */
	id(name: string): string
	/** The present version of a prepared record. */
	version(name: string): number
	/** The number of the event that created the record. */
	sequence(name: string): number
	/** A file of the seat that is attached to nothing; for seats that bring none, an identifier of no file. */
	fileOf(seat: SeatKey): string
	/** A fresh upload, as it waits outside the store. */
	received(): ReturnType<typeof receive>
	/** Words that stand in the titles of what only its keepers or members see, and identifiers of it. */
	hidden: { words: readonly string[]; ids: readonly string[] }
}

const OPEN = 'committee'
const CLOSED = 'closed-group'
const DAY = '2026-01-15'
/** Lets somebody hold a seat, as an accepted invitation does. */
async function hold(made: TestWorkspace, key: SeatKey) {
	const { seat, opening } = await made.as(key)
	const holding = command({
		name: 'invitation.accept',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run(here) {
			const person = { id: uuid(), name: 'Somebody', email: 'somebody@seat.test' }
			await holdSeat(here, { seatId: seat.id ?? '', person, source: 'invitation' })
			return {}
		}
	})
	await runAs(opening, holding, {})
}

// A job that waits and a mail that is kept, as commands leave them.
async function inTheBackground(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const asking = command({
		name: 'comment.add',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run(here) {
			const to = { name: 'Invited One', email: 'one@seat.test', language: 'en' }
			const params = { name: to.name, office: 'Observer', days: 7, link: 'https://pitso.test' }
			put('mail', await sendMail(here, { template: 'invitation', to, params }))
			put('job', await enqueue(here, { operation: 'workspace.get', input: {} }))
			return {}
		}
	})
	await administrator.run(asking, {})
	const adding = command({
		name: 'comment.add',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run(here) {
			const { id } = await here.run(verifyWorkspace, {})
			// It has ended, so that another may begin.
			await here.write.change('integrity_check', id, { state: 'done', ended_at: here.now })
			put('check', id)
			return {}
		}
	})
	await administrator.run(adding, {})
}

const OF_HIDDEN = / closed-group$|^closed |^lead shadow/

// Everything that hangs on a structure, on one that all see and on one that only its members see.
async function fillStructure(made: TestWorkspace, put: (name: string, id: string) => void, structure: string) {
	const administrator = await made.as('administrator')
	const member = await made.as('member')
	const keep = async (name: string, operation: string, input: object) =>
		put(`${name} ${structure}`, await perform(administrator, operation, input))
	const { items } = z
		.object({ items: z.array(z.object({ id: z.string(), actor: z.object({ reference: z.string() }) })) })
		.parse(await answer(administrator, 'membership.list', { filter: { structure } }))
	for (const item of items) put(`membership ${item.actor.reference} ${structure}`, item.id)
	const membership = items.find((item) => item.actor.reference === 'labour')?.id
	await keep('nomination', 'nomination.add', {
		membership,
		capacity: 'principal',
		office: `Deputy Director of ${structure}`,
		email: `desk@${structure}.test`,
		from: DAY
	})
	await keep('mandate', 'mandate.add', { structure, text: `Coordinates ${structure}` })
	await keep('document', 'document.attach', {
		record: structure,
		kind: 'structure',
		file: await upload(made, administrator, 'minutes.txt', `minutes of ${structure}`),
		title: `Minutes of ${structure}`
	})
	const documents = z
		.object({ items: z.array(z.object({ file: z.object({ id: z.string() }) })) })
		.parse(await answer(administrator, 'document.list', { record: structure }))
	put(`file ${structure}`, documents.items[0]?.file.id ?? '')
	put(
		`comment ${structure}`,
		await perform(member, 'comment.add', { record: structure, text: `Whispered ${structure}` })
	)
}

/** Makes such a workspace; what is hidden is hidden from the public, the observer and whoever sits in no closed group. */
export async function prepare(): Promise<Prepared> {
	const made = await aWorkspace()
	const ids = new Map<string, string>()
	const put = (name: string, id: string) => void ids.set(name, id)
	const administrator = await made.as('administrator')
	const keep = async (name: string, operation: string, input: object) =>
		put(name, await perform(administrator, operation, input))
	const actor = (name: string, title: string, more = {}) =>
		keep(name, 'actor.create', { key: name, name: title, kind: 'ministry', ...more })
	const structure = (name: string, title: string, more = {}) =>
		keep(name, 'structure.create', {
			key: name,
			name: title,
			level: 'technical',
			kind: 'task-team',
			status: 'active',
			...more
		})
	for (const record of await recordsOf(made)) put(record.key ?? record.id, record.id)

	await actor('shadow-office', 'Shadow Office', { audience: 'secretariat' })
	await actor('twin-one', 'Twin One')
	await actor('twin-two', 'Twin Two')
	await actor('shadow-twin', 'Shadow Twin', { audience: 'secretariat' })
	await actor('shadow-plain', 'Shadow Plain Office', { audience: 'secretariat' })
	await actor('former', 'Former Ministry')
	await structure('withdrawn-body', 'Withdrawn Body')
	await structure('shadow-withdrawn', 'Shadow Withdrawn Body', { audience: 'secretariat' })
	await keep('shadow-framework', 'framework.create', {
		key: 'shadow-framework',
		name: 'Shadow Framework',
		kind: 'priority areas',
		audience: 'secretariat'
	})
	await keep('shadow-area', 'theme.create', { framework: 'shadow-framework', key: 'shadow-area', name: 'Shadow Area' })
	for (const name of [OPEN, CLOSED]) await fillStructure(made, put, name)
	await keep('other membership', 'membership.add', {
		structure: 'withdrawn-body',
		actor: 'health',
		kind: 'invited',
		from: DAY,
		reason: Reason
	})

	// The hidden hangs on the open by every kind of thread there is.
	await linked('open link', { from: OPEN, fromKind: 'structure', to: 'labour', toKind: 'actor' })
	await linked('closed link', { from: OPEN, fromKind: 'structure', to: CLOSED, toKind: 'structure' })
	await run('structure.setAreas', { structure: CLOSED, version: true, areas: ['labour-migration', 'shadow-area'] })
	await run('theme.assignLead', { area: 'labour-migration', actor: 'labour', from: DAY, reason: Reason })
	await run('theme.assignLead', { area: 'shadow-area', actor: 'labour', from: DAY, reason: Reason })
	await run('theme.assignLead', { area: 'border-management', actor: 'shadow-office', from: DAY, reason: Reason })
	await run('membership.add', { structure: OPEN, actor: 'shadow-office', kind: 'member', from: DAY, reason: Reason })
	await run('mandate.add', { structure: OPEN, text: 'Watches all', function: 'shadow-area', area: 'shadow-area' })
	await run('structure.change', { structure: OPEN, version: true, secretariatActor: 'shadow-office' })
	await run('structure.create', {
		key: 'task-team',
		name: 'Task Team',
		level: 'technical',
		kind: 'task-team',
		parent: CLOSED,
		secretariat: CLOSED,
		chair: 'shadow-office',
		areas: ['labour-migration']
	})

	// States that some operations start from.
	await run('actor.succeed', {
		actor: 'former',
		version: true,
		kind: 'rename',
		day: DAY,
		legalBasis: 'Act 1',
		name: 'Latter Ministry'
	})
	await run('record.withdraw', { record: 'withdrawn-body', kind: 'structure', version: true, reason: Reason })
	await run('record.withdraw', { record: 'shadow-withdrawn', kind: 'structure', version: true, reason: Reason })
	for (const name of ['police', 'statistics', 'shadow-office', 'shadow-twin'])
		await run('actor.setEnforcement', { actor: name, version: true, reason: Reason })
	for (const name of ['police', 'shadow-twin'])
		await run('actor.askEnforcementRemoval', { actor: name, version: true, reason: Reason })
	await keep('token', 'token.create', { seat: 'member', name: 'for the test' })
	await inTheBackground(made, put)
	await keep('note', 'seat.addNote', { seat: 'member', text: 'Read the minutes of March' })
	for (const name of ['invited', 'other invited', 'spare'])
		await keep(`seat ${name}`, 'seat.create', { key: name.replace(' ', '-'), role: 'observer', office: 'Observer' })
	await keep('invitation', 'invitation.send', { seat: 'invited', name: 'Invited One', email: 'one@seat.test' })
	await keep('other invitation', 'invitation.send', {
		seat: 'other-invited',
		name: 'Invited Two',
		email: 'two@seat.test'
	})
	await keep('rule', 'seatRule.add', {
		source: 'provisioning',
		value: 'statisticians',
		role: 'statistician',
		actor: 'statistics',
		office: 'Statistician'
	})
	await keep('provisioned person', 'provisionedPerson.create', {
		user: { schemas: [USER_SCHEMA], userName: 'tendai', externalId: 'directory-7' }
	})
	await keep('provisioned group', 'provisionedGroup.create', {
		group: { schemas: [GROUP_SCHEMA], displayName: 'statisticians', members: [{ value: id('provisioned person') }] }
	})
	await hold(made, 'member')
	await administrator.runRaw(commandOf('workspace.change'), { version: 0, contactOffice: 'Desk of the secretariat' })
	await prepareRecommendations(made, put)
	await prepareDecisions(made, put)
	await prepareReports(made, put)
	await prepareCadence(made, put)
	await prepareMeetings(made, put)
	await prepareActions(made, put)
	await prepareMinutes(made, put, (name) => ids.get(name) ?? '')
	await prepareRegisters(made, put)
	await prepareInstrument(made, put)
	await preparePolicy(made, put)
	await prepareDomestication(made, put)
	await prepareRelation(made, put)
	await prepareOverlap(made, put)
	await prepareAgreement(made, put)
	await prepareCaptures(made, put)
	await prepareSubmissions(made, put)
	await prepareUpgrades(made)
	await prepareXlsForms(made, put)
	await prepareConversions(made, put)
	await prepareDrafting(made, put)
	await prepareEditions(made, put)
	await leadsOf('labour-migration')
	await leadsOf('shadow-area')
	const files = new Map<SeatKey, string>()
	for (const key of SEAT_KEYS)
		files.set(key, key === 'public' || key === 'observer' ? NOWHERE : await upload(made, await made.as(key)))
	const records = new Map((await recordsOf(made)).map((record) => [record.id, record]))
	const hidden = [...records.values()].filter(
		(record) => !record.audience.some((one) => one === 'public' || one === 'workspace')
	)

	return {
		...made,
		id,
		version: (name) => records.get(id(name))?.version ?? 0,
		sequence: (name) => records.get(id(name))?.sequence ?? 0,
		fileOf: (seat) => files.get(seat) ?? NOWHERE,
		received: () => receive(made, `${makeSecret()}.txt`),
		hidden: {
			words: ['Shadow', 'shadow', 'Closed Working Group', CLOSED, 'closed link'],
			ids: [
				...hidden.map((record) => record.id),
				...[...ids].flatMap(([name, one]) => (OF_HIDDEN.test(name) ? [one] : []))
			]
		}
	}

	function id(name: string) {
		const found = ids.get(name)
		if (found === undefined) throw new Error(`nothing was prepared under the name ${name}`)
		return found
	}

	// `version: true` stands for the version the record has at that moment.
	async function run(operation: string, input: Record<string, unknown>) {
		const about = input['actor'] ?? input['structure'] ?? input['record']
		const current = (await recordsOf(made)).find((record) => record.key === about)
		const done = await perform(
			administrator,
			operation,
			input['version'] === true ? { ...input, version: current?.version } : input
		)
		if (typeof input['key'] === 'string') put(input['key'], done)
		return done
	}

	async function linked(name: string, ends: object) {
		put(name, await perform(administrator, 'record.link', { ...ends, type: 'related-to', argument: `${name} argued` }))
	}

	async function leadsOf(area: string) {
		const rows = await made.database.owner
			.selectFrom('area_lead')
			.select('id')
			.where('workspace_id', '=', made.workspace.id)
			.where('area_id', '=', id(area))
			.execute()
		put(`lead ${area}`, rows[0]?.id ?? '')
	}
}

/** An identifier that nothing has. */
export const NOWHERE = '01900000-0000-7000-8000-00000000dead'
export { DAY, Reason, TODAY }
