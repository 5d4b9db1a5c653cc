import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { publicSeat } from '#platform/access/seat.ts'
import { resourceTypes, schemas, serviceProviderConfig } from '#platform/access/scim/discovery.ts'
import { ScimFault } from '#platform/access/scim/fault.ts'
import { fieldOf, isFields, type Fields } from '#platform/access/scim/filter.ts'
import {
	createProvisionedGroup,
	getProvisionedGroup,
	listProvisionedGroups,
	patchProvisionedGroup,
	removeProvisionedGroup,
	replaceProvisionedGroup
} from '#platform/access/scim/group-operations.ts'
import { faultRefusal } from '#platform/access/scim/kept.server.ts'
import { SCIM_COUNT_MOST } from '#platform/access/scim/limits.ts'
import { patchOperations } from '#platform/access/scim/patch.ts'
import {
	createProvisionedPerson,
	getProvisionedPerson,
	listProvisionedPeople,
	patchProvisionedPerson,
	removeProvisionedPerson,
	replaceProvisionedPerson
} from '#platform/access/scim/person-operations.ts'
import {
	groupResource,
	projected,
	userResource,
	versionOfTag,
	versionTag,
	type KeptGroup,
	type KeptUser
} from '#platform/access/scim/resource.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { Problem } from '#platform/operation/problem.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { wordsOf } from '../answer.server.ts'
import { inputFromBody } from '../read-input.server.ts'
import { challenge, seatOfRequest } from '../seat-of-request.server.ts'
import { emptyResponse, errorResponse, scimResponse } from './scim-answer.server.ts'

type Event = RequestEvent<Record<string, string>>

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const SEARCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'

type Kept = KeptUser | KeptGroup

/** What can be done with the resources of one kind: each by an operation, which keeps rights and history. */
type Endpoint = {
	list(opening: Opening, input: object): Promise<{ items: Kept[]; total: number; startIndex: number }>
	get(opening: Opening, id: string): Promise<Kept>
	create(opening: Opening, resource: unknown): Promise<Kept>
	replace(opening: Opening, id: string, resource: unknown, version?: number): Promise<Kept>
	patch(opening: Opening, id: string, operations: unknown, version?: number): Promise<Kept>
	remove(opening: Opening, id: string, version?: number): Promise<unknown>
}

const from = (version: number | undefined) => (version === undefined ? {} : { version })

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
	Users: {
		list: (opening, input) => ask(opening, listProvisionedPeople, input),
		get: (opening, person) => ask(opening, getProvisionedPerson, { person }),
		create: (opening, user) => run(opening, createProvisionedPerson, { user }),
		replace: (opening, person, user, version) =>
			run(opening, replaceProvisionedPerson, { person, user, ...from(version) }),
		patch: (opening, person, operations, version) =>
			run(opening, patchProvisionedPerson, { person, operations, ...from(version) }),
		remove: (opening, person, version) => run(opening, removeProvisionedPerson, { person, ...from(version) })
	},
	Groups: {
		list: (opening, input) => ask(opening, listProvisionedGroups, input),
		get: (opening, group) => ask(opening, getProvisionedGroup, { group }),
		create: (opening, group) => run(opening, createProvisionedGroup, { group }),
		replace: (opening, group, resource, version) =>
			run(opening, replaceProvisionedGroup, { group, resource, ...from(version) }),
		patch: (opening, group, operations, version) =>
			run(opening, patchProvisionedGroup, { group, operations, ...from(version) }),
		remove: (opening, group, version) => run(opening, removeProvisionedGroup, { group, ...from(version) })
	}
}

const resourceOf = (kept: Kept, base: string): Fields =>
	'userName' in kept ? userResource(kept, base) : groupResource(kept, base)

/** Answers a request of provisioning (RFC 7644) below `/api/scim/v2/{workspace}`. */
export async function answerScim(event: Event): Promise<Response> {
	try {
		return await answered(event)
	} catch (thrown) {
		const refusal = thrown instanceof ScimFault ? faultRefusal(thrown) : thrown
		return errorResponse(refusal, wordsOf(event.request), event)
	}
}

async function answered(event: Event): Promise<Response> {
	const { request, params, locals, url } = event
	const { opening } = locals
	if (!opening) throw absent('platform.no-such-workspace', { workspace: (params['workspace'] ?? '').slice(0, 60) })
	const base = `${url.origin}/api/scim/v2/${opening.workspace.key}`
	const [kind = '', id, ...more] = (params['path'] ?? '').split('/')
	const told = discovery(kind, id, base)
	if (told && more.length === 0) {
		if (request.method !== 'GET') throw wrongMethod(request.method, 'GET')
		return scimResponse(told)
	}
	if (kind === 'Bulk') throw new Problem('absent', 'access.scim-bulk')
	if (kind === 'Me') throw new Problem('absent', 'access.scim-me')
	const endpoint = Object.hasOwn(ENDPOINTS, kind) ? ENDPOINTS[kind] : undefined
	if (!endpoint || more.length > 0) throw absent('api.no-such-address', { address: url.pathname.slice(0, 120) })
	const { seat, ...limited } = await seatOfRequest(request, opening)
	if (seat === publicSeat)
		throw new Problem('unauthenticated', 'api.token-needed', { headers: { 'www-authenticate': challenge() } })
	const asking = { ...opening, seat, ...limited }
	const asked = { event, endpoint, opening: asking, base }
	if (id === undefined || id === '') return onAll(asked)
	if (id === '.search') return search(asked)
	if (!z.uuid().safeParse(id).success) throw absent('access.no-such-provisioned')
	return onOne(asked, id)
}

