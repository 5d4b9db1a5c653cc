import fc from 'fast-check'
import SCIMMY from 'scimmy'
import { expect, test } from 'vitest'
import { ScimFault } from './fault.ts'
import { meets, parseFilter, type Fields } from './filter.ts'
import { applyPatch, patchOperations, PATCH_SCHEMA, type PatchOperation } from './patch.ts'
import {
	emailOfUser,
	nameOfUser,
	projected,
	readGroup,
	readUser,
	USER_LISTS,
	USER_SCHEMA,
	versionOfTag
} from './resource.ts'

// The user of RFC 7643, 8.2, as far as Pitso keeps one.
const barbara = {
	schemas: [USER_SCHEMA],
	id: '2819c223-7f76-453a-919d-413861904646',
	externalId: '701984',
	userName: 'bjensen@example.com',
	name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara' },
	displayName: 'Babs Jensen',
	title: 'Tour Guide',
	preferredLanguage: 'en-US',
	active: true,
	emails: [
		{ value: 'bjensen@example.com', type: 'work', primary: true },
		{ value: 'babs@jensen.org', type: 'home' }
	],
	meta: { resourceType: 'User', created: '2010-01-23T04:56:22Z', lastModified: '2011-05-13T04:42:34Z' }
}

const faultOf = (work: () => unknown) => {
	try {
		work()
	} catch (fault) {
		if (fault instanceof ScimFault) return fault.scimType
		throw fault
	}
	return undefined
}

// The examples of RFC 7644, 3.4.2.2, with whether they hold for the user of RFC 7643.
test.for([
	['userName eq "bjensen@example.com"', true],
	['userName Eq "BJENSEN@example.com"', true],
	['name.familyName co "O\'Malley"', false],
	['userName sw "J"', false],
	['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b"', true],
	['title pr', true],
	['meta.lastModified gt "2011-05-13T04:42:34Z"', false],
	['meta.lastModified ge "2011-05-13T04:42:34Z"', true],
	['meta.lastModified lt "2011-05-13T04:42:34Z"', false],
	['meta.lastModified le "2011-05-13T04:42:34Z"', true],
	['title pr and userType eq "Employee"', false],
	['title pr or userType eq "Intern"', true],
	['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', true],
	['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', false],
	['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', false],
	['userType ne "Employee" and (emails co "example.com" or emails.value co "example.org")', true],
	['emails[type eq "work" and value co "@example.com"]', true],
	['emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]', true],
	['emails[type eq "home" and value co "@example.com"]', false],
	['externalId eq "701984"', true],
	['active eq true', true],
	['active eq "False"', false],
	['nickName eq null', true],
	['title eq null', false],
	['title ne null', true]
] as const)('the filter %s is %s of the user of RFC 7643', ([text, isMet]) => {
	expect(meets(barbara, parseFilter(text))).toBe(isMet)
})

test.for([
	'userName',
	'userName eq',
	'userName is "x"',
	'eq "x"',
	'userName eq "x',
	'userName eq x',
	'(userName eq "x"',
	'userName eq "x")',
	'userName eq "x" and',
	'emails[type eq "work"',
	'not userName eq "x"',
	'userName eq "x" userName eq "y"',
	`${'('.repeat(30)}userName pr${')'.repeat(30)}`,
	`userName eq "${'x'.repeat(3_000)}"`,
	'active gt true',
	'\u0000'
])('%j is no filter', (text) => {
	expect(faultOf(() => meets(barbara, parseFilter(text)))).toBe('invalidFilter')
})

test('an externalId is told apart letter by letter, a user name is not', () => {
	const user = { externalId: 'AbC', userName: 'AbC' }
	expect(meets(user, parseFilter('externalId eq "abc"'))).toBe(false)
	expect(meets(user, parseFilter('userName eq "abc"'))).toBe(true)
})

