import { expect, test } from 'vitest'
import { z } from 'zod'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aPerson, hold } from '#tests/fixtures/people.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { setEnforcement } from '#modules/directory/actor-commands.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import type { Person } from './hold-seat.server.ts'
import { listPeople } from './person-operations.ts'
import { applySeatRules, workspacesWithRules } from './seat-rules.server.ts'
import { addSeatRule, listSeatRules, trySeatRules, withdrawSeatRule } from './seat-rule-operations.ts'

const ISSUER = 'https://login.ministry.test'

/** What a sign-in does in a workspace: applies the rules to what it brings. */
async function signIn(made: TestWorkspace, person: Person, values: Record<string, string[]>, issuer = ISSUER) {
	const { opening } = await made.as('public')
	const applying = command({
		name: 'invitation.accept',
		input: z.strictObject({}),
		output: z.object({ given: z.array(z.string()), ended: z.array(z.string()) }),
		about: nothing,
		allow: () => true,
		run: (here) => applySeatRules(here, { source: 'provider', issuer, values, person })
	})
	return run(opening, applying, {})
}

const statisticians = {
	source: 'provider',
	issuer: ISSUER,
	claim: 'groups',
	value: 'statisticians',
	role: 'statistician',
	actor: 'statistics',
	office: 'Statistician'
} as const

const held = async (made: TestWorkspace) =>
	(await (await made.as('administrator')).ask(listPeople, { sort: 'since' })).items.map((item) => [
		item.name,
		item.seat.key,
		item.source
	])

test('whoever brings the value in the claim is given a seat of that kind, each their own', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(addSeatRule, statisticians)
	const [anna, ben] = [aPerson('Anna'), aPerson('Ben')]
	expect(await signIn(made, anna, { groups: ['staff', 'statisticians'] })).toEqual({
		given: ['statistician-2'],
		ended: []
	})
	expect(await signIn(made, ben, { groups: ['statisticians'] })).toEqual({ given: ['statistician-3'], ended: [] })
	expect(await signIn(made, anna, { groups: ['statisticians'] })).toEqual({ given: [], ended: [] })
	expect(await held(made)).toEqual([
		['Anna', 'statistician-2', 'provider'],
		['Ben', 'statistician-3', 'provider']
	])
})

test('a rule is met letter by letter, by its issuer and claim alone', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(addSeatRule, statisticians)
	const anna = aPerson('Anna')
	const near: Record<string, string[]>[] = [
		{ groups: ['Statisticians'] },
		{ roles: ['statisticians'] },
		{ groups: [] },
		{}
	]
	for (const values of near) expect((await signIn(made, anna, values)).given).toEqual([])
	expect((await signIn(made, anna, { groups: ['statisticians'] }, 'https://other.test')).given).toEqual([])
	expect(await held(made)).toEqual([])
})

test('what the sign-in brings no more ends the seat it gave, and leaves seats that came otherwise', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(addSeatRule, statisticians)
	const anna = aPerson('Anna')
	await hold(made, 'member', anna)
	await signIn(made, anna, { groups: ['statisticians'] })
	expect(await signIn(made, anna, { groups: [] })).toEqual({ given: [], ended: ['statistician-2'] })
	expect(await held(made)).toEqual([['Anna', 'member', 'invitation']])
	const { items } = await (await made.as('administrator')).ask(listPeople, { filter: { current: false } })
	expect(items).toMatchObject([{ endReason: 'rule' }])
})

test('a seat that was left waits with its notes for the next whom the rule names', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(addSeatRule, statisticians)
	await signIn(made, aPerson('Anna'), { groups: ['statisticians'] })
	const anna = (await (await made.as('administrator')).ask(listPeople, {})).items[0]
	await signIn(made, { id: anna?.person ?? '', name: 'Anna', email: 'a@b.test' }, { groups: [] })
	expect((await signIn(made, aPerson('Ben'), { groups: ['statisticians'] })).given).toEqual(['statistician-2'])
})

