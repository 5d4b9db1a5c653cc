import fc from 'fast-check'
import { z } from 'zod'
import { declarationOf } from '../fixtures/declared.ts'
import { meetingBy } from '../fixtures/sat.ts'
import { AUDIENCES, type Audience } from '#platform/access/seat.ts'
import { SEAT_KEYS, type Acting, type SeatKey, type TestWorkspace } from '../fixtures/workspace.ts'
import { answer, perform, recordsOf, upload } from './by-name.ts'
import { reportDefinition } from './registers/prepare-edition.ts'

/** The word in the title of every drawn record, by which search finds them all. */
export const WORD = 'okapi'

export type Drawn = { kind: string; audience: Audience; isWithdrawn: boolean }
export type Plan = {
	records: readonly Drawn[]
	links: readonly (readonly [number, number])[]
	changes: readonly Change[]
}
type Change = { record: number; audience: Audience }

type Maker = (acting: Acting, title: string, audience: Audience) => Promise<string>

const notOfMembers = (audience: Audience) =>
	audience === 'members' || audience === 'full-members' ? 'secretariat' : audience

/** How a record of each kind comes to be: a kind that is registered and not here fails the test that draws. */
const MAKERS: Readonly<Record<string, Maker>> = {
	actor: (acting, name, audience) =>
		perform(acting, 'actor.create', { name, kind: 'agency', audience: notOfMembers(audience) }),
	structure: (acting, name, audience) =>
		perform(acting, 'structure.create', { name, level: 'technical', kind: 'network', chair: 'labour', audience }),
	framework: (acting, name, audience) =>
		perform(acting, 'framework.create', { name, kind: 'priority areas', audience: notOfMembers(audience) }),
	async area(acting, name, audience) {
		const framework = await MAKERS['framework']?.(acting, `${name} whole`, audience)
		return perform(acting, 'theme.create', { framework, name })
	},
	meeting: (acting, title, audience) =>
		perform(acting, 'meeting.plan', {
			structure: 'committee',
			title,
			start: '2026-05-04T09:00',
			end: '2026-05-04T12:00',
			audience,
			standing: false
		}),
	async 'agenda-item'(acting, title, audience) {
		const meeting = await MAKERS['meeting']?.(acting, `${title} whole`, audience)
		return perform(acting, 'agendaItem.add', { meeting, title })
	},
	recommendation: (acting, title, audience) =>
		perform(acting, 'recommendation.propose', {
			title,
			text: title,
			structure: 'committee',
			addresseeActor: 'union',
			areas: ['labour-migration'],
			audience
		}),
	async decision(acting, title, audience) {
		const { id: meeting } = await meetingBy(acting, { audience })
		return perform(acting, 'decision.add', { meeting, title, text: title, manner: 'consensus', audience })
	},
	async 'written-procedure'(acting, title, audience) {
		const asked = { structure: 'committee', subject: 'decision', title, text: title, deadline: '2027-01-31' }
		if (audience === 'members' || audience === 'full-members')
			return perform(acting, 'writtenProcedure.open', { ...asked, audience })
		const id = await perform(acting, 'writtenProcedure.open', asked)
		await perform(acting, 'record.setAudience', { record: id, version: 1, audience, reason: 'drawn' })
		return id
	},
	// Its title is given to it; what the secretariat writes is found too.
	async 'secretariat-report'(acting, title, audience) {
		const days = { from: '2025-10-01', to: '2025-12-31' }
		const report = await perform(acting, 'secretariatReport.draft', {
			structure: 'committee',
			audience,
			again: true,
			...days
		})
		return perform(acting, 'secretariatReport.writeSection', {
			report,
			version: 1,
			section: 'summary',
			narrative: title
		})
	},
	action: (acting, title, audience) =>
		perform(acting, 'action.assign', { title, responsible: 'home-affairs', structure: 'committee', audience }),
	// Who sees a register, an entry or a part of one is told by the declaration alone.
	register(acting, title, audience) {
		const number = Number(/\d+/.exec(title)?.[0] ?? 0)
		const code = `X${String.fromCharCode(65 + Math.floor(number / 26), 65 + (number % 26))}`
		const declaration = declarationOf({
			key: title.toLowerCase().replaceAll(' ', '-'),
			code,
			title,
			seen: audience === 'public' ? 'public' : 'workspace'
		})
		return perform(acting, 'register.declare', { declaration })
	},
	// Whatever is drawn, only administrators see what is in the making.
	'register-draft'(acting, title) {
		const number = Number(/\d+/.exec(title)?.[0] ?? 0)
		const code = `Y${String.fromCharCode(65 + Math.floor(number / 26), 65 + (number % 26))}`
		const key = `drawn-${title.toLowerCase().replaceAll(' ', '-')}`
		const declaration = declarationOf({ key, code, title, seen: 'workspace' })
		return perform(acting, 'registerDraft.begin', { from: 'text', declaration })
	},
	// For whom a report is, is said by its layout.
	async 'report-template'(acting, title, audience) {
		const key = title.toLowerCase().replaceAll(' ', '-')
		const register = await MAKERS['register']?.(acting, `Reported ${title}`, 'public')
		const readers = audience === 'public' || audience === 'workspace' ? audience : 'secretariat'
		const definition = { ...reportDefinition(key, readers), names: { en: title } }
		return perform(acting, 'reportTemplate.add', { register, definition })
	},
	async 'report-edition'(acting, title, audience) {
		const template = await MAKERS['report-template']?.(acting, title, audience)
		return perform(acting, 'reportEdition.make', { template, day: '2026-01-05' })
	},
	entry: (acting, title, audience) => addDrawn(acting, audience, { name: title }),
	async 'entry-part'(acting, title, audience) {
		const isWide = audience === 'public'
		const entry = await addDrawn(acting, audience, { name: 'An entry', [isWide ? 'remark' : 'memo']: title })
		const { items } = Parts.parse(await answer(acting, 'entryPart.list', { filter: { entry } }))
		const part = audience === 'public' ? 'inside' : 'group:keepers'
		return items.find((one) => one.part === part || one.part === 'group:insiders')?.id ?? entry
	},
	instrument: (acting, name, audience) =>
		perform(acting, 'instrument.add', { name, form: 'treaty', scope: 'global', audience: notOfMembers(audience) }),
	// Who sees an instrument sees what it obliges to, and the reports on it.
	async obligation(acting, text, audience) {
		const instrument = await MAKERS['instrument']?.(acting, 'A treaty', audience)
		return perform(acting, 'obligation.add', { instrument, article: 'Article 1', text })
	},
	async 'treaty-report'(acting, title, audience) {
		const instrument = await MAKERS['instrument']?.(acting, 'A treaty', audience)
		return perform(acting, 'treatyReport.add', { instrument, title, form: 'special', due: '2027-01-31' })
	},
	policy: (acting, name, audience) =>
		perform(acting, 'policy.add', { name, form: 'act', audience: notOfMembers(audience) }),
	async provision(acting, title, audience) {
		const policy = await MAKERS['policy']?.(acting, 'A law', audience)
		return perform(acting, 'provision.add', { policy, number: '1', heading: title, text: title })
	},
	harmonization: (acting, title, audience) =>
		perform(acting, 'harmonization.add', { title, text: title, structure: 'committee', audience }),
	agreement: (acting, name, audience) =>
		perform(acting, 'agreement.add', {
			name,
			form: 'memorandum-of-understanding',
			subject: 'Invented',
			parties: [{ country: 'ZWE' }, { country: 'NAM' }],
			audience: notOfMembers(audience)
		})
}