test('any text is read as a filter or refused as none, and never anything else', () => {
	const piece = fc.constantFrom(
		'userName',
		'emails',
		'eq',
		'co',
		'pr',
		'and',
		'or',
		'not',
		'(',
		')',
		'[',
		']',
		'"x"',
		'1',
		'true',
		'.',
		' '
	)
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.array(piece).map((parts) => parts.join(' '))
			),
			(text) => {
				expect(['invalidFilter', undefined]).toContain(faultOf(() => meets(barbara, parseFilter(text))))
			}
		)
	)
})

// Held against another implementation of the same RFC, on what both read.
test('filters find what SCIMMY finds', () => {
	const word = fc.constantFrom('anna', 'ben', 'chipo')
	const plain = { noNullPrototype: true }
	const names = fc.record({ familyName: word, givenName: word }, plain)
	const email = fc.record({ value: word, type: fc.constantFrom('work', 'home') }, plain)
	const fields = {
		userName: word,
		displayName: word,
		name: names,
		emails: fc.array(email, { minLength: 1, maxLength: 3 })
	}
	const user = fc.record(fields, plain)
	const attribute = fc.constantFrom('userName', 'displayName', 'name.familyName', 'emails.value', 'title')
	const compared = fc
		.tuple(attribute, fc.constantFrom('eq', 'co', 'sw', 'ew'), word)
		.map(([name, operator, value]) => `${name} ${operator} "${value}"`)
	const simple = fc.oneof(
		compared,
		attribute.map((name) => `${name} pr`),
		fc
			.tuple(fc.constantFrom('work', 'home'), word)
			.map(([type, value]) => `emails[type eq "${type}" and value eq "${value}"]`)
	)
	// It loses part of a filter that joins a list by `and` to something else, so such filters are not held against it.
	const text = fc.oneof(
		simple,
		fc.tuple(simple, simple).map((parts) => parts.join(' or ')),
		fc
			.tuple(fc.constantFrom('eq', 'co', 'sw', 'ew'), word, word)
			.map(([operator, one, other]) => `userName ${operator} "${one}" and displayName ${operator} "${other}"`)
	)
	fc.assert(
		fc.property(fc.array(user, { maxLength: 6 }), text, (users, filter) => {
			const own = users.filter((one) => meets(one, parseFilter(filter)))
			expect(own).toEqual(new SCIMMY.Types.Filter(filter).match(users))
		})
	)
})

const patched = (...Operations: object[]) =>
	applyPatch(barbara, patchOperations({ schemas: [PATCH_SCHEMA], Operations }), USER_LISTS)

test('PATCH adds, replaces and removes as the examples of RFC 7644, 3.5.2 do', () => {
	const added = patched({
		op: 'add',
		value: { emails: [{ value: 'babs2@jensen.org', type: 'other' }], nickname: 'Babs' }
	})
	expect(added).toMatchObject({ nickname: 'Babs', emails: [{}, {}, { value: 'babs2@jensen.org', type: 'other' }] })
	const replaced = patched({
		op: 'replace',
		path: 'emails[type eq "work"]',
		value: { type: 'work', value: 'new@x.com', primary: true }
	})
	expect(replaced['emails']).toEqual([{ type: 'work', value: 'new@x.com', primary: true }, barbara.emails[1]])
	const part = patched({
		op: 'replace',
		path: 'emails[type eq "work" and value eq "bjensen@example.com"].value',
		value: 'w@x.com'
	})
	expect(part['emails']).toEqual([{ value: 'w@x.com', type: 'work', primary: true }, barbara.emails[1]])
	const removed = patched({ op: 'remove', path: 'emails[type eq "work" and value ew "example.com"]' })
	expect(removed['emails']).toEqual([barbara.emails[1]])
	expect(patched({ op: 'remove', path: 'title' })).not.toHaveProperty('title')
	expect(patched({ op: 'replace', path: 'name.familyName', value: 'Smith' })['name']).toEqual({
		...barbara.name,
		familyName: 'Smith'
	})
	const renamed = patched({ op: 'replace', path: 'name', value: { familyName: 'Smith' } })
	expect(renamed['name']).toEqual({ ...barbara.name, familyName: 'Smith' })
})