test('two rules for the same kind of seat give one, and somebody invited to that kind gets no second', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(addSeatRule, statisticians)
	await administrator.run(addSeatRule, { ...statisticians, value: 'analysts of numbers' })
	expect(
		(await signIn(made, aPerson('Anna'), { groups: ['statisticians', 'analysts of numbers'] })).given
	).toHaveLength(1)
	const ben = aPerson('Ben')
	await hold(made, 'statistician', ben)
	expect((await signIn(made, ben, { groups: ['statisticians'] })).given).toEqual([])
})

test('a withdrawn rule gives nothing more, and what it gave ends at the next sign-in', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const { id } = await administrator.run(addSeatRule, statisticians)
	const anna = aPerson('Anna')
	await signIn(made, anna, { groups: ['statisticians'] })
	expect((await administrator.ask(listSeatRules, {})).items).toMatchObject([{ holders: 1, value: 'statisticians' }])
	await administrator.run(withdrawSeatRule, { rule: id, reason: 'too wide' })
	expect((await signIn(made, anna, { groups: ['statisticians'] })).ended).toEqual(['statistician-2'])
	expect((await refusalOf(administrator.run(withdrawSeatRule, { rule: id, reason: 'again' }))).code).toBe(
		'access.rule-withdrawn'
	)
	expect((await administrator.ask(listSeatRules, {})).total).toBe(0)
	expect((await administrator.ask(listSeatRules, { filter: { withdrawn: true } })).items).toMatchObject([
		{ withdrawnReason: 'too wide' }
	])
})

test('the firewall keeps a seat back that a rule would give, and the sign-in goes on', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(setEnforcement, { actor: 'police', version: 1, reason: 'it enforces' })
	await administrator.run(addSeatRule, { ...statisticians, role: 'caseworker', actor: 'health', office: 'Desk' })
	await administrator.run(addSeatRule, statisticians)
	const anna = aPerson('Anna')
	await hold(made, 'police', anna)
	expect(await signIn(made, anna, { groups: ['statisticians'] })).toEqual({ given: ['statistician-2'], ended: [] })
})

test('no rule goes by an address of mail, twice by the same, or without what it goes by', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	for (const claim of ['email', 'Emails', 'email_verified', 'e-mail'])
		expect((await refusalOf(administrator.run(addSeatRule, { ...statisticians, claim }))).issues).toMatchObject([
			{ path: ['claim'], code: 'access.rule-by-mail' }
		])
	const { issuer: _issuer, claim: _claim, ...bare } = statisticians
	expect((await refusalOf(administrator.run(addSeatRule, bare))).issues.map((issue) => issue.path)).toEqual([
		['issuer'],
		['claim']
	])
	await administrator.run(addSeatRule, statisticians)
	expect((await refusalOf(administrator.run(addSeatRule, statisticians))).code).toBe('access.rule-there')
	await administrator.run(addSeatRule, { ...bare, source: 'provisioning' })
})

test('rules are tried out without a trace', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(addSeatRule, statisticians)
	const tried = (group: string) =>
		administrator.ask(trySeatRules, { source: 'provider', issuer: ISSUER, values: { groups: [group] } })
	const { seats } = await tried('statisticians')
	expect(seats).toMatchObject([{ role: 'statistician', office: 'Statistician', actor: { reference: 'statistics' } }])
	expect((await tried('others')).seats).toEqual([])
	expect(await held(made)).toEqual([])
})

test('a sign-in asks only where a rule in force could give something', async () => {
	const [first, second] = [await aWorkspace(), await aWorkspace()]
	const issuer = `https://${first.workspace.key}.test`
	const { id } = await (await first.as('administrator')).run(addSeatRule, { ...statisticians, issuer })
	const keys = async () => (await workspacesWithRules(first.database, issuer)).map((one) => one.key)
	expect(await keys()).toContain(first.workspace.key)
	expect(await keys()).not.toContain(second.workspace.key)
	await (await first.as('administrator')).run(withdrawSeatRule, { rule: id, reason: 'over' })
	expect(await keys()).not.toContain(first.workspace.key)
})
