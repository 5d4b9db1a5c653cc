import { v7 as uuid } from 'uuid'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid, type Issue } from '#platform/operation/refusal.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import { followInViews, othersFollowing, textsThatFollow } from './conversion/follow-steps.server.ts'
import { notConsented, type Consent } from './conversion/weigh-steps.ts'
import { checkTogether } from './declaration/check-together.ts'
import type { CompiledRegister } from './declaration/compile-declaration.ts'
import { countEntries } from './declaration/entries-in-turn.server.ts'
import { paramsOf, type DeclarationFault } from './declaration/fault.ts'
import { readDeclaration, withLines } from './declaration/read-declaration.ts'
import { isKeptOtherwise } from './declaration/redeclare.ts'
import { rekeepEntries } from './declaration/rekeep-entries.server.ts'
import { mightLose, weighAll } from './declaration/weigh-register.server.ts'
import { faultsOfFrameworks } from './declared-frameworks.server.ts'
import { digestOf, getRegister, listCompiled, type ReadyRegister, type Register } from './registers.server.ts'
import { endDeclaredDraft } from './drafting/find-draft.server.ts'
import { bringDeclaredReports, followInReports } from './edition/declared-templates.server.ts'
import { keepFormDeclared } from './submission/form-commands.ts'
import { takeUpgrade } from './upgrade/offer-upgrade.server.ts'

/** The name of the command that declares. */
export const DECLARE = 'register.declare'

const ISSUES_MOST = 100

const toIssue = (fault: DeclarationFault): Issue => ({
	path: ['declaration', ...fault.path],
	code: `registers.fault.${fault.code}`,
	params: paramsOf(fault)
})

/** Refuses a declaration with all its faults, each with its place and line. */
const refuse = (faults: readonly DeclarationFault[]) => invalid(faults.slice(0, ISSUES_MOST).map(toIssue))

/** What a register is called as a record: several of its entries, in the languages of its declaration. */
export function titleOfRegister(language: string, { declaration }: CompiledRegister): Record<string, string> {
	const titles = Object.fromEntries(Object.entries(declaration.names).map(([spoken, { many }]) => [spoken, many]))
	return { ...titles, [language]: titles[language] ?? titles['en'] ?? declaration.register }
}

/** Where some states are public, so is what the register is; else it is known to those with a seat. */
export const audienceOfRegister = ({ declaration }: CompiledRegister) =>
	declaration.states.some((state) => state.public) ? ['public'] : ['workspace']

async function refuseTakenCode(here: Writing, code: string, id: string | null) {
	const isOfKind = here.registry.kinds.some((kind) => kind.code === code)
	const row = await here.tx
		.selectFrom('register')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('code', '=', code)
		.executeTakeFirst()
	if (isOfKind || (row && row.id !== id)) throw conflict('registers.code-taken', { code })
}

const told = ({ code, path, found }: DeclarationFault) => `${code} ${path.join('.')} ${found}`

/** What would be wrong with other registers if this one stood among them as given, or, for null, were no longer there. */
export function faultsOfOthers(all: readonly ReadyRegister[], key: string, compiled: CompiledRegister | null) {
	const others = all.filter((one) => one.compiled.declaration.register !== key)
	const before = checkTogether(
		all.map((one) => one.compiled),
		new Set()
	)
	const after = checkTogether([...others.map((one) => one.compiled), ...(compiled ? [compiled] : [])], new Set())
	return others.flatMap(({ compiled: { declaration } }) => {
		const known = new Set((before.get(declaration.register) ?? []).map(told))
		const faults = (after.get(declaration.register) ?? []).filter((fault) => !known.has(told(fault)))
		return faults.map((fault) => ({ register: declaration.register, fault }))
	})
}

/** Registers as they stand, with those that come beside them in the place of those that are there. */
export function withComing(
	there: readonly ReadyRegister[],
	coming: readonly CompiledRegister[]
): readonly ReadyRegister[] {
	const byKey = new Map(coming.map((one) => [one.declaration.register, one]))
	const known = new Set(there.map(({ key }) => key))
	return [
		...there.map((one) => ({ ...one, compiled: byKey.get(one.key) ?? one.compiled })),
		...[...byKey].flatMap(([key, compiled]) => (known.has(key) ? [] : [{ id: '', key, state: 'active', compiled }]))
	]
}

