import type { RequestEvent } from '@sveltejs/kit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findToken } from '#platform/access/find-seat.server.ts'
import { acceptInvitation } from '#platform/access/invitation.server.ts'
import { listPeople } from '#platform/access/person-operations.ts'
import { publicSeat } from '#platform/access/seat.ts'
import { addSeatRule } from '#platform/access/seat-rule-operations.ts'
import { applySeatRules } from '#platform/access/seat-rules.server.ts'
import { createToken, revokeToken } from '#platform/access/token-operations.ts'
import { leaveMailServer } from '#platform/mail/mail-server.server.ts'
import { speak } from '#platform/languages/words.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { ownerRows } from '#tests/fixtures/directory.ts'
import { startMailServer, type TestMailServer } from '#tests/fixtures/mail-server.ts'
import { aPerson, hold } from '#tests/fixtures/people.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { catalogue } from '../../../words.ts'
import type { Session } from '../../session.server.ts'
import { answerScim } from './scim.server.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

const Body = z.looseObject({
	id: z.string().default(''),
	totalResults: z.int().optional(),
	Resources: z.array(z.looseObject({ id: z.string().default('') })).default([])
})

const isEvent = (value: object): value is RequestEvent<Record<string, string>> => 'locals' in value

/** A workspace with a token for provisioning, and the ways to ask its service. */
async function aService() {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(addSeatRule, {
		source: 'provisioning',
		value: 'statisticians',
		role: 'statistician',
		actor: 'statistics',
		office: 'Statistician'
	})
	const { token, id } = await administrator.run(createToken, {
		seat: 'second-administrator',
		name: 'Directory',
		scope: 'provisioning'
	})
	async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
		const { opening } = await made.as('public')
		const url = new URL(`https://pitso.example/api/scim/v2/t${path}`)
		const request = new Request(url, {
			method,
			headers: {
				authorization: `Bearer ${token}`,
				...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
				...headers
			},
			...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) })
		})
		const locals: Partial<Session> = { opening, seat: publicSeat, words: speak(catalogue, 'en') }
		const event: Partial<RequestEvent<Record<string, string>>> = {
			request,
			url,
			params: { workspace: 't', path: url.pathname.split('/').slice(5).join('/') },
			route: { id: '/api' }
		}
		const whole = Object.assign(event, { locals })
		if (!isEvent(whole)) throw new TypeError('no event')
		const answer = await answerScim(whole)
		const text = await answer.text()
		return { status: answer.status, headers: answer.headers, body: Body.parse(text === '' ? {} : JSON.parse(text)) }
	}
	const user = (userName: string, more: object = {}) => send('POST', '/Users', { schemas: [USER], userName, ...more })
	const group = (displayName: string, members: string[] = []) =>
		send('POST', '/Groups', { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) })
	const patch = (path: string, ...Operations: object[]) => send('PATCH', path, { schemas: [PATCH], Operations })
	const seats = async () =>
		(await administrator.ask(listPeople, { sort: 'name' })).items.map((item) => `${item.name} ${item.seat.key}`).sort()
	return { made, administrator, send, user, group, patch, seats, tokenId: id }
}

/** What a sign-in with a provider does here: the subject is what the directory knows the person by. */
async function signIn(made: TestWorkspace, subject: string, person = aPerson('Barbara')) {
	const { opening } = await made.as('public')
	const applying = command({
		name: 'invitation.accept',
		input: z.strictObject({}),
		output: z.object({ given: z.array(z.string()), ended: z.array(z.string()) }),
		about: nothing,
		allow: () => true,
		run: (here) =>
			applySeatRules(here, { source: 'provider', issuer: 'https://login.test', values: { sub: [subject] }, person })
	})
	return { person, ...(await run(opening, applying, {})) }
}