const Parts = z.object({ items: z.array(z.looseObject({ id: z.string(), part: z.string() })) })

const SEEN = {
	public: ['public', 'DPU'],
	workspace: ['workspace', 'DWO'],
	members: ['members', 'DME'],
	'full-members': ['members', 'DME'],
	secretariat: ['keepers', 'DKE']
} as const

/** Adds an entry to the register whose entries the audience sees; it is declared where it is not there yet. */
async function addDrawn(acting: Acting, audience: Audience, values: object) {
	const [seen, code] = SEEN[audience]
	const key = `drawn-${seen}`
	await perform(acting, 'register.declare', { declaration: declarationOf({ key, code, title: `Drawn ${seen}`, seen }) })
	return perform(acting, 'entry.add', { register: key, values: { holder: 'labour', body: 'committee', ...values } })
}

/** Plans over all registered kinds: some of each, with any audience, some withdrawn, some linked, some changed afterwards. */
export function plans(kinds: readonly string[]): fc.Arbitrary<Plan> {
	const missing = kinds.filter((kind) => !(kind in MAKERS))
	if (missing.length > 0)
		throw new Error(`tests/access/drawn-records.ts cannot make a record of kind ${missing.join(', ')}`)
	const audience = fc.constantFrom(...AUDIENCES)
	const drawn = fc.record({ audience, isWithdrawn: fc.boolean() })
	const most = kinds.length * 2
	const index = fc.nat(most - 1)
	return fc.record({
		records: fc.array(drawn, { minLength: most, maxLength: most }).map((some) =>
			some.map(({ isWithdrawn, ...one }, at) => {
				const kind = kinds[at % kinds.length] ?? ''
				// A part of an entry is withdrawn with its entry alone.
				return { ...one, kind, isWithdrawn: isWithdrawn && kind !== 'entry-part' }
			})
		),
		links: fc.uniqueArray(
			fc.tuple(index, index).filter(([from, to]) => from !== to),
			{ minLength: 2, maxLength: 4, selector: ([from, to]) => `${String(from)} ${String(to)}` }
		),
		changes: fc.uniqueArray(fc.record({ record: index, audience }), {
			minLength: 3,
			maxLength: 6,
			selector: (one) => one.record
		})
	})
}

