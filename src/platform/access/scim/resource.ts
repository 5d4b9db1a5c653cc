import { z } from 'zod'
import { Text } from '#platform/operation/fields.ts'
import type { ProvisionedEmail } from '../schema.ts'
import { ScimFault } from './fault.ts'
import { fieldOf, isFields, type Fields } from './filter.ts'

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/** The attributes of a person and a group that hold several values. */
export const USER_LISTS = ['emails', 'groups']
export const GROUP_LISTS = ['members']

/** A person of a ministry's own directory, as far as Pitso keeps them. */
export type ScimUser = {
	externalId: string | null
	userName: string
	formatted: string | null
	givenName: string | null
	familyName: string | null
	displayName: string | null
	title: string | null
	language: string | null
	emails: ProvisionedEmail[]
	isActive: boolean
}

export type ScimGroup = { externalId: string | null; displayName: string; members: string[] }

const EMAILS_MOST = 20
const MEMBERS_MOST = 5_000

const Line = Text(300)

function textOf(fields: Fields, name: string): string | null {
	const value = fieldOf(fields, name)
	if (value === undefined || value === null || value === '') return null
	const parsed = Line.safeParse(value)
	if (!parsed.success) throw new ScimFault('invalidValue', name)
	return parsed.data
}

function needed(fields: Fields, name: string): string {
	const value = textOf(fields, name)
	if (value === null) throw new ScimFault('invalidValue', name)
	return value
}

// Some senders write yes and no as text: "False" means what it says.
function isTrue(value: unknown, name: string): boolean | undefined {
	if (value === undefined || value === null) return undefined
	if (typeof value === 'boolean') return value
	const word = typeof value === 'string' ? value.toLowerCase() : ''
	if (word === 'true') return true
	if (word === 'false') return false
	throw new ScimFault('invalidValue', name)
}

const Address = z.email().max(200)

function emailsOf(fields: Fields): ProvisionedEmail[] {
	const value = fieldOf(fields, 'emails')
	if (value === undefined || value === null) return []
	const entries: unknown[] = Array.isArray(value) ? value : [value]
	if (entries.length > EMAILS_MOST) throw new ScimFault('tooMany', 'emails')
	const emails = entries.flatMap((entry): ProvisionedEmail[] => {
		const one: Fields = isFields(entry) ? entry : { value: entry }
		const address = textOf(one, 'value')
		// An entry that lost its value to a PATCH is no address any more.
		if (address === null) return []
		if (!Address.safeParse(address).success) throw new ScimFault('invalidValue', 'emails.value')
		const type = textOf(one, 'type')
		const isPrimary = isTrue(fieldOf(one, 'primary'), 'emails.primary')
		return [
			{
				value: address,
				...(type === null ? {} : { type }),
				...(isPrimary === undefined ? {} : { primary: isPrimary })
			}
		]
	})
	if (emails.filter((email) => email.primary === true).length > 1) throw new ScimFault('invalidValue', 'emails.primary')
	return emails
}

function refuseOther(fields: unknown, schema: string): asserts fields is Fields {
	if (!isFields(fields)) throw new ScimFault('invalidSyntax', 'body')
	const schemas = fieldOf(fields, 'schemas')
	if (
		!Array.isArray(schemas) ||
		!schemas.some((one) => typeof one === 'string' && one.toLowerCase() === schema.toLowerCase())
	)
		throw new ScimFault('invalidSyntax', 'schemas')
}

/**
 * Reads a person of RFC 7643, 4.1. What Pitso does not keep (telephones, photos, passwords, what an extension says) is left
 * out; what it keeps has to be right.
 */
export function readUser(body: unknown): ScimUser {
	refuseOther(body, USER_SCHEMA)
	const nameField = fieldOf(body, 'name')
	const name = isFields(nameField) ? nameField : {}
	const language =
		textOf(body, 'preferredLanguage')
			?.split(/[,;_-]/)[0]
			?.toLowerCase() ?? null
	return {
		externalId: textOf(body, 'externalId'),
		userName: needed(body, 'userName'),
		formatted: textOf(name, 'formatted'),
		givenName: textOf(name, 'givenName'),
		familyName: textOf(name, 'familyName'),
		displayName: textOf(body, 'displayName'),
		title: textOf(body, 'title'),
		language: language !== null && /^[a-z]{2,3}$/.test(language) ? language : null,
		emails: emailsOf(body),
		isActive: isTrue(fieldOf(body, 'active'), 'active') ?? true
	}
}

/** Reads a group of RFC 7643, 4.2. */
export function readGroup(body: unknown): ScimGroup {
	refuseOther(body, GROUP_SCHEMA)
	const value = fieldOf(body, 'members')
	const entries: unknown[] = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
	if (entries.length > MEMBERS_MOST) throw new ScimFault('tooMany', 'members')
	const members = entries.map((entry) => {
		const parsed = z.uuid().safeParse(isFields(entry) ? fieldOf(entry, 'value') : entry)
		if (!parsed.success) throw new ScimFault('invalidValue', 'members.value')
		return parsed.data.toLowerCase()
	})
	return {
		externalId: textOf(body, 'externalId'),
		displayName: needed(body, 'displayName'),
		members: [...new Set(members)]
	}
}

