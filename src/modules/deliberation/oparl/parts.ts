import type { Operation } from '#platform/operation/operation.server.ts'
import type { PublicPage } from '#platform/operation/registry.server.ts'
import { getOParlObject, getOParlSystem, listOParlObjects } from './oparl-queries.ts'

export const oparlOperations: readonly Operation[] = [getOParlSystem, listOParlObjects, getOParlObject]
export const oparlPages: readonly PublicPage[] = [
	{ name: 'oparl', operations: oparlOperations.map(({ name }) => name) }
]
