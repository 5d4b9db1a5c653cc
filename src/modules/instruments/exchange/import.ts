import type { Importer } from '#platform/exchange/importer.ts'
import type { AreaPlanning } from '#platform/exchange/plan-rows.ts'
import { themesOf } from '#platform/exchange/themes.server.ts'
import { agreementProvisionSheet, agreementSheet, partySheet } from './agreement-sheets.ts'
import {
	harmonizationActorSheet,
	harmonizationRelationSheet,
	harmonizationSheet,
	treatyReportSheet
} from './board-sheets.ts'
import { gatherBoard, gatherReports } from './export-board.ts'
import { gatherDomestication } from './export-domestication.ts'
import { gatherInstruments } from './export-instruments.ts'
import { gatherAgreements, gatherPolicies } from './export-policies.ts'
import { gatherVersions } from './export-versions.ts'
import { planAgreements } from './import-agreements.ts'
import { planBoard, planReports } from './import-board.ts'
import { planDomestication } from './import-domestication.ts'
import { planInstruments } from './import-instruments.ts'
import { planPolicies } from './import-policies.ts'
import { planVersions } from './import-versions.ts'
import {
	instrumentSheet,
	judgementSheet,
	obligationSheet,
	obstacleSheet,
	reportingDutySheet,
	statusSheet,
	stepSheet
} from './instrument-sheets.ts'
import { gatherPassages, planPassages } from './mainstreaming-passages.ts'
import { gatherVerdicts, planVerdicts } from './overlap-verdicts.ts'
import {
	overlapVerdictSheet,
	passageSheet,
	policySheet,
	policyStageSheet,
	provisionSheet,
	provisionTextSheet,
	versionSheet
} from './policy-sheets.ts'

/** The sheets of the area in the order in which their rows may point to each other. */
const instrumentsSheets = [
	instrumentSheet,
	statusSheet,
	obligationSheet,
	reportingDutySheet,
	policySheet,
	policyStageSheet,
	versionSheet,
	provisionSheet,
	provisionTextSheet,
	overlapVerdictSheet,
	passageSheet,
	judgementSheet,
	stepSheet,
	obstacleSheet,
	agreementSheet,
	partySheet,
	agreementProvisionSheet,
	treatyReportSheet,
	harmonizationSheet,
	harmonizationRelationSheet,
	harmonizationActorSheet
]

/** How the sheets of instruments, laws and agreements come into a workspace: rows are matched by key, added or changed; none is taken away. */
export const instrumentsImporter: Importer = {
	sheets: instrumentsSheets,
	async gather(here, records) {
		const themes = await themesOf(here, records)
		const instruments = await gatherInstruments(here, records, themes)
		return [
			...instruments,
			...(await gatherPolicies(here, records, themes)),
			...(await gatherVersions(here, records)),
			await gatherVerdicts(here, records),
			await gatherPassages(here, records),
			...(await gatherDomestication(here, records)),
			...(await gatherAgreements(here, records, themes)),
			await gatherReports(
				here,
				records,
				instruments.find(({ sheet }) => sheet.name === reportingDutySheet.name)
			),
			...(await gatherBoard(here, records))
		]
	},
	plan(given) {
		const planning: AreaPlanning = { ...given, plans: [], faults: [], work: [] }
		const { duties } = planInstruments(planning)
		planPolicies(planning)
		planVersions(planning)
		planVerdicts(planning)
		planPassages(planning)
		planDomestication(planning)
		planAgreements(planning)
		planReports(planning, duties)
		const relations = planBoard(planning)
		return Promise.resolve({
			sheets: planning.plans,
			faults: planning.faults,
			async apply(here) {
				for (const step of planning.work) await step(here)
			},
			applyLast: (here) => relations.last(here)
		})
	}
}
