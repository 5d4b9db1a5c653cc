import { z } from 'zod'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { endProtection } from './end-protection.server.ts'

/** Ends what the firewall bars; only the clock runs it, so that it stands in no registry. */
const endBarred = command({
	name: 'seat.endProtection',
	input: z.strictObject({}),
	output: z.object({ ended: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	run: async (here) => ({ ended: await endProtection(here) })
})

/**
 * A mark set in another workspace shuts a caseworker's seat there and then, since every request asks. That it has ended is
 * written down here within minutes, and its tokens are revoked.
 */
export const keepFirewall = defineTimed({
	name: 'seat.firewall',
	cron: '*/5 * * * *',
	async run(opening) {
		await run(opening, endBarred, {})
	}
})
