import { z } from 'zod'
import { offeredFrom } from '#platform/languages/offered.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { checkTogether } from '../declaration/check-together.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { paramsOf, type DeclarationFault, type ListOfEntries } from '../declaration/fault.ts'
import { readDeclaration, withLines } from '../declaration/read-declaration.ts'
import { shownDeclaration, ShownDeclaration } from '../declaration/shown-declaration.ts'
import { unknownLanguages } from '../declaration/unknown-languages.ts'
import { weighRegister, type Weighed } from '../declaration/weigh-register.server.ts'
import { StepsPreview } from '../conversion/conversion-outputs.ts'
import { followsIn } from '../conversion/follow-names.ts'
import { othersFollowing } from '../conversion/follow-steps.server.ts'
import { stepsTold } from '../conversion/tell-steps.server.ts'
import type { Loss } from '../conversion/weigh-steps.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { faultsOfOthers, withComing } from '../declare-register.server.ts'
import { faultsOfFrameworks } from '../declared-frameworks.server.ts'
import { digestOf, listCompiled, type ReadyRegister } from '../registers.server.ts'
import { CHANGE_HOWS, declarationChanges } from './declaration-changes.ts'

const FAULTS_MOST = 100
// Beyond so many they are said to be more.
const ENTRIES_COUNTED = 10_000

const Fault = z.object({
	/** Worded by `refusal.<code>`. */
	code: z.string(),
	/** The line of the declaration, where one is at fault. */
	line: z.int().nullable(),
	/** Where it stands: keys and positions with points between them. */
	place: z.string(),
	params: z.record(z.string(), z.union([z.string(), z.number()])),
	/** The first of the entries that hold what would be lost, by number. */
	examples: z.array(z.string()),
	/** What narrows the list to them, as it stands in its address; null where no list does. */
	list: z.string().nullable()
})

const Effect = z.object({
	/** Worded by `registers.declaring.effect.<code>`. */
	code: z.enum(['lacks', 'beyond-limit', 'fails-check', 'readers', 'worked-out', 'untitled']),
	/** A field, a table, a table and its field with a point between, a check, or the title. */
	found: z.string(),
	names: z.record(z.string(), z.string()),
	/** How many entries it is about, and the first of them by number. */
	entries: z.int(),
	examples: z.array(z.string())
})

const Warning = z.object({
	code: z.literal('unknown-language'),
	line: z.int().nullable(),
	place: z.string(),
	/** The language; how many names are written in it; the languages that are known. */
	params: z.object({ found: z.string(), times: z.int(), known: z.string() })
})

const Preview = z.object({
	/** The key of the register; null where the text could not be read so far. */
	register: z.string().nullable(),
	names: z.record(z.string(), z.string()),
	/** The version that stands, and the one the text declares. */
	from: z.int().nullable(),
	to: z.int().nullable(),
	/** The version of the register's record that was looked at: what anybody does to it since is told when the text is declared. */
	seen: z.int().nullable(),
	/** How many entries the seat sees of the register that stands, at most 10,000. */
	entries: z.int(),
	changes: z.array(
		z.object({
			kind: z.string(),
			how: z.enum(CHANGE_HOWS),
			key: z.string(),
			names: z.record(z.string(), z.string())
		})
	),
	faults: z.array(Fault),
	/** What keeps it from nothing, and is mostly a mistake: worded by `registers.declaring.warning.<code>`. */
	warnings: z.array(Warning),
	/** What becomes of the entries that are there, as far as the seat sees them; of the first 10,000 of them. */
	effects: z.array(Effect),
	/** What each of its steps does to them, and what it loses; null where it names none. */
	steps: StepsPreview.nullable(),
	/** What comes of it; null where the text could not be read so far. */
	shown: ShownDeclaration.nullable()
})

type Told = z.output<typeof Fault>

const addressOf = ({ by, key, value }: ListOfEntries) =>
	new URLSearchParams([[by === 'standing' ? 'filter[standing]' : `field[${key}]`, value]]).toString()

/** A fault of a declaration as it is told. */
export const toldFault = (fault: DeclarationFault): Told => ({
	code: `registers.fault.${fault.code}`,
	line: fault.line ?? null,
	place: fault.path.map(String).join('.'),
	params: paramsOf(fault),
	examples: [...(fault.held?.examples ?? [])],
	list: fault.held?.list ? addressOf(fault.held.list) : null
})

/** A fault that stands beside the declaration itself. */
const besides = (code: string, place: string, params: Told['params']): Told => ({
	code,
	line: null,
	place,
	params,
	examples: [],
	list: null
})

const nothingRead = {
	register: null,
	names: {},
	from: null,
	to: null,
	seen: null,
	entries: 0,
	changes: [],
	warnings: [],
	effects: [],
	steps: null,
	shown: null
}

/** What declaring a register, or its next version, would do: every fault with its line, and what would be otherwise. Nothing is done. */
export const previewDeclaration = query({
	name: 'register.previewDeclaration',
	input: z.strictObject({
		declaration: z.string().min(1).max(400_000),
		/** Declarations that are declared with it: they may name each other. */
		beside: z.array(z.string().min(1).max(400_000)).max(9).optional()
	}),
	output: Preview,
	about: nothing,
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { declaration: text, beside = [] }) {
		const read = readDeclaration(text)
		if (!('register' in read)) return { ...nothingRead, faults: read.faults.slice(0, FAULTS_MOST).map(toldFault) }
		const among = beside.flatMap((one) => {
			const other = readDeclaration(one)
			return 'register' in other ? [other.register] : []
		})
		return previewOf(here, { text, compiled: read.register }, among)
	}
})

