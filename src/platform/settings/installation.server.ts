import type { ConnectionSettings } from '#platform/database/database.server.ts'
import type { ProviderSettings } from './settings.ts'

/** What one running Pitso was started with, as plain values: the built pages are another copy of the code. */
export type InstallationFacts = {
	connection: ConnectionSettings
	secret: string
	dataFolder: string
	isDemonstration: boolean
	version: string
	/** True when a proxy in front tells the scheme and the client's address. */
	behindProxy: boolean
	/** The address people reach it at, where it was said (PITSO_URL). */
	url: string | undefined
	/** The ministry's identity provider, and the secret Pitso shows to it. */
	provider: { settings: ProviderSettings; secret: string | undefined } | undefined
	/** Offered to readers although their translation is not complete. */
	languages: readonly string[]
}

// A name of the process, not of the module: the built pages carry their own copy of this file.
const PLACE = Symbol.for('pitso.installation')

/** Leaves the facts where the built pages, imported into the same process, find them. */
export function leaveInstallation(facts: InstallationFacts): void {
	Object.defineProperty(globalThis, PLACE, { value: facts, configurable: true })
}

const isFacts = (value: unknown): value is InstallationFacts =>
	typeof value === 'object' && value !== null && 'dataFolder' in value

/** The facts of the running installation, or undefined when the pages run without `pitso serve`. */
export function foundInstallation(): InstallationFacts | undefined {
	const value: unknown = Reflect.get(globalThis, PLACE)
	return isFacts(value) ? value : undefined
}

const CLOSER = Symbol.for('pitso.close')

/** Leaves what the pages must close before the database stops. */
export function leaveCloser(close: () => Promise<void>): void {
	Object.defineProperty(globalThis, CLOSER, { value: close, configurable: true })
}

const isCloser = (value: unknown): value is () => Promise<void> => typeof value === 'function'

/** Closes what the pages have opened; does nothing when no page was asked for. */
export async function closePages(): Promise<void> {
	const close: unknown = Reflect.get(globalThis, CLOSER)
	if (isCloser(close)) await close()
}