/** Refuses a declaration that names registers or fields that are not there, or takes away what another register names. */
async function refuseApart(
	here: Writing,
	compiled: CompiledRegister,
	{ before, beside = [] }: { before?: CompiledRegister; beside?: readonly CompiledRegister[] | undefined }
) {
	const { register: key } = compiled.declaration
	const all = othersFollowing(withComing(await listCompiled(here, ['active']), beside), before, compiled)
	const others = all.filter((one) => one.compiled.declaration.register !== key)
	const own = checkTogether([...others.map((one) => one.compiled), compiled], new Set()).get(key) ?? []
	if (own.length > 0) throw refuse(own)
	const theirs = faultsOfOthers(all, key, compiled)
	if (theirs.length === 0) return
	throw invalid(
		theirs.slice(0, ISSUES_MOST).map(({ register, fault }) => ({
			path: ['declaration'],
			code: 'registers.named-by-other',
			params: { register, place: fault.path.join('.'), found: fault.found }
		}))
	)
}

/**
 * Refuses a field whose codes are the areas of a framework that is not there. What is shipped or brought from elsewhere may
 * come before its frameworks do, unless no entry could be added without them.
 */
async function refuseUnknownFrameworks(
	here: Writing,
	compiled: CompiledRegister,
	{ isAwaited }: { isAwaited: boolean }
) {
	const faults = await faultsOfFrameworks(here, compiled.declaration)
	const refused = isAwaited ? faults.filter(({ isRequired }) => isRequired) : faults
	if (refused.length > 0) throw refuse(refused)
}

/**
 * `isAwaited`: its frameworks may come after it. `after`: the version that stood when the text was looked at, nought where there
 * was none; `seen`: the version of its record then. `upgrade`: the shipped version that the text takes in. `mayWait`: where very many entries are to be looked through or kept otherwise, a job does it, and nobody waits.
 */
type Declaring = {
	text: string
	isShipped: boolean
	isAwaited?: boolean
	after?: number | undefined
	/** What of the steps' losses was seen and is to be lost. */
	consents?: readonly Consent[]
	seen?: number | undefined
	upgrade?: number | undefined
	mayWait?: boolean
	/** The registers that are declared with it, some of them after it: they may name each other. */
	beside?: readonly CompiledRegister[] | undefined
}

/** What was declared; with the job that does it, where it has become one: then nothing is done yet. */
type Declared = { id: string; register: string; job: string | null }

// Some seconds' work: longer nobody looks at a page that says nothing.
const WAITED_FOR = 2_000

type Meanwhile = { after: number | undefined; seen: number | undefined }

/**
 * Refuses where somebody declared, retired or otherwise changed the register since it was looked at, and says from when on it is
 * told who did what; without the version that was seen, the last thing that became of it tells who it was.
 */
function refuseIfChanged({ id, version: changed, compiled }: Register, { after, seen }: Meanwhile) {
	const { version: standing } = compiled.declaration
	const since = { record: id, version: seen ?? changed - 1 }
	if (after !== undefined && after !== standing)
		throw conflict('registers.declared-meanwhile', { standing, next: standing + 1, ...since })
	if (seen !== undefined && seen !== changed) throw conflict('registers.changed-meanwhile', since)
}

/** Of two who declare the first version at once, the second is told who was the first. */
async function takenMeanwhile(here: Writing, key: string, after: number | undefined) {
	const other = after === 0 ? await findRecord(here, 'register', key) : undefined
	if (!other) return conflict('platform.key-taken', { key })
	return conflict('registers.declared-meanwhile', { standing: 1, next: 2, record: other.id, version: 0 })
}

/** Refuses a version that is not the next; one that is there already was declared by somebody else, and otherwise. */
function refuseUnlessNext(version: number, standing: number) {
	if (version === standing + 1) return
	const code = version === standing ? 'registers.version-taken' : 'registers.version-not-next'
	const params = { found: version, next: standing + 1 }
	throw invalid([{ path: ['declaration', 'version'], code, params }])
}

/**
 * Refuses, with how many entries hold it, what would be lost to those that are there; what steps lose only where nobody consented to just that.
 */
async function refuseLosses(
	here: Writing,
	{ text, consents = [] }: Pick<Declaring, 'text' | 'consents'>,
	redeclaring: { registerId: string; before: CompiledRegister; after: CompiledRegister }
) {
	const { faults, steps } = await weighAll(here, redeclaring, (work) => here.write.inSightOfAll([], work))
	if (faults.length > 0) throw refuse(withLines(text, faults))
	const refused = notConsented(steps, consents)
	if (refused.length === 0) return
	throw invalid(
		refused.map(({ step, losses, unseen, digest }) => ({
			path: ['consents', step],
			code: 'registers.consent-missing',
			params: { step: step + 1, losses, unseen, digest }
		}))
	)
}