describe('as RFC 7644 says', () => {
	test('a person is made (3.3), read (3.4.1), and told with a place and a version', async () => {
		const { send, user } = await aService()
		const made = await user('bjensen', {
			externalId: 'bjensen',
			name: { formatted: 'Ms. Barbara J Jensen III', familyName: 'Jensen', givenName: 'Barbara' }
		})
		expect(made.status).toBe(201)
		expect(made.headers.get('content-type')).toBe('application/scim+json')
		expect(made.headers.get('location')).toMatch(
			new RegExp(`^https://pitso.example/api/scim/v2/t-[0-9a-f]+/Users/${made.body.id}$`)
		)
		expect(made.headers.get('etag')).toBe('W/"1"')
		expect(made.body).toMatchObject({
			schemas: [USER],
			userName: 'bjensen',
			externalId: 'bjensen',
			name: { formatted: 'Ms. Barbara J Jensen III', familyName: 'Jensen', givenName: 'Barbara' },
			active: true,
			meta: {
				resourceType: 'User',
				created: NOW.toISOString(),
				version: 'W/"1"',
				location: made.headers.get('location')
			}
		})
		const read = await send('GET', `/Users/${made.body.id}`)
		expect([read.status, read.body, read.headers.get('etag')]).toEqual([200, made.body, 'W/"1"'])
		const known = await send('GET', `/Users/${made.body.id}`, undefined, { 'if-none-match': 'W/"1"' })
		expect(known.status).toBe(304)
	})

	test('a user name is taken once, whatever its case (3.3, 3.12)', async () => {
		const { user } = await aService()
		await user('bjensen')
		const again = await user('BJensen')
		expect(again.status).toBe(409)
		expect(again.body).toMatchObject({ schemas: [ERROR], status: '409', scimType: 'uniqueness' })
	})

	test('people are found by filters, told in parts, counted whole (3.4.2)', async () => {
		const { send, user } = await aService()
		for (const name of ['anna', 'ben', 'chipo'])
			await user(name, {
				externalId: `x-${name}`,
				displayName: name.toUpperCase(),
				emails: [{ value: `${name}@m.test`, type: 'work' }]
			})
		const names = async (query: string) => {
			const { body } = await send('GET', `/Users?${query}`)
			return body.Resources.map((one) => one['userName'])
		}
		const filter = (text: string) => names(`filter=${encodeURIComponent(text)}`)
		expect(await filter('userName eq "BEN"')).toEqual(['ben'])
		expect(await filter('externalId eq "x-anna" or displayName eq "chipo"')).toEqual(['anna', 'chipo'])
		expect(await filter('emails.value eq "ben@m.test" and active eq true')).toEqual(['ben'])
		expect(await filter('emails[type eq "work" and value sw "chipo"]')).toEqual(['chipo'])
		expect(await filter('active eq false')).toEqual([])
		const part = await send('GET', '/Users?startIndex=2&count=1')
		expect(part.body).toMatchObject({
			schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
			totalResults: 3,
			startIndex: 2,
			itemsPerPage: 1
		})
		expect(part.body.Resources.map((one) => one['userName'])).toEqual(['ben'])
		expect((await send('GET', '/Users?startIndex=0&count=-1')).body).toMatchObject({
			totalResults: 3,
			startIndex: 1,
			itemsPerPage: 0
		})
		expect((await send('GET', '/Users?count=9999')).body.Resources).toHaveLength(3)
		const [first] = (await send('GET', '/Users?attributes=userName&count=1')).body.Resources
		expect(Object.keys(first ?? {}).sort()).toEqual(['id', 'schemas', 'userName'])
		const search = await send('POST', '/Users/.search', {
			schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
			filter: 'userName eq "anna"',
			attributes: ['displayName']
		})
		expect(search.body.Resources).toMatchObject([{ displayName: 'ANNA' }])
		const wrong = await send('GET', '/Users?filter=userName%20is%20x')
		expect([wrong.status, wrong.body]).toMatchObject([400, { status: '400', scimType: 'invalidFilter' }])
		expect((await send('GET', '/Users?startIndex=x')).status).toBe(400)
	})

	test('PUT replaces and PATCH changes from the version named, else 412 (3.5, 3.14)', async () => {
		const { send, user, patch } = await aService()
		const { body } = await user('bjensen', { displayName: 'Babs', title: 'Guide' })
		const at = `/Users/${body.id}`
		const replaced = await send(
			'PUT',
			at,
			{ schemas: [USER], userName: 'bjensen', displayName: 'Barbara' },
			{ 'if-match': 'W/"1"' }
		)
		expect([replaced.status, replaced.headers.get('etag')]).toEqual([200, 'W/"2"'])
		expect(replaced.body).not.toHaveProperty('title')
		const stale = await send('PUT', at, { schemas: [USER], userName: 'x' }, { 'if-match': 'W/"1"' })
		expect([stale.status, stale.body['status']]).toEqual([412, '412'])
		expect((await send('DELETE', at, undefined, { 'if-match': '"no tag of ours"' })).status).toBe(412)
		const patched = await patch(at, { op: 'replace', path: 'displayName', value: 'B' })
		expect(patched.body).toMatchObject({ displayName: 'B', meta: { version: 'W/"3"' } })
		const same = await patch(at, { op: 'replace', path: 'displayName', value: 'B' })
		expect(same.body).toMatchObject({ meta: { version: 'W/"3"' } })
		const nothingThere = await patch(at, { op: 'replace', path: 'emails[type sw "w"].value', value: 'x@y.z' })
		expect([nothingThere.status, nothingThere.body['scimType']]).toEqual([400, 'noTarget'])
	})

	test('a person who was removed is not there, and may come again (3.6)', async () => {
		const { send, user } = await aService()
		const { body } = await user('bjensen')
		const gone = await send('DELETE', `/Users/${body.id}`)
		expect([gone.status, gone.headers.get('content-type')]).toEqual([204, null])
		for (const method of ['GET', 'DELETE']) expect((await send(method, `/Users/${body.id}`)).status).toBe(404)
		expect((await send('GET', '/Users')).body.totalResults).toBe(0)
		expect((await user('bjensen')).status).toBe(201)
	})

	test('groups hold people of this service alone, and people tell their groups', async () => {
		const { send, user, group, patch } = await aService()
		const [anna, ben] = [(await user('anna')).body.id, (await user('ben')).body.id]
		const made = await group('analysts', [anna])
		expect(made.status).toBe(201)
		const at = `/Groups/${made.body.id}`
		expect(made.body).toMatchObject({
			displayName: 'analysts',
			members: [{ value: anna, display: 'anna', type: 'User' }]
		})
		await patch(at, { op: 'add', path: 'members', value: [{ value: ben }] })
		expect((await send('GET', `/Users/${ben}`)).body).toMatchObject({
			groups: [{ value: made.body.id, display: 'analysts' }]
		})
		const removed = await patch(at, { op: 'remove', path: `members[value eq "${anna}"]` })
		expect(removed.body).toMatchObject({ members: [{ value: ben }] })
		const found = await send(
			'GET',
			`/Groups?filter=${encodeURIComponent(`members.value eq "${ben}"`)}&excludedAttributes=members`
		)
		expect(found.body.Resources).toMatchObject([{ displayName: 'analysts' }])
		expect(found.body.Resources[0]).not.toHaveProperty('members')
		const stranger = await patch(at, { op: 'add', path: 'members', value: [{ value: made.body.id }] })
		expect([stranger.status, stranger.body['scimType']]).toEqual([400, 'invalidValue'])
		expect((await send('DELETE', at)).status).toBe(204)
		expect((await send('GET', `/Users/${ben}`)).body).not.toHaveProperty('groups')
	})

	test('the service tells what it can do, to whoever asks (4)', async () => {
		const { send } = await aService()
		const anybody = { authorization: '' }
		const config = await send('GET', '/ServiceProviderConfig', undefined, anybody)
		expect(config.body).toMatchObject({
			patch: { supported: true },
			bulk: { supported: false },
			filter: { supported: true, maxResults: 200 },
			etag: { supported: true }
		})
		const types = await send('GET', '/ResourceTypes', undefined, anybody)
		expect(types.body.Resources.map((one) => one['endpoint'])).toEqual(['/Users', '/Groups'])
		expect((await send('GET', '/ResourceTypes/User', undefined, anybody)).body).toMatchObject({ schema: USER })
		const schemas = await send('GET', '/Schemas', undefined, anybody)
		expect(schemas.body.Resources.map((one) => one.id)).toEqual([USER, GROUP])
		const names = z.object({ attributes: z.array(z.object({ name: z.string() })) })
		const user = names.parse((await send('GET', `/Schemas/${USER}`, undefined, anybody)).body)
		expect(user.attributes.map((one) => one.name)).toContain('userName')
		expect((await send('GET', '/Schemas/urn:nothing', undefined, anybody)).status).toBe(404)
	})

	test('what is wrong with a request has its status, and each answer is an error of RFC 7644', async () => {
		const { send } = await aService()
		const asked: [number, Promise<{ status: number; body: object }>][] = [
			[400, send('POST', '/Users', '{')],
			[400, send('POST', '/Users', { userName: 'x' })],
			[400, send('POST', '/Users', { schemas: [USER] })],
			[400, send('POST', '/Groups', { schemas: [GROUP], displayName: 'x', members: [{ value: 'no identifier' }] })],
			[401, send('GET', '/Users', undefined, { authorization: 'Bearer made-up' })],
			[404, send('GET', '/Users/nobody')],
			[404, send('GET', '/Users/01900000-0000-7000-8000-00000000dead')],
			[404, send('GET', '/Devices')],
			[405, send('DELETE', '/Users')],
			[405, send('POST', '/ServiceProviderConfig', {})],
			[415, send('POST', '/Users', '<user/>', { 'content-type': 'text/xml' })],
			[501, send('POST', '/Bulk', {})],
			[501, send('GET', '/Me')]
		]
		for (const [status, answer] of asked) {
			const { status: told, body } = await answer
			expect([told, body]).toMatchObject([status, { schemas: [ERROR], status: String(status) }])
		}
	})
})