export type Made = {
	ids: readonly string[]
	files: ReadonlyMap<string, string>
	links: readonly { id: string; from: string; to: string }[]
}

/** Makes the records of a plan, with a file on each, and the links between them. */
export async function makeRecords(made: TestWorkspace, plan: Plan): Promise<Made> {
	const administrator = await made.as('administrator')
	const ids: string[] = []
	const files = new Map<string, string>()
	for (const [index, { kind, audience }] of plan.records.entries()) {
		const id = await MAKERS[kind]?.(administrator, `${WORD} ${kind} ${String(index)}`, audience)
		if (id === undefined) throw new Error(`no record of kind ${kind} was made`)
		const file = await upload(made, administrator, 'note.txt', `note ${String(index)}`)
		await perform(administrator, 'document.attach', { record: id, file, title: `Note ${String(index)}` })
		ids.push(id)
		files.set(id, file)
	}
	const links = []
	for (const [start, end] of plan.links) {
		const [from, to] = [ids[start] ?? '', ids[end] ?? '']
		links.push({ from, to, id: await perform(administrator, 'record.link', { from, type: 'supports', to }) })
	}
	for (const [index, { isWithdrawn }] of plan.records.entries())
		if (isWithdrawn) await changeRecord(made, administrator, ids[index] ?? '', 'record.withdraw', { reason: 'drawn' })
	return { ids, files, links }
}

/** Does a change to a record as it stands now. */
export async function changeRecord(made: TestWorkspace, acting: Acting, id: string, operation: string, more: object) {
	const version = (await recordsOf(made)).find((one) => one.id === id)?.version
	await perform(acting, operation, { record: id, version, ...more })
}

/** Every seat of a workspace, at hand. */
export async function everySeat(made: TestWorkspace): Promise<readonly (readonly [SeatKey, Acting])[]> {
	return Promise.all(SEAT_KEYS.map(async (key) => [key, await made.as(key)] as const))
}