test('PATCH as some senders write it: another case of names, a path as a key, an entry removed by its value', () => {
	expect(patched({ op: 'Replace', path: 'Active', value: 'False' })['active']).toBe('False')
	expect(readUser(patched({ op: 'Replace', path: 'active', value: 'False' })).isActive).toBe(false)
	expect(patched({ op: 'Add', value: { 'name.givenName': 'Babs' } })['name']).toEqual({
		...barbara.name,
		givenName: 'Babs'
	})
	const keyed = patched({ op: 'replace', value: { 'emails[type eq "work"].value': 'k@x.com' } })
	expect(readUser(keyed).emails[0]?.value).toBe('k@x.com')
	const made = patched({ op: 'add', path: 'emails[type eq "other"].value', value: 'o@x.com' })
	expect(readUser(made).emails[2]).toEqual({ type: 'other', value: 'o@x.com' })
	const group = { members: [{ value: 'a' }, { value: 'b' }] }
	const left = applyPatch(group, [{ op: 'remove', path: 'members', value: [{ value: 'a' }] }], ['members'])
	expect(left['members']).toEqual([{ value: 'b' }])
	const once = applyPatch(group, [{ op: 'add', path: 'members', value: [{ value: 'b' }, { value: 'c' }] }], ['members'])
	expect(once['members']).toEqual([{ value: 'a' }, { value: 'b' }, { value: 'c' }])
	const without = patched({ op: 'add', path: 'urn:ietf:params:scim:schemas:core:2.0:User:displayName', value: 'B' })
	expect(without['displayName']).toBe('B')
})

test('a new primary address takes that from the one before', () => {
	const added = patched({ op: 'add', path: 'emails', value: [{ value: 'n@x.com', primary: true }] })
	expect(emailOfUser(readUser(added).emails)).toBe('n@x.com')
})

test.for([
	[{ Operations: [{ op: 'add', path: 'x', value: 1 }] }, 'invalidSyntax'],
	[{ schemas: [PATCH_SCHEMA] }, 'invalidSyntax'],
	[{ schemas: [PATCH_SCHEMA], Operations: [] }, 'invalidSyntax'],
	[{ schemas: [PATCH_SCHEMA], Operations: [{ op: 'move', path: 'x' }] }, 'invalidSyntax'],
	[{ schemas: [PATCH_SCHEMA], Operations: ['add'] }, 'invalidSyntax'],
	[{ schemas: [PATCH_SCHEMA], Operations: [{ op: 'remove' }] }, 'noTarget'],
	[{ schemas: [PATCH_SCHEMA], Operations: [{ op: 'add', path: '1x', value: 1 }] }, 'invalidPath'],
	[{ schemas: [PATCH_SCHEMA], Operations: [{ op: 'add', path: 'emails[type eq]', value: 1 }] }, 'invalidFilter'],
	[
		{ schemas: [PATCH_SCHEMA], Operations: [{ op: 'replace', path: 'emails[type sw "z"].value', value: 'x' }] },
		'noTarget'
	],
	[{ schemas: [PATCH_SCHEMA], Operations: [{ op: 'replace', path: 'title' }] }, 'invalidValue'],
	[{ schemas: [PATCH_SCHEMA], Operations: [{ op: 'replace', value: 'x' }] }, 'invalidValue']
] as const)('the PATCH %j is refused as %s', ([body, type]) => {
	expect(faultOf(() => applyPatch(barbara, patchOperations(body), USER_LISTS))).toBe(type)
})

