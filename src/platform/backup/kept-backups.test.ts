import { expect, test } from 'vitest'
import { backupName, backupsAmong, isDailyDue, outdatedDaily, outdatedUpgrades } from './kept-backups.ts'

const at = (text: string) => new Date(`${text}Z`)
const DAY = 86_400_000

const dailyUntil = (last: Date, days: number) =>
	backupsAmong(
		Array.from({ length: days }, (_, index) => backupName('daily', new Date(last.getTime() - index * DAY))),
		'daily'
	)

test('a name tells the kind and the moment, and other files of the folder are nobody’s backups', () => {
	const name = backupName('daily', at('2026-03-02T09:08:07'))
	expect(name).toBe('daily-2026-03-02T090807Z.pitso')
	expect(backupsAmong([name, 'last.json', 'mine.pitso', 'before-upgrade-2026-03-02T090807Z.pitso'], 'daily')).toEqual([
		{ name, at: at('2026-03-02T09:08:07') }
	])
})

test('after a year of days the newest of seven days and of four weeks are left', () => {
	const last = at('2026-03-04T03:00:00')
	let kept = dailyUntil(last, 1)
	for (let day = 1; day <= 365; day++) {
		const now = new Date(last.getTime() + day * DAY)
		kept = backupsAmong([backupName('daily', now), ...kept.map(({ name }) => name)], 'daily')
		const outdated = new Set(outdatedDaily(kept))
		kept = kept.filter(({ name }) => !outdated.has(name))
	}
	const today = new Date(last.getTime() + 365 * DAY)
	const ages = kept.map((one) => Math.round((today.getTime() - one.at.getTime()) / DAY))
	// 2027-03-04 is a Thursday: the Sundays before are 4, 11 and 18 days ago.
	expect(ages).toEqual([0, 1, 2, 3, 4, 5, 6, 11, 18])
})

test('of one day the newest is kept', () => {
	const names = ['2026-03-02T01:00:00', '2026-03-02T23:00:00'].map((text) => backupName('daily', at(text)))
	expect(outdatedDaily(backupsAmong(names, 'daily'))).toEqual([names[0]])
})

test('an installation that slept for months keeps what it has', () => {
	expect(outdatedDaily(dailyUntil(at('2026-03-02T01:00:00'), 7))).toEqual([])
})

test('of the backups before upgrades three are kept', () => {
	const names = [1, 2, 3, 4, 5].map((day) => backupName('before-upgrade', at(`2026-03-0${String(day)}T01:00:00`)))
	expect(outdatedUpgrades(backupsAmong(names, 'before-upgrade'))).toEqual([names[1], names[0]])
})

test.each([
	['2026-03-02T23:59:00', false],
	['2026-03-03T00:01:00', true],
	['2026-02-27T12:00:00', true]
])('with a backup of 2 March, at %s another is due: %s', (now, due) => {
	const backups = backupsAmong([backupName('daily', at('2026-03-02T01:00:00'))], 'daily')
	expect(isDailyDue(backups, at(now))).toBe(due)
	expect(isDailyDue([], at(now))).toBe(true)
})