describe('who may', () => {
	test('nobody without a token, and a token that was revoked is nobody’s', async () => {
		const { send, administrator, tokenId } = await aService()
		const without = await send('GET', '/Users', undefined, { authorization: '' })
		expect([without.status, without.headers.get('www-authenticate')]).toEqual([
			401,
			'Bearer realm="pitso", error="invalid_token"'
		])
		await administrator.run(revokeToken, { token: tokenId })
		expect((await send('GET', '/Users')).status).toBe(401)
	})

	test('no token for reading changes anything, and none of another seat even reads', async () => {
		const { send, made, administrator } = await aService()
		const as = async (seat: string, scope: 'all' | 'read') => ({
			authorization: `Bearer ${(await administrator.run(createToken, { seat, name: 'x', scope })).token}`
		})
		const reading = await as('administrator', 'read')
		expect((await send('GET', '/Users', undefined, reading)).status).toBe(200)
		expect((await send('POST', '/Users', { schemas: [USER], userName: 'x' }, reading)).status).toBe(403)
		expect((await send('GET', '/Users', undefined, await as('secretariat', 'all'))).status).toBe(403)
		const lines = await ownerRows(
			made,
			`select id from access_log where workspace_id = :workspace and operation = 'provisionedPerson.list'`
		)
		expect(lines.length).toBeGreaterThan(0)
	})

	test('what the provisioning knows of people stands in no history', async () => {
		const { made, user } = await aService()
		await user('unseen-name', { displayName: 'Unseen Person', emails: [{ value: 'unseen@m.test' }] })
		const rows = await ownerRows(made, 'select payload from event_payload where workspace_id = :workspace')
		expect(JSON.stringify(rows)).not.toMatch(/unseen/i)
	})
})