type Kept = { id: string; version: number; createdAt: string; changedAt: string }

const metaOf = (resourceType: 'User' | 'Group', kept: Kept, base: string) => ({
	resourceType,
	created: kept.createdAt,
	lastModified: kept.changedAt,
	location: `${base}/${resourceType}s/${kept.id}`,
	version: versionTag(kept.version)
})

/** The version of a resource as its entity tag. */
export const versionTag = (version: number): string => `W/"${String(version)}"`

/** The version an `If-Match` or `If-None-Match` names; undefined where it names any, null where it is none of ours. */
export function versionOfTag(tag: string | null): number | null | undefined {
	const given = tag?.trim()
	if (given === undefined || given === '*' || given === '') return undefined
	const found = /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1]
	return found === undefined ? null : Number(found)
}

const withoutEmpty = <T extends Record<string, unknown>>(fields: T) =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

export type KeptUser = Kept & ScimUser & { groups: { id: string; displayName: string }[] }
export type KeptGroup = Kept & Omit<ScimGroup, 'members'> & { members: { id: string; userName: string }[] }

/** A person as RFC 7643 writes them. `base` is the address of the service. */
export function userResource(user: KeptUser, base: string): Fields {
	const name = withoutEmpty({ formatted: user.formatted, familyName: user.familyName, givenName: user.givenName })
	return withoutEmpty({
		schemas: [USER_SCHEMA],
		id: user.id,
		externalId: user.externalId,
		userName: user.userName,
		name: Object.keys(name).length === 0 ? null : name,
		displayName: user.displayName,
		title: user.title,
		preferredLanguage: user.language,
		active: user.isActive,
		emails: user.emails.length === 0 ? null : user.emails,
		groups:
			user.groups.length === 0
				? null
				: user.groups.map((group) => ({
						value: group.id,
						$ref: `${base}/Groups/${group.id}`,
						display: group.displayName,
						type: 'direct'
					})),
		meta: metaOf('User', user, base)
	})
}

/** A group as RFC 7643 writes it. */
export const groupResource = (group: KeptGroup, base: string): Fields =>
	withoutEmpty({
		schemas: [GROUP_SCHEMA],
		id: group.id,
		externalId: group.externalId,
		displayName: group.displayName,
		members:
			group.members.length === 0
				? null
				: group.members.map((member) => ({
						value: member.id,
						$ref: `${base}/Users/${member.id}`,
						display: member.userName,
						type: 'User'
					})),
		meta: metaOf('Group', group, base)
	})

/** The name a person goes by: as shown, as written out, by its parts, else the name of the user. */
export const nameOfUser = (
	user: Pick<ScimUser, 'displayName' | 'formatted' | 'givenName' | 'familyName' | 'userName'>
) =>
	user.displayName ??
	user.formatted ??
	([user.givenName, user.familyName].filter((part) => part !== null).join(' ') || user.userName)

/** The address a person is written to: the primary one, else the first. */
export const emailOfUser = (emails: readonly ProvisionedEmail[]): string | null =>
	(emails.find((email) => email.primary === true) ?? emails[0])?.value.toLowerCase() ?? null

/** A resource with the attributes asked for, or without those left out (RFC 7644, 3.9). What is always returned stays. */
export function projected(
	resource: Fields,
	{ attributes, excluded }: { attributes?: readonly string[] | undefined; excluded?: readonly string[] | undefined }
): Fields {
	const named = (list: readonly string[]) =>
		list
			.map((one) =>
				one
					.trim()
					.replace(/^urn:[\w.:-]+:(?=[A-Za-z$])/i, '')
					.toLowerCase()
			)
			.filter((one) => one !== '')
	const ALWAYS = new Set(['schemas', 'id'])
	const wanted = attributes && named(attributes)
	const left = excluded && named(excluded)
	const entries = Object.entries(resource).flatMap(([name, value]): [string, unknown][] => {
		const own = name.toLowerCase()
		if (ALWAYS.has(own)) return [[name, value]]
		if (wanted && wanted.length > 0) {
			if (wanted.includes(own)) return [[name, value]]
			const parts = wanted.filter((one) => one.startsWith(`${own}.`)).map((one) => one.slice(own.length + 1))
			return parts.length === 0 ? [] : [[name, partsOf(value, (part) => parts.includes(part))]]
		}
		if (left?.includes(own)) return []
		const parts = left?.filter((one) => one.startsWith(`${own}.`)).map((one) => one.slice(own.length + 1)) ?? []
		return [[name, parts.length === 0 ? value : partsOf(value, (part) => !parts.includes(part))]]
	})
	return Object.fromEntries(entries)
}

function partsOf(value: unknown, keep: (name: string) => boolean): unknown {
	if (Array.isArray(value)) return value.map((one) => partsOf(one, keep))
	if (!isFields(value)) return value
	return Object.fromEntries(Object.entries(value).filter(([name]) => keep(name.toLowerCase())))
}
