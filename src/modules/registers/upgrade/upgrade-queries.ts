import { z } from 'zod'
import { parse, stringify } from 'yaml'
import { Reference } from '#platform/operation/fields.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { Translated } from '#platform/records/find-record.server.ts'
import { CHANGE_HOWS, declarationChanges } from '../exchange/declaration-changes.ts'
import { getRegister } from '../registers.server.ts'
import { findBase, listUpgradesOf } from './find-upgrade.server.ts'
import { mergedText, writtenAs } from './merged-text.ts'
import { placeOf, type Decision, type MergeConflict } from './merge-values.ts'
import { heldText } from './offer-upgrade.server.ts'
import { whatStandsAt } from './stands-at.ts'

const Choice = z.strictObject({
	place: z.string().min(1).max(300),
	take: z.enum(['ours', 'theirs', 'hand']),
	/** What stands there when it is written by hand, in YAML. */
	text: z.string().max(60_000).optional()
})
export type Choice = z.output<typeof Choice>

const Side = z.string().nullable()

const Conflict = z.object({
	place: z.string(),
	/** What it is part of: worded by `registers.declaring.kind.<kind>`. */
	kind: z.string(),
	names: Translated,
	/** In YAML; null where nothing stands there. */
	base: Side,
	local: Side,
	shipped: Side,
	taken: z.enum(['ours', 'theirs', 'hand']).nullable(),
	/** What was written by hand and is no YAML. */
	unread: z.string().nullable()
})

const Waiting = z.object({
	upgrade: z.int(),
	offeredAt: z.date(),
	/** The version that stands here. */
	standing: z.int(),
	/** The shipped version that both began from; null where it is not kept: then all they say otherwise is a conflict. */
	base: z.int().nullable(),
	/** What the shipped version says otherwise than the base, or, without one, than what stands here. */
	news: z.array(z.object({ kind: z.string(), how: z.enum(CHANGE_HOWS), key: z.string(), names: Translated })),
	conflicts: z.array(Conflict),
	undecided: z.int(),
	/** What stands here with what was shipped, as the next version; what is not decided stands as it does here. */
	text: z.string()
})

const Upgrade = z.object({
	id: z.string(),
	register: z.string(),
	version: z.int(),
	title: Translated,
	waiting: Waiting.nullable(),
	/** What became of the versions before, newest first. */
	decided: z.array(
		z.object({
			upgrade: z.int(),
			state: z.enum(['taken', 'declined', 'passed']),
			reason: z.string().nullable(),
			at: z.date().nullable()
		})
	)
})
export type ShownUpgrade = z.output<typeof Upgrade>

/** What was shipped since, beside what stands in the workspace: what is new, what clashes, and the text that joins both. */
export const getUpgrade = query({
	name: 'register.getUpgrade',
	input: z.strictObject({ register: Reference, choices: z.array(Choice).max(2_000).default([]) }),
	output: Upgrade,
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { choices }, { id, reference, version, title }) {
		const all = await listUpgradesOf({ tx: here.tx, workspaceId: here.workspace.id }, id)
		const waiting = all.find(({ state }) => state === 'waiting')
		return {
			id,
			register: reference,
			version,
			title,
			waiting: waiting ? await shown(here, { id, waiting, choices }) : null,
			decided: all.flatMap(({ state, shipped_version: upgrade, reason, decided_at: at }) =>
				state === 'waiting' ? [] : [{ upgrade, state, reason, at }]
			)
		}
	}
})

type Asked = {
	id: string
	waiting: { shipped_version: number; declaration: string; offered_at: Date }
	choices: readonly Choice[]
}

async function shown(here: Here, { id, waiting, choices }: Asked): Promise<z.output<typeof Waiting>> {
	const base = await findBase({ tx: here.tx, workspaceId: here.workspace.id }, id)
	const [local, shipped] = [writtenAs(await heldText(here, id)), writtenAs(waiting.declaration)]
	if (!local || !shipped) throw new Error('a declaration that was taken can no longer be made ready')
	const read = readChoices(choices)
	const { text, conflicts } = mergedText({ base, local, shipped }, read.decisions)
	const sides = { local: local.declaration, shipped: shipped.declaration }
	const told = conflicts.map((conflict) => toldConflict(conflict, sides, read))
	return {
		upgrade: waiting.shipped_version,
		offeredAt: waiting.offered_at,
		standing: local.declaration.version,
		base: base?.version ?? null,
		news: declarationChanges((base ?? local).declaration, shipped.declaration).map((change) => ({
			...change,
			names: { ...change.names }
		})),
		conflicts: told,
		undecided: told.filter(({ taken }) => taken === null).length,
		text
	}
}

type Read = { decisions: Map<string, Decision>; unread: Map<string, string> }

/** What was decided, by place; what was written by hand and cannot be read is told and not decided. */
function readChoices(choices: readonly Choice[]): Read {
	const read: Read = { decisions: new Map(), unread: new Map() }
	for (const { place, take, text = '' } of choices) {
		if (take !== 'hand') read.decisions.set(place, { take })
		else {
			try {
				const value: unknown = parse(text, { maxAliasCount: 0, customTags: [] })
				// Nothing at all takes out what stands there.
				read.decisions.set(place, { take, value: value ?? undefined })
			} catch {
				read.unread.set(place, text)
			}
		}
	}
	return read
}

const asText = (value: unknown) =>
	value === undefined ? null : stringify(value, { lineWidth: 80, aliasDuplicateObjects: false }).trimEnd()

function toldConflict(
	{ path, base, local, shipped }: MergeConflict,
	sides: Parameters<typeof whatStandsAt>[1],
	{ decisions, unread }: Read
): z.output<typeof Conflict> {
	const place = placeOf(path)
	return {
		place,
		...whatStandsAt(path, sides),
		base: asText(base),
		local: asText(local),
		shipped: asText(shipped),
		taken: decisions.get(place)?.take ?? null,
		unread: unread.get(place) ?? null
	}
}

const LISTED_MOST = 200

/** The registers of which a later version was shipped that waits to be taken or declined. */
export const listUpgrades = query({
	name: 'register.listUpgrades',
	input: z.strictObject({}),
	output: z.object({
		items: z.array(
			z.object({ register: z.string(), title: Translated, upgrade: z.int(), standing: z.int(), offeredAt: z.date() })
		)
	}),
	about: nothing,
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here) {
		const rows = await waitingIn(here).limit(LISTED_MOST).execute()
		return {
			items: rows.map((row) => ({
				register: row.key ?? row.id,
				title: row.title,
				upgrade: row.shipped_version,
				standing: row.version,
				offeredAt: row.offered_at
			}))
		}
	}
})

/** The later versions that wait, of registers that are in force, longest waiting first. */
export const waitingIn = (here: Here) =>
	here.tx
		.selectFrom('register_upgrade')
		.innerJoin('register', (on) =>
			on
				.onRef('register.workspace_id', '=', 'register_upgrade.workspace_id')
				.onRef('register.id', '=', 'register_upgrade.register_id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'register.workspace_id').onRef('record.id', '=', 'register.id')
		)
		.select([
			'record.id',
			'record.kind',
			'record.key',
			'record.number',
			'record.title',
			'record.acronym',
			'register_upgrade.shipped_version',
			'register_upgrade.offered_at',
			'register.version'
		])
		.where('register_upgrade.workspace_id', '=', here.workspace.id)
		.where('register_upgrade.state', '=', 'waiting')
		.where('record.state', '=', 'active')
		.orderBy('register_upgrade.offered_at')
		.orderBy('record.key')