describe('seats', () => {
	test('somebody who signs in under the identifier of the directory is given what their groups give', async () => {
		const { made, user, group, seats } = await aService()
		const { body } = await user('bjensen', { externalId: 'sub-1', displayName: 'Barbara' })
		await group('statisticians', [body.id])
		expect(await seats()).toEqual([])
		expect((await signIn(made, 'sub-2')).given).toEqual([])
		expect((await signIn(made, 'sub-1')).given).toEqual(['statistician-2'])
		expect(await seats()).toEqual(['Barbara statistician-2'])
		// The identifier is taken: nobody else becomes this person by it.
		expect((await signIn(made, 'sub-1', aPerson('Eve'))).given).toEqual([])
	})

	test('an address of mail joins nobody to anybody', async () => {
		const { made, user, group, seats } = await aService()
		const person = aPerson('Barbara')
		const { body } = await user('bjensen', { externalId: 'sub-1', emails: [{ value: person.email }] })
		await group('statisticians', [body.id])
		await signIn(made, 'another-subject', person)
		await signIn(made, person.email, person)
		expect(await seats()).toEqual([])
	})

	test('switched off in the directory, somebody leaves every seat of the workspace at once, with its tokens', async () => {
		const { made, administrator, user, group, patch, send, seats } = await aService()
		const { body } = await user('bjensen', { externalId: 'sub-1', displayName: 'Barbara' })
		await group('statisticians', [body.id])
		const { person } = await signIn(made, 'sub-1')
		await hold(made, 'member', person)
		const { token } = await administrator.run(createToken, { seat: 'member', name: 'Script' })
		expect(await seats()).toEqual(['Barbara member', 'Barbara statistician-2'])
		await patch(`/Users/${body.id}`, { op: 'Replace', path: 'active', value: 'False' })
		expect(await seats()).toEqual([])
		expect(await findToken(made.database, made.workspace, token, NOW)).toBeUndefined()
		const { items } = await administrator.ask(listPeople, { filter: { current: false } })
		expect(items.map((item) => item.endReason)).toEqual(['provisioning', 'provisioning'])
		expect((await signIn(made, 'sub-1', person)).given).toEqual([])
		await patch(`/Users/${body.id}`, { op: 'replace', value: { active: true } })
		expect(await seats()).toEqual(['Barbara statistician-2'])
		await send('DELETE', `/Users/${body.id}`)
		expect(await seats()).toEqual([])
		expect((await signIn(made, 'sub-1', person)).given).toEqual([])
	})

	test('groups give and take: joined, left, renamed and removed', async () => {
		const { made, user, group, patch, send, seats } = await aService()
		const { body } = await user('bjensen', { externalId: 'sub-1', displayName: 'Barbara' })
		const { body: statisticians } = await group('statisticians')
		await signIn(made, 'sub-1')
		const at = `/Groups/${statisticians.id}`
		const given = ['Barbara statistician-2']
		expect(await seats()).toEqual([])
		await patch(at, { op: 'add', path: 'members', value: [{ value: body.id }] })
		expect(await seats()).toEqual(given)
		await patch(at, { op: 'remove', path: 'members', value: [{ value: body.id }] })
		expect(await seats()).toEqual([])
		await send('PUT', at, { schemas: [GROUP], displayName: 'statisticians', members: [{ value: body.id }] })
		expect(await seats()).toEqual(given)
		await patch(at, { op: 'replace', path: 'displayName', value: 'geographers' })
		expect(await seats()).toEqual([])
		await patch(at, { op: 'replace', path: 'displayName', value: 'statisticians' })
		expect(await seats()).toEqual(given)
		await send('DELETE', at)
		expect(await seats()).toEqual([])
	})
})

