import type { Importer } from '#platform/exchange/importer.ts'
import type { AreaPlanning } from '#platform/exchange/plan-rows.ts'
import { gatherActions } from './export-actions.ts'
import { gatherChain } from './export-chain.ts'
import { gatherMeetings } from './export-meetings.ts'
import { planActions } from './import-actions.ts'
import { planDecisions } from './import-decisions.ts'
import { planItems } from './import-items.ts'
import { planMeetings } from './import-meetings.ts'
import { planRecommendations } from './import-recommendations.ts'
import { planSecretariatReports } from './import-reports.ts'
import { planRhythms, planSeries } from './import-rhythms.ts'
import { placesOf } from './places.ts'
import { deliberationSheets } from './sheets.ts'

/** How the sheets of deliberation come into a workspace: rows are matched by number or key, added or changed; none is taken away. */
export const deliberationImporter: Importer = {
	sheets: deliberationSheets,
	gather: async (here, records) => [
		...(await gatherMeetings(here, records)),
		...(await gatherChain(here, records)),
		...(await gatherActions(here, records))
	],
	async plan(given) {
		const planning: AreaPlanning = { ...given, plans: [], faults: [], work: [] }
		planRhythms(planning)
		const meetings = planMeetings(planning, planSeries(planning))
		const places = placesOf(meetings, planItems(planning, meetings))
		planDecisions(planning, places)
		await planRecommendations(planning, places)
		planActions(planning, places)
		planSecretariatReports(planning)
		return {
			sheets: planning.plans,
			faults: planning.faults,
			async apply(here) {
				for (const step of planning.work) await step(here)
			}
		}
	}
}