export type DeclarationPreview = z.output<typeof Preview>

/** What a declaration would do, where it comes alone or among others that come with it. */
export async function previewOf(
	here: Here,
	{ text, compiled }: { text: string; compiled: CompiledRegister },
	among: readonly CompiledRegister[] = []
): Promise<DeclarationPreview> {
	const { register: key, version, names } = compiled.declaration
	const there = await listCompiled(here, ['active', 'withdrawn'])
	const before = there.find((one) => one.key === key)
	const all = withComing(there, among)
	const active = othersFollowing(
		all.filter(({ state }) => state === 'active'),
		before?.compiled,
		compiled
	)
	const others = active.filter((one) => one.key !== key)
	const held = before?.compiled.declaration
	const standing = before === undefined ? null : await standingOf(here, before.id)
	const isSame = standing?.digest === digestOf(text)
	const lost: Loss[] = []
	const weighed = before && !isSame ? await weighedOf(here, before, compiled, lost) : nothingWeighed
	const faults: Told[] = [
		...(await faultsOfFrameworks(here, compiled.declaration)).map(toldFault),
		...(held !== undefined && !isSame && version !== held.version + 1
			? [
					besides(version === held.version ? 'registers.version-taken' : 'registers.version-not-next', 'version', {
						found: version,
						next: held.version + 1
					})
				]
			: []),
		...withLines(text, weighed.faults).map(toldFault),
		...(checkTogether([...others.map((one) => one.compiled), compiled], new Set()).get(key) ?? []).map(toldFault),
		...faultsOfOthers(active, key, compiled).map(({ register, fault }): Told => {
			const place = fault.path.join('.')
			return besides('registers.named-by-other', place, { register, place, found: fault.found })
		}),
		...takenCode(
			here,
			all.filter((one) => one.key !== key).map((one) => one.compiled),
			compiled
		)
	]
	return {
		register: key,
		names: Object.fromEntries(Object.entries(names).map(([language, { many }]) => [language, many])),
		from: held?.version ?? null,
		to: version,
		seen: standing?.seen ?? null,
		entries: weighed.entries,
		changes: held
			? declarationChanges(held, compiled.declaration).map((change) => ({ ...change, names: { ...change.names } }))
			: [],
		faults: faults.slice(0, FAULTS_MOST),
		warnings: warningsOf(here, text, compiled),
		effects: weighed.effects.map(({ code, found, names: called, entries, examples }) => ({
			code,
			found,
			names: { ...called },
			entries,
			examples: [...examples]
		})),
		steps:
			before && compiled.declaration.steps.length > 0
				? {
						...(await stepsTold(here, weighed, lost)),
						following: there.flatMap((one) =>
							one.key !== key && one.state === 'active' && followsIn(one.compiled, before.compiled, compiled).length > 0
								? [one.key]
								: []
						)
					}
				: null,
		shown: shownDeclaration(compiled, {
			seat: askingOf(here),
			prefix: here.workspace.numberPrefix,
			year: here.today.slice(0, 4)
		})
	}
}

/** Names in a language that is neither one of the workspace nor one that Pitso speaks are read by nobody: mostly they are mistyped. */
function warningsOf(here: Here, text: string, { declaration }: CompiledRegister): z.output<typeof Warning>[] {
	const languages = [...new Set([...here.workspace.languages, ...offeredFrom(here.registry.catalogue)])]
	const found = unknownLanguages(declaration, new Set(languages))
	const placed = withLines(
		text,
		found.map(({ language, path }) => ({ code: 'unknown-language', path, found: language }))
	)
	return found.map(({ language, path, times }, index) => ({
		code: 'unknown-language',
		line: placed[index]?.line ?? null,
		place: path.map(String).join('.'),
		params: { found: language, times, known: languages.join(', ') }
	}))
}

const nothingWeighed: Weighed = { faults: [], effects: [], entries: 0, steps: [], tellsPersonal: false }

// Of what steps lose a page shows so much; the file has all of it.
const LOSSES_SHOWN = 200

const weighedOf = (here: Here, { id, compiled: before }: ReadyRegister, after: CompiledRegister, lost: Loss[]) =>
	weighRegister(
		here,
		{ registerId: id, before, after },
		{
			sight: (work) => work(),
			// Consent is given to all that steps lose.
			...(after.declaration.steps.length > 0 ? {} : { most: ENTRIES_COUNTED }),
			note: (loss) => {
				if (lost.length < LOSSES_SHOWN) lost.push(loss)
			}
		}
	)

/** The digest of the declaration that stands, and the version of the register's record. */
const standingOf = (here: Here, id: string): Promise<{ digest: string; seen: number }> =>
	here.tx
		.selectFrom('register')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'register.workspace_id').onRef('record.id', '=', 'register.id')
		)
		.select(['register.digest', 'record.version as seen'])
		.where('register.workspace_id', '=', here.workspace.id)
		.where('register.id', '=', id)
		.executeTakeFirstOrThrow()

function takenCode(
	{ registry }: Here,
	others: readonly CompiledRegister[],
	{ declaration: { code } }: CompiledRegister
): Told[] {
	const isTaken =
		registry.kinds.some((kind) => kind.code === code) || others.some(({ declaration }) => declaration.code === code)
	return isTaken ? [besides('registers.code-taken', 'code', { code })] : []
}