/** Declares a register, or the version of one that is there that takes the place of the one before; gives its identifier and key. */
export async function declareIn(
	here: Writing,
	{ text, isShipped, isAwaited = isShipped, after, seen, upgrade, consents = [], mayWait = false, beside }: Declaring
): Promise<Declared> {
	const read = readDeclaration(text)
	if (!('register' in read)) throw refuse(read.faults)
	const { register: compiled } = read
	const { register: key, version, code } = compiled.declaration
	const there = await findRecord(here, 'register', key)
	const row = { code, declaration: text, version, digest: digestOf(text), shipped_version: isShipped ? version : null }
	if (!there) {
		await refuseUnknownFrameworks(here, compiled, { isAwaited })
		await refuseTakenCode(here, code, null)
		await refuseApart(here, compiled, { beside })
		const id = uuid()
		const isAdded = await here.write.tryAddRecord({
			id,
			kind: 'register',
			key,
			number: null,
			title: titleOfRegister(here.workspace.language, compiled),
			audience: audienceOfRegister(compiled),
			...originOf(isShipped)
		})
		if (!isAdded) throw await takenMeanwhile(here, key, after)
		await here.write.add('register', { id, ...row })
		await keepVersion(here, id, version, text)
		await keepFormDeclared(here, id, { before: null, after: compiled })
		await bringDeclaredReports(here, { id, compiled, isShipped })
		if (!isShipped) await endDeclaredDraft(here, { register: key, version, text })
		return { id, register: key, job: null }
	}
	await here.write.lockRecord(there.id)
	const before = await getRegister(here, there.id)
	const held = before.compiled.declaration
	const same = await here.tx
		.selectFrom('register')
		.select(['digest', 'shipped_version'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', there.id)
		.executeTakeFirstOrThrow()
	if (same.digest === row.digest) return { id: there.id, register: key, job: null }
	refuseIfChanged(before, { after, seen })
	await refuseUnknownFrameworks(here, compiled, { isAwaited })
	// What is shipped may have passed over versions between two releases that a workspace never saw.
	if (!isShipped || version <= held.version) refuseUnlessNext(version, held.version)
	if (held.code !== code) await refuseTakenCode(here, code, there.id)
	const redeclaring = { registerId: there.id, before: before.compiled, after: compiled }
	await refuseApart(here, compiled, { before: before.compiled, beside })
	const goesThrough = isKeptOtherwise(before.compiled, compiled) || mightLose(before.compiled, compiled, here.today)
	const sight = <T>(work: () => Promise<T>) => here.write.inSightOfAll([], work)
	if (mayWait && goesThrough && (await countEntries(here, there.id, sight, WAITED_FOR + 1)) > WAITED_FOR) {
		const input = { declaration: text, after: held.version, consents, ...(upgrade === undefined ? {} : { upgrade }) }
		return { id: there.id, register: key, job: await enqueue(here, { operation: DECLARE, input }) }
	}
	await refuseLosses(here, { text, consents }, redeclaring)
	if (upgrade !== undefined) await takeUpgrade(here, { register: before, upgrade })
	await here.write.changeRecord(there.id, {
		title: titleOfRegister(here.workspace.language, compiled),
		audience: audienceOfRegister(compiled)
	})
	await here.write.change('register', there.id, { ...row, shipped_version: isShipped ? version : same.shipped_version })
	await keepVersion(here, there.id, version, text)
	await keepFormDeclared(here, there.id, { before: before.compiled, after: compiled })
	await followInReports(here, redeclaring)
	await bringDeclaredReports(here, { id: there.id, compiled, isShipped })
	if (!isShipped) await endDeclaredDraft(here, { register: key, version, text })
	if (goesThrough && (compiled.declaration.steps.length > 0 || isKeptOtherwise(before.compiled, compiled)))
		await rekeepEntries(here, redeclaring)
	await followSteps(here, redeclaring)
	return { id: there.id, register: key, job: null }
}

/** What names the register's fields, states and codes elsewhere goes on naming the same: saved views, and registers that count its entries. */
async function followSteps(
	here: Writing,
	redeclaring: { registerId: string; before: CompiledRegister; after: CompiledRegister }
) {
	if (redeclaring.after.declaration.steps.length === 0) return
	await followInViews(here, redeclaring)
	const others = (await listCompiled(here, ['active'])).filter(({ id }) => id !== redeclaring.registerId)
	for (const text of await textsThatFollow(here, others, redeclaring)) await declareIn(here, { text, isShipped: false })
}

/** The origin of a register that is shipped, or was declared by somebody. */
export const originOf = (isShipped: boolean) =>
	isShipped
		? ({ origin: 'reference', origin_source: 'Pitso' } as const)
		: ({ origin: 'entered', origin_source: null } as const)

async function keepVersion(here: Writing, id: string, version: number, declaration: string) {
	const head = await here.tx
		.selectFrom('chain_head')
		.select('sequence')
		.where('workspace_id', '=', here.workspace.id)
		.executeTakeFirst()
	await here.write.add('register_version', {
		register_id: id,
		version,
		declaration,
		declared_at: here.now,
		after_sequence: head?.sequence ?? null
	})
}
