import { backUpDaily } from '#platform/backup/keep-backups.server.ts'
import { logLine } from '#platform/log.ts'
import { sourceOf, type Opened } from '#platform/settings/open.server.ts'

// Not in the first moments of a start, and then often enough that a machine which is on for an hour a day has its backup.
const FIRST_AFTER = 2 * 60_000
const LOOKED_EVERY = 10 * 60_000

/** Makes each day's backup while Pitso runs; what goes wrong is logged and tried again at the next look. */
export function keepDailyBackups(
	opened: Opened,
	{ firstAfter = FIRST_AFTER, every = LOOKED_EVERY } = {}
): { stop(): Promise<void> } {
	let work = Promise.resolve()
	const look = () => {
		work = work.then(async () => {
			try {
				await backUpDaily(await sourceOf(opened), new Date())
			} catch (error) {
				logLine('error', 'daily backup failed', {}, { error })
			}
		})
	}
	const first = setTimeout(look, firstAfter)
	const later = setInterval(look, every)
	return {
		stop: async () => {
			clearTimeout(first)
			clearInterval(later)
			await work
		}
	}
}
