/** A backup that Pitso made by itself: its file's name and when it was made. */
export type KeptBackup = { name: string; at: Date }

export type BackupKind = 'daily' | 'before-upgrade'

const NAME = /^(daily|before-upgrade)-(\d{4})-(\d{2})-(\d{2})T(\d{2})(\d{2})(\d{2})Z\.pitso$/

/** The name of a backup that is made by itself: its kind and its moment, in universal time. */
export const backupName = (kind: BackupKind, at: Date): string =>
	`${kind}-${at.toISOString().slice(0, 19).replaceAll(':', '')}Z.pitso`

/** The backups of a kind among the names of a folder, newest first. */
export function backupsAmong(names: readonly string[], kind: BackupKind): KeptBackup[] {
	return names
		.flatMap((name) => {
			const [, found, year, month, day, hour, minute, second] = NAME.exec(name) ?? []
			if (found !== kind) return []
			return [
				{
					name,
					at: new Date(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`)
				}
			]
		})
		.sort((one, other) => other.at.getTime() - one.at.getTime())
}

const DAYS_KEPT = 7
const WEEKS_KEPT = 4
const UPGRADES_KEPT = 3
const DAY = 86_400_000

const dayOf = (at: Date) => at.toISOString().slice(0, 10)
// Weeks begin on Monday; 1970-01-05 was one.
const weekOf = (at: Date) => String(Math.floor((at.getTime() - 4 * DAY) / (7 * DAY)))

function newestOfEach(backups: readonly KeptBackup[], periodOf: (at: Date) => string, most: number): Set<string> {
	const newest = new Map<string, string>()
	for (const { name, at } of backups) if (!newest.has(periodOf(at))) newest.set(periodOf(at), name)
	return new Set([...newest.values()].slice(0, most))
}

/** Which of the daily backups, newest first, have had their time: kept are the newest of seven days and of four weeks. */
export function outdatedDaily(backups: readonly KeptBackup[]): string[] {
	const kept = newestOfEach(backups, dayOf, DAYS_KEPT).union(newestOfEach(backups, weekOf, WEEKS_KEPT))
	return backups.filter(({ name }) => !kept.has(name)).map(({ name }) => name)
}

/** Which of the backups before upgrades, newest first, have had their time: the last three are kept. */
export const outdatedUpgrades = (backups: readonly KeptBackup[]): string[] =>
	backups.slice(UPGRADES_KEPT).map(({ name }) => name)

/** Whether today's backup is still to be made; a clock that was set back makes one more rather than none. */
export const isDailyDue = (backups: readonly KeptBackup[], now: Date): boolean => {
	const newest = backups[0]
	return newest === undefined || dayOf(newest.at) !== dayOf(now)
}