describe('where mail is set', () => {
	let server: TestMailServer
	beforeEach(async () => {
		server = await startMailServer()
		leaveMailServer(server.settings)
	})
	afterEach(async () => {
		leaveMailServer(undefined)
		await server.stop()
	})

	test('somebody who has never signed in is invited by mail, and the invitation joins them to the directory', async () => {
		const { made, user, group, patch, seats } = await aService()
		const { body } = await user('bjensen', {
			displayName: 'Barbara',
			emails: [{ value: 'barbara@m.test', primary: true }]
		})
		await group('statisticians', [body.id])
		await workDue(made, workplaceOf(made, aClock()))
		expect(server.received.map((mail) => mail.to)).toEqual([['barbara@m.test']])
		const secret = /\/invitation\/([\w-]{43})/.exec(server.received[0]?.email.text ?? '')?.[1] ?? ''
		// What is said of them again sends no second invitation.
		await patch(`/Users/${body.id}`, { op: 'replace', path: 'title', value: 'Director' })
		const { opening } = await made.as('public')
		const person = aPerson('Barbara')
		expect(await acceptInvitation(opening, { secret, person })).toEqual({ seat: 'statistician-2' })
		expect(await seats()).toEqual(['Barbara statistician-2'])
		await patch(`/Users/${body.id}`, { op: 'replace', path: 'active', value: false })
		expect(await seats()).toEqual([])
		await workDue(made, workplaceOf(made, aClock()))
		expect(server.received).toHaveLength(1)
	})

	test('whoever leaves the group before they came is invited no more', async () => {
		const { made, user, group, send } = await aService()
		const { body } = await user('bjensen', { emails: [{ value: 'barbara@m.test' }] })
		const { body: statisticians } = await group('statisticians', [body.id])
		await workDue(made, workplaceOf(made, aClock()))
		const secret = /\/invitation\/([\w-]{43})/.exec(server.received[0]?.email.text ?? '')?.[1] ?? ''
		await send('DELETE', `/Groups/${statisticians.id}`)
		const { opening } = await made.as('public')
		await expect(acceptInvitation(opening, { secret, person: aPerson('Barbara') })).rejects.toMatchObject({
			code: 'access.invitation-revoked'
		})
	})
})
