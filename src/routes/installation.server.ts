import { registry } from '#areas'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import type { Registry } from '#platform/operation/registry.server.ts'
import { foundInstallation, leaveCloser, type InstallationFacts } from '#platform/settings/installation.server.ts'

export type Installation = {
	facts: InstallationFacts
	database: Database
	registry: Registry
	secret: Buffer
	filesFolder: string
}

let opened: Installation | undefined

const closers: (() => Promise<void>)[] = []

/** Closes what a part of the pages has opened, before the database stops. */
export const onClose = (close: () => Promise<void>): void => void closers.push(close)

/** The installation these pages belong to; opened at the first request and kept. */
export function installation(): Installation {
	if (opened) return opened
	const facts = foundInstallation()
	if (!facts) throw new Error('the pages run inside `pitso serve`, which opens the database first')
	opened = {
		facts,
		database: openDatabase(facts.connection),
		registry,
		secret: Buffer.from(facts.secret, 'hex'),
		filesFolder: `${facts.dataFolder}/files`
	}
	const { database } = opened
	onClose(() => database.close())
	leaveCloser(async () => void (await Promise.all(closers.map((close) => close()))))
	return opened
}
