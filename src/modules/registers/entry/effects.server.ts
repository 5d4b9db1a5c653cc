import { z } from 'zod'
import { assignDeclared } from '#modules/deliberation/action/action-commands.ts'
import { runsMeetings } from '#modules/deliberation/rules.ts'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import { sendMail } from '#platform/mail/send-mail.server.ts'
import type { Letter } from '#platform/mail/letters.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { refuseUnlessAllowed } from '#platform/operation/steps.server.ts'
import { anyOf, referencesOf, type RecordReference } from '#platform/records/find-record.server.ts'
import { linkRecords } from '#platform/records/record-operations.ts'
import { takesPart } from '#platform/records/rules.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Declaration, Move } from '../declaration/declaration.ts'
import { addDays } from '../formula/days.ts'
import { audienceOf, mayFill, statesToFill, tokensOfGroup, type AskedEntry } from './entry-access.ts'
import type { Planned } from './plan-entry.server.ts'
import { askingOf } from './read-entry.server.ts'
import type { Values } from './values.ts'

/** How many seats were written to, and the actors of the group that no seat acts for: they are told by other means. */
export type Told = { told: number; cannotReach: RecordReference[] }

type Effect = Move['does'][number]
type Notify = Extract<Effect, { notify: string }>
type Assign = Extract<Effect, { action: unknown }>

const LETTER = 'register-moved'

const said = (language: string, texts: Readonly<Record<string, string>>) => texts[language] ?? texts['en'] ?? ''

/** Does what a move declares besides setting fields: letters to groups, actions for actors. Refused where the seat may not assign actions. */
export async function doEffects(here: Writing, move: Move, planned: Planned): Promise<Told> {
	let told = 0
	const unreached = new Set<string>()
	for (const effect of move.does) {
		if ('action' in effect) await assign(here, planned, effect)
		if ('notify' in effect) {
			const reach = await notify(here, planned, { move, effect })
			told += reach.told
			for (const actor of reach.unreached) unreached.add(actor)
		}
	}
	const names = await referencesOf(here, [...unreached])
	return { told, cannotReach: [...names.values()] }
}

const isOpen = (audience: readonly string[]) => audience.includes('public') || audience.includes('workspace')

/** Refuses a move whose effects the seat may not have done, before anything is written. */
export async function authorizeEffects(here: Here, move: Move, { found, entry }: Planned): Promise<void> {
	const standing = { ...entry, state: found.row.state }
	refuseUnlessAllowed(await mayAssignAll(here, found.compiled, move, standing), 'action.assign')
	// That nobody watches over what is to be handed out is told before anything is written.
	for (const effect of move.does) if ('action' in effect) await watching(here, effect, entry.values)
}

async function assign(here: Writing, planned: Planned, effect: Assign) {
	const input = await actionOf(here, planned, effect)
	if (!input) return
	// Who moves an entry need not be among those who see what it hands out to others.
	const action = await here.write.inSightOfAll([], () => here.run(assignDeclared, input))
	await here.write.inSightOfAll([action.id], () =>
		here.run(linkRecords, {
			from: action.id,
			fromKind: 'action',
			type: 'follows-from',
			to: planned.found.id,
			toKind: 'entry'
		})
	)
}

/** The action as the command takes it that hands out any; whoever does not see the entry learns nothing of it. */
async function actionOf(here: Here, { found, values, entry }: Planned, effect: Assign) {
	const responsible = values.fields[effect.responsible]
	if (typeof responsible !== 'string') return null
	const { language } = here.workspace
	return {
		title: { ...effect.action, [language]: said(language, effect.action) },
		text: found.reference,
		responsible,
		due: addDays(here.today, effect.days),
		structure: await watching(here, effect, values.fields),
		...(isOpen(audienceOf(found.compiled, entry)) ? {} : { audience: 'secretariat' as const })
	}
}

/**
 * True where the seat may have the actions handed out that a move declares. Who declared the register decided what is handed
 * out, when and under which committee, so that whoever may make the move may. A structure that stands in the entry watches by
 * the same authority where somebody else wrote it there; a seat that could write it itself needs the right to hand out actions
 * of that structure, else it would hand out actions of any.
 */
export async function mayAssignAll(
	here: Here,
	compiled: CompiledRegister,
	move: Move,
	entry: AskedEntry,
	offices = (structureId: string) => officesOf(here, structureId)
): Promise<boolean> {
	const effects = move.does.flatMap((effect) => ('action' in effect ? [effect] : []))
	if (effects.length === 0) return true
	if (!takesPart(here.seat)) return false
	const seat = askingOf(here)
	for (const { watched_by: field } of effects) {
		const structureId = field === undefined ? undefined : entry.values[field]
		if (field === undefined || typeof structureId !== 'string') continue
		const isOwnChoice = mayFill(compiled, field, seat, entry) || statesToFill(compiled, field, seat, entry).length > 0
		if (isOwnChoice && !runsMeetings(here.seat, await offices(structureId))) return false
	}
	return true
}

