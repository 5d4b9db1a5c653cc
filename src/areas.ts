import { deliberation } from '#modules/deliberation/area.ts'
import { directory } from '#modules/directory/area.ts'
import { instruments } from '#modules/instruments/area.ts'
import { registers } from '#modules/registers/area.ts'
import { makeRegistry } from '#platform/operation/registry.server.ts'
import { platformArea } from '#platform/platform-area.ts'
import { catalogue } from './words.ts'

/** Every area of work, lower ones first: an area may read those before it, and change them by their commands. */
export const registry = makeRegistry([platformArea, directory, deliberation, registers, instruments], catalogue)