// Held against another implementation of the same RFC, on operations both know.
test('PATCH leaves what SCIMMY leaves', async () => {
	const { meta: _meta, preferredLanguage: _language, ...resource } = barbara
	const operations: PatchOperation[] = [
		{ op: 'replace', path: 'active', value: false },
		{ op: 'add', value: { emails: [{ value: 'babs2@jensen.org', type: 'other' }], displayName: 'Barbara' } },
		{ op: 'replace', path: 'emails[type eq "work"].value', value: 'w@example.com' },
		{ op: 'remove', path: 'emails[type eq "home"]' },
		{ op: 'replace', path: 'name.familyName', value: 'Smith' },
		{ op: 'remove', path: 'displayName' },
		{ op: 'replace', value: { displayName: 'X', title: 'Y' } }
	]
	for (const operation of operations) {
		const theirs = await new SCIMMY.Messages.PatchOp({
			schemas: [PATCH_SCHEMA],
			Operations: [{ ...operation }]
		}).apply(new SCIMMY.Schemas.User(structuredClone(resource), 'in'))
		const own = applyPatch(resource, [operation], USER_LISTS)
		expect(readUser(own)).toEqual(readUser(JSON.parse(JSON.stringify(Object.assign(theirs, { externalId: '701984' })))))
	}
})

test('of a person only what Pitso keeps is read, and that has to be right', () => {
	const user = readUser({ ...barbara, password: 't1meMa$heen', phoneNumbers: [{ value: '555' }], USERNAME: undefined })
	expect(user).toEqual({
		externalId: '701984',
		userName: 'bjensen@example.com',
		formatted: 'Ms. Barbara J Jensen, III',
		givenName: 'Barbara',
		familyName: 'Jensen',
		displayName: 'Babs Jensen',
		title: 'Tour Guide',
		language: 'en',
		emails: barbara.emails,
		isActive: true
	})
	expect(readUser({ SCHEMAS: [USER_SCHEMA.toUpperCase()], USERNAME: 'x' }).userName).toBe('x')
	const fault = (more: Fields) => faultOf(() => readUser({ schemas: [USER_SCHEMA], userName: 'x', ...more }))
	expect(fault({ userName: '' })).toBe('invalidValue')
	expect(fault({ userName: 'x'.repeat(301) })).toBe('invalidValue')
	expect(fault({ schemas: [] })).toBe('invalidSyntax')
	expect(fault({ active: 'maybe' })).toBe('invalidValue')
	expect(fault({ emails: [{ value: 'no address' }] })).toBe('invalidValue')
	expect(fault({ emails: [1, 2].map((one) => ({ value: `${String(one)}@x.com`, primary: true })) })).toBe(
		'invalidValue'
	)
	expect(fault({ emails: Array.from({ length: 21 }, (_, one) => ({ value: `${String(one)}@x.com` })) })).toBe('tooMany')
	expect(faultOf(() => readGroup({ schemas: ['x'], displayName: 'y' }))).toBe('invalidSyntax')
})

test('somebody goes by the name shown, written out, in parts, else by the user name', () => {
	const user = readUser(barbara)
	expect(nameOfUser(user)).toBe('Babs Jensen')
	expect(nameOfUser({ ...user, displayName: null })).toBe('Ms. Barbara J Jensen, III')
	expect(nameOfUser({ ...user, displayName: null, formatted: null })).toBe('Barbara Jensen')
	expect(nameOfUser(readUser({ schemas: [USER_SCHEMA], userName: 'x' }))).toBe('x')
})

test('attributes are chosen or left out by name, with what is always told', () => {
	expect(projected(barbara, { attributes: ['userName', 'name.familyName'] })).toEqual({
		schemas: barbara.schemas,
		id: barbara.id,
		userName: barbara.userName,
		name: { familyName: 'Jensen' }
	})
	const without = projected(barbara, { excluded: ['emails', 'name.formatted', 'id'] })
	expect(without).not.toHaveProperty('emails')
	expect(without).toMatchObject({ id: barbara.id, name: { familyName: 'Jensen', givenName: 'Barbara' } })
})

test('an entity tag names a version, any, or none of ours', () => {
	expect([versionOfTag('W/"3"'), versionOfTag('"3"'), versionOfTag('*'), versionOfTag(null)]).toEqual([
		3,
		3,
		undefined,
		undefined
	])
	expect([versionOfTag('W/"x"'), versionOfTag('3')]).toEqual([null, null])
})