/** The fields of whoever is responsible for the actions of a move. */
export const responsibleIn = (move: Move) =>
	move.does.flatMap((effect) => ('action' in effect ? [effect.responsible] : []))

async function watching(here: Here, effect: Assign, fields: Values): Promise<string> {
	const id = await findWatching(here, effect, fields)
	if (id === null) throw conflict('registers.nobody-watches')
	return id
}

/** The structure that watches over what an entry asks for: the one that stands in it, else the first committee of the ministries. */
async function findWatching(here: Here, { watched_by: field }: Assign, fields: Values): Promise<string | null> {
	const named = field === undefined ? undefined : fields[field]
	if (typeof named === 'string') return named
	const row = await here.tx
		.selectFrom('structure')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'structure.workspace_id').onRef('record.id', '=', 'structure.id')
		)
		.select('structure.id')
		.where('structure.workspace_id', '=', here.workspace.id)
		.where('structure.declared_status', '=', 'active')
		.where('structure.kind', '=', 'interministerial-committee')
		.where('record.state', '=', 'active')
		.orderBy((order) => order.case().when('structure.level', '=', 'technical').then(0).else(1).end())
		.orderBy('structure.id')
		.limit(1)
		.executeTakeFirst()
	return row?.id ?? null
}

const tokenOf = (tokens: ReadonlySet<string>, kind: string) =>
	[...tokens].flatMap((token) => (token.startsWith(`${kind}:`) ? [token.slice(kind.length + 1)] : []))

/** The seats of a group over an entry, and those of its actors that no seat acts for. */
export async function seatsOfGroup(here: Here, group: Declaration['groups'][number], entry: AskedEntry) {
	const tokens = new Set(tokensOfGroup(group, entry))
	const structures = tokenOf(tokens, 'structure')
	const { today } = here
	const members =
		structures.length === 0
			? []
			: await here.tx
					.selectFrom('membership')
					.select('actor_id')
					.where('workspace_id', '=', here.workspace.id)
					.where('structure_id', '=', anyOf(structures))
					.where((where) => where.or([where('from_day', 'is', null), where('from_day', '<=', today)]))
					.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', today)]))
					.execute()
	const actors = new Set([...tokenOf(tokens, 'actor'), ...members.map((row) => row.actor_id)])
	const roles = group.roles
	const seats = await here.tx
		.selectFrom('seat')
		.select(['id', 'role', 'actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where((where) => where.or([where('from_day', 'is', null), where('from_day', '<=', today)]))
		.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', today)]))
		.where((where) =>
			where.or([...roles.map((role) => where('role', '=', role)), where('actor_id', '=', anyOf([...actors]))])
		)
		.orderBy('id')
		.execute()
	const reached = new Set(seats.map((seat) => seat.actor_id))
	return { seats, unreached: [...actors].filter((actor) => !reached.has(actor)) }
}

const byLanguage = (name: string, texts: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(texts).map(([language, text]) => [`${name}:${language}`, text]))

/** Writes to the seats of a group, saying which office moved the entry; whoever reads is told its title as that seat sees it then. */
async function notify(here: Writing, { found, entry }: Planned, { move, effect }: { move: Move; effect: Notify }) {
	const { declaration } = found.compiled
	const group = declaration.groups.find((one) => one.key === effect.notify)
	if (!group) return { told: 0, unreached: [] }
	const { seats, unreached } = await seatsOfGroup(here, group, entry)
	const state = declaration.states.find(({ key }) => key === move.to)
	// In every language there is: which one is read is known when the letter is sent.
	const texts = byLanguage('text', effect.text)
	const states = byLanguage('state', state?.names ?? {})
	for (const seat of seats)
		await sendMail(here, {
			template: LETTER,
			to: { seatId: seat.id },
			params: {
				...texts,
				...states,
				number: found.reference,
				by: here.seat.office,
				text: said(here.workspace.language, effect.text),
				state: said(here.workspace.language, state?.names ?? {}),
				link: `/${here.workspace.key}/register/${declaration.register}/${found.reference}`
			},
			records: { title: found.id }
		})
	return { told: seats.length, unreached }
}

const Params = z.record(z.string(), z.union([z.string(), z.number()]))

/** The letter about an entry that was moved, in the language of its reader where the register is declared in it. */
export const movedLetter: Letter = {
	template: LETTER,
	compose(_opening, input, { words }) {
		const params = Params.parse(input)
		const inLanguage = (name: string) => params[`${name}:${words.language}`] ?? params[name] ?? ''
		const told: Record<string, string | number> = { text: inLanguage('text'), state: inLanguage('state') }
		// What the clock does is done by no office.
		if (params['by'] === '') told['by'] = words.t('directory.by-nobody')
		return Promise.resolve({ params: told })
	}
}