function discovery(kind: string, id: string | undefined, base: string): Fields | undefined {
	switch (kind) {
		case 'ServiceProviderConfig':
			return id === undefined ? serviceProviderConfig(base) : undefined
		case 'ResourceTypes':
			return one(resourceTypes(base), id)
		case 'Schemas':
			return one(schemas(base), id)
		default:
			return undefined
	}
}

function one(all: readonly Fields[], id: string | undefined): Fields {
	if (id === undefined) return listOf(all, { total: all.length, startIndex: 1 })
	const found = all.find((resource) => resource['id'] === id)
	if (!found) throw absent('api.no-such-address', { address: id.slice(0, 120) })
	return found
}

const listOf = (
	resources: readonly Fields[],
	{ total, startIndex }: { total: number; startIndex: number }
): Fields => ({
	schemas: [LIST_SCHEMA],
	totalResults: total,
	startIndex,
	itemsPerPage: resources.length,
	Resources: resources
})

type Asked = { event: Event; endpoint: Endpoint; opening: Opening; base: string }
type Chosen = { attributes?: string[] | undefined; excluded?: string[] | undefined }

const namesIn = (text: string | null) => text?.split(',').filter((name) => name.trim() !== '')
const chosenIn = ({ searchParams }: URL): Chosen => ({
	attributes: namesIn(searchParams.get('attributes')),
	excluded: namesIn(searchParams.get('excludedAttributes'))
})

async function onAll({ event, endpoint, opening, base }: Asked): Promise<Response> {
	const { request, url } = event
	if (request.method === 'GET') {
		const { searchParams } = url
		return list(
			{ event, endpoint, opening, base },
			{
				filter: searchParams.get('filter'),
				startIndex: searchParams.get('startIndex'),
				count: searchParams.get('count')
			},
			chosenIn(url)
		)
	}
	if (request.method !== 'POST') throw wrongMethod(request.method, 'GET, POST')
	const made = resourceOf(await endpoint.create(opening, await inputFromBody(request)), base)
	const meta = made['meta']
	const location = isFields(meta) ? String(meta['location']) : base
	return scimResponse(projected(made, chosenIn(url)), { status: 201, location })
}

// What is less than the least means the least (RFC 7644, 3.4.2.4); more than the most is answered with the most.
function wholeNumber(value: unknown, name: string, least: number) {
	if (value === null || value === undefined || value === '') return undefined
	const number = Number(value)
	if (!Number.isSafeInteger(number)) throw new ScimFault('invalidValue', name)
	return Math.max(number, least)
}

async function list(
	{ endpoint, opening, base }: Asked,
	given: { filter: unknown; startIndex: unknown; count: unknown },
	chosen: Chosen
) {
	const startIndex = wholeNumber(given.startIndex, 'startIndex', 1)
	const count = wholeNumber(given.count, 'count', 0)
	const found = await endpoint.list(opening, {
		...(typeof given.filter === 'string' && given.filter.trim() !== '' ? { filter: given.filter } : {}),
		...(startIndex === undefined ? {} : { startIndex: Math.min(startIndex, 2_000_000) }),
		...(count === undefined ? {} : { count: Math.min(count, SCIM_COUNT_MOST) })
	})
	return scimResponse(
		listOf(
			found.items.map((item) => projected(resourceOf(item, base), chosen)),
			found
		)
	)
}

async function search(asked: Asked): Promise<Response> {
	const { request } = asked.event
	if (request.method !== 'POST') throw wrongMethod(request.method, 'POST')
	const body = await inputFromBody(request)
	const said = isFields(body) ? fieldOf(body, 'schemas') : undefined
	if (!isFields(body) || !Array.isArray(said) || !said.includes(SEARCH_SCHEMA))
		throw new ScimFault('invalidSyntax', 'schemas')
	const names = (name: string) => {
		const value = fieldOf(body, name)
		return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
	}
	return list(
		asked,
		{ filter: fieldOf(body, 'filter'), startIndex: fieldOf(body, 'startIndex'), count: fieldOf(body, 'count') },
		{ attributes: names('attributes'), excluded: names('excludedAttributes') }
	)
}

/** The version that has to stand for a change to be made; a tag that is none of ours can stand for none. */
function expected(request: Request): number | undefined {
	const version = versionOfTag(request.headers.get('if-match'))
	if (version === null) throw conflict('access.provisioned-changed', { version: 0, current: 0 })
	return version
}

async function onOne({ event, endpoint, opening, base }: Asked, id: string): Promise<Response> {
	const { request, url } = event
	const chosen = chosenIn(url)
	switch (request.method) {
		case 'GET': {
			const kept = await endpoint.get(opening, id)
			const known = request.headers.get('if-none-match')
			if (known !== null && known.split(',').some((tag) => versionOfTag(tag) === kept.version))
				return emptyResponse(304, { etag: versionTag(kept.version) })
			return scimResponse(projected(resourceOf(kept, base), chosen))
		}
		case 'PUT': {
			const version = expected(request)
			const kept = await endpoint.replace(opening, id, await inputFromBody(request), version)
			return scimResponse(projected(resourceOf(kept, base), chosen))
		}
		case 'PATCH': {
			const version = expected(request)
			const operations = patchOperations(await inputFromBody(request))
			const kept = await endpoint.patch(opening, id, operations, version)
			return scimResponse(projected(resourceOf(kept, base), chosen))
		}
		case 'DELETE':
			await endpoint.remove(opening, id, expected(request))
			return emptyResponse(204)
		default:
			throw wrongMethod(request.method, 'GET, PUT, PATCH, DELETE')
	}
}

const wrongMethod = (method: string, allow: string) =>
	new Problem('method', 'api.wrong-method', { params: { method: method.slice(0, 20), allow }, headers: { allow } })
