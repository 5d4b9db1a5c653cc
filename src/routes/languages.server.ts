import { foundInstallation } from '#platform/settings/installation.server.ts'
import { offeredLanguages } from '../words.ts'

let offered: readonly string[] | undefined

/** The languages this installation offers its readers; worked out once, since neither words nor settings change while it runs. */
export function languagesHere(): readonly string[] {
	offered ??= offeredLanguages(foundInstallation()?.languages)
	return offered
}
